/** Idle environments of a version: who serves next (LIFE-15) and who ends when (LIFE-13, LIFE-14). */

import { NEVER, TOLD_EXPIRE } from "./base/numbers.ts";
import { assert, at, f64, floor, i32 } from "./base/prelude.ts";
import { draw, uniform } from "./laws.ts";
import { environmentOf } from "./objects/casts.ts";
import { type Core, endEnvironment } from "./objects/core.ts";
import { AT_RANDOM, LEAST_RECENT, Pool, type Tenants, type Version } from "./objects/functions.ts";
import { type Environment, NO_TENANT } from "./objects/requests.ts";
import { idleEnded } from "./observe.ts";
import { lookLater, tell } from "./outside.ts";

/**
 * CONC-6, TEN-1: idle on-demand environments that may serve a request of this tenant, or one without tenant.
 * @inline */
export function usableCount(version: Version, tenant: i32): i32 {
  if (tenant === NO_TENANT) return version.onDemand.count;
  const pool = at(version.tenants!.pools, tenant);
  return pool === null ? 0 : pool.count;
}

/** An on-demand environment to reuse; there must be one that may serve this tenant. */
export function takeOnDemand(core: Core, version: Version, tenant: i32): Environment {
  const pool = tenant === NO_TENANT ? version.onDemand : version.tenants!.pools[tenant]!;
  assert(pool.count > 0, "an idle environment was taken where there is none");
  version.idleCount--;
  return pool.take(placeOf(core, version, pool.count));
}

/** LIFE-15: which of so many serves next, 0 being the one idle longest. */
function placeOf(core: Core, version: Version, count: i32): i32 {
  if (version.pick === LEAST_RECENT) return 0;
  if (version.pick === AT_RANDOM) return i32(floor(uniform(core, version.pickLuck) * f64(count)));
  return count - 1;
}

/** An on-demand environment has become idle. */
export function putOnDemand(core: Core, environment: Environment, now: f64): void {
  const version = environment.version;
  const ends = now + draw(core, version.lifetime, version.lifetimeLuck);
  const oldest = environment.createdAt + version.maxAge;
  environment.idleSince = now;
  environment.expiresAt = ends < oldest ? ends : oldest;
  push(version, environment);
  // What nobody asked for begins to be idle now, however long nothing was.
  if (versionEnd(version) <= now) version.lastUse = now;
  expectLook(core, version, environment.expiresAt);
}

function push(version: Version, environment: Environment): void {
  version.idleCount++;
  const tenants = version.tenants;
  if (tenants === null) {
    version.onDemand.push(environment);
    return;
  }
  assert(environment.tenant !== NO_TENANT, "TEN-1: an environment of nobody became idle among those of tenants");
  let pool = at(tenants.pools, environment.tenant);
  if (pool === null) {
    pool = new Pool();
    tenants.pools[environment.tenant] = pool;
  }
  pool.push(environment);
  tenants.ends.push(environment.expiresAt, environment.number, environment);
}

/** PC-13: a provisioned environment is kept. */
export function putProvisioned(environment: Environment, now: f64): void {
  environment.idleSince = now;
  environment.expiresAt = NEVER;
  environment.version.provisioned.push(environment);
}

/** The provisioned environment used most recently; there must be an idle one. @inline */
export function takeProvisioned(version: Version): Environment {
  assert(version.provisioned.count > 0, "an idle unit was taken where there is none");
  return version.provisioned.take(version.provisioned.count - 1);
}

/** LIFE-14, ADM-4: one that has reached its maximum age, or runs old code, ends instead of going idle. @inline */
export function isTooOld(environment: Environment, now: f64): boolean {
  const version = environment.version;
  return now - environment.createdAt >= version.maxAge || environment.number < version.firstNumber;
}

/** LIFE-13: the clock starts when nothing of the version runs any more. @inline */
function versionEnd(version: Version): f64 {
  return version.versionLifetime === NEVER || version.running > 0 ? NEVER : version.lastUse + version.versionLifetime;
}

/** A request is over, and its environment free. @inline */
export function endUse(version: Version, now: f64): void {
  assert(version.running > 0, "LIFE-13: a request ended of a version that runs none");
  version.running--;
  version.lastUse = now;
}

/** Its environment did not become idle; others of the version may end the sooner for it. */
export function lookAtOthers(core: Core, version: Version): void {
  if (version.idleCount > 0) expectLook(core, version, NEVER);
}

function expectLook(core: Core, version: Version, ends: f64): void {
  const all = versionEnd(version);
  const wanted = ends < all ? ends : all;
  if (wanted >= version.lookAt) return;
  version.lookAt = wanted;
  lookLater(core, version);
}

/** Ends what has expired by now. A look that another one has replaced does nothing. */
export function look(core: Core, version: Version, now: f64): void {
  if (version.lookAt !== now) return;
  version.lookAt = NEVER;
  sweep(core, version, versionEnd(version) <= now ? NEVER : now, now);
  if (version.idleCount > 0) expectLook(core, version, earliestEnd(version));
}

/** ADM-4: from now on the version has other code: idle environments end now, busy ones after their request. */
export function replaceCode(core: Core, version: Version, now: f64): void {
  version.firstNumber = core.made;
  endIdle(core, version, now);
}

/** Every idle environment on demand ends now. */
export function endIdle(core: Core, version: Version, now: f64): void {
  sweep(core, version, NEVER, now);
}

/** When the first idle one ends, or a moment before that; NEVER without any. */
function earliestEnd(version: Version): f64 {
  const tenants = version.tenants;
  // Too early where the environment has been used since: that costs one look more.
  if (tenants !== null) return version.idleCount === 0 ? NEVER : tenants.ends.keys[0]!;
  let first = NEVER;
  const pool = version.onDemand;
  for (let place = 0; place < pool.count; place++) {
    const ends = pool.items[place]!.expiresAt;
    if (ends < first) first = ends;
  }
  return first;
}

/** Ends those that expire up to this moment. */
function sweep(core: Core, version: Version, until: f64, now: f64): void {
  const tenants = version.tenants;
  if (tenants === null) sweepPool(core, version, version.onDemand, until, now);
  else sweepTenants(core, version, tenants, until, now);
}

function sweepTenants(core: Core, version: Version, tenants: Tenants, until: f64, now: f64): void {
  const ends = tenants.ends;
  while (ends.size > 0 && ends.keys[0]! <= until) {
    const environment = environmentOf(ends.pop());
    // It may have been used since, or have ended and be another one now.
    if (environment.version !== version) continue;
    const pool = at(tenants.pools, environment.tenant);
    if (pool !== null) sweepPool(core, version, pool, until, now);
  }
}

function sweepPool(core: Core, version: Version, pool: Pool, until: f64, now: f64): void {
  let kept = 0;
  const count = pool.count;
  for (let place = 0; place < count; place++) {
    const environment = pool.items[place]!;
    if (environment.expiresAt <= until) endWhileIdle(core, version, environment, now);
    else pool.items[kept++] = environment;
  }
  for (let place = kept; place < count; place++) pool.items[place] = null;
  pool.count = kept;
}

function endWhileIdle(core: Core, version: Version, environment: Environment, now: f64): void {
  version.idleCount--;
  environment.idle = false;
  idleEnded(version.fn, false, now);
  if (core.told) tell(core, TOLD_EXPIRE, null, environment, 0, now);
  endEnvironment(core, environment);
}
