/** What happens on the screen when the session has something new. */
import { expect, test } from "vitest";
import type { Problem } from "../../../scenarios/index.ts";
import { openFilm, renewed, stepped } from "../../../ui/player/film.ts";
import { HALF, sampleRecording, sampleShow } from "./fixture.ts";

const recording = sampleRecording();
const ready = sampleShow(recording);
const waiting = { ...ready, recording: null, computing: { variant: "base", done: 0.5 } };
const problems = [{ id: "unknown-key" }] as Problem[];

test("the first recording starts the film, another one goes on at the same moment", () => {
  const first = renewed(openFilm(waiting), ready);
  expect(first.view).toMatchObject({ playing: true, momentMs: 0, speed: 8 });
  const other = renewed({ show: ready, view: HALF }, { ...ready, recording: sampleRecording() });
  expect(other.view).toMatchObject({ playing: true, momentMs: 450_000 });
});

test("a run that is finished before the screen opens starts as well", () => {
  expect(openFilm(ready).view).toMatchObject({ playing: true, momentMs: 0, speed: 8 });
});

test("progress alone changes nothing but the progress", () => {
  const film = { show: ready, view: HALF };
  expect(renewed(film, { ...ready, computing: { variant: "base", done: 0.1 } }).view).toBe(HALF);
});

test("problems come into sight, can be put away, and go when the file is right", () => {
  const wrong = { ...ready, problems };
  const shown = renewed({ show: ready, view: HALF }, wrong);
  expect(shown.view.overlay).toBe("problems");
  const away = stepped(shown, { kind: "back" });
  expect(away.view.overlay).toBe("none");
  expect(renewed(away, { ...wrong, computing: null }).view.overlay).toBe("none");
  expect(renewed(shown, { ...ready, problems: [] }).view.overlay).toBe("none");
});

test("a file that is wrong from the start shows its problems at once", () => {
  expect(openFilm({ ...waiting, problems }).view.overlay).toBe("problems");
});

test("nothing new: the same film, and nothing is drawn", () => {
  const film = { show: ready, view: { ...HALF, playing: false } };
  expect(renewed(film, ready)).toBe(film);
  expect(stepped(film, { kind: "tick", elapsedMs: 250 })).toBe(film);
});
