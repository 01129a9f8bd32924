/** The words for a notable event: what happened, under which rule, how often, how long. */
import { count, duration } from "../../reports/words/numbers.ts";
import type { NotableEvent, ThrottleCause } from "../../sim/index.ts";

/** What must be told, then what may be left out where there is no room, each beginning with its own separator. */
type Words = readonly [string, ...string[]];

export function eventText(event: NotableEvent, width: number): string {
  const [needed, ...more] = WORDS[event.kind](event);
  let text = needed;
  for (const part of more) {
    if (text.length + part.length > width) break;
    text += part;
  }
  return text;
}

const WORDS: Readonly<Record<NotableEvent["kind"], (event: NotableEvent) => Words>> = {
  throttling: (event) => [
    `429: ${event.cause === null ? "throttled" : CAUSES[event.cause](event)}${ruleOf(event)}`,
    ...firstOf(event),
    spare(event),
  ],
  spillover: (event) => [
    `${numberOf(event.limit, "the")} provisioned all busy: spill-over to on-demand${ruleOf(event)}`,
    ...firstOf(event),
  ],
  "async-dropped": (event) => [`asynchronous events dropped${ruleOf(event)}`, ...firstOf(event)],
  "downstream-rejecting": (event) => [
    `rejects calls${event.limit === null ? "" : `: its limit of ${count(event.limit)} is reached`}`,
    ...firstOf(event),
  ],
  refusing: (event) => [`${event.detail}${ruleOf(event)}`, ...firstOf(event)],
  deployment: (event) => [`${event.detail}${ruleOf(event)}`],
  provisioned: (event) => [`${event.detail}${ruleOf(event)}`],
  managed: (event) => [`${event.detail}${ruleOf(event)}`],
  change: ({ detail }) => [`change: ${detail}`],
  phase: ({ detail }) => [`traffic: ${detail}`],
};

const CAUSES: Readonly<Record<ThrottleCause, (event: NotableEvent) => string>> = {
  "reserved-zero": () => "stopped by reserved 0",
  "reserved-full": ({ limit }) => `reserved ${numberOf(limit, "units")} all busy`,
  "unreserved-pool-full": ({ limit }) => `shared pool of ${numberOf(limit, "units")} all busy`,
  "request-rate-reserved": ({ limit }) => `${perSecond(limit)} allowed for its reserved concurrency are used up`,
  "request-rate-account": ({ limit }) => `the account's ${perSecond(limit)} are used up`,
  "request-rate-growth": () => "requests grow faster than allowed",
  "scaling-rate": () => "environments may not be added faster",
  "managed-concurrency": ({ limit }) => `${numberOf(limit, "the")} workers all busy`,
  "managed-cpu": () => "no CPU left in its environments",
  "managed-inactive": () => "no environment",
  "executions-full": ({ limit }) => `${numberOf(limit, "all")} durable executions run`,
  "tenant-environments": ({ limit }) => `all ${numberOf(limit, "the")} environments for tenants exist`,
};

const numberOf = (value: number | null, otherwise: string): string => (value === null ? otherwise : count(value));
const perSecond = (limit: number | null): string => (limit === null ? "requests/s" : `${count(limit)} requests/s`);
const ruleOf = ({ rule }: NotableEvent): string => (rule === "" ? "" : ` (${rule})`);

/** One request stands for many: how many, in how long. */
function firstOf({ count: of, atMs, untilMs }: NotableEvent): string[] {
  if (of <= 1) return [];
  const lasting = untilMs === null ? "" : ` in ${duration(Math.max(1, Math.round(untilMs - atMs)))}`;
  return [`, first of ${count(of)}`, lasting];
}

function spare({ unusedInRegionCount: unused }: NotableEvent): string {
  return unused === null || unused === 0 ? "" : `; ${count(unused)} units of the region unused`;
}
