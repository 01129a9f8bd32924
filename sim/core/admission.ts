/** One request in: provisioned, warm, cold or refused. This page is the specification's §0.1, step by step. */

import {
  COLD,
  NOT_INVOKABLE,
  POOL_FULL,
  PROVISIONED,
  RATE_ACCOUNT,
  RATE_GROWTH,
  RATE_RESERVED,
  RESERVED_FULL,
  RESERVED_ZERO,
  SCALING_RATE,
  TENANTS_FULL,
  WARM,
} from "./base/numbers.ts";
import { f64, type i32 } from "./base/prelude.ts";
import { usableCount } from "./idle.ts";
import type { Core } from "./objects/core.ts";
import type { LambdaFunction } from "./objects/functions.ts";
import { NO_TENANT, type Request } from "./objects/requests.ts";
import { stateRefusal } from "./outside.ts";

/**
 * Decides what happens to an attempt. Aliases are resolved and asynchronous events queued before this (steps 2 and 3).
 * An attempt of the asynchronous queue has no request-rate limit (RPS-4).
 * @returns  where it runs, or the first check that refuses it; a refusal has changed nothing.
 */
export function admit(core: Core, request: Request, now: f64): i32 {
  const version = request.version;
  const fn = version.fn;
  const synchronous = request.waits;

  // Step 1, LIFE-25: before every limit.
  if (core.stateful) {
    const refusal = stateRefusal(core, version, now);
    if (refusal >= 0) return NOT_INVOKABLE + refusal;
  }
  // Step 4, RES-5.
  if (fn.reserved === 0) return RESERVED_ZERO;
  // Step 5: RPS-2, RPS-1; ADM-1: nothing waits.
  if (synchronous) {
    const reservedRate = fn.reservedRate;
    if (reservedRate !== null && !reservedRate.has(now)) return RATE_RESERVED;
    const accountRate = fn.accountRate;
    if (accountRate !== null && !accountRate.has(now)) return RATE_ACCOUNT;
  }
  // Step 6, PC-9: its capacity is claimed already, so only what others still run on it is asked for (RES-1, CONC-2);
  // RPS-3: ten requests per second and unit.
  if (version.provisioned.count > 0 && hasRoom(fn) && version.unitRate.has(now)) {
    version.unitRate.use();
    return useRates(fn, synchronous, PROVISIONED);
  }
  // SCALE-6, MOD: asked of what spills over, since units carry a rate of their own.
  if (synchronous && !fn.growth.has(now)) return RATE_GROWTH;
  // Step 7: RES-7 or CONC-9.
  if (fn.reserved >= 0) {
    if (fn.onDemand >= fn.onDemandLimit) return RESERVED_FULL;
  } else if (fn.region.unreserved >= fn.region.pool) {
    return POOL_FULL;
  }
  // CONC-2, CONC-14: and only while others do not still run on what is claimed here, or above a quota that fell.
  if (fn.region.running >= fn.region.ceiling) return POOL_FULL;
  // Step 8, CONC-6; TEN-1: of the same tenant only.
  if (usableCount(version, request.tenant) > 0) return useRates(fn, synchronous, WARM);
  // Step 9, TEN-2 (MOD: it is asked before the scaling rate, and takes nothing of it), then SCALE-1.
  if (request.tenant !== NO_TENANT && !hasTenantRoom(fn)) return TENANTS_FULL;
  if (!fn.scaling.take(now)) return SCALING_RATE;
  return useRates(fn, synchronous, COLD);
}

/** RES-1, CONC-2: what is READY may serve, unless that many run already, on units or not. @inline */
function hasRoom(fn: LambdaFunction): boolean {
  return fn.onDemand + fn.provisioned < fn.ceiling && fn.region.running < fn.region.ceiling;
}

/** RPS-9: the rates are used up by what is served, and by nothing else. */
function useRates(fn: LambdaFunction, synchronous: boolean, admission: i32): i32 {
  if (synchronous) {
    if (admission !== PROVISIONED) fn.growth.served++;
    const reservedRate = fn.reservedRate;
    if (reservedRate !== null) reservedRate.use();
    const accountRate = fn.accountRate;
    if (accountRate !== null) accountRate.use();
  }
  return admission;
}

/** TEN-2: one more environment may be made for a tenant; active or idle, all of them count. */
function hasTenantRoom(fn: LambdaFunction): boolean {
  let environments = fn.onDemand;
  let version = fn.firstVersion;
  while (version !== null) {
    environments += version.idleCount;
    version = version.next;
  }
  return f64(environments) < fn.tenantLimit;
}
