/** For each type of source: a source of generated settings, and who uses it. What it is excused from has a reason. */
import fc from "fast-check";
import { type Distribution, milliseconds, type SourceConfig, type SourceTypeName } from "../../../sim/index.ts";
import { constant, type Literal } from "../../helpers/config.ts";

/** The function that every source of the suite invokes. */
export const TARGET = "f";
const NAME = "source";
const FEEDER = "feeder";

export interface Arranged {
  readonly source: SourceConfig;
  /** Who puts requests into it; none for a source that acts by itself. */
  readonly traffic: NonNullable<Literal["traffic"]>;
  /** Functions whose runs put records into it. */
  readonly functions?: Literal["functions"];
}

/** Laws of the suite, by name. */
export type LawName = "ends once" | "cut" | "determinism" | "slices" | "compilations" | "neighbour";

export interface SourceContract {
  readonly arranged: fc.Arbitrary<Arranged>;
  /** Laws that it cannot keep, each with the reason. */
  readonly skips: Readonly<Partial<Record<LawName, string>>>;
  /** How requests must have ended somewhere in the generated runs: where nothing is refused, nothing is proved. */
  readonly endings: readonly string[];
}

const law: fc.Arbitrary<Distribution> = fc.oneof(
  fc.integer({ min: 0, max: 3000 }).map(constant),
  fc.constant<Distribution>({ kind: "lognormal", p50: milliseconds(300), p99: milliseconds(4000) }),
);
const rate = fc.integer({ min: 1, max: 40 });

const push = (type: "s3" | "sns" | "eventbridge"): SourceContract => ({
  arranged: fc.record({ delivery: law, rate, byRuns: fc.boolean() }).map(({ delivery, rate, byRuns }) => {
    const source = { name: NAME, type, delivery, invokes: { function: TARGET, qualifier: "$LATEST" } };
    const events = { name: "events", event: true, rate, arrivals: "poisson" as const };
    if (!byRuns) return { source, traffic: [{ ...events, invoke: TARGET, source: NAME }] };
    const sends = [{ kind: "source" as const, to: NAME, share: 0.8, delay: delivery, atMost: null }];
    return { source, traffic: [{ ...events, invoke: FEEDER }], functions: { [FEEDER]: { run: 20, sends } } };
  }),
  skips: {},
  // LIFE-25: what AWS pushes waits while a function is Pending.
  endings: ["succeeded", "dropped", "pending"],
});

const direct: SourceContract = {
  arranged: fc.record({ rate, attempts: fc.integer({ min: 1, max: 4 }), hurried: fc.boolean() }).map((one) => ({
    source: { name: NAME, type: "direct", delivery: constant(0) },
    traffic: [
      {
        name: "callers",
        invoke: TARGET,
        source: NAME,
        rate: one.rate,
        arrivals: "poisson" as const,
        client: {
          retry: one.attempts === 1 ? ("none" as const) : ("standard-2026" as const),
          attempts: one.attempts,
          timeout: one.hurried ? milliseconds(400) : null,
        },
      },
    ],
  })),
  skips: {},
  endings: ["succeeded", "failed", "throttled", "abandoned", "pending", "refused"],
};

/** One entry for each type: the compiler refuses a type without one. */
export const CONTRACTS: Readonly<Record<SourceTypeName, SourceContract>> = {
  direct,
  s3: push("s3"),
  sns: push("sns"),
  eventbridge: push("eventbridge"),
};
