/** Why requests were refused, in words: the limit, its rule, how often, since when, and who held the capacity. */
import type { Result, ThrottleResult } from "../../sim/index.ts";
import { count, moment, share } from "./numbers.ts";
import { REFUSALS } from "./refusals.ts";
import { errorOf, STATE_CAUSES } from "./states.ts";
import { printable } from "./table.ts";

/** One kind of refusal of one function, ready to be laid out. */
interface Refused {
  /** The function's name, as it is and safe to print. */
  readonly raw: string;
  readonly name: string;
  /** "reserved 300 all busy (RES-7)". */
  readonly limit: string;
  /** "15 219 of 15 219, first at 02:29.612". */
  readonly extent: string;
  /** "603 units of the Region unused then", "held by search 61.0 %, checkout 39.0 %". */
  readonly circumstances: readonly string[];
}

const HOLDERS_SHOWN = 3;

/** Every kind of refusal, the most frequent first. */
export function whyRefused(result: Result): Refused[] {
  return Object.entries(result.functions)
    .flatMap(([name, fn]) => fn.throttles.map((throttle) => ({ name, throttle, total: fn.throttlesCount })))
    .sort((a, b) => b.throttle.count - a.throttle.count || (a.name < b.name ? -1 : 1))
    .map(
      ({ name, throttle, total }): Refused => ({
        raw: name,
        name: printable(name),
        limit: `${REFUSALS[throttle.cause].reason(limitOf(result, name, throttle))} (${throttle.rule})`,
        extent: `${count(throttle.count)} of ${count(total)}, first at ${moment(throttle.firstMs)}`,
        circumstances: [...holders(name, throttle), ...unused(throttle)],
      }),
    )
    .concat(byState(result));
}

/** The most frequent refusal of one function. */
interface ChiefRefusal {
  readonly name: string;
  /** "reserved 300 all busy". */
  readonly why: string;
  readonly throttle: ThrottleResult;
}

/** One for each function that refused something, the worst first. */
export function chiefRefusals(result: Result): ChiefRefusal[] {
  return Object.entries(result.functions)
    .flatMap(([name, { throttles }]) => throttles.map((throttle) => ({ name, throttle })))
    .sort((a, b) => b.throttle.count - a.throttle.count || (a.name < b.name ? -1 : 1))
    .filter(({ name }, index, all) => all.findIndex((each) => each.name === name) === index)
    .map(({ name, throttle }) => ({
      name,
      throttle,
      why: REFUSALS[throttle.cause].reason(limitOf(result, name, throttle)),
    }));
}

/** LIFE-25: what the states of functions refused; no throttles, so they stand behind them. */
function byState({ functions }: Result): Refused[] {
  return Object.entries(functions).flatMap(([name, { refusals = [] }]) =>
    refusals.map((refusal) => ({
      raw: name,
      name: printable(name),
      limit: `${errorOf(refusal)} (${refusal.rule})`,
      extent: `${count(refusal.count)}, first at ${moment(refusal.firstMs)}`,
      circumstances: [STATE_CAUSES[refusal.cause].why],
    })),
  );
}

/** For a reservation the whole of it, provisioned units included: the number that the file states. */
function limitOf({ limits }: Result, name: string, { cause, firstMs, limit }: ThrottleResult): number | null {
  if (cause !== "reserved-full") return limit;
  return limits.functions[name]?.findLast(({ fromMs }) => fromMs <= firstMs)?.reserved ?? limit;
}

/** Only where others held it too: that a function fills its own reservation needs no words. */
function holders(name: string, { heldBy }: ThrottleResult): string[] {
  const ranked = Object.entries(heldBy)
    .filter(([, part]) => part > 0)
    .sort(([a, most], [b, least]) => least - most || (a < b ? -1 : 1));
  if (ranked.every(([holder]) => holder === name)) return [];
  const shown = ranked.slice(0, HOLDERS_SHOWN).map(([holder, part]) => `${printable(holder)} ${share(part)}`);
  const rest = ranked.length > HOLDERS_SHOWN ? [`${count(ranked.length - HOLDERS_SHOWN)} more`] : [];
  return [`held by ${[...shown, ...rest].join(", ")}`];
}

/** LMI-1: the Region's units are of no use to Managed Instances. */
function unused({ unusedInRegionCount, cause }: ThrottleResult): string[] {
  return unusedInRegionCount > 0 && !cause.startsWith("managed-")
    ? [`${count(unusedInRegionCount)} units of the Region unused then`]
    : [];
}
