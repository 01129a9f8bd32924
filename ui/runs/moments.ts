/** Reads a moment of the run as a flag gives it. */
import { parseDuration } from "../../scenarios/values/quantity.ts";
import { toMs } from "../../sim/index.ts";
import { ProblemError, plainProblem } from "../library/problems.ts";

/** "02:29.6" and "1:02:29.612"; minutes alone may go beyond 59. */
const CLOCK = /^(?:(?<hours>\d{1,4}):(?=[0-5]?\d:))?(?<minutes>\d{1,5}):(?<seconds>[0-5]\d(?:\.\d{1,6})?)$/;

/** @throws ProblemError for text that is no moment of a run. */
export function readMoment(text: string): number {
  const { hours = "0", minutes, seconds } = CLOCK.exec(text)?.groups ?? {};
  if (minutes !== undefined && seconds !== undefined)
    return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1e6) / 1e3;
  const length = parseDuration(text);
  if (length.ok) return toMs(length.value);
  const hint = "write 02:29.6 (minutes and seconds), 1:02:29 (hours first), 149.6s or 2m29s";
  throw new ProblemError(plainProblem("bad-flag", "--at", `--at ${length.text}`, hint));
}
