/** The schema of a distribution: the forms of a law for lengths of time. */
import * as z from "zod";
import type { Distribution, Duration } from "../../sim/index.ts";
import type { TraceUnit } from "./traces.ts";
import { type Complaint, choice, duration, factor, fields, positiveDuration, text } from "./units.ts";

/** Measurements in a file are read when the scenario is built. */
interface MeasuredColumn {
  readonly kind: "file";
  readonly file: string;
  readonly column: string;
  readonly unit: TraceUnit;
}
export type DistributionSpec = Distribution | MeasuredColumn;

/** What takes no time. */
export const NO_TIME: Distribution = { kind: "constant", value: 0 as Duration };

type Points = readonly (readonly [share: number, value: Duration])[];

const complain = (context: z.core.$RefinementCtx, path: string[], message: string, params: Complaint): void => {
  context.addIssue({ code: "custom", path, message, params });
};

const constant = fields("a constant", () => ({
  constant: duration().describe("The same length every time, 0 or more."),
})).transform((given): Distribution => ({ kind: "constant", value: given.constant }));

const logNormal = fields("a log-normal distribution", () => ({
  p50: positiveDuration().describe("Median, above 0."),
  p99: positiveDuration().describe("99th percentile, not below p50."),
})).transform((given, context): Distribution => {
  if (given.p99 < given.p50) {
    const hint = "p99 is what 99 of 100 stay below: make it the larger of the two";
    complain(context, ["p99"], "is below p50", { id: "p99-below-p50", hint });
  }
  return { kind: "lognormal", p50: given.p50, p99: given.p99 };
});

const gamma = fields("a gamma distribution", () => ({
  mean: positiveDuration().describe("Mean, above 0."),
  cv: factor().describe("Coefficient of variation: standard deviation / mean, above 0."),
})).transform((given): Distribution => ({ kind: "gamma", mean: given.mean, cv: given.cv }));

const exponential = fields("an exponential distribution", () => ({
  exponential: positiveDuration().describe("Mean, above 0."),
})).transform((given): Distribution => ({ kind: "exponential", mean: given.exponential }));

const uniform = fields("a uniform distribution", () => ({
  min: duration().describe("Least value, 0 or more."),
  max: duration().describe("Greatest value, not below min."),
})).transform((given, context): Distribution => {
  if (given.max < given.min) complain(context, ["max"], "is below min", { id: "not-rising", hint: "swap min and max" });
  return { kind: "uniform", min: given.min, max: given.max };
});

const quantiles = fields("a distribution by quantiles", () => ({
  quantiles: z
    .record(z.string(), duration())
    .describe("Percentages and the lengths not exceeded in them: { 50: 20ms, 95: 80ms, 99: 210ms }."),
})).transform((given, context): Distribution => {
  const points = Object.entries(given.quantiles)
    .map(([percent, value]) => [Number(`${percent}e-2`), value] as const)
    .sort(([a], [b]) => a - b);
  const problem = quantileProblem(points);
  if (problem !== null) complain(context, ["quantiles"], problem.message, problem);
  return { kind: "quantiles", points };
});

function quantileProblem(points: Points): (Complaint & { message: string }) | null {
  if (points.length === 0)
    return { id: "missing-field", message: "is empty", hint: "write at least one, as in { 50: 20ms }" };
  if (!points.every(([share]) => share >= 0 && share <= 1)) {
    return {
      id: "bad-value",
      message: "has a key that is no percentage",
      hint: "write keys from 0 to 100, as in { 50: 20ms }",
    };
  }
  const rising = points.every(([share, value], index) => {
    const [below, least] = points[index - 1] ?? [-1, 0];
    return share > below && value >= least;
  });
  return rising ? null : { id: "not-rising", message: "does not rise", hint: "a higher quantile cannot be shorter" };
}

const measured = fields("a file of measurements", () => ({
  file: text().describe("CSV file, relative to this one."),
  column: text().describe("Column that holds the lengths."),
  unit: choice(["us", "ms", "s", "m", "minute"]).prefault("ms").describe("Unit of that column; default ms."),
})).transform((given): MeasuredColumn => ({ kind: "file", ...given }));

const plain = duration()
  .transform((value): Distribution => ({ kind: "constant", value }))
  .describe("The same length every time.");

const ALL = [plain, constant, logNormal, gamma, exponential, uniform, quantiles, measured] as const;

/** A length of time, or one of its forms as a law. */
const law = (z.union(ALL) as z.ZodType<DistributionSpec>).meta({ id: "distribution" });
export const distribution = () => law;
export const DISTRIBUTION_FORMS = ALL.length;

/** What to write, for problems. */
export const DISTRIBUTION_EXAMPLES =
  "200ms, { p50: 80ms, p99: 400ms }, { mean: 90ms, cv: 0.5 }, { exponential: 90ms }, { min: 1s, max: 2s }, " +
  "{ quantiles: { 50: 20ms, 99: 210ms } } or { file: run.csv, column: ms }";

/** What half of the samples reach, or their mean; 0 where a recording decides. */
export function usualLength(law: DistributionSpec): number {
  if (law.kind === "constant") return law.value;
  if (law.kind === "lognormal") return law.p50;
  if (law.kind === "uniform") return (law.min + law.max) / 2;
  return law.kind === "gamma" || law.kind === "exponential" ? law.mean : 0;
}
