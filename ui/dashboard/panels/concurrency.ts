/** Panel 1: how many requests of the selected function run at once, and the most that may. */
import { count } from "../../../reports/numbers.ts";
import { roundTopWhole } from "../axis.ts";
import { type Line, line, span } from "../line.ts";
import { bucketAt, ceilingAt, limitAt } from "../moment.ts";
import type { FunctionTrack } from "../recording.ts";
import type { Symbols } from "../symbols.ts";
import { selectedIn } from "../view.ts";
import { chartLines } from "./chart.ts";
import { centred, type PanelContent, type PanelInput } from "./panel.ts";

/** A limit this many times higher than anything that ran is named, but not drawn: the curve would be flat. */
const FAR_ABOVE = 5;

export function concurrencyPanel({ recording, view, symbols, width, height }: PanelInput): PanelContent {
  const track = selectedIn(recording, view);
  if (track === null) return { title: "concurrency", remark: [], lines: centred("no functions", width, height) };
  const highest = track.peaks.busy;
  const ceilings = track.limits.map(({ fromMs }) => ceilingAt(track, fromMs) ?? 0);
  const drawn = ceilings.filter((ceiling) => ceiling <= highest * FAR_ABOVE);
  const chart = {
    recording,
    values: track.series.busyMax,
    limitAt: (ms: number) => ceilingAt(track, ms),
    toneOf: (from: number, to: number) => ((track.throttles[to] ?? 0) > (track.throttles[from] ?? 0) ? 1 : 0),
    colors: ["cyan", "red"] as const,
    colorsAhead: ["gray", "red"] as const,
    top: roundTopWhole(Math.max(highest, ...drawn)),
    label: count,
    bucket: bucketAt(recording, view.momentMs),
  };
  const inSight = (ceilingAt(track, view.momentMs) ?? 0) <= chart.top;
  return {
    title: `concurrency: ${track.name}`,
    remark: limitRemark(track, view.momentMs, { symbols, inSight }),
    lines: chartLines(chart, { width, height, set: symbols.set }),
  };
}

function limitRemark(
  track: FunctionTrack,
  ms: number,
  { symbols, inSight }: { readonly symbols: Symbols; readonly inSight: boolean },
): Line {
  const limit = limitAt(track.limits, ms);
  if (limit === undefined) return [];
  const mark = span(inSight ? symbols.limit : symbols.up, { color: "yellow" });
  if (limit.managed) return [mark, ...line(` workers ${count(limit.onDemand)}`)];
  if (limit.reserved !== null) return [mark, ...line(` reserved ${count(limit.reserved)}`)];
  const besides = limit.provisioned === 0 ? "" : ` + ${count(limit.provisioned)} provisioned`;
  return [mark, ...line(` shared pool ${count(limit.onDemand)}${besides}`)];
}
