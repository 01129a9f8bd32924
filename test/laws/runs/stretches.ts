/** The stretches of a run that a result gives numbers for: all but the warm-up, and each window. */
import type { WindowResult } from "../../../sim/index.ts";
import type { Observed } from "./observed.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Stretch {
  readonly numbers: WindowResult;
  readonly spans: readonly Span[];
  /** What happens at the end of a span belongs to the next one; at the horizon there is none. */
  readonly covers: (at: number) => boolean;
}

/** @param spans  any, of which the warm-up is cut off. */
function stretchOf(numbers: WindowResult, spans: readonly Span[], { config }: Observed): Stretch {
  const cut = spans
    .map(({ from, to }) => ({ from: Math.max(from, config.ignore), to }))
    .filter(({ from, to }) => from < to);
  const covers = (at: number) =>
    cut.some(({ from, to }) => at >= from && (at < to || (at === to && to === config.horizon)));
  return { numbers, spans: cut, covers };
}

export const stretches = (run: Observed): Stretch[] => [
  stretchOf(run.result, [{ from: 0, to: run.config.horizon }], run),
  ...run.config.windows.map(({ name, spans }) => stretchOf(run.result.windows[name]!, spans, run)),
];
