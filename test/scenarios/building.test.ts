/** What a scenario becomes: every default, Regions, versions, downstreams, clients, order. */
import { describe, expect, test } from "vitest";
import { initDefault, restoreDefault } from "../../scenarios/values/cold-starts.ts";
import { configOf, scenarioOf, withTraffic } from "./reading.ts";

/** What a function is that says nothing of it. */
const DEPLOYED = { runtime: "nodejs24.x", packageType: "zip", architecture: "x86_64", memoryMb: 128 } as const;

const MINUTE = 60_000_000;
const functionOf = (fields: string) =>
  configOf(withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }`)).functions[0];
const modelOf = (model: string) =>
  configOf(withTraffic(`region: { model: ${model} }\nfunctions: { checkout: { run: 200ms } }`)).regions[0]?.model;
const clientOf = (client: string) =>
  configOf(withTraffic("functions: { checkout: { run: 1s } }").replace("{ invoke", `{ client: ${client}, invoke`))
    .traffic[0]?.client;

const DEFAULT_MODEL = {
  idleLifetime: {
    name: "measured-2020",
    environment: { kind: "constant", value: 1_300_000_000 },
    version: 640_000_000,
    maxAge: 7_300_000_000,
  },
  pick: "most-recent",
  scaling: "token-bucket",
  legacyBurst: 3_000,
  requestRateWindow: 1_000_000,
  accountRateIncludesReserved: false,
  platformDelay: { kind: "constant", value: 120_000 },
  asyncJitter: 0.1,
  asyncPollDelay: 30_000,
  asyncDuplicates: 0,
  asyncSystemErrors: 0,
  retryAfter: 0,
  asyncDeliveryFailures: 0,
  asyncBacklogSlowdown: 0,
  proactiveInit: false,
  snapshotCache: 0,
  provisionedPreparation: 90_000_000,
  provisionedPerMinute: 6_000,
};

test("the smallest scenario, with every default written out", () => {
  expect(configOf(withTraffic("functions: { checkout: { run: 200ms } }"))).toEqual({
    scenario: { name: "shop", file: "shop.burst.yaml" },
    variant: "base",
    seed: 1,
    horizon: 5 * MINUTE,
    ignore: 0,
    bucket: 1_000_000,
    regions: [
      {
        name: "us-east-1",
        concurrency: 1_000,
        model: DEFAULT_MODEL,
      },
    ],
    functions: [
      {
        name: "checkout",
        region: "us-east-1",
        memoryMb: 128,
        timeout: 3_000_000,
        reserved: null,
        durable: null,
        run: { kind: "constant", value: 200_000 },
        init: initDefault(DEPLOYED)?.time,
        initBasis: initDefault(DEPLOYED)?.basis,
        afterRun: null,
        errors: 0,
        async: { maxAge: 360 * MINUTE, retries: 2, onSuccess: null, onFailure: null, deadLetter: null },
        calls: [],
        tenancy: null,
        versions: [{ qualifier: "$LATEST", provisioned: null, restore: null }],
        snapStart: null,
        lifecycle: null,
      },
    ],
    downstreams: [],
    sources: [],
    traffic: [
      {
        name: "traffic-1",
        function: "checkout",
        qualifier: "$LATEST",
        source: null,
        invocationType: "RequestResponse",
        arrivals: "poisson",
        demand: { kind: "rate", segments: [{ from: 0, to: 5 * MINUTE, rateFrom: 1, rateTo: 1, wave: null }] },
        client: { retry: "standard-2026", attempts: 3, timeout: null, clients: 1 },
        tenants: null,
      },
    ],
    windows: [],
    changes: [],
  });
});

test("name, description, seeds and thresholds of the scenario", () => {
  const scenario = scenarioOf(
    `${withTraffic("functions: { checkout: { run: 1s } }")}
name: Flash sale
description: Ten minutes.
thresholds:
  - checkout.throttles.rate < 0.1%
  - { that: region.claimed.max < 90%, level: warn, why: leave room, ifEmpty: pass }
`.replace("for: 5m", "for: 5m, seed: 42, repeat: 3"),
  );
  expect(scenario).toMatchObject({ name: "Flash sale", description: "Ten minutes.", seeds: [42, 43, 44] });
  expect(scenario.thresholds).toEqual([
    {
      that: "checkout.throttles.rate < 0.1%",
      level: "error",
      why: "",
      ifEmpty: "fail",
      file: "shop.burst.yaml",
      line: 8,
      column: 5,
    },
    {
      that: "region.claimed.max < 90%",
      level: "warn",
      why: "leave room",
      ifEmpty: "pass",
      file: "shop.burst.yaml",
      line: 9,
      column: 13,
    },
  ]);
});

test.each([
  ["16m", 1],
  ["17m", 2],
  ["1h", 5],
  ["24h", 120],
  ["41d", 3_600],
  ["4000d", 3_600],
])("a run of %s has points of %d s", (length, width) => {
  const text = withTraffic("functions: { checkout: { run: 1s } }").replace("{ for: 5m }", `{ for: ${length} }`);
  expect(configOf(text).bucket).toBe(width * 1_000_000);
});

test("order in the file decides nothing: all parts are sorted by name", () => {
  const config = configOf(`simulate: { for: 5m }
regions: { us-west-2: {}, eu-west-1: {} }
functions: { b: { run: 1s, region: us-west-2 }, a: { run: 1s, region: eu-west-1 }, B: { run: 1s, region: us-west-2 } }
sources: { z: { type: sns, invokes: a }, y: { type: eventbridge, invokes: b } }
downstreams: { two: { type: pool, size: 1, latency: 1s }, one: { type: pool, size: 1, latency: 1s } }
traffic:
  - { name: y, invoke: a, spikes: { at: 1m, count: 1 } }
  - { invoke: b, spikes: { at: 1m, count: 1 } }
`);
  const names = (parts: readonly { name: string }[]): string => parts.map(({ name }) => name).join(" ");
  expect([config.regions, config.functions, config.sources, config.downstreams, config.traffic].map(names)).toEqual([
    "eu-west-1 us-west-2",
    "B a b",
    "y z",
    "one two",
    "traffic-2 y",
  ]);
});

describe("functions", () => {
  test.each([
    ["PC-1: the alias with the units is a version", "provisioned: { alias: live, count: 5 }", ["$LATEST:0", "live:5"]],
    [
      "all aliases, sorted",
      "aliases: [new, live], provisioned: { alias: new, count: 5 }",
      ["$LATEST:0", "live:0", "new:5"],
    ],
  ])("%s", (_title, fields, expected) => {
    const versions = functionOf(fields)?.versions.map(
      ({ qualifier, provisioned }) => `${qualifier}:${provisioned?.count ?? 0}`,
    );
    expect(versions).toEqual(expected);
  });

  test("aliases that traffic and sources name are versions", () => {
    const text = `${withTraffic("functions: { checkout: { run: 1s } }").replace("checkout,", "'checkout:blue',")}
sources: { web: { type: sns, invokes: "checkout:green" } }
`;
    expect(configOf(text).functions[0]?.versions.map(({ qualifier }) => qualifier)).toEqual([
      "$LATEST",
      "blue",
      "green",
    ]);
    expect(configOf(text).traffic[0]?.qualifier).toBe("blue");
  });

  test("SNAP-2, SNAP-5: only aliases restore a snapshot, for the measured time unless given", () => {
    const measured = functionOf("snapStart: true, runtime: java21, aliases: [live]")?.versions;
    expect(measured?.map(({ restore }) => restore)).toEqual([
      null,
      restoreDefault({ ...DEPLOYED, runtime: "java21" }, "daily")?.time,
    ]);
    const given = functionOf("snapStart: true, runtime: java25, aliases: [live], restore: 700ms")?.versions;
    expect(given?.at(1)?.restore).toEqual({ kind: "constant", value: 700_000 });
  });

  test("LIFE-19: init by runtime, package and architecture, or as given", () => {
    const python = { ...DEPLOYED, runtime: "python3.12", packageType: "image" } as const;
    expect(functionOf("runtime: python3.12, package: image")?.init).toEqual(initDefault(python)?.time);
    const arm = functionOf("runtime: python3.12, package: image, architecture: arm64");
    expect(arm?.init).toEqual(initDefault({ ...python, architecture: "arm64" })?.time);
    expect(arm?.init).not.toEqual(initDefault(python)?.time);
    expect(functionOf("runtime: python3.99, init: { min: 1s, max: 2s }")?.init).toEqual({
      kind: "uniform",
      min: 1_000_000,
      max: 2_000_000,
    });
  });

  test.each([
    ["{ constant: 35ms }", { kind: "constant", value: 35_000 }],
    ["{ p50: 1ms, p99: 2ms }", { kind: "lognormal", p50: 1_000, p99: 2_000 }],
    ["{ mean: 9ms, cv: 0.5 }", { kind: "gamma", mean: 9_000, cv: 0.5 }],
    ["{ exponential: 9ms }", { kind: "exponential", mean: 9_000 }],
    [
      "{ quantiles: { 99.9: 3ms, 50: 1ms } }",
      {
        kind: "quantiles",
        points: [
          [0.5, 1_000],
          [0.999, 3_000],
        ],
      },
    ],
    ["{ file: run.csv, column: ms }", { kind: "empirical", values: [4_000, 6_000] }],
    ["{ file: run.csv, column: ms, unit: us }", { kind: "empirical", values: [4, 6] }],
  ])("run: %s", (run, expected) => {
    const read = (path: string) => ({ "run.csv": "ms\n4\n6\n" })[path] ?? null;
    const config = configOf(withTraffic(`functions: { checkout: { run: ${run} } }`), { read });
    expect(config.functions[0]?.run).toEqual(expected);
  });

  test("RES-6: a reservation of 0 is accepted, even where nothing can be reserved", () => {
    const config = configOf(
      withTraffic("region: { concurrency: new-account }\nfunctions: { checkout: { run: 1s, reserved: 0 } }"),
    );
    expect([config.regions[0]?.concurrency, config.functions[0]?.reserved]).toEqual([10, 0]);
  });

  test.each([
    ["CONC-7", 1_000, "reserved: 900"],
    ["CONC-7", 2_000, "reserved: 1900"],
    ["CONC-8", 1_000, "provisioned: { alias: live, count: 900 }"],
    ["CONC-10", 1_000, "reserved: 900, provisioned: { alias: live, count: 900 }"],
  ])("%s: with %d units, %s still fits", (_rule, concurrency, fields) => {
    const text = withTraffic(
      `region: { concurrency: ${concurrency} }\nfunctions: { checkout: { run: 1s, ${fields} } }`,
    );
    expect(configOf(text).functions).toHaveLength(1);
  });
});

describe("model", () => {
  test.each([
    ["{ idleLifetime: fixed-600 }", "fixed-600", { kind: "constant", value: 600_000_000 }, 7_200_000_000],
    [
      "{ idleLifetime: short-2021 }",
      "short-2021",
      { kind: "uniform", min: 360_000_000, max: 420_000_000 },
      7_200_000_000,
    ],
    [
      "{ idleLifetime: long-2017 }",
      "long-2017",
      { kind: "uniform", min: 2_700_000_000, max: 3_600_000_000 },
      7_200_000_000,
    ],
    ["{ idleLifetime: 5m }", "custom", { kind: "constant", value: 300_000_000 }, 7_200_000_000],
    [
      "{ idleLifetime: { exponential: 5m }, maxAge: 1h }",
      "custom",
      { kind: "exponential", mean: 300_000_000 },
      3_600_000_000,
    ],
    ["{ idleLifetime: fixed-600, maxAge: 1h }", "custom", { kind: "constant", value: 600_000_000 }, 3_600_000_000],
  ])("LIFE-13, LIFE-14: %s", (model, name, environment, maxAge) => {
    expect(modelOf(model)?.idleLifetime).toEqual({ name, environment, version: null, maxAge });
  });

  test("everything else can be set", () => {
    const model = modelOf(`{ pick: random, scaling: burst-2021, legacyBurst: 500, requestRateWindow: 2s, asyncJitter: 0,
      accountRateIncludesReserved: true, platformDelay: 50ms, asyncPollDelay: 0,
      asyncDuplicates: 1%, asyncSystemErrors: 2% }`);
    expect(model).toMatchObject({
      pick: "random",
      scaling: "burst-2021",
      legacyBurst: 500,
      requestRateWindow: 2_000_000,
      accountRateIncludesReserved: true,
      platformDelay: { kind: "constant", value: 50_000 },
      asyncJitter: 0,
      asyncPollDelay: 0,
      asyncDuplicates: 0.01,
      asyncSystemErrors: 0.02,
    });
  });
});

describe("clients", () => {
  test.each([
    ["standard-2026", 3],
    ["adaptive", 3],
    ["standard-python", 3],
    ["standard-js", 3],
    ["legacy-python", 5],
    ["legacy-java", 4],
    ["none", 1],
  ])("SDK-1 to SDK-6: %s makes %d attempts", (retry, attempts) => {
    expect(clientOf(`{ retry: ${retry} }`)).toEqual({ retry, attempts, timeout: null, clients: 1 });
  });

  test("everything can be set", () => {
    expect(clientOf("{ retry: adaptive, attempts: 2, timeout: 3s, clients: 8 }")).toEqual({
      retry: "adaptive",
      attempts: 2,
      timeout: 3_000_000,
      clients: 8,
    });
  });
});

test("sources: their delivery, and what goes through them", () => {
  const config = configOf(`simulate: { for: 5m }
functions: { checkout: { run: 1s } }
sources:
  a: { type: direct, invokes: checkout, invocationType: Event }
  b: { type: direct, invokes: checkout }
  c: { type: eventbridge, invokes: checkout }
  d: { type: s3, invokes: checkout }
  e: { type: s3, invokes: checkout, delivery: 2s }
  f: { type: sns, invokes: checkout }
traffic:
  - { name: a, into: a, spikes: { at: 1m, count: 1 } }
  - { name: b, into: b, spikes: { at: 1m, count: 1 }, client: { retry: none } }
  - { name: d, into: d, spikes: { at: 1m, count: 1 } }
  - { name: x, invoke: checkout, invocationType: Event, spikes: { at: 1m, count: 1 } }
`);
  expect(config.sources).toEqual([
    { name: "a", type: "direct", delivery: { kind: "constant", value: 0 } },
    { name: "b", type: "direct", delivery: { kind: "constant", value: 0 } },
    { name: "c", type: "eventbridge", delivery: { kind: "constant", value: 500_000 } },
    { name: "d", type: "s3", delivery: { kind: "lognormal", p50: 1_000_000, p99: 30_000_000 } },
    { name: "e", type: "s3", delivery: { kind: "constant", value: 2_000_000 } },
    { name: "f", type: "sns", delivery: { kind: "constant", value: 0 } },
  ]);
  expect(
    config.traffic.map(({ name, source, invocationType, client }) => [name, source, invocationType, client?.attempts]),
  ).toEqual([
    ["a", "a", "Event", undefined],
    ["b", "b", "RequestResponse", 1],
    ["d", "d", "Event", undefined],
    ["x", null, "Event", undefined],
  ]);
});

test("downstreams: limits and defaults", () => {
  const config = configOf(
    withTraffic(`functions: { checkout: { run: 1s, calls: [{ to: db }, { to: pay, share: 60% }] } }
downstreams:
  db: { type: pool, size: 400, latency: 4ms }
  pay: { type: rate, limit: 90/m, latency: 30ms }
  slow: { type: rate, limit: 10/s, burst: 20, latency: 30ms, whenFull: wait, maxWait: 2s }
`),
  );
  expect(config.functions[0]?.calls).toEqual([
    { to: "db", share: 1 },
    { to: "pay", share: 0.6 },
  ]);
  expect(config.downstreams.map(({ limit, whenFull, maxWait }) => ({ ...limit, whenFull, maxWait }))).toEqual([
    { kind: "pool", size: 400, whenFull: "wait", maxWait: 30_000_000 },
    { kind: "rate", perSecond: 1.5, burst: 2, whenFull: "error", maxWait: 30_000_000 },
    { kind: "rate", perSecond: 10, burst: 20, whenFull: "wait", maxWait: 2_000_000 },
  ]);
});
