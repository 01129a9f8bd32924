/** How long a new environment takes until its handler can run: platform, then Init or Restore (LIFE-1 to LIFE-5). */

import type { f64 } from "./base/prelude.ts";
import { draw } from "./laws.ts";
import type { Core } from "./objects/core.ts";
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
