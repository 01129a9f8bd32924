/** What is handed on: records for sources and events for functions, each a link of its chain (ASY-20). */
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
import { BROKEN, type Request, type Sending } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { count } from "./observe.ts";
import { nodeTakes } from "./outside.ts";

/** The link that follows. What comes of an event that was stopped stays of a chain that is broken. */
export function nextLink(chain: i32): i32 {
  return chain === BROKEN ? BROKEN : chain + 1;
}

/** ASY-20: this function is not invoked any more by such a link. @inline */
export function isStopped(fn: LambdaFunction, chain: i32): boolean {
  return (chain > RECURSION_LIMIT || chain === BROKEN) && fn.stopsLoops;
}

/** MOD: where nothing stops a chain, a link that would take no time takes some: no chain is endless in a moment. */
const LEAST_WAY: f64 = 1000;

export function leastWay(fn: LambdaFunction): f64 {
  return fn.stopsLoops ? 0 : LEAST_WAY;
}

/**
 * A source has a new record, or a function an event: it is delivered later, be it in the same moment.
 * @param since  when the request arrived that hands it on.
 * @param chain  the link that it is; EventBridge forgets it, so that a chain begins anew behind it.
 * @returns false when it is a node of the host that turns it away.
 */
export function accept(core: Core, source: Source, chain: i32, since: f64, now: f64): boolean {
  if (source.node >= 0) return handOn(core, source, source.forgets ? 1 : chain, since, now);
  const request = arriveAs(core, source, source.forgets ? 1 : chain, now);
  const delay = draw(core, source.delivery, source.deliveryLuck);
  const least: f64 = since < now ? 0 : source.forgets ? LEAST_WAY : leastWay(source.fn);
  core.agenda.add(request, now + (delay > least ? delay : least), RETRY, DELIVERY);
  return true;
}

/** MOD: the run took no time, nor may the node: a link takes some, so that no chain is endless in a moment. */
function handOn(core: Core, source: Source, chain: i32, since: f64, now: f64): boolean {
  if (since < now) return handOver(core, source, chain, now);
  sendLater(core, source, chain, now + LEAST_WAY);
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

/** A run of this function has ended well: what it sends goes on its way. @param chain  the link that the run was. */
export function sendOn(core: Core, fn: LambdaFunction, chain: i32, request: Request | null, now: f64): void {
  const since = arrivalOf(request);
  for (let place = 0; place < fn.sendCount; place++) {
    const send = fn.sends[place]!;
    // Both are drawn for every run, so that a changed share shifts nothing else.
    const made = chance(core, fn.sendLuck, send.share);
    const delay = draw(core, send.delay, fn.sendLuck);
    if (!made || send.sent >= send.most) continue;
    send.sent += 1;
    if (delay === 0) {
      accept(core, send.link, nextLink(chain), since, now);
      continue;
    }
    sendLater(core, send.link, nextLink(chain), now + delay);
  }
}

export function onSendDue(core: Core, sending: Sending, now: f64): void {
  const link = sending.link;
  const chain = sending.chain;
  freeSending(core, sending);
  accept(core, link, chain, -1, now);
}
