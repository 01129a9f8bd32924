/** Sources that count by themselves, with what a reader wants first of each: its type has declared it. */
import type { Verdict } from "../../reports/judge/verdict.ts";
import { observe } from "../../reports/metrics/measure.ts";
import { unitOf } from "../../reports/metrics/metrics.ts";
import { type Result, sourceType } from "../../sim/index.ts";

export interface OwnSource {
  readonly name: string;
  /** Numbers of the whole run. */
  readonly first: readonly { readonly name: string; readonly value: number; readonly unit: Verdict["unit"] }[];
}

export function ownSourcesOf(result: Result): OwnSource[] {
  return Object.entries(result.sources).flatMap(([name, { type }]): OwnSource[] => {
    const metrics = type === null ? [] : sourceType(type).metrics;
    const first = metrics.flatMap((metric) =>
      metric.first.slice(0, 1).flatMap((statistic) => {
        const { value } = observe(result, { metric, subject: name, statistic }, null);
        return value === null ? [] : [{ name: metric.name, value, unit: unitOf(metric, statistic) }];
      }),
    );
    return first.length === 0 ? [] : [{ name, first }];
  });
}
