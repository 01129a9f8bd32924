/** For each type of source: a source of generated settings, and who uses it. What it is excused from has a reason. */
import fc from "fast-check";
import {
  type Distribution,
  milliseconds,
  type SourceConfig,
  type SourceResult,
  type SourceTypeName,
  type StateCause,
  type TenantsConfig,
  type ThrottleCause,
} from "../../../sim/index.ts";
import type { NodeType } from "../../../sim/sources/node.ts";
import { constant, type Literal } from "../../helpers/config.ts";
import { client, pick, whole } from "../../laws/configs/parts.ts";
import { BELL, bells, ringsAmiss } from "../../sources/bell.ts";
import { putInto, sendOf } from "../kit.ts";
import { hoppers } from "./hopper.ts";

/** The function that every source of the suite invokes. */
export const TARGET = "f";

/** How a source invokes: callers wait for answers, events are queued, and some act by themselves. */
export type Way = "waits" | "events" | "acts";

export interface Arranged {
  readonly source: SourceConfig;
  readonly way: Way;
  /** Who puts requests into it; none for a source that acts by itself. */
  readonly traffic: NonNullable<Literal["traffic"]>;
  /** Functions whose runs put records into it. */
  readonly functions?: Literal["functions"];
  /** Its type by name, where that is made up for the suite. */
  readonly nodes?: Readonly<Record<string, NodeType>>;
  /** What is wrong with what it counts by itself, if it does. */
  readonly amiss?: (source: SourceResult) => string;
}

/** What a source is called, and what it invokes of the target. */
interface Place {
  readonly name: string;
  readonly qualifier: string;
  readonly tenants: TenantsConfig | null;
}

/** Settings, as they are shown when they break a law, and the source that they make. */
export interface Arranging {
  readonly drawn: unknown;
  readonly at: (place: Place) => Arranged;
}

/** Laws of the suite, by name. */
export type LawName =
  | "ends once"
  | "attempts"
  | "records"
  | "latencies"
  | "cut"
  | "determinism"
  | "slices"
  | "compilations"
  | "neighbour";

export interface SourceContract {
  readonly arranging: fc.Arbitrary<Arranging>;
  /** Laws that it cannot keep, each with the reason. */
  readonly skips: Readonly<Partial<Record<LawName, string>>>;
  /** Laws that today's engine breaks, each with the reason: an entry goes when its law is kept. */
  readonly known: Readonly<Partial<Record<LawName, string>>>;
  /** How requests must have ended somewhere in the generated runs: where nothing is refused, nothing is proved. */
  readonly endings: readonly string[];
  /** Why a cause cannot refuse what it invokes; all others must have done so somewhere in the generated runs. */
  readonly never: Readonly<Partial<Record<ThrottleCause | StateCause, string>>>;
}

const MILLION = "DUR-4: only a million executions at once fill a Region";
const NO_TENANT = "TEN-3: its requests name no tenant";
const UNLIMITED = "RPS-4: events of the asynchronous queue have no request-rate limit";

const arranged = <T>(drawn: fc.Arbitrary<T>, arrange: (one: T, place: Place) => Arranged): fc.Arbitrary<Arranging> =>
  drawn.map((one) => ({ drawn: one, at: (place) => arrange(one, place) }));

const aimed = ({ qualifier }: Place): string => `${TARGET}:${qualifier}`;
const invokes = ({ qualifier }: Place) => ({ function: TARGET, qualifier });

const law: fc.Arbitrary<Distribution> = fc.oneof(
  whole(0, 3000).map(constant),
  fc.constant<Distribution>({ kind: "lognormal", p50: milliseconds(300), p99: milliseconds(4000) }),
);
/** Also more than the request rate of a small function. */
const rate = fc.oneof(whole(1, 20), whole(20, 60));

/** How records come into a source: by traffic, or by runs of another function. */
const filling = fc.record({
  rate,
  by: pick<"traffic" | "sends" | "calls" | "destination">("traffic", "sends", "calls", "destination"),
});
type Filling = typeof filling extends fc.Arbitrary<infer T> ? T : never;

const HURRIED = { run: 20, async: { maxAgeSeconds: 60 } };

