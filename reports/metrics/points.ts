/** What a result has as CloudWatch's points alone. */
import type { Result } from "../../sim/index.ts";
import type { Measured } from "../judge/threshold-names.ts";
import { overlap, spansOf } from "./spans.ts";

type Columns = Readonly<Record<string, readonly (number | null)[]>>;

/** The points of all periods of which some part is looked at; none where a period has no point. */
export function pointsOf(
  { metrics, ...result }: Pick<Result, "metrics" | "events" | "ignoreMs" | "horizonMs">,
  { metric, subject }: Pick<Measured, "metric" | "subject">,
  phase: string | null,
): number[] {
  const spans = spansOf(result, phase);
  return [metrics, metrics.managedInstances].flatMap((part) => {
    const spaces = part?.functions[subject] as Readonly<Record<string, Columns>> | undefined;
    return (spaces?.[metric.namespace]?.[metric.cloudWatch] ?? []).flatMap((point, period) => {
      const fromMs = period * part!.periodMs;
      const isSeen = spans.some((span) => overlap({ fromMs, untilMs: fromMs + part!.periodMs }, span));
      return point === null || !isSeen ? [] : [point];
    });
  });
}
