/** Two engines on the same config, event by event and number by number: what differs first, in words. */
import type { Result, Run, SimConfig, StartOptions, TraceEvent } from "../../../sim/index.ts";

export type Start = (config: SimConfig, options?: StartOptions) => Run;

export interface Engines {
  readonly one: Start;
  readonly other: Start;
}

/** What is left out: the whole log, so that results alone are compared, or the numbers of environments in it. */
export type Ignored = "events" | "numbers";

/** Both engines advance in step, so that a long run's log is compared piece by piece and never kept. */
const SLICES = 40;
/** Events told before the first that differs. */
const TOLD = 4;

/** What one engine did with a config, or the error with which it broke off. */
type Outcome = { readonly result: Result } | { readonly error: string };

const outcome = (make: () => Result): Outcome => {
  try {
    return { result: make() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

/** An engine that is listened to, as far as it has come. */
class Side {
  readonly #start: () => Run;
  #run: Run | null = null;
  #error: string | null = null;
  /** What it has told since these were last compared. */
  readonly events: TraceEvent[] = [];

  constructor(start: Start, config: SimConfig) {
    this.#start = () => start(config, { onEvent: (event) => this.events.push(event) });
  }

  advanceTo(ms: number): void {
    if (this.#error !== null) return;
    try {
      this.#run ??= this.#start();
      this.#run.advanceTo(ms);
    } catch (error) {
      this.#error = error instanceof Error ? error.message : String(error);
    }
  }

  outcome(): Outcome {
    const run = this.#run;
    return this.#error === null && run !== null ? outcome(() => run.finish()) : { error: this.#error ?? "never begun" };
  }
}

type Fields = Readonly<Record<string, unknown>>;

const show = (event: TraceEvent | undefined): string => (event === undefined ? "nothing more" : JSON.stringify(event));

function sameEvent(one: TraceEvent, other: TraceEvent, ignored: readonly Ignored[]): boolean {
  const keys = Object.keys(one);
  if (keys.length !== Object.keys(other).length) return false;
  return keys.every(
    (key) =>
      Object.is((one as unknown as Fields)[key], (other as unknown as Fields)[key]) ||
      (key === "environment" && ignored.includes("numbers")),
  );
}

/** The logs of both, compared as they come. */
class Logs {
  readonly #ignored: readonly Ignored[];
  #before: TraceEvent[] = [];
  #count = 0;

  constructor(ignored: readonly Ignored[]) {
    this.#ignored = ignored;
  }

  /** Empties both. @returns the first difference; "" when there is none. */
  compare(one: TraceEvent[], other: TraceEvent[]): string {
    const length = Math.max(one.length, other.length);
    for (let at = 0; at < length; at++) {
      const [left, right] = [one[at], other[at]];
      if (left === undefined || right === undefined || !sameEvent(left, right, this.#ignored)) {
        const before = [...this.#before, ...one.slice(0, at)].slice(-TOLD);
        const context = before.map((event) => `  before: ${show(event)}`);
        return [
          `event ${this.#count + at + 1} differs`,
          ...context,
          `  one:    ${show(left)}`,
          `  other:  ${show(right)}`,
        ].join("\n");
      }
    }
    this.#count += length;
    this.#before = [...this.#before.slice(-TOLD), ...one.slice(-TOLD)];
    one.length = 0;
    other.length = 0;
    return "";
  }
}

const isGroup = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The first place where two plain values differ, and both; "" when they are the same to the last bit. */
function firstDifference(one: unknown, other: unknown, path: string): string {
  if (Object.is(one, other)) return "";
  if (!isGroup(one) || !isGroup(other) || Array.isArray(one) !== Array.isArray(other)) {
    return `${path}: one ${told(one)}, other ${told(other)}`;
  }
  const keys = Object.keys(one);
  const others = Object.keys(other);
  for (const [at, key] of keys.entries()) {
    if (key !== others[at]) return keysDiffer(path, keys, others);
    const found = firstDifference((one as Fields)[key], (other as Fields)[key], path === "" ? key : `${path}.${key}`);
    if (found !== "") return found;
  }
  return keys.length === others.length ? "" : keysDiffer(path, keys, others);
}

const told = (value: unknown): string => (Object.is(value, -0) ? "-0" : JSON.stringify(value)) ?? String(value);

function keysDiffer(path: string, one: readonly string[], other: readonly string[]): string {
  const place = path === "" ? "the result" : path;
  const missing = one.find((key) => !other.includes(key));
  if (missing !== undefined) return `${place}: ${missing} only in one`;
  const added = other.find((key) => !one.includes(key));
  return added === undefined ? `${place}: the same keys in another order` : `${place}: ${added} only in the other`;
}

/** Digests come last in a result, so that what they cover is told first. */
function outcomesDiffer(one: Outcome, other: Outcome): string {
  if ("error" in one && "error" in other) return firstDifference(one.error, other.error, "error");
  if ("error" in one) return `one breaks off: ${one.error}`;
  if ("error" in other) return `other breaks off: ${other.error}`;
  return firstDifference(one.result, other.result, "");
}

/** A listener changes nothing: the same engine gives the same digest with and without. */
function listenerChanges(name: string, listened: Outcome, plain: Outcome): string {
  const digest = (of: Outcome): string => ("error" in of ? of.error : of.result.digest);
  return firstDifference(digest(listened), digest(plain), `${name}, digest with a listener (one) and without (other)`);
}

/** What differs first between two engines: log, result with a listener, result without; "" when nothing does. */
export function engineDifference(config: SimConfig, engines: Engines, ignored: readonly Ignored[] = []): string {
  const plain = outcome(() => engines.one(config).finish());
  const otherPlain = outcome(() => engines.other(config).finish());
  const silent = (): string => outcomesDiffer(plain, otherPlain);
  if (ignored.includes("events")) return silent();

  const sides = [new Side(engines.one, config), new Side(engines.other, config)] as const;
  const inLog = logDifference(config, sides, ignored);
  if (inLog !== "") return inLog;
  const [one, other] = [sides[0].outcome(), sides[1].outcome()];
  return (
    outcomesDiffer(one, other) ||
    silent().replace(/^(?=.)/, "without a listener: ") ||
    listenerChanges("one engine", one, plain) ||
    listenerChanges("other engine", other, otherPlain)
  );
}

/** Runs both to the horizon. */
function logDifference(config: SimConfig, sides: readonly [Side, Side], ignored: readonly Ignored[]): string {
  const logs = new Logs(ignored);
  const horizonMs = config.horizon / 1000;
  for (let slice = 1; slice <= SLICES; slice++) {
    for (const side of sides) side.advanceTo((horizonMs * slice) / SLICES);
    const found = logs.compare(sides[0].events, sides[1].events);
    if (found !== "") return found;
  }
  return "";
}
