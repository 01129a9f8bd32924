/** Every key is a pure step from one view to the next. */
import type { Field } from "../../scenarios/index.ts";
import { PANELS, type PanelNumber } from "./layout.ts";
import { advancePrompt, openPrompt, type Prompt, type PromptStep } from "./prompt.ts";
import type { Recording } from "./recording.ts";
import { eventRowOf, eventsIn, rowsIn, selectedRow } from "./selection.ts";
import { type Overlay, SORTS, type View } from "./view.ts";

/** A step that needs no recording. */
type FreeStep =
  | { readonly kind: "tick"; readonly elapsedMs: number }
  | { readonly kind: "enlarge" | "back" | "sort" | "leave-lesson" }
  | { readonly kind: "overlay"; readonly overlay: Exclude<Overlay, "none" | "problems"> }
  | { readonly kind: "next-panel"; readonly by: number }
  | { readonly kind: "panel"; readonly panel: PanelNumber }
  | { readonly kind: "notice"; readonly text: string }
  | { readonly kind: "problems"; readonly shown: boolean }
  | { readonly kind: "prompt"; readonly of: Prompt["kind"]; readonly fields: readonly Field[] }
  | PromptStep;

/** A step along the film or through what it shows. */
type FilmStep =
  | { readonly kind: "play" | "start" | "end" | "arrive" }
  | { readonly kind: "seek" | "speed" | "row" | "jump"; readonly by: number }
  | { readonly kind: "guess"; readonly answer: number | null }
  /** The film runs to this moment of this page, and stops there. */
  | {
      readonly kind: "page";
      readonly page: number;
      readonly atMs: number;
      readonly panel: number | null;
      readonly function: string | null;
    }
  /** A new recording has come; all but the first keep the moment. */
  | { readonly kind: "loaded"; readonly first: boolean };

/** What changes the view and nothing else. */
export type Step = FreeStep | FilmStep;

const NOTICE_MS = 2_500;
/** The film of a whole run should take about this long at its first speed, and this short at its highest. */
const FIRST_FILM_SECONDS = 120;
const SHORTEST_FILM_SECONDS = 2;
/** The way to the next stop of a lesson. */
const WAY_SECONDS = 4;

/** The next view. Without a recording only what needs none can change. */
export function advance(view: View, step: Step, recording: Recording | null): View {
  switch (step.kind) {
    case "tick":
      return tick(view, step.elapsedMs, recording);
    case "notice":
      return { ...view, notice: { text: step.text, leftMs: NOTICE_MS } };
    case "problems":
      return { ...view, overlay: step.shown ? "problems" : view.overlay === "problems" ? "none" : view.overlay };
    case "overlay":
      return { ...view, scroll: 0, overlay: view.overlay === step.overlay ? "none" : step.overlay };
    case "back":
      return back(view);
    case "enlarge":
      return view.overlay === "none" ? { ...view, enlarged: !view.enlarged } : { ...view, overlay: "none" };
    case "panel":
      return { ...view, panel: step.panel };
    case "next-panel":
      return { ...view, panel: cycle(PANELS, view.panel, step.by) };
    case "sort":
      return { ...view, sort: cycle(SORTS, view.sort, 1) };
    case "leave-lesson":
      return { ...view, lesson: null, stopAt: null };
    case "prompt":
      return { ...view, prompt: openPrompt(step.of, step.of === "filter" ? view.filter : "", step.fields) };
    case "typed":
    case "erased":
    case "choose":
    case "complete":
    case "refused":
      return typing(view, step);
    default:
      return recording === null ? advance(view, STILL_SIMULATING, null) : play(view, step, recording);
  }
}

const STILL_SIMULATING: Step = { kind: "notice", text: "the run is still being simulated" };

/** The innermost thing is left first: the prompt, the overlay, the enlarged panel, the filter. */
function back(view: View): View {
  if (view.prompt?.kind === "filter") return { ...view, prompt: null, filter: "" };
  if (view.prompt !== null) return { ...view, prompt: null };
  if (view.overlay !== "none") return { ...view, overlay: "none" };
  return view.enlarged ? { ...view, enlarged: false } : { ...view, filter: "" };
}

/** The filter works while it is typed; the row chosen by hand may be gone then. */
function typing(view: View, step: PromptStep): View {
  if (view.prompt === null) return view;
  const prompt = advancePrompt(view.prompt, step);
  if (prompt.kind === "what-if") return { ...view, prompt };
  if (step.kind === "complete") return { ...view, prompt: null };
  return { ...view, prompt, filter: prompt.text, eventRow: null };
}

