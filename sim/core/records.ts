/** What is handed on: records for sources and events for functions, each of the chain of its run (ASY-20). */
import {
  ANSWERED,
  ATTEMPTS,
  DELIVERY,
  LOST,
  RECURSION_LIMIT,
  REQUESTS,
  RETRY,
  SEND_DUE,
  TAKEN,
  THROTTLED,
  TURNED_AWAY,
} from "./base/numbers.ts";
import type { f64, i32 } from "./base/prelude.ts";
import { arriveAs } from "./draws.ts";
import { chance, draw } from "./laws.ts";
import { type Core, freeSending, newSending } from "./objects/core.ts";
import type { LambdaFunction } from "./objects/functions.ts";
import { BROKEN, NO_CHAIN, type Request, type Sending } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { count } from "./observe.ts";
import { chainAfter, nodeTakes, runsIn } from "./outside.ts";

/**
 * The chain in which this function has had its request once more. MOD: one that it has dropped without a run counts,
 * too, or nothing would stop those. What comes of an event that was stopped stays broken.
 */
export function withRun(core: Core, fn: LambdaFunction, chain: i32): i32 {
  if (chain === BROKEN) return BROKEN;
  if (chain !== core.chainBefore || fn.index !== core.chainRan) {
    core.chainAfter = chainAfter(core, chain, fn.index);
    core.chainBefore = chain;
    core.chainRan = fn.index;
  }
  return core.chainAfter;
}

/** ASY-20: this function is not invoked any more in such a chain. */
export function isStopped(core: Core, fn: LambdaFunction, chain: i32): boolean {
  if (chain === NO_CHAIN || !fn.stopsLoops) return false;
  return chain === BROKEN || runsIn(core, chain, fn.index) >= RECURSION_LIMIT;
}

/** MOD: where nothing stops a chain, a link that would take no time takes some: no chain is endless in a moment. */
export const LEAST_WAY: f64 = 1000;

/** To a source, at least. @param since  when the request arrived whose run hands on. */
export function wayTo(source: Source, since: f64, now: f64): f64 {
  if (since < now) return 0;
  return source.forgets || source.node >= 0 || !source.fn.stopsLoops ? LEAST_WAY : 0;
}

/**
 * A source has a new record, or a function an event: it is delivered later, be it in the same moment.
 * @param chain  the runs that have led to it; EventBridge forgets it, so that a chain begins anew behind it.
 * @param least  it takes no less time to get there.
 * @returns false when it is a node of the host that turns it away.
 */
export function accept(core: Core, source: Source, chain: i32, least: f64, now: f64): boolean {
  const seen = source.forgets ? NO_CHAIN : chain;
  if (source.node >= 0) return handOn(core, source, seen, least, now);
  const request = arriveAs(core, source, seen, now);
  const delay = draw(core, source.delivery, source.deliveryLuck);
  core.agenda.add(request, now + (delay > least ? delay : least), RETRY, DELIVERY);
  return true;
}

function handOn(core: Core, source: Source, chain: i32, least: f64, now: f64): boolean {
  if (least === 0) return handOver(core, source, chain, now);
  sendLater(core, source, chain, now + least);
  return true;
}

/** A node of the host is given a record, now. @returns false when it turns it away. */
export function handOver(core: Core, source: Source, chain: i32, now: f64): boolean {
  const segment = core.segment;
  const answer = nodeTakes(core, source.node, chain, now);
  count(source, segment, REQUESTS);
  count(source, segment, ATTEMPTS);
  count(source, segment, answer === TAKEN ? ANSWERED : answer === TURNED_AWAY ? THROTTLED : LOST);
  return answer !== TURNED_AWAY;
}

function sendLater(core: Core, link: Source, chain: i32, at: f64): void {
  const sending = newSending(core, link);
  sending.chain = chain;
  core.agenda.add(sending, at, RETRY, SEND_DUE);
}

/** Before all moments, where nobody waits any more. */
export function arrivalOf(request: Request | null): f64 {
  return request === null ? -1 : request.arrivedAt;
}

/** A run of this function has ended well: what it sends goes on its way. @param chain  the runs that led to it. */
export function sendOn(core: Core, fn: LambdaFunction, chain: i32, request: Request | null, now: f64): void {
  const since = arrivalOf(request);
  const onward = withRun(core, fn, chain);
  for (let place = 0; place < fn.sendCount; place++) {
    const send = fn.sends[place]!;
    // Both are drawn for every run, so that a changed share shifts nothing else.
    const made = chance(core, fn.sendLuck, send.share);
    const delay = draw(core, send.delay, fn.sendLuck);
    if (!made || send.sent >= send.most) continue;
    send.sent += 1;
    if (delay === 0) {
      accept(core, send.link, onward, wayTo(send.link, since, now), now);
      continue;
    }
    sendLater(core, send.link, onward, now + delay);
  }
}

export function onSendDue(core: Core, sending: Sending, now: f64): void {
  const link = sending.link;
  const chain = sending.chain;
  freeSending(core, sending);
  accept(core, link, chain, 0, now);
}
