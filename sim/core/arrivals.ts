/** Requests arrive: what belongs to each is drawn, then the moment of the next one, then it is sent. */
import { enqueue } from "./async-queue.ts";
import { route, submit } from "./clients.ts";
import { type Core, openRequest } from "./core.ts";
import { drawCalls, drawExtensions, drawTenant } from "./draws.ts";
import { chance, draw, quantile, uniform } from "./laws.ts";
import { ARRIVAL, ARRIVES, DELIVERY, NEVER, REQUESTS, RETRY, TOLD_ARRIVE } from "./numbers.ts";
import { count } from "./observe.ts";
import { durableDraw, listArrivals, nextPiece, tell } from "./outside.ts";
import { type f64, floor, sqrt } from "./prelude.ts";
import type { Request } from "./requests.ts";
import type { Source } from "./source.ts";

/** Share of a request by which rounding may miss the end of a stretch: what arrives there belongs to the next one. */
const SLACK: f64 = 1e-6;

/** The first request of a source. */
export function beginSource(core: Core, source: Source): void {
  fill(core, source);
  schedule(core, source);
}

export function onArrival(core: Core, source: Source, now: f64): void {
  const fn = source.fn;
  const drawn = draw(core, fn.run, source.runLuck);
  const fails = fn.errors > 0 && chance(core, source.errorLuck, fn.errors);
  const run = source.recorded ? source.runs[source.place]! : drawn;
  if (source.place + 1 === source.batch) fill(core, source);
  else source.place++;
  schedule(core, source);
  count(source, core.segment, REQUESTS);

  const request = openRequest(core, source, source.version, !source.event, now);
  request.run = run;
  request.fails = fails;
  if (source.tenants > 0) request.tenant = drawTenant(core, source);
  if (fn.callCount > 0) drawCalls(core, request, fn, source.callLuck);
  if (fn.durable) durableDraw(core, request);
  if (fn.afterRun !== null) drawExtensions(core, request, fn, source.extensionLuck);
  if (core.told) tell(core, TOLD_ARRIVE, request, null, 0, now);
  if (request.waits) submit(core, request, now);
  else deliver(core, request, source, now);
}

function deliver(core: Core, request: Request, source: Source, now: f64): void {
  const delay = draw(core, source.delivery, source.deliveryLuck);
  if (delay === 0) onDelivery(core, request, now);
  else core.agenda.add(request, now + delay, RETRY, DELIVERY);
}

/** ASY-1: an event reaches Lambda, which accepts it for the version that its alias then names. */
export function onDelivery(core: Core, request: Request, now: f64): void {
  route(core, request);
  enqueue(core, request, now);
}

function schedule(core: Core, source: Source): void {
  const at = source.times[source.place]!;
  if (at !== NEVER) core.agenda.add(source, at, ARRIVAL, ARRIVES);
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
