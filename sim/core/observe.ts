/** What is counted and measured of requests and environments; the host reads it when a minute or a part ends. */

import { bucketOf } from "./base/histogram.ts";
import { COLD, POOL_FULL, PROVISIONED, RESERVED_ZERO } from "./base/numbers.ts";
import { assert, ceil, f64, type i32 } from "./base/prelude.ts";
import type { Core } from "./objects/core.ts";
import { type LambdaFunction, REFUSAL_KINDS, SPILLOVER, TRAFFIC_COUNTS, type Version } from "./objects/functions.ts";
import { type Environment, IN_FULL, type Request, SUCCESS, SUSPENDED, TIMED_OUT } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { answeredEarlier, endedEarlier, failedEarlier, lookAtHolders, servedEarlier, troubled } from "./outside.ts";

const MILLISECOND: f64 = 1000;
/** Holders of the pool are looked at this often at most while refusals go on. */
const LOOK_EVERY: f64 = 1e5;

/** One more of a kind, in the part of the run in which the request arrived. @inline */
export function countTraffic(request: Request, kind: i32): void {
  const source = request.source;
  if (source !== null) count(source, request.segment, kind);
}

/** @inline */
export function count(source: Source, segment: i32, kind: i32): void {
  const cell = segment * TRAFFIC_COUNTS + kind;
  source.counts[cell] = source.counts[cell]! + 1;
}

/** A synchronous caller has its final answer, or an event has succeeded. */
export function answered(core: Core, request: Request, now: f64): void {
  const source = request.source;
  if (source === null) return;
  const latency = now - request.arrivedAt;
  if (request.segment === core.segment) source.latency.add(latency);
  else answeredEarlier(core, source, request.segment, latency);
}

/** A synchronous request has been served, after all its attempts. */
export function served(core: Core, request: Request, now: f64): void {
  const source = request.source!;
  const latency = now - request.arrivedAt;
  if (request.segment !== core.segment) {
    servedEarlier(core, source, request.segment, latency);
    return;
  }
  const bucket = bucketOf(latency);
  source.fn.latency.addIn(bucket, latency);
  if (!source.only) source.latency.addIn(bucket, latency);
}

/** The same trouble goes on, or begins anew: then the host is told. */
export function trouble(core: Core, fn: LambdaFunction, kind: i32, detail: i32, now: f64): void {
  const troubles = fn.troubles;
  const goesOn = now - troubles.lastAt[kind]! <= core.quiet;
  if (goesOn) troubles.more[kind] = troubles.more[kind]! + 1;
  if (!goesOn || troubles.known[kind] === 0) troubled(core, fn, kind, detail, now);
  troubles.lastAt[kind] = now;
}

export function throttled(core: Core, version: Version, admission: i32, now: f64): void {
  const fn = version.fn;
  const kind = admission - RESERVED_ZERO;
  assert(kind >= 0 && kind < REFUSAL_KINDS, "a request was refused for no reason that is known");
  const tally = fn.tally;
  tally.throttles++;
  tally.refusals[kind] = tally.refusals[kind]! + 1;
  if (admission === POOL_FULL && now - fn.lookedAt >= LOOK_EVERY) {
    fn.lookedAt = now;
    lookAtHolders(core, fn, now);
  }
  trouble(core, fn, kind, version.index, now);
  if (core.byVersion && !version.served) version.throttles++;
}

/** An attempt has been admitted: its unit is taken already. */
export function admitted(core: Core, version: Version, admission: i32, now: f64): void {
  const fn = version.fn;
  const tally = fn.tally;
  const onUnit = admission === PROVISIONED;
  if (admission === COLD) {
    tally.coldStarts++;
    if (version.restores) tally.restores++;
    fn.starting.rise(now);
  } else {
    noLongerIdle(fn, onUnit, now);
  }
  fn.busy.rise(now);
  tally.invocations++;
  const busy = fn.onDemand + fn.provisioned + fn.served;
  if (busy > tally.concurrent) tally.concurrent = busy;
  if (onUnit) {
    tally.onUnits++;
    useUnits(fn, now);
  }
  if (servesUnits(version)) {
    if (!onUnit) {
      tally.spilled++;
      trouble(core, fn, SPILLOVER, version.index, now);
    }
    sampleUnits(version);
  }
  sampleRegion(fn, onUnit, now);
  if (core.byVersion) countVersion(version, admission);
}

function countVersion(version: Version, admission: i32): void {
  version.invocations++;
  if (admission === COLD) version.coldStarts++;
  if (admission === PROVISIONED) version.onUnits++;
}

/** MET-12: what is invoked here has READY units, so that a request beside them is a spill-over. @inline */
function servesUnits(version: Version): boolean {
  return version.ready > 0 || (version.shared && othersServe(version));
}

/** Another version of the same alias has READY units. */
function othersServe(version: Version): boolean {
  let other = version.fn.firstVersion;
  while (other !== null) {
    if (other.holder === version.holder && other.ready > 0) return true;
    other = other.next;
  }
  return false;
}

