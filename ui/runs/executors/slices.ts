/** Drives a simulation in short slices, so that signals, progress and a time limit are served while it runs. */
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Result, type SimConfig, start } from "../../../sim/index.ts";
import { ProblemError } from "../../library/problems.ts";
import { chosenCore } from "./core-choice.ts";
import { TIME_LIMIT } from "./executor.ts";

/** How long a slice should take in real time. */
const SLICE_MS = 40;
/** Real time after which others have their turn; it costs as much as many a slice that hardly anything happens in. */
const TURN_MS = 10;
/** Simulated time of the first slice; the next ones grow or shrink with what it takes. */
const FIRST_SLICE_MS = 100;
/** Longest slice when events are collected, since what happens in one waits in memory for its end. */
const LONGEST_WITH_EVENTS_MS = 1000;
const MICROS_PER_MS = 1000;

interface Slices {
  /** Real time, on `performance.now()`'s clock, after which the run is given up. */
  readonly deadline?: number;
  /** Gives it up as well, with its reason. */
  readonly signal?: AbortSignal;
  /** Called every few slices with the simulated time that is done. */
  readonly onSlice?: (doneMs: number) => Promise<void>;
  readonly onEvent?: NonNullable<StartOptions["onEvent"]>;
}

type StartOptions = NonNullable<Parameters<typeof start>[1]>;

/** @throws ProblemError when the deadline has passed. */
export async function simulateInSlices(config: SimConfig, slices: Slices): Promise<Result> {
  const horizonMs = config.horizon / MICROS_PER_MS;
  const listening = slices.onEvent === undefined ? {} : { onEvent: slices.onEvent };
  const run = start(config, { ...listening, ...chosenCore() });
  const longest = slices.onEvent === undefined ? horizonMs / 20 : Math.min(LONGEST_WITH_EVENTS_MS, horizonMs / 20);
  let step = FIRST_SLICE_MS;
  let at = step;
  let turned = performance.now();
  for (let began = turned; run.advanceTo(at); began = performance.now()) {
    const took = performance.now() - began;
    if (performance.now() > (slices.deadline ?? Number.POSITIVE_INFINITY)) throw new ProblemError(TIME_LIMIT);
    slices.signal?.throwIfAborted();
    if (performance.now() - turned >= TURN_MS) {
      await slices.onSlice?.(at);
      await nextTurn();
      turned = performance.now();
    }
    step = nextStep(step, took, longest);
    at += step;
  }
  return run.finish();
}

/** Twice as far after a quick slice, half as far after a slow one, never less than 1 ms of simulated time. */
function nextStep(step: number, took: number, longest: number): number {
  if (took < SLICE_MS / 2) return Math.min(step * 2, longest);
  return took > SLICE_MS ? Math.max(step / 2, 1) : step;
}