/** @param invoke  whom traffic invokes that goes into the source; null: it acts by itself. */
function filled(
  { rate: perSecond, by }: Filling,
  name: string,
  invoke: string | null,
): Pick<Arranged, "traffic" | "functions"> {
  const events = { name: `${name}/events`, event: true, rate: perSecond, arrivals: "poisson" as const };
  const feeder = `${name}-feeder`;
  const feeding = {
    traffic: {},
    sends: { ...HURRIED, sends: [sendOf(name, { share: 0.8, delayMs: 30 })] },
    calls: { ...HURRIED, calls: [putInto(name, 0.8)] },
    // ASY-13: what fails goes there.
    destination: { run: 20, errors: 0.8, async: { ...HURRIED.async, retries: 0, onFailure: name } },
  }[by];
  if (by === "traffic") return { traffic: [{ ...events, invoke, source: name }] };
  return { traffic: [{ ...events, invoke: feeder }], functions: { [feeder]: feeding } };
}

const push = (type: "s3" | "sns" | "eventbridge"): SourceContract => ({
  arranging: arranged(
    fc.record({ delivery: law, filling }),
    (one, place): Arranged => ({
      source: { name: place.name, type, delivery: one.delivery, invokes: invokes(place) },
      way: "events",
      ...filled(one.filling, place.name, aimed(place)),
    }),
  ),
  skips: {},
  known: {},
  // LIFE-25: what AWS pushes waits while a function is Pending.
  endings: ["succeeded", "dropped", "pending"],
  never: {
    "reserved-zero": "ASY-9: an event goes on untried where nothing is reserved",
    "request-rate-reserved": UNLIMITED,
    "request-rate-account": UNLIMITED,
    "request-rate-growth": UNLIMITED,
    "executions-full": MILLION,
    "tenant-environments": NO_TENANT,
  },
});

const direct: SourceContract = {
  arranging: arranged(
    fc.record({ rate, client, event: pick(false, false, false, true) }),
    ({ rate, client, event }, place): Arranged => {
      const { name, tenants } = place;
      const callers = {
        name: `${name}/callers`,
        invoke: aimed(place),
        source: name,
        rate,
        arrivals: "poisson" as const,
      };
      const invoking = event ? { event } : { client };
      return {
        source: { name, type: "direct", delivery: constant(0) },
        way: event ? "events" : "waits",
        traffic: [{ ...callers, ...invoking, tenants }],
      };
    },
  ),
  skips: {},
  known: {},
  endings: ["succeeded", "failed", "throttled", "abandoned", "pending", "refused", "dropped"],
  never: { "executions-full": MILLION },
};

/** One entry for each type: the compiler refuses a type without one. */
export const CONTRACTS: Readonly<Record<SourceTypeName, SourceContract>> = {
  direct,
  s3: push("s3"),
  sns: push("sns"),
  eventbridge: push("eventbridge"),
};

/** A type that is made up for the suite, in whose place the others stand that act by themselves. */
export const BELLS: SourceContract = {
  arranging: arranged(
    fc.record({ everyMs: pick(20, 100, 700), rings: whole(20, 500), tries: whole(1, 4), waitMs: whole(0, 1500) }),
    (ringing, place): Arranged => ({
      source: { name: place.name, type: BELL, delivery: constant(0), invokes: invokes(place) },
      way: "acts",
      traffic: [],
      nodes: bells(ringing),
      amiss: ringsAmiss,
    }),
  ),
  skips: {},
  known: {},
  endings: ["succeeded", "failed", "throttled", "refused", "pending"],
  never: { "executions-full": MILLION, "tenant-environments": NO_TENANT },
};

/** Each record that it has taken is poured out or spilt, or it is there still. @returns  what is wrong. */
function grainsAmiss(source: SourceResult): string {
  const of = source as unknown as Readonly<Record<string, number>>;
  const taken = of.recordsCount! - of.recordsRefusedCount! - of.recordsDroppedCount!;
  const told = of.pouredCount! + of.spiltCount! + of.waitingLast!;
  return taken === told ? "" : `${taken} records taken, ${told} told of`;
}

/** Another one, into which records are put. */
export const HOPPERS: SourceContract = {
  arranging: arranged(
    fc.record({ most: pick(1, 20, 50), batch: pick(1, 1, 3), everyMs: pick(20, 20, 300), filling }),
    ({ most, batch, everyMs, filling: one }, place): Arranged => ({
      source: { name: place.name, type: BELL, delivery: constant(0), invokes: invokes(place) },
      way: "acts",
      ...filled(one, place.name, null),
      nodes: hoppers({ most, batch, every: milliseconds(everyMs) }),
      amiss: grainsAmiss,
    }),
  ),
  skips: {},
  known: {},
  // ASY-20: dropped where Lambda stops a chain that its records are of.
  endings: ["succeeded", "failed", "throttled", "refused", "dropped", "pending"],
  never: { "executions-full": MILLION, "tenant-environments": NO_TENANT },
};
