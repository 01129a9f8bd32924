/** The bottom line: the keys that do something now, or a short answer to the last one. */
import { exactly, join, type Line, span, widthOf } from "./line.ts";
import type { Show } from "./show.ts";
import type { Symbols } from "./symbols.ts";
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
  if (view.notice !== null) return exactly([span(` ${view.notice.text}`, { color: "yellow" })], width);
  const gap = width >= WIDE ? "   " : "  ";
  const last = [key("?", "help"), key("q", "quit")];
  const tail = last.flatMap((part) => [span(gap), ...part]);
  const first = join(keysNow(show, view, symbols), gap, width - 1 - widthOf(tail));
  return exactly([span(" "), ...first, ...tail], width);
}

const key = (name: string, does: string): Line => [span(name, { bold: true }), span(` ${does}`, { dim: true })];

function keysNow({ recording, variants, problems }: Show, view: View, s: Symbols): Line[] {
  if (view.overlay !== "none") return [key("esc", "back"), ...(problems.length > 0 ? [key("r", "reread")] : [])];
  if (recording === null) return [key("r", "reread")];
  return [
    key("space", view.playing ? "pause" : "play "),
    key(`${s.left} ${s.right}`, "seek"),
    key("- +", "speed"),
    ...(recording.stops.length > 0 ? [key("n", "event")] : []),
    key("tab", "panel"),
    ...(variants.length > 1 ? [key("v", "variant")] : []),
    key(`${s.up} ${s.down}`, "row"),
    key("enter", view.enlarged ? "back" : "enlarge"),
    key("o", "sort"),
    key("r", "reread"),
  ];
}
