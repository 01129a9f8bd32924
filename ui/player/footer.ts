/** The bottom line: the keys that do something now, a short answer to the last one, or what is being typed. */
import { cut, exactly, join, key, type Line, span, widthOf } from "./drawing/line.ts";
import type { Symbols } from "./drawing/symbols.ts";
import { changeOf, fitting, isChange, type Prompt } from "./prompt.ts";
import type { Show } from "./show.ts";
import type { View } from "./view.ts";

interface FooterInput {
  readonly show: Show;
  readonly view: View;
  readonly symbols: Symbols;
  readonly width: number;
}

/** From this width on the keys stand further apart. */
const WIDE = 110;

export function footerLine({ show, view, symbols, width }: FooterInput): Line {
  if (view.prompt !== null) return exactly(promptLine(view.prompt, symbols, width), width);
  if (view.notice !== null) return exactly([span(` ${view.notice.text}`, { color: "yellow" })], width);
  const gap = width >= WIDE ? "   " : "  ";
  const last = [key("?", "help"), key("q", "quit")];
  const tail = last.flatMap((part) => [span(gap), ...part]);
  const first = join(keysNow(show, view, symbols), gap, width - 1 - widthOf(tail));
  return exactly([span(" "), ...first, ...tail], width);
}

/** What is typed, then the field that Tab would take, its present value, or why the change cannot be made. */
function promptLine(prompt: Prompt, symbols: Symbols, width: number): Line {
  const word = prompt.kind === "filter" ? "filter" : "what if";
  const typed: Line = [
    span(` ${word}: `, { color: "cyan", bold: true }),
    span(prompt.text),
    span("_", { color: "cyan" }),
  ];
  const room = width - widthOf(typed) - 3;
  if (prompt.refusal !== null) return [...typed, span(`   ${cut(prompt.refusal, room)}`, { color: "red" })];
  const said = prompt.kind === "filter" ? "enter keeps it, esc clears it" : suggestion(prompt, symbols);
  return [...typed, span(`   ${cut(said, room)}`, { dim: true })];
}

function suggestion(prompt: Prompt, symbols: Symbols): string {
  const fields = fitting(prompt);
  if (isChange(prompt)) {
    const now = fields[0] === undefined ? "" : `now ${fields[0].text}; `;
    return `${now}${changeOf(prompt) === null ? "type a value" : "enter replays the same requests"}`;
  }
  const marked = fields[prompt.row];
  if (marked === undefined) return "no such field in the file; type path=value for one that is not there yet";
  const at = `${String(prompt.row + 1)} of ${String(fields.length)}`;
  return `tab: ${marked.path} = ${marked.text}   ${symbols.up} ${symbols.down} ${at}`;
}

function keysNow({ recording, variants, problems, beside }: Show, view: View, s: Symbols): Line[] {
  if (view.overlay !== "none") {
    const reread = problems.length > 0 ? [key("r", "reread")] : [];
    return [key("esc", "back"), ...reread, key(`${s.up} ${s.down}`, "scroll")];
  }
  if (recording === null) return [key("r", "reread")];
  return [
    key("space", view.playing ? "pause" : "play "),
    key(`${s.left} ${s.right}`, "seek"),
    key("- +", "speed"),
    ...(beside === null || view.lesson !== null ? [] : [key("esc", "alone")]),
    key("tab", "panel"),
    key("w", "what-if"),
    key("t", "teach"),
    ...(recording.stops.length > 0 ? [key("n", "event")] : []),
    ...(variants.length > 1 && view.lesson === null ? [key("v", "variant"), key("b", "beside")] : []),
    key("e", "explain"),
    key("/", "filter"),
    key("enter", view.enlarged ? "back" : "enlarge"),
    key("s", "save"),
    key("o", "sort"),
  ];
}
