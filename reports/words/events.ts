/** The one place where notable events become words: by kind, as a line and as an episode of trouble. */
import type { NotableEvent } from "../../sim/index.ts";
import { count, duration } from "./numbers.ts";
import { REFUSALS } from "./refusals.ts";

/** What must be told, then what may be left out where there is no room, each beginning with its own separator. */
export type Line = readonly [string, ...string[]];

interface EventWords {
  readonly line: (event: NotableEvent) => Line;
  /** What happened again and again while it lasted: "refusals"; null for what is no trouble of requests. */
  readonly episode: string | null;
}

type Kind = NotableEvent["kind"];

const told = (event: NotableEvent): Line => [`${event.detail}${ruleOf(event)}`];

export const EVENTS = {
  throttling: {
    line: (event) => [`429: ${causeText(event)}${ruleOf(event)}`, ...firstOf(event), spare(event)],
    episode: "refusals",
  },
  refusing: { line: (event) => [...told(event), ...firstOf(event)], episode: "refusals by its state" },
  spillover: {
    line: (event) => {
      const units = event.limit === null ? "the" : count(event.limit);
      return [`${units} provisioned all busy: spill-over to on-demand${ruleOf(event)}`, ...firstOf(event)];
    },
    episode: "spill-over",
  },
  "async-dropped": {
    line: (event) => [`asynchronous events dropped${ruleOf(event)}`, ...firstOf(event)],
    episode: "dropped events",
  },
  "downstream-rejecting": {
    line: (event) => [
      `rejects calls${event.limit === null ? "" : `: its limit of ${count(event.limit)} is reached`}`,
      ...firstOf(event),
    ],
    episode: "rejected calls",
  },
  provisioned: { line: told, episode: null },
  managed: { line: told, episode: null },
  deployment: { line: told, episode: null },
  change: { line: ({ detail }) => [`change: ${detail}`], episode: null },
  phase: { line: ({ detail }) => [`traffic: ${detail}`], episode: null },
} as const satisfies Readonly<Record<Kind, EventWords>>;

/** Kinds that are episodes of trouble. */
export type Trouble = { [K in Kind]: (typeof EVENTS)[K]["episode"] extends string ? K : never }[Kind];

export const isTrouble = (kind: Kind): kind is Trouble => EVENTS[kind].episode !== null;

function causeText({ cause, limit }: NotableEvent): string {
  return cause === null ? "throttled" : REFUSALS[cause].event(limit);
}

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
