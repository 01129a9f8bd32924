/** Changes during a run: what holds from each moment on. */
import { describe, expect, test } from "vitest";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

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
  ["functions.checkout.provisioned.alias", "live"],
  ["functions.checkout.provisioned.autoscale.max", "5"],
  ["functions.checkout.provisioned.schedule", "[]"],
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

describe("provisioned units", () => {
  const MINUTES = [0, 1, 2, 3, 4].map((minute) => minute * MINUTE);
  const store = (fields: string, changes: string): string =>
    withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }\nchanges:\n${changes}`);
  const SCALED = "provisioned: { alias: live, count: 5, autoscale: { min: 0, max: 9, target: 0.7 } }";
  /** "1: live 20", with the minute, and nothing after the alias without units. */
  const unitsOf = (fields: string, changes: string): string[] =>
    configOf(store(fields, changes)).changes.map(({ at, functions }) => {
      const live = functions[0]?.versions[1];
      return `${MINUTES.indexOf(at)}: ${live?.qualifier} ${live?.provisioned?.count ?? "none"}`;
    });

  test.each([
    ["PC-6: more for a while", "provisioned: { alias: live, count: 5 }", "count: 20", ["1: live 20", "3: live 5"]],
    ["PC-6: fewer", "provisioned: { alias: live, count: 5 }", "count: 2", ["1: live 2", "3: live 5"]],
    ["PC-1: 0 takes them away", "provisioned: { alias: live, count: 5 }", "count: 0", ["1: live none", "3: live 5"]],
    ["PC-1: null too", "provisioned: { alias: live, count: 5 }", "count: null", ["1: live none", "3: live 5"]],
    ["AAS-10: 0 leaves what scales", SCALED, "count: 0", ["1: live 0", "3: live 5"]],
  ])("%s", (_title, fields, change, expected) => {
    const changes = `  - { at: 1m, for: 2m, set: { functions.checkout.provisioned.${change} } }`;
    expect(unitsOf(fields, changes)).toEqual(expected);
  });

  test("PC-1: all settings may go; the version stays", () => {
    const changes = "  - { at: 1m, set: { functions.checkout.provisioned: null } }";
    expect(unitsOf(SCALED, changes)).toEqual(["1: live none"]);
  });

  test("a version without units may get some, and units that went may return", () => {
    const changes = `  - { at: 1m, set: { functions.checkout.provisioned: { alias: live, count: 7 } } }
  - { at: 2m, set: { functions.checkout.provisioned.count: null } }
  - { at: 3m, set: { functions.checkout.provisioned.count: 8 } }`;
    expect(unitsOf("aliases: [live]", changes)).toEqual(["1: live 7", "2: live none", "3: live 8"]);
  });

  test("the event log shows what was set", () => {
    const text = store(SCALED, "  - { at: 1m, set: { functions.checkout.provisioned.count: null } }");
    expect(configOf(text).changes[0]?.set).toEqual(["functions.checkout.provisioned.count = 0"]);
  });

  test.each([
    [
      "",
      "{ alias: live, count: 5 }",
      "changes that publish a version, as checkout:live would need, are",
      "let it exist from the start: functions.checkout.aliases: [live]",
    ],
    [
      "aliases: [live, blue], provisioned: { alias: live, count: 5 }",
      "{ alias: blue, count: 5 }",
      "changes of functions.checkout.provisioned.alias during a run are",
      "changes may set concurrency, reserved, provisioned.count, aliases, times, errors, async and downstreams",
    ],
    [
      SCALED,
      "{ alias: live, count: 5 }",
      "changes of functions.checkout.provisioned.autoscale during a run are",
      "changes may set concurrency, reserved, provisioned.count, aliases, times, errors, async and downstreams",
    ],
  ])("not simulated: from { %s } to %s", (fields, value, text, hint) => {
    const changes = `  - { at: 1m, set: { functions.checkout.provisioned: ${value} } }`;
    expect(problemsOf(store(fields, changes)).map((problem) => [problem.id, problem.text, problem.hint])).toEqual([
      ["unsupported", `${text} not simulated by this version of burstlab`, hint],
    ]);
  });

  test("PC-2: a change may not give more than are reserved", () => {
    const changes = "  - { at: 1m, set: { functions.checkout.provisioned.count: 11 } }";
    const problems = problemsOf(store("reserved: 10, provisioned: { alias: live, count: 5 }", changes));
    expect(problems.map(({ id, line, notes }) => [id, line, notes])).toEqual([
      ["provisioned-over-reserved", 4, ["with changes.0 in force"]],
    ]);
  });

  test("a function that names no alias for its units", () => {
    const changes = "  - { at: 1m, set: { functions.checkout.provisioned.count: 5 } }";
    expect(problemsOf(store("aliases: [live]", changes)).map(({ text, hint }) => [text, hint])).toEqual([
      ["functions.checkout.provisioned has no 'alias'", "add one, for instance alias: live"],
    ]);
  });
});

test("a limit that a change breaks is shown where the value stands, with the change", () => {
  const [problem] = problemsOf(shop("  - { at: 1m, set: { functions.checkout.reserved: 901 } }"));
  expect(problem).toMatchObject({ id: "reserved-too-high", line: 6, notes: ["with changes.0 in force"] });
});

test("a quantile that a change moves above another is found", () => {
  const text = shop("  - { at: 1m, set: { downstreams.payments.latency.p50: 500ms } }");
  expect(problemsOf(text).map(lineOf)).toEqual(["4:76 p99-below-p50: downstreams.payments.latency.p99 is below p50"]);
});
