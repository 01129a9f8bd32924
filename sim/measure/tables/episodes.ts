/** Notable events: stretches of the same trouble, and moments worth jumping to. Bounded, however long the run. */
import { type Duration, type Instant, MICROS_PER_SECOND, toMs } from "../../kernel/time.ts";
import type { NotableEvent } from "../../result.ts";
import { NOTABLE } from "../../vocabulary/notable.ts";
import { rounded } from "./rounding.ts";

const QUIET = 10 * MICROS_PER_SECOND;
/** At most this many quiet stretches fit into a run. */
const MOST_PER_SUBJECT = 100;

/** Quiet after which the same trouble counts as a new episode, in µs. */
export const quietOf = (horizon: Duration): number => Math.max(QUIET, horizon / MOST_PER_SUBJECT);

interface Open {
  readonly event: NotableEvent;
  last: number;
}

export class Episodes {
  readonly #quiet: number;
  /** By number of the trouble. */
  readonly #open: (Open | undefined)[] = [];
  readonly #events: NotableEvent[] = [];

  constructor(horizon: Duration) {
    this.#quiet = quietOf(horizon);
  }

  /** Trouble of this number goes on now. False when nothing of it was open: then `begin` is wanted. */
  goesOn(trouble: number, now: Instant): boolean {
    const open = this.#open[trouble];
    if (open === undefined || now - open.last > this.#quiet) return false;
    open.last = now;
    open.event.count++;
    return true;
  }

  begin(trouble: number, now: Instant, event: NotableEvent): void {
    const before = this.#open[trouble];
    if (before !== undefined) before.event.untilMs = rounded(toMs(before.last as Instant));
    this.#open[trouble] = { event, last: now };
    this.#events.push(event);
  }

  /** A moment, or a stretch whose end is known. */
  note(event: NotableEvent): void {
    this.#events.push(event);
  }

  /** All events; what was still going on shortly before the end stays open. */
  finish(end: Instant): NotableEvent[] {
    for (const open of this.#open) {
      if (open === undefined) continue;
      const { event, last } = open;
      if (event.untilMs === null && end - last > this.#quiet) event.untilMs = rounded(toMs(last as Instant));
    }
    return this.#events;
  }
}

/** By time, then by what they are about. */
export const inOrder = (events: NotableEvent[]): NotableEvent[] =>
  events.sort((a, b) => a.atMs - b.atMs || (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));

const key = (event: NotableEvent): string => `${event.kind}/${event.subject}/${event.cause ?? ""}/${event.detail}`;

/** An event with every field that does not apply left empty. */
export const blankEvent = (atMs: number, kind: NotableEvent["kind"], subject: string, rule: string): NotableEvent => ({
  atMs: rounded(atMs),
  untilMs: null,
  kind,
  subjectKind: NOTABLE[kind],
  subject,
  cause: null,
  rule,
  count: 1,
  limit: null,
  inUse: null,
  unusedInRegionCount: null,
  detail: "",
});
