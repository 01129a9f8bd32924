/** What is handed on: records for sources and events for functions, each a link of its chain (ASY-20). */
import { DELIVERY, RECURSION_LIMIT, RETRY, SEND_DUE } from "./base/numbers.ts";
import type { f64, i32 } from "./base/prelude.ts";
import { arriveAs } from "./draws.ts";
import { chance, draw } from "./laws.ts";
import { type Core, freeSending, newSending } from "./objects/core.ts";
import type { LambdaFunction } from "./objects/functions.ts";
import { BROKEN, type Sending } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";

/** The link that follows. What comes of an event that was stopped stays of a chain that is broken. */
export function nextLink(chain: i32): i32 {
  return chain === BROKEN ? BROKEN : chain + 1;
}

/** ASY-20: this function is not invoked any more by such a link. @inline */
export function isStopped(fn: LambdaFunction, chain: i32): boolean {
  return (chain > RECURSION_LIMIT || chain === BROKEN) && fn.stopsLoops;
}

/**
 * A source has a new record, or a function an event: it is delivered later, be it in the same moment.
 * @param chain  the link that it is; EventBridge forgets it, so that a chain begins anew behind it.
 */
export function accept(core: Core, source: Source, chain: i32, now: f64): void {
  const request = arriveAs(core, source, source.forgets ? 1 : chain, now);
  core.agenda.add(request, now + draw(core, source.delivery, source.deliveryLuck), RETRY, DELIVERY);
}

/** A run of this function has ended well: what it sends goes on its way. @param chain  the link that the run was. */
export function sendOn(core: Core, fn: LambdaFunction, chain: i32, now: f64): void {
  for (let place = 0; place < fn.sendCount; place++) {
    const send = fn.sends[place]!;
    // Both are drawn for every run, so that a changed share shifts nothing else.
    const made = chance(core, fn.sendLuck, send.share);
    const delay = draw(core, send.delay, fn.sendLuck);
    if (!made || send.sent >= send.most) continue;
    send.sent += 1;
    if (delay === 0) {
      accept(core, send.link, nextLink(chain), now);
      continue;
    }
    const sending = newSending(core, send.link);
    sending.chain = nextLink(chain);
    core.agenda.add(sending, now + delay, RETRY, SEND_DUE);
  }
}

export function onSendDue(core: Core, sending: Sending, now: f64): void {
  const link = sending.link;
  const chain = sending.chain;
  freeSending(core, sending);
  accept(core, link, chain, now);
}
