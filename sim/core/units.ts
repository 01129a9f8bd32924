/** ADM-2: a request holds its unit from its admission until its environment is free again. */

import { assert } from "./base/prelude.ts";
import type { Version } from "./objects/functions.ts";

/** ADM-2: a unit is taken, on demand or of those that are provisioned. */
export function takeUnit(version: Version, provisioned: boolean): void {
  const fn = version.fn;
  const region = fn.region;
  region.running++;
  assert(region.running <= region.ceiling, "CONC-2: a unit was taken in a Region that is full");
  if (provisioned) {
    fn.provisioned++;
    version.busyUnits++;
    assert(fn.onDemand + fn.provisioned <= fn.ceiling, "RES-1: a unit was taken beyond the reservation");
    assert(version.busyUnits <= version.ready, "PC-9: more provisioned units are busy than are READY");
    return;
  }
  fn.onDemand++;
  if (fn.reserved < 0) {
    region.unreserved++;
    assert(region.unreserved <= region.pool, "CONC-9: a unit was taken from a pool that is full");
  } else {
    assert(fn.onDemand <= fn.onDemandLimit, "RES-7: a unit was taken beyond the reservation");
  }
}

export function giveUnit(version: Version, provisioned: boolean): void {
  const fn = version.fn;
  const region = fn.region;
  region.running--;
  if (provisioned) {
    assert(version.busyUnits > 0, "ADM-2: a provisioned unit was given back twice");
    fn.provisioned--;
    version.busyUnits--;
    return;
  }
  assert(fn.onDemand > 0, "ADM-2: an on-demand unit was given back twice");
  fn.onDemand--;
  if (fn.reserved < 0) region.unreserved--;
}
