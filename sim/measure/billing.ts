/** What AWS bills of an invocation, in whole milliseconds (LIFE-18, SNAP-7). */
import { type Duration, toMs } from "../kernel/time.ts";
import { type Environments, IN_FULL } from "../lambda/environments.ts";

/** Init counts with the run, and both are rounded up together; of a Restore only a part counts, rounded by itself. */
export function billedMs(environments: Environments, environment: number, duration: Duration): number {
  const start = environments.initOf(environment);
  const restore = start === 0 ? IN_FULL : environments.billedStartOf(environment);
  if (restore === IN_FULL) return Math.ceil(toMs((duration + start) as Duration));
  return Math.ceil(toMs(duration)) + Math.ceil(toMs(restore as Duration));
}