function play(view: View, step: FilmStep, recording: Recording): View {
  const end = recording.horizonMs;
  switch (step.kind) {
    case "play":
      return { ...view, playing: !view.playing, momentMs: atEnd(view, end) ? 0 : view.momentMs, eventRow: null };
    case "start":
      return { ...view, momentMs: 0, eventRow: null };
    case "end":
      return paused(view, end);
    case "arrive":
      return paused(view, view.stopAt ?? view.momentMs);
    case "seek":
      return paused(view, seek(view.momentMs, step.by, recording));
    case "jump":
      return jump(view, step.by, recording);
    case "row":
      return moveRow(view, step.by, recording);
    case "speed":
      return { ...view, speed: Math.max(1, Math.min(topSpeed(end), step.by > 0 ? view.speed * 2 : view.speed / 2)) };
    case "guess":
      return view.lesson === null ? view : { ...view, lesson: { ...view.lesson, guess: step.answer } };
    case "page":
      return turnPage(view, step);
    case "loaded":
      return loaded(view, step.first, recording);
  }
}

const atEnd = (view: View, end: number): boolean => !view.playing && view.momentMs >= end;
const paused = (view: View, momentMs: number): View => ({
  ...view,
  momentMs,
  playing: false,
  stopAt: null,
  eventRow: null,
});

function tick(view: View, elapsedMs: number, recording: Recording | null): View {
  const left = view.notice === null ? 0 : view.notice.leftMs - elapsedMs;
  const notice = view.notice === null || left <= 0 ? null : { ...view.notice, leftMs: left };
  if (!view.playing || recording === null) return notice === view.notice ? view : { ...view, notice };
  const moment = view.momentMs + elapsedMs * view.speed;
  const end = Math.min(view.stopAt ?? recording.horizonMs, recording.horizonMs);
  if (moment < end) return { ...view, notice, momentMs: moment };
  return { ...view, notice, momentMs: end, playing: false, stopAt: null };
}

/** The film runs on to where the page looks; a page that looks back is shown at once. */
function turnPage(view: View, step: Extract<FilmStep, { readonly kind: "page" }>): View {
  const { page, atMs, panel, function: name } = step;
  const turned: View = {
    ...view,
    lesson: { page, guess: null },
    panel: PANELS.find((number) => number === panel) ?? view.panel,
    selected: name ?? view.selected,
    overlay: "none",
    enlarged: false,
    eventRow: null,
  };
  if (atMs <= view.momentMs) return paused(turned, atMs);
  const speed = powerOfTwo((atMs - view.momentMs) / 1000 / WAY_SECONDS);
  return { ...turned, playing: true, stopAt: atMs, speed };
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
  const { queues, callers, ownSources, verdicts } = recording;
  if (view.overlay !== "none") return { ...view, scroll: Math.max(0, view.scroll + by) };
  const downstreams = Object.keys(recording.result.downstreams).length;
  const sources = queues.length + callers.length + ownSources.length + downstreams;
  if (view.panel === 4) return { ...view, sourceRow: within(view.sourceRow + by, sources) };
  if (view.panel === 5) return { ...view, thresholdRow: within(view.thresholdRow + by, verdicts.length) };
  if (view.panel === 6) return moveEvent(view, by, recording);
  const shown = rowsIn(recording, view);
  const at = shown.findIndex(({ key }) => key === selectedRow(recording, view)?.key);
  return { ...view, selected: shown[within(at + by, shown.length)]?.key ?? view.selected };
}

function moveEvent(view: View, by: number, recording: Recording): View {
  const events = eventsIn(recording, view.filter);
  if (events.length === 0) return view;
  const row = within(eventRowOf(recording, view) + by, events.length);
  const momentMs = Math.min(recording.horizonMs, events[row]?.atMs ?? view.momentMs);
  return { ...view, eventRow: row, momentMs, playing: false };
}

/** The function is chosen once: another variant must show the same one, even if it refuses another most. */
function loaded(view: View, first: boolean, recording: Recording): View {
  const { horizonMs } = recording;
  if (!first) return { ...view, momentMs: Math.min(view.momentMs, horizonMs), eventRow: null };
  const selected = view.selected ?? selectedRow(recording, view)?.key ?? null;
  const opened = { ...view, selected, speed: firstSpeed(horizonMs), eventRow: null };
  // Someone who has asked for a moment wants to look at it.
  return view.momentMs > 0 ? paused(opened, Math.min(view.momentMs, horizonMs)) : { ...opened, playing: true };
}

const powerOfTwo = (atLeast: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(atLeast)));
const firstSpeed = (horizonMs: number): number => powerOfTwo(horizonMs / 1000 / FIRST_FILM_SECONDS);
const topSpeed = (horizonMs: number): number => powerOfTwo(horizonMs / 1000 / SHORTEST_FILM_SECONDS);

const within = (index: number, length: number): number => Math.max(0, Math.min(length - 1, index));

function cycle<T>(list: readonly T[], current: T, by: number): T {
  const index = (list.indexOf(current) + by + list.length) % list.length;
  return list[index] ?? current;
}
