/** What is shown and how it is viewed, as one state: the two must never be out of step. */
import type { LessonPage } from "../lessons/lesson.ts";
import type { Show } from "./show.ts";
import { advance, type Step } from "./steps.ts";
import { FIRST_VIEW, type View } from "./view.ts";

export interface Film {
  readonly show: Show;
  readonly view: View;
}

/** A small run may be finished before the screen is open. `from`: what the viewer has asked for beforehand. */
export function openFilm(show: Show, from: Partial<View> = {}): Film {
  const nothing = { ...show, recording: null, lesson: null };
  return renewed({ show: nothing, view: withProblems({ ...FIRST_VIEW, ...from }, null, show) }, show);
}

/** The same film if nothing has changed, so that nothing is drawn. */
export function stepped(film: Film, step: Step): Film {
  const view = advance(film.view, step, staged(film.show, film.view).recording);
  return view === film.view ? film : { ...film, view };
}

/** The session has something new: a recording, problems, progress, a lesson that is ready. */
export function renewed(film: Film, show: Show): Film {
  const { show: before, view } = film;
  if (show === before) return film;
  const told = withProblems(view, before, show);
  const { recording } = show;
  if (recording === null) return { show, view: told };
  const first = before.recording === null;
  const loaded = recording === before.recording ? told : advance(told, { kind: "loaded", first }, recording);
  const begins = show.lesson !== null && before.lesson === null;
  return { show, view: begins ? advance(loaded, pageStep(show.lesson.pages[0], 0), recording) : loaded };
}

/** The step that turns to a page of the lesson. */
export function pageStep(page: LessonPage | undefined, index: number): Step {
  const { atMs = 0, panel = null, function: name = null } = page ?? {};
  return { kind: "page", page: index, atMs, panel, function: name };
}

/** The page of the lesson that is on the screen; null outside of one. */
export const pageOf = ({ lesson }: Pick<Show, "lesson">, view: Pick<View, "lesson">): LessonPage | null =>
  view.lesson === null ? null : (lesson?.pages[view.lesson.page] ?? null);

/** In a lesson the page says which run is on the screen, and beside which. */
export function staged(show: Show, view: View): Show {
  const page = pageOf(show, view);
  if (page === null) return show;
  const takeOf = (label: string) => show.takes.find((take) => take.label === label) ?? null;
  const take = takeOf(page.variant);
  if (take === null) return show;
  const beside = page.kind === "outcome" ? takeOf(page.beside[0] ?? "") : null;
  return { ...show, variant: take.label, recording: take.recording, beside };
}

/** Problems come into sight when they appear, and go when the file is right again. */
function withProblems(view: View, before: Show | null, { problems }: Show): View {
  if (problems === before?.problems) return view;
  return advance(view, { kind: "problems", shown: problems.length > 0 }, null);
}
