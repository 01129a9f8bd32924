/** One function on Managed Instances, and what its runs show. */
import type { Demand, ManagedConfig, Result } from "../../../sim/index.ts";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { atSecond, functionIn } from "../../sim/kit.ts";

export const PROVIDER = { name: null, maxVCpuCount: 15_000, targetCpu: 0.5, instanceType: null };
export type Traffic = NonNullable<Literal["traffic"]>;

/** `f` with runs of 1 s on Managed Instances; the plain settings are 3 environments of 4 workers. */
export const f = (managed: Partial<ManagedConfig>, traffic: Traffic, more: Partial<Literal> = {}) =>
  play({ functions: { f: { run: 1000, managed } }, traffic, ...more });
export const at = (...ms: number[]): Traffic => [{ invoke: "f", at: ms }];
export const rates = (...steps: readonly [from: number, to: number, rate: number, rateTo?: number][]): Traffic => {
  const segments = steps.map(([from, to, rateFrom, rateTo = rateFrom]) => {
    return { from: atSecond(from), to: atSecond(to), rateFrom, rateTo, wave: null };
  });
  const demand: Demand = { kind: "rate", segments };
  return [{ invoke: "f", demand }];
};

/** Environments from each moment on, in seconds, as the ends of the buckets show them. */
export function environments({ series }: Result): [second: number, count: number][] {
  const { running, idle } = series.functions.f!;
  const counts = running.map((some, bucket) => some + idle[bucket]!);
  return counts.flatMap((count, bucket): [number, number][] =>
    count === counts[bucket - 1] ? [] : [[(bucket * series.bucketMs) / 1000, count]],
  );
}

export const refusals = (result: Result) =>
  functionIn(result, "f").throttles.map(({ reason, cause, rule, count, limit }) => [reason, cause, rule, count, limit]);