/** MET-9, MET-10: sampled at each invocation of a version with units; utilisation is that of its alias. */
function sampleUnits(version: Version): void {
  const fn = version.fn;
  let busy = version.busyUnits;
  let ready = version.ready;
  let other = version.shared ? fn.firstVersion : null;
  while (other !== null) {
    if (other !== version && other.holder === version.holder) {
      busy += other.busyUnits;
      ready += other.ready;
    }
    other = other.next;
  }
  const used = f64(busy) / f64(ready);
  const tally = fn.tally;
  const all = fn.provisioned;
  if (tally.unitSamples === 0 || all > tally.unitConcurrent) tally.unitConcurrent = all;
  if (tally.unitSamples === 0 || used > tally.unitUsed) tally.unitUsed = used;
  tally.unitSamples++;
  version.usedSum += used;
  version.usedSamples += 1;
  if (used > version.usedHighest) version.usedHighest = used;
}

/** MET-26, MET-6 to MET-8: the Region as an invocation finds it, itself included. */
function sampleRegion(fn: LambdaFunction, onUnit: boolean, now: f64): void {
  const region = fn.region;
  region.concurrencyGauge.rise(now);
  if (region.divided && !onUnit && fn.reserved < 0) {
    region.unreservedGauge.rise(now);
    region.claimedGauge.rise(now);
  }
  region.sampled = true;
  const claimed = region.unreserved + region.setAside;
  if (region.running > region.peakRunning) region.peakRunning = region.running;
  if (region.unreserved > region.peakUnreserved) region.peakUnreserved = region.unreserved;
  if (claimed > region.peakClaimed) region.peakClaimed = claimed;
}

/** READY units, and the share of them that is busy. */
export function useUnits(fn: LambdaFunction, now: f64): void {
  fn.utilisation.set(fn.ready === 0 ? 0 : f64(fn.provisioned) / f64(fn.ready), now);
  fn.units.set(f64(fn.ready), now);
}

/** The invocation is over; its unit has been given back. */
export function runEnded(core: Core, environment: Environment, now: f64): void {
  const fn = environment.version.fn;
  finished(core, environment, now);
  fn.busy.fall(now);
  const region = fn.region;
  region.concurrencyGauge.fall(now);
  if (environment.provisioned) {
    useUnits(fn, now);
  } else if (region.divided && fn.reserved < 0) {
    region.unreservedGauge.fall(now);
    region.claimedGauge.fall(now);
  }
}

/** MET-1, MET-2: one stamp for all that concerns an invocation, that of its start. */
export function finished(core: Core, environment: Environment, now: f64): void {
  const version = environment.version;
  const fn = version.fn;
  const tally = fn.tally;
  const duration = now - environment.runStartedAt;
  const billed = billedMs(environment, duration);
  tally.billedMs += billed;
  if (environment.admittedAt < core.minuteStart) {
    endedEarlier(core, fn, duration, environment.admittedAt);
  } else {
    tally.ended++;
    tally.durationSum += duration;
    if (duration > tally.durationMax) tally.durationMax = duration;
  }
  if (environment.provisioned) tally.unitBilledMs += billed;
  fn.duration.add(duration);
  const outcome = environment.outcome;
  if (outcome === SUCCESS) return;
  if (outcome === SUSPENDED) return;
  if (core.byVersion) version.errors++;
  tally.errors++;
  if (environment.admittedAt < core.minuteStart) failedEarlier(core, fn, environment.admittedAt);
  else tally.minuteErrors++;
  if (outcome === TIMED_OUT) tally.timeouts++;
}

/** LIFE-18, SNAP-7: Init counts with the run, both rounded up together; of a Restore a part, by itself. */
function billedMs(environment: Environment, duration: f64): f64 {
  const start = environment.init;
  const restore = start === 0 ? IN_FULL : environment.billedStart;
  if (restore === IN_FULL) return ceil((duration + start) / MILLISECOND);
  return ceil(duration / MILLISECOND) + ceil(restore / MILLISECOND);
}

export function environmentCreated(fn: LambdaFunction, now: f64): void {
  fn.tally.created++;
  fn.environments.rise(now);
}

/** An environment that ran something has ended. */
export function busyEnded(fn: LambdaFunction, now: f64): void {
  fn.tally.gone++;
  fn.environments.fall(now);
}

export function idleEnded(fn: LambdaFunction, provisioned: boolean, now: f64): void {
  busyEnded(fn, now);
  noLongerIdle(fn, provisioned, now);
}

/** @inline */
function noLongerIdle(fn: LambdaFunction, provisioned: boolean, now: f64): void {
  if (provisioned) fn.unitIdle.fall(now);
  else fn.idle.fall(now);
  if (fn.hasUnits) fn.warm.fall(now);
}

/** @inline */
export function becameIdle(fn: LambdaFunction, provisioned: boolean, now: f64): void {
  if (provisioned) fn.unitIdle.rise(now);
  else fn.idle.rise(now);
  if (fn.hasUnits) fn.warm.rise(now);
}

/** The handler begins, this long after the request's first attempt. @inline */
export function runBegan(fn: LambdaFunction, wait: f64): void {
  if (wait === 0) fn.tally.zeroWaits++;
  else fn.wait.add(wait);
}
