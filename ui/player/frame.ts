/** The whole screen as lines: a pure function of what there is to show, what the viewer chose and the window's size. */
import { plural } from "../library/text.ts";
import { blockLines, EDGES, SIDES, sideBySide } from "./drawing/block.ts";
import { exactly, type Line, line } from "./drawing/line.ts";
import { pageOf, staged } from "./film.ts";
import { footerLine } from "./footer.ts";
import type { FrameInput } from "./frame-input.ts";
import { headerLines } from "./header.ts";
import {
  arrange,
  arrangeLesson,
  type Box,
  enlarge,
  FRAME_ROWS,
  fits,
  type Layout,
  type PanelNumber,
  SMALLEST,
} from "./layout.ts";
import { lessonLines } from "./lesson-box.ts";
import { overlayContent } from "./overlays/overlays.ts";
import { besidePanel } from "./panels/beside.ts";
import { concurrencyPanel } from "./panels/concurrency.ts";
import { eventsPanel } from "./panels/events.ts";
import { functionsPanel } from "./panels/functions.ts";
import { centred, type PanelContent, type PanelInput } from "./panels/panel.ts";
import { sourcesPanel } from "./panels/sources.ts";
import { thresholdsPanel } from "./panels/thresholds.ts";
import { throttlesPanel } from "./panels/throttles.ts";
import type { Show } from "./show.ts";
import type { View } from "./view.ts";

const PANEL: Readonly<Record<PanelNumber, (input: PanelInput) => PanelContent>> = {
  1: concurrencyPanel,
  2: throttlesPanel,
  3: functionsPanel,
  4: sourcesPanel,
  5: thresholdsPanel,
  6: eventsPanel,
};

/** As many lines as the window has rows, each as wide as the window. */
export function frameLines(input: FrameInput): Line[] {
  const { columns, rows } = input;
  if (!fits({ columns, rows })) return tooSmall(columns, rows);
  const show = staged(input.show, input.view);
  const all = { ...input, show };
  return [...headerLines({ ...all, width: columns }), ...bodyLines(all), footerLine({ ...all, width: columns })];
}

function tooSmall(columns: number, rows: number): Line[] {
  const needed = `burstlab needs ${String(SMALLEST.columns)} x ${String(SMALLEST.rows)}`;
  const text = `${needed}; this window has ${String(columns)} x ${String(rows)}`;
  const shown = columns >= text.length ? text : needed;
  const left = " ".repeat(Math.max(0, Math.floor((columns - shown.length) / 2)));
  const above = Math.max(0, Math.floor((rows - 1) / 2));
  return [...Array.from({ length: above }, () => exactly([], columns)), exactly(line(left + shown), columns)];
}

function bodyLines(input: FrameInput): Line[] {
  const { show, view, symbols, columns, rows } = input;
  if (view.overlay !== "none") {
    const size = { width: columns, height: rows - FRAME_ROWS };
    const inner = { width: columns - SIDES, height: rows - FRAME_ROWS - EDGES };
    return blockLines({ ...overlayContent(input, inner), ...size, symbols, focused: true });
  }
  if (pageOf(show, view) !== null) return lessonBody(input);
  const layout = view.enlarged
    ? enlarge({ columns, rows }, view.panel)
    : arrange({ columns, rows }, tableRows(show), show.beside !== null);
  return panelLines(input, layout);
}

/** One for each function, and one for each Region. */
const tableRows = ({ functions, recording }: Show): number => functions + (recording?.regions.length ?? 1);

function lessonBody(input: FrameInput): Line[] {
  const { show, view, symbols, columns, rows } = input;
  const { panels, box } = arrangeLesson({ columns, rows }, tableRows(show));
  const page = pageOf(show, view);
  const first = panels[0]?.[0]?.height ?? 0;
  const charts =
    page !== null && page.kind !== "outcome" && page.beside.length > 0
      ? blockLines({
          ...besidePanel({ ...input, ahead: false }, page.beside, { width: columns - SIDES, height: first - EDGES }),
          width: columns,
          height: first,
          symbols,
          focused: false,
        })
      : panelLines(input, panels.slice(0, 1));
  const size = { width: columns - SIDES, height: box - EDGES };
  return [
    ...charts,
    ...panelLines(input, panels.slice(1)),
    ...blockLines({ ...lessonLines(input, size), width: columns, height: box, symbols, focused: true }),
  ];
}

const panelLines = (input: FrameInput, layout: Layout): Line[] =>
  layout.flatMap((places) => sideBySide(places.map((place) => blockOf(input, place))));

function blockOf(input: FrameInput, { panel, width, height }: Box): Line[] {
  const { show, view, symbols } = input;
  const size = { width: width - SIDES, height: height - EDGES };
  // Beside another run both charts are of one kind: this run's in the place of panel 1, the other one's in that of 2.
  const isOther = show.beside !== null && panel === 2 && !view.enlarged;
  const kind = show.beside !== null && panel < 3 && !view.enlarged ? (view.panel === 2 ? 2 : 1) : panel;
  const recording = isOther ? (show.beside?.recording ?? null) : show.recording;
  const together = [show.recording, show.beside?.recording].filter((one) => one !== null && one !== undefined);
  const content =
    recording === null
      ? waiting(show, panel, size)
      : PANEL[kind]({ recording, together, view, symbols, ahead: showsAhead(show, view), ...size });
  const run =
    show.beside === null || panel > 2 ? "" : `${isOther ? show.beside.label : show.variant} ${symbols.bullet} `;
  return blockLines({
    ...content,
    title: `${String(kind)} ${run}${content.title}`,
    width,
    height,
    symbols,
    focused: kind === view.panel && !isOther && view.lesson === null,
  });
}

/** A guess needs a future that is not on the screen. */
const showsAhead = (show: Show, view: View): boolean => (pageOf(show, view)?.kind ?? "outcome") === "outcome";

const TITLES: Readonly<Record<PanelNumber, string>> = {
  1: "concurrency",
  2: "throttles/s",
  3: "functions",
  4: "sources and async",
  5: "thresholds",
  6: "events",
};

/** The frames stand before the first recording comes, so that nothing jumps when it does. */
function waiting(
  { computing, problems }: Show,
  panel: PanelNumber,
  size: { width: number; height: number },
): PanelContent {
  const text =
    problems.length > 0
      ? plural(problems.length, "problem")
      : computing === null
        ? "nothing to show yet"
        : "simulating; the film starts when the run is done";
  return { title: TITLES[panel], remark: [], lines: panel === 1 ? centred(text, size.width, size.height) : [] };
}
