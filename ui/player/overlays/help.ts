/** What `?` shows: every key, then what the numbers and colours mean. */
import { type Line, padEnd, span, wrapped } from "../drawing/line.ts";
import type { Symbols } from "../drawing/symbols.ts";

const KEY_WIDTH = 10;

const keys = (s: Symbols): readonly (readonly [key: string, does: string])[] => [
  ["space", "play, pause"],
  [`${s.left} ${s.right}`, "seek 1 bucket; shift: 10"],
  ["- +", "half, double speed"],
  ["g G", "start, end"],
  ["n N", "next, previous event"],
  ["v V", "next, previous variant"],
  ["b", "all variants side by side"],
  ["w", "what-if: change, replay"],
  ["e", "explain the function here"],
  ["t", "teach: this screen in words"],
  ["1..6 tab", "panel"],
  [`${s.up} ${s.down} j k`, "row; in panel 6 the event"],
  ["enter esc", "enlarge, back"],
  ["/", "filter functions and events"],
  ["o", "sort by the next column"],
  ["s", "save as SVG, PNG and text"],
  ["y", "copy this view's command"],
  ["r", "reread the file now"],
  ["q ctrl-c", "quit; ctrl-z suspends"],
];

const meanings = (bucket: string): readonly string[] => [
  "The run is finished before it plays: no key can change it.",
  `busy, in use, claimed: the most within one bucket (${bucket}). warm: idle and ready.`,
  "rate, cold, throttle: the last minute. p50, p99: the mean of its buckets, weighted by their requests.",
  "throttled and cold in the upper line: from the end of the warm-up until now.",
  "Thresholds, callers, dropped events: the whole run of this one seed.",
  "Charts: filled until now, an outline after it. Red: requests are refused.",
];

export function helpLines({ width, symbols, bucket }: { width: number; symbols: Symbols; bucket: string }): Line[] {
  const all = keys(symbols);
  const half = Math.ceil(all.length / 2);
  const column = Math.floor(width / 2);
  const cell = (entry: readonly [string, string] | undefined): Line =>
    entry === undefined
      ? []
      : [span(padEnd(entry[0], KEY_WIDTH), { bold: true, color: "cyan" }), span(padEnd(entry[1], column - KEY_WIDTH))];
  const rows = all.slice(0, half).map((entry, i): Line => [...cell(entry), ...cell(all[half + i])]);
  const words = meanings(bucket).flatMap((text) => wrapped(text, width));
  return [[], ...rows, [], ...words.map((text): Line => [span(text)])];
}
