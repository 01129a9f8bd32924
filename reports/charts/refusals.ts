/** The words and colours of throttles: what each cause is called, and how a title tells it. */
import type { ThrottleCause, ThrottleResult } from "../../sim/index.ts";
import { clock, count, rate, share } from "../words/numbers.ts";
import { spread, type Variant, type Variants } from "./multiples.ts";
import { highest, inForce, type Subject } from "./subject.ts";
import { TONES, type Tone } from "./theme.ts";

interface CauseText {
  /** Beside the area in a chart. */
  readonly label: string;
  /** After "all because", "71 % because". */
  readonly because: string;
  readonly tone: Tone;
}

export const CAUSES: Readonly<Record<ThrottleCause, CauseText>> = {
  "reserved-full": { label: "reservation full", because: "its reservation was full", tone: TONES.red },
  "unreserved-pool-full": { label: "shared pool full", because: "the shared pool was full", tone: TONES.orange },
  "scaling-rate": {
    label: "scaling rate",
    because: "it may not add environments faster",
    tone: TONES.blue,
  },
  "request-rate-reserved": {
    label: "rate of reservation",
    because: "its reservation allows no higher request rate",
    tone: TONES.purple,
  },
  "request-rate-account": {
    label: "rate of account",
    because: "the account allows no higher request rate",
    tone: TONES.sky,
  },
  "request-rate-growth": {
    label: "growth of rate",
    because: "its request rate may not rise faster",
    tone: TONES.green,
  },
  "reserved-zero": { label: "reservation is 0", because: "its reservation is 0", tone: TONES.black },
  "managed-concurrency": { label: "workers busy", because: "all its workers were busy", tone: TONES.red },
  "managed-cpu": { label: "CPU full", because: "its environments had no CPU left", tone: TONES.orange },
  "managed-inactive": { label: "no environment", because: "it had no environment", tone: TONES.purple },
  "executions-full": {
    label: "running executions",
    because: "no more durable executions may run",
    tone: TONES.black,
  },
  "tenant-environments": {
    label: "tenants' environments",
    because: "it may have no more environments for its tenants",
    tone: TONES.black,
  },
};

/** Causes in the order in which charts stack them. */
const CAUSE_ORDER = Object.keys(CAUSES) as ThrottleCause[];

/** One cause of refusals over time. */
interface RefusalPart {
  readonly label: string;
  readonly tone: Tone;
  readonly counts: readonly number[];
  /** In the whole run, without the warm-up. */
  readonly refused: number;
}

/** The causes that refused something, and at last the state of the function, which answers without a 429 (LIFE-25). */
export function refusalParts({ series, total }: Subject): RefusalPart[] {
  const parts = CAUSE_ORDER.map((cause): RefusalPart => {
    const refused = total.throttles.find((each) => each.cause === cause)?.count ?? 0;
    return { ...CAUSES[cause], counts: series.throttlesByCause[cause] ?? [], refused };
  });
  const state = { label: "its state", tone: TONES.yellow, counts: series.refused ?? [] };
  const all = [...parts, { ...state, refused: total.refusedCount ?? 0 }];
  return all.filter(({ counts }) => highest(counts) > 0);
}

/** Refused attempts of each bucket, whatever refused them. */
export function refusedCounts({ series: { throttles, refused } }: Subject): number[] {
  return throttles.map((each, i) => each + (refused?.[i] ?? 0));
}

/** "The state of checkout refuses 12 attempts before they count, the first at 00:12"; null when it refuses none. */
export function stateTitle({ shown, total }: Subject): string | null {
  const { refusedCount = 0, refusals = [] } = total;
  if (refusedCount === 0) return null;
  const first = refusals.reduce((least, { firstMs }) => Math.min(least, firstMs), Number.POSITIVE_INFINITY);
  const kinds = [...new Set(refusals.map(({ status, error }) => `${status} ${error}`))].join(", ");
  return `The state of ${shown} refuses ${count(refusedCount)} attempts (${kinds}), the first at ${clock(first)}`;
}

/** The kind of refusal that happened most. */
export function mainThrottle({ total }: Subject): ThrottleResult | undefined {
  return total.throttles.reduce<ThrottleResult | undefined>(
    (most, each) => (most === undefined || each.count > most.count ? each : most),
    undefined,
  );
}

/** Lambda tries an event again by itself: of a function with events, what is counted are attempts. */
export const attempts = ({ total }: Subject): string => (total.asyncReceivedCount > 0 ? "attempts" : "requests");

/** Of a title: "31.2 %", "none". */
export function refusedShare({ total }: Subject): string {
  return total.throttlesCount === 0 ? "none" : share(total.throttlesCount / total.requestsCount);
}

/** "checkout hits its reservation of 300 at 02:29 and refuses 2.41 % of requests". */
export function refusalTitle(subject: Subject, main: ThrottleResult): string {
  const refused = `${refusedShare(subject)} of ${attempts(subject)}`;
  return `${subject.shown} ${meets(subject, main)} at ${clock(main.firstMs)} and refuses ${refused}`;
}

function meets(subject: Subject, { cause, firstMs, limit }: ThrottleResult): string {
  const limits = inForce(subject.limits, firstMs);
  const size = (units: number | null | undefined): string => (typeof units === "number" ? ` of ${count(units)}` : "");
  const perSecond = (most: number | null): string => (most === null ? "" : `, ${rate(most)},`);
  switch (cause) {
    case "reserved-full":
      return `hits its reservation${size(limits?.reserved ?? limit)}`;
    case "unreserved-pool-full":
      return `finds the shared pool${size(limits?.onDemand ?? limit)} full`;
    case "reserved-zero":
      return "is stopped by a reservation of 0";
    case "scaling-rate":
      return "needs environments faster than it may add them";
    case "request-rate-reserved":
      return `exceeds the request rate of its reservation${perSecond(limit)}`;
    case "request-rate-account":
      return `exceeds the request rate of the account${perSecond(limit)}`;
    case "tenant-environments":
      return `has all ${limit === null ? "its" : count(limit)} environments for tenants`;
    case "request-rate-growth":
      return "lets its request rate rise too fast";
    case "managed-concurrency":
      return `finds all ${limit === null ? "" : `${count(limit)} `}workers busy`;
    case "managed-cpu":
      return "finds no CPU left in its environments";
    case "managed-inactive":
      return "has no environment";
    case "executions-full":
      return "has as many executions running as may run";
  }
}

/** Beside the name of a variant: "2.41 % of requests refused". */
export function refusedText(subject: Subject): string {
  const { requestsCount, throttlesCount } = subject.total;
  if (requestsCount === 0) return `no ${attempts(subject)}`;
  return throttlesCount === 0 ? "none refused" : `${refusedShare(subject)} of ${attempts(subject)} refused`;
}

/** The finding of variants: the share refused in the base, where least and where most. */
export function refusalSpread(variants: Variants): string {
  const part = ({ subject: { total } }: Variant): number | null =>
    total.requestsCount === 0 ? null : total.throttlesCount / total.requestsCount;
  const { subject } = variants[0];
  if (variants.every((each) => part(each) === 0)) return `No variant refuses a request of ${subject.shown}`;
  return spread(`The share that ${subject.shown} refuses`, variants, part, share);
}
