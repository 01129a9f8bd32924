/** ADM-2: a request holds its unit from its admission until its environment is free again. */

import { assert } from "./base/prelude.ts";
import type { LambdaFunction } from "./objects/functions.ts";

/** ADM-2: a unit is taken, on demand or of those that are provisioned. */
export function takeUnit(fn: LambdaFunction, provisioned: boolean): void {
  const region = fn.region;
  region.running++;
  assert(region.running <= region.ceiling, "CONC-2: a unit was taken in a Region that is full");
  if (provisioned) {
    fn.provisioned++;
    assert(fn.onDemand + fn.provisioned <= fn.ceiling, "RES-1: a unit was taken beyond the reservation");
    assert(fn.provisioned <= fn.ready, "PC-9: more provisioned units are busy than are READY");
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

export function giveUnit(fn: LambdaFunction, provisioned: boolean): void {
  const region = fn.region;
  region.running--;
  if (provisioned) {
    assert(fn.provisioned > 0, "ADM-2: a provisioned unit was given back twice");
    fn.provisioned--;
    return;
  }
  assert(fn.onDemand > 0, "ADM-2: an on-demand unit was given back twice");
  fn.onDemand--;
  if (fn.reserved < 0) region.unreserved--;
}
