/** Changes during a run: what holds from each moment on. */
import { expect, test } from "vitest";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "./reading.ts";

const MINUTE = 60_000_000;
const shop = (changes: string): string =>
  withTraffic(`vars: { slow: 300ms }
functions: { checkout: { run: 200ms, reserved: 300, calls: [{ to: payments }] }, search: { run: 1s } }
downstreams: { payments: { type: pool, size: 5, latency: { p50: 30ms, p99: 400ms } } }
changes:
${changes}`);
const changesOf = (changes: string) => configOf(shop(changes)).changes;

test("a change holds to the end and gives the whole settings of what it touches", () => {
  const [change, ...others] = changesOf("  - { at: 2m, why: granted, set: { region.concurrency: 1500 } }");
  expect(others).toEqual([]);
  expect(change).toMatchObject({
    at: 2 * MINUTE,
    why: "granted",
    set: ["region.concurrency = 1500"],
    regions: [{ name: "us-east-1", concurrency: 1500 }],
    functions: [],
    downstreams: [],
  });
  expect(change?.regions[0]?.model.pick).toBe("most-recent");
});

test("a change with `for` is undone at its end; values may be variables", () => {
  const changes = changesOf("  - { at: 1m, for: 60s, why: slow, set: { downstreams.payments.latency.p50: $slow } }");
  expect(changes.map(({ at, why, set }) => [at / MINUTE, why, set])).toEqual([
    [1, "slow", ["downstreams.payments.latency.p50 = 300ms"]],
    [2, "", ["downstreams.payments.latency.p50 = 30ms"]],
  ]);
  expect(changes.map(({ downstreams }) => downstreams[0]?.latency)).toEqual([
    { kind: "lognormal", p50: 300_000, p99: 400_000 },
    { kind: "lognormal", p50: 30_000, p99: 400_000 },
  ]);
});

test("of changes that overlap the one that began later holds, and the other comes back", () => {
  const changes = changesOf(`  - { at: 1m, for: 3m, set: { functions.checkout.reserved: 100 } }
  - { at: 2m, for: 1m, set: { functions.checkout.reserved: 200, functions.search.reserved: 50 } }`);
  expect(changes.map(({ at, functions }) => [at / MINUTE, ...functions.map(({ reserved }) => reserved)])).toEqual([
    [1, 100],
    [2, 200, 50],
    [3, 100, null],
    [4, 300],
  ]);
  expect(changes[2]?.set).toEqual(["functions.checkout.reserved = 100", "functions.search.reserved = default"]);
});

test("what goes beyond the end of the run is not undone", () => {
  expect(changesOf("  - { at: 4m, for: 5m, set: { functions.checkout.reserved: null } }")).toMatchObject([
    { at: 4 * MINUTE, set: ["functions.checkout.reserved = default"], functions: [{ reserved: null }] },
  ]);
});

test("two changes at one moment are one", () => {
  const changes = changesOf(`  - { at: 1m, why: one, set: { functions.checkout.reserved: 100 } }
  - { at: 1m, why: two, set: { functions.search.timeout: 5s } }`);
  expect(changes.map(({ why, set }) => [why, set])).toEqual([
    ["one; two", ["functions.checkout.reserved = 100", "functions.search.timeout = 5s"]],
  ]);
});

test("a variant may change a change", () => {
  const text = `${shop("  - { at: 1m, set: { region.concurrency: 1500 } }")}\n`;
  const config = configOf(text, { set: { "changes.0.at": "2m" } });
  expect(config.changes.map(({ at }) => at)).toEqual([2 * MINUTE]);
});

test("a change without effect is a warning, and none is made", () => {
  const text = shop("  - { at: 1m, set: { functions.checkout.reserved: 300 } }");
  expect(warningsOf(text)).toEqual(["6:5 no-effect: changes.0 sets what is already so"]);
  expect(configOf(text).changes).toEqual([]);
});

test.each([
  ["functions.checkout.provisioned", "{ alias: live, count: 5 }"],
  ["functions.checkout.provisioned.count", "5"],
  ["functions.checkout", "null"],
  ["functions.other", "{ run: 1s }"],
  ["functions.checkout.snapStart", "true"],
  ["traffic.0.arrivals", "regular"],
  ["sources.web.type", "s3"],
  ["simulate.for", "6m"],
  ["vars.slow", "400ms"],
  ["region.model.pick", "random"],
])("a change of %s is not simulated", (path, value) => {
  expect(problemsOf(shop(`  - { at: 1m, set: { ${path}: ${value} } }`)).map(({ id, text }) => [id, text])).toEqual([
    ["unsupported", `changes of ${path} during a run are not simulated by this version of burstlab`],
  ]);
});

test("a limit that a change breaks is shown where the value stands, with the change", () => {
  const [problem] = problemsOf(shop("  - { at: 1m, set: { functions.checkout.reserved: 901 } }"));
  expect(problem).toMatchObject({ id: "reserved-too-high", line: 6, notes: ["with changes.0 in force"] });
});

test("a quantile that a change moves above another is found", () => {
  const text = shop("  - { at: 1m, set: { downstreams.payments.latency.p50: 500ms } }");
  expect(problemsOf(text).map(lineOf)).toEqual(["4:76 p99-below-p50: downstreams.payments.latency.p99 is below p50"]);
});
