/** What the viewer has chosen: moment, speed, panel, row. Every key is a pure step from one view to the next. */
import { PANELS, type PanelNumber } from "./layout.ts";
import type { FunctionTrack, Recording } from "./recording.ts";

const SORTS = ["throttle", "rate", "busy", "cold", "p99", "name"] as const;
export type Sort = (typeof SORTS)[number];

export interface View {
  readonly momentMs: number;
  readonly playing: boolean;
  /** Simulated seconds for each real one; a power of two. */
  readonly speed: number;
  readonly panel: PanelNumber;
  readonly enlarged: boolean;
  readonly overlay: "none" | "help" | "problems";
  readonly sort: Sort;
  /** A function's name; null for the one that the sort order puts first. */
  readonly selected: string | null;
  /** The marked row of panels 4 and 5. */
  readonly sourceRow: number;
  readonly thresholdRow: number;
  /** Index of the event chosen by hand; null to follow the film. */
  readonly eventRow: number | null;
  /** A short answer to a key, gone after a while. */
  readonly notice: { readonly text: string; readonly leftMs: number } | null;
}

/** A step that needs no recording. */
type FreeStep =
  | { readonly kind: "tick"; readonly elapsedMs: number }
  | { readonly kind: "enlarge" | "back" | "sort" | "help" }
  | { readonly kind: "next-panel"; readonly by: number }
  | { readonly kind: "panel"; readonly panel: PanelNumber }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "problems"; readonly shown: boolean };

/** A step along the film or through what it shows. */
type FilmStep =
  | { readonly kind: "play" | "start" | "end" }
  | { readonly kind: "seek" | "speed" | "row" | "jump"; readonly by: number }
  /** A new recording has come; all but the first keep the moment. */
  | { readonly kind: "loaded"; readonly first: boolean };

/** What changes the view and nothing else. */
export type Step = FreeStep | FilmStep;

const NOTICE_MS = 2_500;
/** The film of a whole run should take about this long at its first speed, and this short at its highest. */
const FIRST_FILM_SECONDS = 120;
const SHORTEST_FILM_SECONDS = 2;

export const FIRST_VIEW: View = {
  momentMs: 0,
  playing: false,
  speed: 8,
  panel: 3,
  enlarged: false,
  overlay: "none",
  sort: "throttle",
  selected: null,
  sourceRow: 0,
  thresholdRow: 0,
  eventRow: null,
  notice: null,
};

/** The next view. Without a recording only what needs none can change. */
export function advance(view: View, step: Step, recording: Recording | null): View {
  switch (step.kind) {
    case "tick":
      return tick(view, step.elapsedMs, recording);
    case "notice":
      return { ...view, notice: { text: step.text, leftMs: NOTICE_MS } };
    case "problems":
      return { ...view, overlay: step.shown ? "problems" : view.overlay === "problems" ? "none" : view.overlay };
    case "help":
      return { ...view, overlay: view.overlay === "help" ? "none" : "help" };
    case "back":
      return view.overlay === "none" ? { ...view, enlarged: false } : { ...view, overlay: "none" };
    case "enlarge":
      return view.overlay === "none" ? { ...view, enlarged: !view.enlarged } : { ...view, overlay: "none" };
    case "panel":
      return { ...view, panel: step.panel };
    case "next-panel":
      return { ...view, panel: cycle(PANELS, view.panel, step.by) };
    case "sort":
      return { ...view, sort: cycle(SORTS, view.sort, 1) };
    default:
      return recording === null ? advance(view, STILL_SIMULATING, null) : play(view, step, recording);
  }
}

const STILL_SIMULATING: Step = { kind: "notice", text: "the run is still being simulated" };

function play(view: View, step: FilmStep, recording: Recording): View {
  const end = recording.horizonMs;
  switch (step.kind) {
    case "play":
      return { ...view, playing: !view.playing, momentMs: atEnd(view, end) ? 0 : view.momentMs, eventRow: null };
    case "start":
      return { ...view, momentMs: 0, eventRow: null };
    case "end":
      return paused(view, end);
    case "seek":
      return paused(view, seek(view.momentMs, step.by, recording));
    case "jump":
      return jump(view, step.by, recording);
    case "row":
      return moveRow(view, step.by, recording);
    case "speed":
      return { ...view, speed: Math.max(1, Math.min(topSpeed(end), step.by > 0 ? view.speed * 2 : view.speed / 2)) };
    case "loaded":
      return loaded(view, step.first, recording);
  }
}

const atEnd = (view: View, end: number): boolean => !view.playing && view.momentMs >= end;
const paused = (view: View, momentMs: number): View => ({ ...view, momentMs, playing: false, eventRow: null });

