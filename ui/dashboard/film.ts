/** What is shown and how it is viewed, as one state: the two must never be out of step. */
import type { Show } from "./show.ts";
import { advance, FIRST_VIEW, type Step, type View } from "./view.ts";

export interface Film {
  readonly show: Show;
  readonly view: View;
}

/** A small run may be finished before the screen is open. */
export function openFilm(show: Show): Film {
  const nothing = { ...show, recording: null };
  return renewed({ show: nothing, view: withProblems(FIRST_VIEW, null, show) }, show);
}

/** The same film if nothing has changed, so that nothing is drawn. */
export function stepped(film: Film, step: Step): Film {
  const view = advance(film.view, step, film.show.recording);
  return view === film.view ? film : { ...film, view };
}

/** The session has something new: a recording, problems, progress. */
export function renewed(film: Film, show: Show): Film {
  const { show: before, view } = film;
  if (show === before) return film;
  const told = withProblems(view, before, show);
  const { recording } = show;
  if (recording === null || recording === before.recording) return { show, view: told };
  return { show, view: advance(told, { kind: "loaded", first: before.recording === null }, recording) };
}

/** Problems come into sight when they appear, and go when the file is right again. */
function withProblems(view: View, before: Show | null, { problems }: Show): View {
  if (problems === before?.problems) return view;
  return advance(view, { kind: "problems", shown: problems.length > 0 }, null);
}
