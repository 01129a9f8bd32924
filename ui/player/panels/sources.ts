/** Panel 4: asynchronous queues now, and what became of callers and downstream calls in the whole run. */
import { count, duration, quantity } from "../../../reports/words/numbers.ts";
import type { DownstreamResult } from "../../../sim/index.ts";
import { join, type Line, padEnd, padStart, span, widthOf } from "../drawing/line.ts";
import { bucketAt, functionAt } from "../moment.ts";
import type { OwnSource } from "../own-sources.ts";
import type { Caller, FunctionTrack, Recording } from "../recording.ts";
import { centred, firstRow, type PanelContent, type PanelInput, pointerSpan, rowRemark } from "./panel.ts";
import { sparkline } from "./sparkline.ts";

const LONGEST_NAME = 16;
const AGE_WIDTH = 6;
/** A sparkline takes what is left, if that is enough to say something. */
const SHORTEST_SPARK = 4;
const LONGEST_SPARK = 24;
const GAP = "  ";

export function sourcesPanel(input: PanelInput): PanelContent {
  const { recording, view, symbols, width, height } = input;
  const names = Math.min(LONGEST_NAME, Math.max(...namesOf(recording).map((name) => name.length)));
  const rows = [
    ...recording.queues.map((track) => withSpark(input, track, [name(track.name, names), ...queueParts(input, track)])),
    ...recording.callers.map((caller) =>
      join([name(caller.name, names), ...callerParts(caller, recording.callers)], GAP, roomOf(input)),
    ),
    ...recording.ownSources.map((source) => join([name(source.name, names), ...nodeParts(source)], GAP, roomOf(input))),
    ...downstreamsOf(recording).map(([own, result]) =>
      join([name(own, names), ...downstreamParts(result, recording)], GAP, roomOf(input)),
    ),
  ];
  const title = "sources and async";
  if (rows.length === 0) return { title, remark: [], lines: centred("nobody calls", width, height) };
  const at = Math.min(view.sourceRow, rows.length - 1);
  const first = firstRow(at, rows.length, height);
  return {
    title,
    remark: rowRemark(at, rows.length, height),
    lines: rows.slice(first, first + height).map((row, i): Line => {
      const pointer = pointerSpan(view.panel === 4 && first + i === at, symbols);
      return [...pointer, ...row];
    }),
  };
}

const downstreamsOf = ({ result }: Recording): [string, DownstreamResult][] => Object.entries(result.downstreams);
/** Sources that count by themselves: what a reader wants first of each, in the whole run. */
const nodeParts = (source: OwnSource): Line[] =>
  source.first.map(({ name: word, value, unit }) => labelled(word, quantity(value, unit)));

const namesOf = (recording: Recording): string[] => [
  ...[...recording.queues, ...recording.callers, ...recording.ownSources].map(({ name: own }) => own),
  ...downstreamsOf(recording).map(([own]) => own),
];
const name = (text: string, width: number): Line => [span(padEnd(text, width))];

const roomOf = ({ width, symbols }: PanelInput): number => width - symbols.pointer.length;

function withSpark(input: PanelInput, { series }: FunctionTrack, parts: readonly Line[]): Line {
  const { recording, view, symbols, ahead } = input;
  const words = join(parts, GAP, roomOf(input));
  const left = Math.min(LONGEST_SPARK, roomOf(input) - widthOf(words) - GAP.length);
  if (left < SHORTEST_SPARK) return words;
  const place = { bucket: bucketAt(recording, view.momentMs), width: left, symbols, ahead };
  return [...words, span(GAP), ...sparkline(recording, series.asyncDepthMax, place)];
}

/** In the order in which they are given up when the panel is narrow: the last one first. */
function queueParts({ recording, view, symbols }: PanelInput, track: FunctionTrack): Line[] {
  const now = functionAt(recording, track, view.momentMs);
  const depths = recording.queues.map(({ peaks }) => count(peaks.asyncDepth).length);
  const droppedOf = (queue: FunctionTrack): number => recording.result.functions[queue.name]?.asyncDroppedCount ?? 0;
  const age = now.asyncAgeMs === null ? symbols.dash : duration(now.asyncAgeMs);
  return [
    labelled("queue", padStart(count(now.asyncDepth), Math.max(...depths))),
    labelled("age", padStart(age, AGE_WIDTH)),
    total("dropped", droppedOf(track), recording.queues.map(droppedOf)),
  ];
}

function callerParts({ counts }: Caller, callers: readonly Caller[]): Line[] {
  const all = callers.map((caller) => caller.counts);
  return [
    total(
      "retries",
      counts.retriesCount,
      all.map(({ retriesCount }) => retriesCount),
    ),
    total(
      "gave up",
      counts.throttledCount,
      all.map(({ throttledCount }) => throttledCount),
    ),
    total(
      "errors",
      counts.failedCount,
      all.map(({ failedCount }) => failedCount),
    ),
  ];
}

/** A service that functions call: at its most, and what had to wait or was sent away. */
function downstreamParts({ inUseMax, waitedCount, rejectedCount }: DownstreamResult, recording: Recording): Line[] {
  const all = downstreamsOf(recording).map(([, result]) => result);
  const width = Math.max(...all.map((one) => count(one.inUseMax).length));
  return [
    labelled("most calls", padStart(count(inUseMax), width)),
    total(
      "waited",
      waitedCount,
      all.map((one) => one.waitedCount),
    ),
    total(
      "rejected",
      rejectedCount,
      all.map((one) => one.rejectedCount),
    ),
  ];
}

const labelled = (word: string, value: string): Line => [span(`${word} `, { dim: true }), span(value)];

/** A number of the whole run, as wide as the widest of its column; zero stays quiet. */
function total(word: string, value: number, column: readonly number[]): Line {
  const width = Math.max(...column.map((other) => count(other).length));
  const style = value > 0 ? ({ color: "yellow" } as const) : { dim: true };
  return [span(`${word} `, { dim: true }), span(padStart(count(value), width), style)];
}
