/** One request in: provisioned, warm, cold or refused. This page is the specification's §0.1, step by step. */
import type { Instant } from "../kernel/time.ts";
import type { World } from "../world.ts";
import { Caller, NO_TENANT } from "./requests.ts";
import { ACTIVE } from "./state-refusals.ts";
import { hasTenantRoom } from "./tenants.ts";
import { Admission, notInvokable } from "./throttles.ts";

/**
 * Decides what happens to an attempt. Aliases are resolved and asynchronous events queued before this (steps 2 and 3).
 * An attempt of the asynchronous queue has no request-rate limit (RPS-4).
 * @returns  where it runs, or the first check that refuses it; a refusal has changed nothing.
 */
export function admit(world: World, now: Instant, request: number): Admission {
  const { account, limits, idle, requests } = world;
  const version = requests.versionOf(request);
  const tenant = requests.tenantOf(request);
  const synchronous = requests.callerOf(request) === Caller.Client;
  const functionIndex = world.functions.ofVersion(version);

  // Step 1, LIFE-25: before every limit.
  const state = world.states === null ? ACTIVE : world.states.refusalOf(world, now, version);
  if (state !== ACTIVE) return notInvokable(state);
  // Step 4, RES-5.
  if (account.reservedOf(functionIndex) === 0) return Admission.ReservedZero;
  // Step 5: RPS-2, RPS-1, SCALE-6; ADM-1: nothing waits.
  if (synchronous) {
    const rates = limits.ratesOf(functionIndex);
    if (!rates.hasReserved(now)) return Admission.RateReserved;
    if (!rates.hasAccount(now)) return Admission.RateAccount;
    if (!rates.growth.has(now)) return Admission.RateGrowth;
  }
  // Step 6, PC-9: its capacity is claimed already, so no limit is asked.
  if (idle.provisionedCount(version) > 0 && limits.hasProvisionedRate(version, now)) {
    limits.useProvisionedRate(version);
    return served(world, functionIndex, synchronous, Admission.Provisioned);
  }
  // Step 7: RES-7 or CONC-9.
  if (!account.hasUnit(functionIndex)) {
    return account.isReserved(functionIndex) ? Admission.ReservedFull : Admission.PoolFull;
  }
  // Step 8, CONC-6; TEN-1: of the same tenant only.
  if (idle.ofVersion(version).usableCount(tenant) > 0) return served(world, functionIndex, synchronous, Admission.Warm);
  // Step 9, TEN-2 (MOD: it is asked before the scaling rate, and takes nothing of it), then SCALE-1.
  if (tenant !== NO_TENANT && !hasTenantRoom(world, functionIndex)) return Admission.TenantsFull;
  if (!limits.takeScaling(functionIndex, now)) return Admission.ScalingRate;
  return served(world, functionIndex, synchronous, Admission.Cold);
}

/** RPS-9: the rates are used up by what is served, and by nothing else. */
function served(world: World, functionIndex: number, synchronous: boolean, admission: Admission): Admission {
  if (synchronous) world.limits.ratesOf(functionIndex).use();
  return admission;
}
