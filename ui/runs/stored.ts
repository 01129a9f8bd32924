/** What earlier runs left in files: one result, several, or a baseline, which keeps only what is compared. */
import * as z from "zod";
import { type CompareSide, comparedKeys, isBaseline, isOlderBaseline, sideOfDocument } from "../../reports/index.ts";
import { UNKNOWN_TO_OLDER } from "./older-result.ts";
import { jsonOf, notAResult, resultOf } from "./result-file.ts";
import type { Entry } from "./sides.ts";
import { RESULTS_SCHEMA } from "./writing/writing.ts";

/** People may edit a baseline, and merge two of them: nothing of it is taken on trust. */
const BASELINE = z.object({
  /** Of burstlab.baseline/1 it is known otherwise. */
  metrics: z.array(z.string()).optional(),
  scenarios: z.array(
    z.object({
      name: z.string(),
      file: z.string(),
      variant: z.string(),
      engine: z.string(),
      digest: z.string(),
      scenarioDigest: z.string(),
      prices: z.string(),
      seeds: z.array(z.number()),
      thresholds: z.record(z.string(), z.boolean()),
      values: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.array(z.number().nullable())))),
    }),
  ),
});
const RESULTS = z.object({ results: z.array(z.record(z.string(), z.unknown())) });

/** @throws ProblemError for anything but what this version has written. */
export function readStored(file: string, text: string): Entry[] {
  const value = jsonOf(file, text) as { readonly schema: unknown };
  if (isBaseline(value.schema)) {
    const read = checked(file, BASELINE, value);
    return ofBaseline(read, isOlderBaseline(value.schema) ? UNKNOWN_TO_OLDER : unknownBeside(read.metrics ?? []));
  }
  if (value.schema !== RESULTS_SCHEMA) return [ofResult(file, value)];
  return checked(file, RESULTS, value).results.map((one) => ofResult(file, one));
}

/** What is compared now and was not by whoever compared these. */
function unknownBeside(known: readonly string[]): ReadonlySet<string> {
  return new Set(comparedKeys().filter((one) => !known.includes(one)));
}

/** With the place of the first part that is missing or of another kind. */
function checked<T>(file: string, schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw notAResult(file, `${issue?.path.join(".") ?? ""} is missing or not what it should be`);
}

function ofResult(file: string, value: object): Entry {
  const { seedValues, older, ...reported } = resultOf(file, value);
  const { scenario, variant } = reported.result;
  const side = sideOfDocument(reported, seedValues);
  const unknown = new Set([...(side.unknown ?? []), ...(older ? UNKNOWN_TO_OLDER : [])]);
  return entry(scenario, variant, { ...side, unknown });
}

const ofBaseline = ({ scenarios }: z.output<typeof BASELINE>, unknown: ReadonlySet<string>): Entry[] =>
  scenarios.map(({ name, file, variant, seeds, values, thresholds: judged, ...facts }) =>
    entry({ name, file }, variant, { facts, seeds, values, judged, unknown, runs: [], result: null }),
  );

const entry = (of: { name: string; file: string }, variant: string, stored: CompareSide): Entry => ({
  name: of.name,
  file: of.file,
  variant,
  plan: null,
  stored,
});
