/**
 * Requests that wait for an Init begun for them, and environments in an Init that nobody waits for any more (LIFE-16):
 * one list of environments for each version, the longest waiting first.
 */

import { assert } from "./base/prelude.ts";
import type { Version } from "./objects/functions.ts";
import type { Environment } from "./objects/requests.ts";

/** A request begins to wait for this environment. */
export function addCold(version: Version, environment: Environment): void {
  if (!version.moves) return;
  const last = version.lastCold;
  environment.before = last;
  environment.after = null;
  if (last === null) version.firstCold = environment;
  else last.after = environment;
  version.lastCold = environment;
}

/** The request of this environment has moved to another one: its Init goes on for nobody. */
export function leaveCold(version: Version, environment: Environment): void {
  unlink(version, environment);
  environment.spare = true;
}

/** Its Init has ended. @returns whether it did so for nobody. */
export function endCold(version: Version, environment: Environment): boolean {
  if (!version.moves) return false;
  const spare = environment.spare;
  if (!spare) unlink(version, environment);
  environment.spare = false;
  return spare;
}

function unlink(version: Version, environment: Environment): void {
  const before = environment.before;
  const after = environment.after;
  assert(before !== null || version.firstCold === environment, "LIFE-16: an environment left a list that it is not in");
  if (before === null) version.firstCold = after;
  else before.after = after;
  if (after === null) version.lastCold = before;
  else after.before = before;
  environment.before = null;
  environment.after = null;
}
