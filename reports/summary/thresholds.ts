/** The thresholds of a summary: mark, text, value, interval, and for those not met the line to open. */
import type { Result } from "../../sim/index.ts";
import type { Verdict } from "../judge/verdict.ts";
import { interval, quantity } from "../words/numbers.ts";
import { type Cell, type Colour, cut, flow, grid, indented, type Paint, printable } from "../words/table.ts";

/** Where a section is printed. */
export interface Page {
  readonly width: number;
  readonly paint: Paint;
}

const INDENT = 4;
const GAP = 3;
/** How much of a threshold's own text stays at least. */
const SHORTEST = 24;

export function thresholdLines(result: Result, verdicts: readonly Verdict[], { width, paint }: Page): string[] {
  const room = width - INDENT;
  const short = (verdict: Verdict): string => shortPlace(result, verdict);
  const layouts = [
    rows(verdicts, (verdict) => `${verdict.file}:${verdict.line}`, room, true),
    rows(verdicts, short, room, true),
    rows(verdicts, short, room, false),
    rows(verdicts, short, textRoom(verdicts, short, room), false),
  ];
  const fitting = layouts.find((cells) => lines(cells, (text) => text).every((line) => line.length <= room));
  const shown = lines(fitting ?? layouts.at(-1) ?? [], paint);
  return shown.flatMap((line, i) => indented([line, ...reason(verdicts[i]!, room, paint)], INDENT));
}

const lines = (rows: readonly (readonly Cell[])[], paint: Paint): string[] =>
  grid(rows, { align: "llll", gap: GAP, paint });

type Place = (verdict: Verdict) => string;

/** ":107" where the file is the scenario's own. */
function shortPlace({ scenario }: Result, { file, line }: Verdict): string {
  return file === scenario.file ? `:${line}` : `${file.split("/").at(-1) ?? file}:${line}`;
}

/** Without intervals where they would cost the thresholds their text. */
function rows(verdicts: readonly Verdict[], place: Place, textWidth: number, intervals: boolean): Cell[][] {
  return verdicts.map((verdict) => {
    const { mark, colour } = markOf(verdict);
    const text = `${mark} ${cut(printable(verdict.that), textWidth - (verdict.level === "warn" ? 9 : 2))}`;
    return [
      { text: verdict.level === "warn" ? `${text} (warn)` : text, ...colour },
      { text: valueText(verdict), ...colour },
      ...(intervals ? [{ text: intervalText(verdict), colour: "dim" as const }] : []),
      { text: remark(verdict, place), colour: "dim" },
    ];
  });
}

/** What the widest of the other columns leave for the text. */
function textRoom(verdicts: readonly Verdict[], place: Place, room: number): number {
  const widest = (of: (verdict: Verdict) => string): number => Math.max(0, ...verdicts.map((one) => of(one).length));
  const rest = [valueText, (one: Verdict) => remark(one, place)].map(widest);
  return Math.max(SHORTEST, room - rest.reduce((sum, width) => sum + width + GAP, 0));
}

export function markOf(verdict: Verdict): { mark: string; colour: { colour?: Colour } } {
  if (verdict.state === "compare-only") return { mark: "·", colour: { colour: "dim" } };
  if (verdict.passed) return { mark: "✓", colour: { colour: "green" } };
  return verdict.level === "warn"
    ? { mark: "!", colour: { colour: "yellow" } }
    : { mark: "✗", colour: { colour: "red" } };
}

export function valueText({ value, unit }: Verdict): string {
  return value === null ? "no samples" : quantity(value, unit);
}

/** Nothing where all seeds agree as far as one can see. */
export function intervalText({ interval: ends, unit }: Verdict): string {
  if (ends === null || quantity(ends[0], unit) === quantity(ends[1], unit)) return "";
  return interval(ends, unit);
}

/** What stands last: the place of a threshold that is not met, or why one is not judged. */
function remark(verdict: Verdict, place: Place): string {
  if (verdict.state === "compare-only") return "compare only";
  return verdict.passed ? "" : printable(place(verdict));
}

/** The user's own reason, where it matters: below a threshold that is not met. */
function reason({ passed, why }: Verdict, room: number, paint: Paint): string[] {
  if (passed || why === "") return [];
  return indented(flow(printable(why).split(" "), " ", room - 2), 2).map((line) => paint(line, "dim"));
}
