/** The two lines above the panels: which run and which moment, then the Region that the selected function is in. */
import { clock, count, moment, share } from "../../reports/words/numbers.ts";
import { plural } from "../library/text.ts";
import { exactly, join, type Line, line, padStart, span, spread, widthOf } from "./drawing/line.ts";
import type { Symbols } from "./drawing/symbols.ts";
import { type RegionMoment, regionAt } from "./moment.ts";
import { tally } from "./panels/thresholds.ts";
import type { Recording } from "./recording.ts";
import { selectedRegion } from "./selection.ts";
import type { Show } from "./show.ts";
import type { View } from "./view.ts";

export interface HeaderInput {
  readonly show: Show;
  readonly view: View;
  readonly symbols: Symbols;
  readonly width: number;
}

/** From these widths on there is room for the progress bar, and for the longer words. */
const ROOM_FOR_BAR = 96;
const WIDE = 110;
const SHORTEST_BAR = 10;
const SHARE_WIDTH = 7;

export const headerLines = (input: HeaderInput): [Line, Line] => [titleLine(input), regionLine(input)];

function titleLine({ show, view, symbols, width }: HeaderInput): Line {
  const wide = width >= WIDE;
  const dot = span(` ${symbols.bullet} `, { dim: true });
  const left: Line = [
    span(wide ? " burstlab  " : " burstlab ", { bold: true, color: "cyan" }),
    span(show.scenario, { bold: true }),
    dot,
    span(wide ? `variant ${show.variant}` : show.variant),
    ...(show.seed === null ? [] : [dot, span(`seed ${String(show.seed)}`)]),
    ...problemMark(show, dot),
  ];
  const right =
    show.computing === null ? playState(show.recording, { view, symbols, wide }) : computing(show.computing);
  const room = width - widthOf(left) - widthOf(right) - 6;
  if (width < ROOM_FOR_BAR || room < SHORTEST_BAR) return spread(left, right, width);
  return exactly(
    [...left, span("   "), ...progress(show, { view, symbols, width: room }), span("   "), ...right],
    width,
  );
}

function problemMark({ problems }: Show, dot: Line[number]): Line {
  if (problems.length === 0) return [];
  return [dot, span(`${plural(problems.length, "problem")} in the file`, { color: "red", bold: true })];
}

const computing = ({ variant, done }: { readonly variant: string; readonly done: number }): Line => [
  span(`simulating ${variant} `, { color: "yellow" }),
  span(padStart(share(Math.floor(done * 100) / 100), SHARE_WIDTH)),
  span(" "),
];

interface PlayState {
  readonly view: View;
  readonly symbols: Symbols;
  readonly wide: boolean;
}

function playState(recording: Recording | null, { view, symbols, wide }: PlayState): Line {
  if (recording === null) return [];
  const end = clock(recording.horizonMs);
  const sign = view.playing ? span(symbols.playing, { color: "green" }) : span(symbols.paused, { color: "yellow" });
  const speed = `${String(view.speed)}x`;
  if (!wide) return [span(`${clock(view.momentMs).padStart(end.length)}/${end} ${speed} `), sign, span(" ")];
  // Fractions of a second could not be read while they run.
  const now = view.playing ? clock(view.momentMs) : moment(view.momentMs);
  return [
    span(`${now.padStart(moment(recording.horizonMs).length)} / ${end}`, { bold: true }),
    span(`   ${speed.padStart(4)}   `),
    sign,
    span(" "),
  ];
}

interface BarPlace {
  readonly view: View;
  readonly symbols: Symbols;
  readonly width: number;
}

/** How far the film is; before the first recording, how far the simulation. */
function progress({ recording, computing: run }: Show, { view, symbols, width }: BarPlace): Line {
  const [start, end] = symbols.barEnds;
  const done = run === null && recording !== null ? view.momentMs / recording.horizonMs : (run?.done ?? 0);
  const cells = width - 2;
  const filled = Math.max(0, Math.min(cells, Math.round(done * cells)));
  return [
    span(start, { dim: true }),
    span(symbols.filled.repeat(filled), { color: run === null ? "cyan" : "yellow" }),
    span(symbols.empty.repeat(cells - filled), { dim: true }),
    span(end, { dim: true }),
  ];
}

function regionLine({ show, view, symbols, width }: HeaderInput): Line {
  const { recording } = show;
  if (recording === null) return exactly([], width);
  const track = selectedRegion(recording, view);
  if (track === null) return exactly([], width);
  const now = regionAt(recording, track, view.momentMs);
  const wide = width >= WIDE;
  const all = wide ? [line(`${now.name}`, { bold: true }), ...parts(now, true, symbols)] : parts(now, false, symbols);
  const held = wide ? [] : marks(recording, symbols);
  const room = width - 1 - widthOf(held);
  return spread([span(" "), ...join(all, wide ? "   " : "  ", room)], held, width);
}

function parts(now: RegionMoment, wide: boolean, symbols: Symbols): Line[] {
  const digits = count(now.quota).length;
  const number = (word: string, value: number): Line => [
    span(`${word} `, { dim: true }),
    span(padStart(count(value), digits)),
  ];
  const part = (word: string, value: number | null): Line => [
    span(`${word} `, { dim: true }),
    span(padStart(value === null ? symbols.dash : share(value), SHARE_WIDTH), (value ?? 0) > 0 ? { bold: true } : {}),
  ];
  const ofQuota = [...number("in use", now.inUse), span(`/${count(now.quota)}`)];
  return [
    ...(wide ? [number("quota", now.quota), number("in use", now.inUse)] : [ofQuota]),
    number("claimed", now.claimed),
    ...(wide ? [number("unreserved left", now.unreservedLeft)] : []),
    part("throttled", now.throttledShare),
    part("cold", now.coldShare),
  ];
}

/** The thresholds in short, for windows that have no room for their panel: "3✓ 1✗ 1!". */
function marks(recording: Recording, symbols: Symbols): Line {
  const { passed, failed, warned } = tally(recording);
  return [
    ...(passed === 0 ? [] : line(`${String(passed)}${symbols.passed} `, { color: "green" })),
    ...(failed === 0 ? [] : line(`${String(failed)}${symbols.failed} `, { color: "red", bold: true })),
    ...(warned === 0 ? [] : line(`${String(warned)}${symbols.warned} `, { color: "yellow" })),
  ];
}
