/** Requests arrive: what belongs to each is drawn, then the moment of the next one, then it is sent. */
import { endForCaller } from "./answers.ts";
import { enqueue, stopRecord } from "./async-queue.ts";
import {
  ARRIVAL,
  DELIVERY,
  DRAWN,
  LOST,
  NEVER,
  NOT_INVOKABLE,
  REFUSED,
  REQUESTS,
  RESERVED_ZERO,
  RETRY,
  STOPPED_CHAIN,
  THROTTLED,
} from "./base/numbers.ts";
import { assert, type f64, floor, type i32, sqrt } from "./base/prelude.ts";
import { route, submit } from "./clients.ts";
import { arrive, drawFailure, drawRun } from "./draws.ts";
import { invoke } from "./invoke.ts";
import { draw, quantile, uniform } from "./laws.ts";
import type { Core } from "./objects/core.ts";
import type { Request } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { count } from "./observe.ts";
import { listArrivals, nextPiece } from "./outside.ts";
import { handOver, isStopped } from "./records.ts";

/** Share of a request by which rounding may miss the end of a stretch: what arrives there belongs to the next one. */
const SLACK: f64 = 1e-6;

/** The first request of a source. */
export function beginSource(core: Core, source: Source): void {
  fill(core, source);
  schedule(core, source);
}

export function onArrival(core: Core, source: Source, now: f64): void {
  const drawn = drawRun(core, source);
  const run = source.recorded ? source.runs[source.place]! : drawn;
  const fails = drawFailure(core, source);
  if (source.place + 1 === source.batch) fill(core, source);
  else source.place++;
  schedule(core, source);
  const request = arrive(core, source, run, fails, now);
  if (request.waits) submit(core, request, now);
  else deliver(core, request, source, now);
}

/** A record for a node of the host, of the first link of a chain; nothing of it is drawn here but its moment. */
export function onRecordArrival(core: Core, source: Source, now: f64): void {
  if (source.place + 1 === source.batch) fill(core, source);
  else source.place++;
  schedule(core, source);
  handOver(core, source, 1, now);
}

/**
 * A node of the host invokes, once, now: one crossing, whatever the request carries. What belongs to it is drawn as for
 * any other; its outcome goes back to the node (`nodeHears`).
 * @param item  the node's own number for what it hands over.
 * @param run  how long the handler runs; DRAWN: by the function's law.
 * @param chain  the link that it is (ASY-20).
 * @returns its admission, or the refusal, from RESERVED_ZERO on: then nothing follows.
 */
export function invokeFrom(core: Core, source: Source, item: i32, run: f64, chain: i32, now: f64): i32 {
  assert(source.node >= 0, "something invoked that no outcome can go back to");
  if (isStopped(source.fn, chain)) {
    source.fn.tally.recursionsDropped++;
    count(source, core.segment, REQUESTS);
    count(source, core.segment, LOST);
    return STOPPED_CHAIN;
  }
  const length = run === DRAWN ? drawRun(core, source) : run;
  const request = arrive(core, source, length, drawFailure(core, source), now);
  request.client = item;
  request.chain = chain;
  route(core, request);
  const admission = invoke(core, request, now);
  if (admission >= RESERVED_ZERO) {
    endForCaller(core, request, admission >= NOT_INVOKABLE ? REFUSED : THROTTLED, now);
  }
  return admission;
}

function deliver(core: Core, request: Request, source: Source, now: f64): void {
  const delay = draw(core, source.delivery, source.deliveryLuck);
  if (delay === 0) onDelivery(core, request, now);
  else core.agenda.add(request, now + delay, RETRY, DELIVERY);
}

/** ASY-1: an event reaches Lambda, which accepts it for the version that its alias then names, or stops it (ASY-20). */
export function onDelivery(core: Core, request: Request, now: f64): void {
  if (isStopped(request.version.fn, request.chain)) {
    stopRecord(core, request, now);
    return;
  }
  route(core, request);
  enqueue(core, request, 0, now);
}

function schedule(core: Core, source: Source): void {
  const at = source.times[source.place]!;
  if (at !== NEVER) core.agenda.add(source, at, ARRIVAL, source.arrives);
}

function fill(core: Core, source: Source): void {
  source.place = 0;
  if (source.curve) fillAlongCurve(core, source);
  else listArrivals(core, source);
}

/**
 * Walks the curve until the area under it has grown by the next gap: exponential gaps of mean 1 make a Poisson process
 * whose rate follows the curve, gaps of 1 a regular one that begins with the curve. Areas count from the beginning of
 * each stretch, so that rounding does not add up over its arrivals.
 */
function fillAlongCurve(core: Core, source: Source): void {
  const times = source.times;
  const table = core.exponentials;
  for (let place = 0; place < source.batch; place++) {
    if (source.started) source.area += source.poisson ? quantile(core, table, uniform(core, source.arrivalLuck)) : 1;
    while (source.area >= source.whole - SLACK) {
      if (!nextPiece(core, source)) {
        times[place] = NEVER;
        return;
      }
    }
    source.started = true;
    const moment = floor(source.from + timeFor(source) + 0.5);
    if (moment >= core.horizon) {
      times[place] = NEVER;
      return;
    }
    times[place] = moment;
  }
}

/** How long until the area under a straight rate reaches that of the next arrival: the stable root of a quadratic. */
function timeFor(source: Source): f64 {
  const area = source.area;
  const rate = source.rate;
  if (area === 0) return 0;
  if (source.slope === 0) return area / rate;
  const square = rate * rate + 2 * source.slope * area;
  return (2 * area) / (rate + sqrt(square < 0 ? 0 : square));
}
