/** What happened around a chart's lines: named phases as bands, changes as marks, the warm-up under a veil. */
import type { Result } from "../../sim/index.ts";
import { duration } from "../words/numbers.ts";
import { cutText, textWidth } from "../words/text-width.ts";
import { shownName } from "./names.ts";
import type { Layer } from "./spec.ts";
import { BACKGROUND, BAND, DASH, INK, SIZE, TEXT } from "./theme.ts";

/** A named stretch or moment, in px. */
interface Mark {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface Timeline {
  /** Rows of text that it writes above the plot. */
  readonly rows: number;
  /** Drawn under the chart's own layers, and over them. */
  under(height: number, labelled: boolean): Layer[];
  over(height: number): Layer[];
}

const ROW = 15;
/** Characters of the text of a change. */
const LONGEST_DETAIL = 96;
/** A phase narrower than this stays without a name. */
const NAME_FROM = 26;

/** Of a run on an axis up to `horizonMs`, which may lie beyond its end. */
export function timeline(result: Result, horizonMs: number): Timeline {
  const toPx = (ms: number): number => Math.round((Math.min(ms, result.horizonMs) / horizonMs) * SIZE.plot);
  const phases = withoutOverlap(marksOf(result, "phase", toPx).filter(tellsApart));
  const changes = marksOf(result, "change", toPx);
  const rows = (phases.length > 0 ? 1 : 0) + (changes.length > 0 ? 1 : 0);
  const changeRow = phases.length > 0 ? 1 : 0;
  return {
    rows,
    under: (height, labelled) => [
      ...phases.map((phase) => bandLayer(phase, height)),
      ...(labelled ? [...phases.flatMap(phaseName), ...changeNames(changes, changeRow)] : []),
    ],
    over: (height) => [
      ...(result.ignoreMs > 0 ? [veil(toPx(result.ignoreMs), height)] : []),
      ...changes.map((change) => momentLayer(change.from, height)),
    ],
  };
}

function marksOf({ events, horizonMs }: Result, kind: "phase" | "change", toPx: (ms: number) => number): Mark[] {
  return events
    .filter((event) => event.kind === kind)
    .map(({ atMs, untilMs, subject, detail }) => ({
      name: kind === "phase" ? shownName(subject) : shownName(detail, LONGEST_DETAIL),
      from: toPx(atMs),
      to: toPx(untilMs ?? horizonMs),
    }))
    .sort((a, b) => a.from - b.from);
}

/** A phase as long as the run tells nothing. */
const tellsApart = ({ from, to }: Mark): boolean => from > 0 || to < SIZE.plot;

/** Phases of several traffics may run at once: as many as possible are drawn, so short ones before long ones. */
function withoutOverlap(phases: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const phase of phases.toSorted((a, b) => a.to - b.to || b.from - a.from)) {
    if (phase.to > phase.from && phase.from >= (kept.at(-1)?.to ?? 0)) kept.push(phase);
  }
  return kept;
}

function bandLayer({ from, to }: Mark, height: number): Layer {
  return {
    data: { values: [{}] },
    mark: { type: "rect", color: BAND.color, opacity: BAND.opacity },
    // A px less on the right: neighbouring bands stay apart.
    encoding: { x: { value: from }, x2: { value: Math.max(from, to - 1) }, y: { value: 0 }, y2: { value: height } },
  };
}

function phaseName({ name, from, to }: Mark): Layer[] {
  if (to - from < NAME_FROM) return [];
  return [words(cutText(name, to - from - 4, TEXT.label), from + 2, 0)];
}

function momentLayer(x: number, height: number): Layer {
  return {
    data: { values: [{}] },
    mark: { type: "rule", color: INK.quiet, strokeDash: [...DASH.moment] },
    encoding: { x: { value: x }, y: { value: 0 }, y2: { value: height } },
  };
}

/** One row of words, each up to where the next begins; near the right edge they end at their moment. */
function changeNames(changes: readonly Mark[], row: number): Layer[] {
  let free = 0;
  return changes.flatMap(({ name, from }, i) => {
    const next = changes[i + 1]?.from ?? SIZE.plot + SIZE.right;
    const text = cutText(name, Math.max(next - from - 8, from - free), TEXT.label);
    const width = textWidth(text, TEXT.label);
    const start = width <= next - from - 8 ? from : from - width;
    if (text.length < 2 || start < free) return [];
    free = start + width + 8;
    return [words(text, start, row)];
  });
}

function words(text: string, x: number, row: number): Layer {
  const mark = { type: "text", text, align: "left", baseline: "bottom", fontSize: TEXT.label } as const;
  return {
    data: { values: [{}] },
    mark: { ...mark, color: INK.quiet },
    encoding: { x: { value: x }, y: { value: -3 - row * ROW } },
  };
}

/** What ran before the totals began to count is drawn paler. */
function veil(to: number, height: number): Layer {
  return {
    data: { values: [{}] },
    mark: { type: "rect", color: BACKGROUND, opacity: 0.65 },
    encoding: { x: { value: 0 }, x2: { value: to }, y: { value: 0 }, y2: { value: height } },
  };
}

/** For subtitles: why the beginning is pale. */
export const warmUp = ({ ignoreMs }: Result): string =>
  ignoreMs > 0 ? `; pale: the warm-up of ${duration(ignoreMs)}, left out of the numbers` : "";
