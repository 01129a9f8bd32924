/** Metrics of refusals by cause, each named for the row of its cause. */
import { STATE_REFUSALS, type StateCause } from "../state-refusals.ts";
import { REFUSALS, type ThrottleCause } from "../throttles.ts";
import { listed, type Metric, metricOf, type Told } from "./metric.ts";

const metric = metricOf("function");
const ATTEMPTS = ["throttlesCount", "invocationsCount"];

const ruleOf = (rows: readonly { readonly cause: string; readonly rule: string }[], cause: string): string =>
  rows.find((row) => row.cause === cause)?.rule ?? "";

const throttles = <const Cause extends ThrottleCause, const Also extends Told>(cause: Cause, told: Also) =>
  metric(
    `throttles.${cause}`,
    listed("throttles", cause, ...ATTEMPTS),
    `attempts refused with 429 for this cause (${ruleOf(REFUSALS, cause)}); rate: of all attempts`,
    { worse: "up", ...told },
  );

const refusals = (cause: StateCause) =>
  metric(
    `refusals.${cause}`,
    listed("refusals", cause, "refusedCount", ...ATTEMPTS),
    `attempts refused by this state (${ruleOf(STATE_REFUSALS, cause)}); rate: of all attempts`,
    { worse: "up" },
  );

/** LMI-8: what CloudWatch counts, too, of functions on Managed Instances. */
export const MANAGED_THROTTLE_METRICS = [
  throttles("managed-concurrency", { cloudWatch: "ConcurrencyThrottles" }),
  throttles("managed-cpu", { cloudWatch: "CPUThrottles" }),
] as const satisfies readonly Metric[];

const COUNTED_THERE: readonly string[] = MANAGED_THROTTLE_METRICS.map(({ reading }) => reading.cause);

/** By every other limit. */
export const THROTTLE_METRICS: readonly Metric[] = REFUSALS.filter(({ cause }) => !COUNTED_THERE.includes(cause)).map(
  ({ cause }) => throttles(cause, {}),
);

/** By the states of functions, where they play a part (LIFE-25). */
export const STATE_CAUSE_METRICS: readonly Metric[] = STATE_REFUSALS.map(({ cause }) => refusals(cause));