function tick(view: View, elapsedMs: number, recording: Recording | null): View {
  const left = view.notice === null ? 0 : view.notice.leftMs - elapsedMs;
  const notice = view.notice === null || left <= 0 ? null : { ...view.notice, leftMs: left };
  if (!view.playing || recording === null) return notice === view.notice ? view : { ...view, notice };
  const moment = view.momentMs + elapsedMs * view.speed;
  return { ...view, notice, momentMs: Math.min(moment, recording.horizonMs), playing: moment < recording.horizonMs };
}

/** Whole buckets: back to the beginning of this one first, as a player does. */
function seek(momentMs: number, by: number, { bucketMs, horizonMs }: Recording): number {
  const from = by < 0 ? Math.ceil(momentMs / bucketMs) : Math.floor(momentMs / bucketMs);
  return Math.max(0, Math.min(horizonMs, (from + by) * bucketMs));
}

function jump(view: View, by: number, { stops }: Recording): View {
  const target = by > 0 ? stops.find((stop) => stop > view.momentMs) : stops.findLast((stop) => stop < view.momentMs);
  if (target !== undefined) return paused(view, target);
  const text = by > 0 ? "no notable event after this moment" : "no notable event before this moment";
  return { ...view, notice: { text, leftMs: NOTICE_MS } };
}

/** In the lists the row moves, an event takes the film along; elsewhere another function is selected. */
function moveRow(view: View, by: number, recording: Recording): View {
  const { queues, callers, verdicts } = recording;
  if (view.panel === 4) return { ...view, sourceRow: within(view.sourceRow + by, queues.length + callers.length) };
  if (view.panel === 5) return { ...view, thresholdRow: within(view.thresholdRow + by, verdicts.length) };
  if (view.panel === 6) return moveEvent(view, by, recording);
  const shown = inOrder(recording, view.sort);
  const at = shown.findIndex(({ name }) => name === selectedIn(recording, view)?.name);
  return { ...view, selected: shown[within(at + by, shown.length)]?.name ?? null };
}

function moveEvent(view: View, by: number, recording: Recording): View {
  const { events } = recording;
  if (events.length === 0) return view;
  const row = within(eventRowOf(recording, view) + by, events.length);
  const momentMs = Math.min(recording.horizonMs, events[row]?.atMs ?? view.momentMs);
  return { ...view, eventRow: row, momentMs, playing: false };
}

/** The event to mark: chosen by hand, or the last one that has begun; -1 before the first. */
export function eventRowOf(recording: Recording, view: View): number {
  return view.eventRow ?? recording.events.findLastIndex(({ atMs }) => atMs <= view.momentMs);
}

/** The function is chosen once: another variant must show the same one, even if it refuses another most. */
function loaded(view: View, first: boolean, recording: Recording): View {
  const { horizonMs } = recording;
  if (!first) return { ...view, momentMs: Math.min(view.momentMs, horizonMs), eventRow: null };
  const selected = selectedIn(recording, view)?.name ?? null;
  return { ...view, selected, momentMs: 0, playing: true, speed: firstSpeed(horizonMs), eventRow: null };
}

const powerOfTwo = (atLeast: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(atLeast)));
const firstSpeed = (horizonMs: number): number => powerOfTwo(horizonMs / 1000 / FIRST_FILM_SECONDS);
const topSpeed = (horizonMs: number): number => powerOfTwo(horizonMs / 1000 / SHORTEST_FILM_SECONDS);

const within = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index));

function cycle<T>(list: readonly T[], current: T, by: number): T {
  const index = (list.indexOf(current) + by + list.length) % list.length;
  return list[index] ?? current;
}

const KEYS: Readonly<Record<Exclude<Sort, "name">, (track: FunctionTrack) => number>> = {
  throttle: ({ total }) => total.throttled,
  rate: ({ total }) => total.perSecond,
  busy: ({ total }) => total.busyMax,
  cold: ({ total }) => total.cold,
  p99: ({ total }) => total.p99Ms,
};

/** By the whole run, so that no row changes its place while the film plays; equal ones by how busy they were. */
export function inOrder({ functions }: Recording, sort: Sort): FunctionTrack[] {
  if (sort === "name") return [...functions];
  const key = KEYS[sort];
  return [...functions].sort((a, b) => key(b) - key(a) || b.total.busyMax - a.total.busyMax);
}

/** The function whose charts are shown: the chosen one, else the one refused most. */
export function selectedIn(recording: Recording, { selected }: View): FunctionTrack | null {
  const chosen = recording.functions.find(({ name }) => name === selected);
  return chosen ?? inOrder(recording, "throttle")[0] ?? null;
}
