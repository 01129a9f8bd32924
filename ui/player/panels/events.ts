/** Panel 6: the notable events of the run, the one that the film has reached marked. */
import { moment } from "../../../reports/words/numbers.ts";
import type { NotableEvent } from "../../../sim/index.ts";
import { type Color, type Line, padEnd, type Style, span } from "../drawing/line.ts";
import { eventText } from "../event-text.ts";
import { eventRowOf, eventsIn } from "../selection.ts";
import {
  centred,
  filterRemark,
  firstRow,
  type PanelContent,
  type PanelInput,
  pointerSpan,
  rowRemark,
} from "./panel.ts";

const SHORTEST_SUBJECT = 8;
const LONGEST_SUBJECT = 24;
/** Blanks before and after the subject. */
const EVENT_GAPS = 2;

const COLORS: Readonly<Record<NotableEvent["kind"], Color | null>> = {
  throttling: "red",
  refusing: "red",
  spillover: "yellow",
  "async-dropped": "red",
  "downstream-rejecting": "red",
  provisioned: "cyan",
  managed: "cyan",
  deployment: "cyan",
  change: "cyan",
  phase: null,
};

export function eventsPanel({ recording, view, symbols, width, height }: PanelInput): PanelContent {
  const events = eventsIn(recording, view.filter);
  const none = view.filter === "" ? "no notable events" : `no event with '${view.filter}' in it`;
  if (events.length === 0) return { title: "events", remark: [], lines: centred(none, width, height) };
  const at = eventRowOf(recording, view);
  const first = firstRow(Math.max(0, at), events.length, height);
  const subjects = Math.max(SHORTEST_SUBJECT, ...events.map(({ subject }) => subject.length));
  const names = Math.min(subjects, LONGEST_SUBJECT);
  const times = Math.max(...events.map(({ atMs }) => moment(atMs).length));
  return {
    title: "events",
    remark: [...filterRemark(view.filter), ...rowRemark(Math.max(0, at), events.length, height)],
    lines: events.slice(first, first + height).map((event, i): Line => {
      const style = styleOf(event, first + i <= at);
      return [
        ...pointerSpan(first + i === at, symbols),
        span(moment(event.atMs).padStart(times), { dim: true }),
        span(` ${padEnd(event.subject, names)} `, style),
        span(eventText(event, width - symbols.pointer.length - times - names - EVENT_GAPS), style),
      ];
    }),
  };
}

/** What is still ahead is told, too, but quietly. */
function styleOf({ kind }: NotableEvent, reached: boolean): Style {
  const color = COLORS[kind];
  if (!reached) return { color: "gray" };
  return color === null ? {} : { color };
}
