/**
 * One suite for all sources, on generated settings: whatever its type, a source keeps these laws. A new type is one
 * more entry of `sim/sources/contracts.ts`.
 */
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { milliseconds, type Result, type SimConfig, SOURCE_TYPES, seconds, start } from "../sim/index.ts";
import { configOf, functionOf, type Literal } from "./helpers/config.ts";
import { lifecycle } from "./helpers/lifecycle.ts";
import type { Start } from "./laws/engines/engines.ts";
import { change } from "./sim/kit.ts";
import { type Arranged, CONTRACTS, type LawName, TARGET } from "./sim/sources/contracts.ts";
import { ROOT } from "./tidy/tree.ts";

const SEED = 20_261_129;
const RUNS = 100;
const HOME = "us-east-1";
const ELSEWHERE = "eu-west-1";

let built: Start;
beforeAll(async () => {
  built = ((await import(join(ROOT, "dist/sim/index.js"))) as { start: Start }).start;
});

type FunctionLiteral = Literal["functions"][string];

/** A function of every runtime, far away from whatever the source does. */
const NEIGHBOURS: readonly { readonly fn: FunctionLiteral; readonly invoke: string; readonly tenants?: true }[] = [
  { fn: {}, invoke: "n" },
  { fn: { provisioned: 2 }, invoke: "n:live" },
  { fn: { managed: {} }, invoke: "n" },
  { fn: { durable: { steps: [50, -2000, 50] } }, invoke: "n" },
  { fn: { tenancy: { share: "pool" } }, invoke: "n", tenants: true },
];

const settings = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  seconds: fc.integer({ min: 5, max: 40 }),
  ignoreSeconds: fc.integer({ min: 0, max: 4 }),
  /** A quota that is full at once, or never. */
  concurrency: fc.constantFrom(110, 1000),
  run: fc.integer({ min: 1, max: 3000 }),
  timeout: fc.constantFrom(500, 900_000),
  errors: fc.constantFrom(0, 0.3, 1),
  reserved: fc.constantFrom(null, null, 0, 1, 5),
  pending: fc.boolean(),
  retries: fc.integer({ min: 0, max: 2 }),
  maxAgeSeconds: fc.constantFrom(60, 21_600),
  failures: fc.constantFrom(0, 0.2),
  /** What is reserved from the middle of the run on; undefined: nothing changes. */
  later: fc.constantFrom(undefined, null, 0, 2),
  neighbour: fc.constantFrom(...NEIGHBOURS),
});
type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

interface Case {
  readonly given: Settings;
  readonly arranged: Arranged;
}

/** @param used  whether anybody uses the source at all. */
function configFor({ given, arranged }: Case, used = true): SimConfig {
  const { concurrency, failures, later, neighbour } = given;
  const target: FunctionLiteral = {
    run: given.run,
    init: 200,
    timeout: given.timeout,
    errors: given.errors,
    reserved: given.reserved,
    async: { retries: given.retries, maxAgeSeconds: given.maxAgeSeconds, onFailure: "failures" },
    ...(given.pending ? { lifecycle: lifecycle({ initial: "pending", pendingFor: seconds(2) }) } : {}),
  };
  const plain = configOf({
    ...given,
    model: { asyncDeliveryFailures: failures },
    functions: {
      ...(used ? arranged.functions : {}),
      [TARGET]: target,
      n: { ...neighbour.fn, region: ELSEWHERE },
    },
    sources: used ? [arranged.source] : [],
    traffic: [
      ...(used ? arranged.traffic : []),
      {
        name: "neighbours",
        invoke: neighbour.invoke,
        rate: 3,
        ...(neighbour.tenants ? { tenants: { count: 3, skew: 1 } } : {}),
      },
    ],
    changes:
      later === undefined
        ? []
        : [change(given.seconds / 2, { functions: [functionOf(TARGET, { ...target, reserved: later })] })],
  });
  const [region] = plain.regions;
  return {
    ...plain,
    regions: [
      { ...region!, name: ELSEWHERE, concurrency: 500 },
      { ...region!, name: HOME, concurrency },
    ],
  };
}

const ENDINGS = ["succeeded", "failed", "throttled", "refused", "abandoned", "dropped", "pending"] as const;

const endingOf = (counts: object, ending: string): number =>
  (counts as Readonly<Record<string, number>>)[`${ending}Count`] ?? 0;

const played = (config: SimConfig): Result => start(config).finish();

function slicesOf(config: SimConfig): Result {
  const run = start(config);
  for (let ms = 0; ms < run.horizonMs; ms += 777.7) run.advanceTo(ms);
  return run.finish();
}

/** Each law finds nothing, or what is wrong. */
const LAWS: Readonly<Record<LawName, (one: Case) => string>> = {
  "ends once": (one) => {
    const source = played(configFor(one)).sources[one.arranged.source.name]!;
    const ended = ENDINGS.reduce((sum, ending) => sum + endingOf(source, ending), 0);
    const least = Math.min(...ENDINGS.map((ending) => endingOf(source, ending)));
    return ended === source.requestsCount && least >= 0 ? "" : `${source.requestsCount} requests, ${ended} ends`;
  },
  cut: (one) => {
    // A horizon that cuts takes nothing back of what has ended before it.
    const whole = configFor(one);
    const short = { ...whole, horizon: milliseconds((whole.horizon / 1000) * 0.6), changes: [] };
    const long = { ...whole, changes: [] };
    const [first, all] = [played(short), played(long)].map(({ sources }) => sources[one.arranged.source.name]!);
    const lost = (["succeeded", "failed", "throttled", "dropped"] as const).filter(
      (ending) => endingOf(first!, ending) > endingOf(all!, ending),
    );
    return lost.length === 0 ? "" : `${lost.join(", ")} fell as the run went on`;
  },
  determinism: (one) => {
    const digests = [1, 2].map(() => played(configFor(one)).digest);
    return new Set(digests).size === 1 ? "" : "two runs differ";
  },
  slices: (one) => (slicesOf(configFor(one)).digest === played(configFor(one)).digest ? "" : "slices differ"),
  compilations: (one) => {
    const config = configFor(one);
    return built(config, { core: "wasm" }).finish().digest === played(config).digest ? "" : "WebAssembly differs";
  },
  neighbour: (one) => {
    const [beside, alone] = [played(configFor(one)), played(configFor(one, false))].map(({ functions }) => functions.n);
    return JSON.stringify(beside) === JSON.stringify(alone) ? "" : "an unrelated function sees the source";
  },
};

describe.each(Object.keys(SOURCE_TYPES) as (keyof typeof SOURCE_TYPES)[])("%s", (type) => {
  const { arranged, skips, endings } = CONTRACTS[type];
  const cases = fc.record({ given: settings, arranged });

  test.each(Object.keys(LAWS) as LawName[])("%s", { timeout: 120_000 }, (law) => {
    if (skips[law] !== undefined) {
      expect(skips[law]).not.toBe("");
      return;
    }
    fc.assert(
      fc.property(cases, (one) => {
        expect(LAWS[law](one)).toBe("");
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  test("the generated runs end in every way that is open to it", () => {
    const seen = new Set<string>();
    for (const one of fc.sample(cases, { numRuns: RUNS, seed: SEED })) {
      const source = played(configFor(one)).sources[one.arranged.source.name]!;
      for (const ending of ENDINGS) if (endingOf(source, ending) > 0) seen.add(ending);
    }
    expect([...seen].sort()).toEqual([...endings].sort());
  });
});
