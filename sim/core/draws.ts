/** What belongs to a request is drawn when it arrives, in order of arrival, and kept through all its attempts. */

import { f64, floor, i32, type Luck } from "./base/prelude.ts";
import { chance, draw, uniform } from "./laws.ts";
import type { Core } from "./objects/core.ts";
import type { LambdaFunction } from "./objects/functions.ts";
import { NO_EXTENSIONS, type Request } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";

/** Both numbers are drawn for every call, made or not, so that a changed share shifts nothing else. */
export function drawCalls(core: Core, request: Request, fn: LambdaFunction, luck: Luck): void {
  const calls = request.calls;
  for (let place = 0; place < fn.callCount; place++) {
    const call = fn.calls[place]!;
    const made = chance(core, luck, call.share);
    const time = draw(core, call.service.latency, luck);
    if (!made) continue;
    calls.services[calls.count] = call.service;
    calls.times[calls.count] = time;
    calls.count++;
  }
}

/** LIFE-8: how long extensions go on after the handler. */
export function drawExtensions(core: Core, request: Request, fn: LambdaFunction, luck: Luck): void {
  const law = fn.afterRun;
  request.afterRun = law === null ? NO_EXTENSIONS : draw(core, law, luck);
}

/** TEN-1: number k, from 0, has the weight 1 / (k + 1)^skew (Zipf's law). */
export function drawTenant(core: Core, source: Source): i32 {
  const share = uniform(core, source.tenantLuck);
  if (!source.skewed) return i32(floor(share * f64(source.tenants)));
  const weights = source.tenantWeights;
  let from = 0;
  let to = source.tenants - 1;
  const wanted = share * weights[to]!;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (weights[middle]! > wanted) to = middle;
    else from = middle + 1;
  }
  return from;
}
