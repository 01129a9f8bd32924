/**
 * How long a new environment takes until its handler can run, platform, then Init or Restore (LIFE-1 to LIFE-5), and
 * how much longer its first run is (PC-14).
 */

import type { f64 } from "./base/prelude.ts";
import { draw } from "./laws.ts";
import { type Core, createEnvironment } from "./objects/core.ts";
import type { Version } from "./objects/functions.ts";
import type { Environment } from "./objects/requests.ts";
import { specialInit, specialPlatform, specialStart } from "./outside.ts";

/** Time before Init that AWS does not log (OQ-18), with what a VPC adds (LIFE-20). */
export function platformTime(core: Core, version: Version): f64 {
  if (version.special) return specialPlatform(core, version);
  return draw(core, version.platform, version.platformLuck);
}

/** Init or Restore of this environment; the environment knows what is billed of a Restore (SNAP-7). */
export function startTime(core: Core, environment: Environment): f64 {
  const version = environment.version;
  if (version.special) return specialStart(core, environment);
  return draw(core, version.start, version.initLuck);
}

/** One Init of this version, or one Restore, for an environment that is there. */
export function initTime(core: Core, version: Version): f64 {
  if (version.special) return specialInit(core, version);
  return draw(core, version.start, version.initLuck);
}

/** PC-14: how much longer the first run of an environment takes than those after it. Without a law nothing is drawn. */
export function firstRunTime(core: Core, version: Version): f64 {
  const law = version.firstRun;
  return law === null ? 0 : draw(core, law, version.firstRunLuck);
}

/** A provisioned unit that comes into being, its Init behind it. */
export function createUnit(core: Core, version: Version, now: f64): Environment {
  const unit = createEnvironment(core, version, true, now);
  unit.extraRun = firstRunTime(core, version);
  return unit;
}
