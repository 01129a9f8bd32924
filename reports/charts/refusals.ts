/** What refusals are in charts: the parts of a stack with their colours, and how a title tells them. */
import type { ThrottleCause, ThrottleResult } from "../../sim/index.ts";
import { clock, count, share } from "../words/numbers.ts";
import { REFUSALS } from "../words/refusals.ts";
import { spread, type Variant, type Variants } from "./multiples.ts";
import { highest, inForce, type Subject } from "./subject.ts";
import { TONES, type Tone } from "./theme.ts";

/** Of the causes that share a chart; what is rarer is black. */
const TONE_OF: Partial<Readonly<Record<ThrottleCause, Tone>>> = {
  "reserved-full": TONES.red,
  "unreserved-pool-full": TONES.orange,
  "scaling-rate": TONES.blue,
  "request-rate-reserved": TONES.purple,
  "request-rate-account": TONES.sky,
  "request-rate-growth": TONES.green,
  "managed-concurrency": TONES.red,
  "managed-cpu": TONES.orange,
  "managed-inactive": TONES.purple,
};

/** Causes in the order in which charts stack them. */
const CAUSE_ORDER = Object.keys(REFUSALS) as ThrottleCause[];

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
    return {
      label: REFUSALS[cause].label,
      tone: TONE_OF[cause] ?? TONES.black,
      counts: series.throttlesByCause[cause] ?? [],
      refused,
    };
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
  const met = REFUSALS[main.cause].meets(limitMet(subject, main));
  return `${subject.shown} ${met} at ${clock(main.firstMs)} and refuses ${refused}`;
}

/** As the function's limits state it: the whole reservation, provisioned units included, and the whole pool. */
function limitMet(subject: Subject, { cause, firstMs, limit }: ThrottleResult): number | null {
  const limits = inForce(subject.limits, firstMs);
  if (cause === "reserved-full") return limits?.reserved ?? limit;
  return cause === "unreserved-pool-full" ? (limits?.onDemand ?? limit) : limit;
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
