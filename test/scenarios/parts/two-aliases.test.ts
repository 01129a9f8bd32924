/** PC-2: two aliases with provisioned units of one function: what a scenario becomes, and what it is told. */
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const shop = (fields: string, more = "", invoke = "checkout:live"): string =>
  withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }${more === "" ? "" : `\n${more}`}`).replace(
    "invoke: checkout",
    `invoke: '${invoke}'`,
  );
const both = (live = 30, beta = 20): string =>
  `provisioned: [{ alias: live, count: ${live} }, { alias: beta, count: ${beta} }]`;
const AT = "functions.checkout.provisioned";

/** Units by version or alias, as the run begins or after its first change. */
const unitsOf = (text: string, change?: number) => {
  const config = configOf(text);
  const { versions, aliases = [] } = (change === undefined ? config : config.changes[change]!).functions[0]!;
  return Object.fromEntries(
    [...versions.map(({ qualifier, provisioned }) => [qualifier, provisioned] as const)]
      .concat(aliases.map(({ name, provisioned }) => [name, provisioned] as const))
      .flatMap(([name, provisioned]) => (provisioned === null ? [] : [[name, provisioned.count]])),
  );
};
const told = (text: string): string[] => problemsOf(text).map(({ id, text: message }) => `${id}: ${message}`);

test("PC-1, PC-2: each alias has units of its own", () => {
  expect(unitsOf(shop(both()))).toEqual({ live: 30, beta: 20 });
  const routed = "aliases: { live: { version: 1 }, beta: { version: 2 } }";
  expect(unitsOf(shop(`${both()}, ${routed}`))).toEqual({ live: 30, beta: 20 });
  expect(unitsOf(shop("provisioned: [{ alias: live, count: 30 }]"))).toEqual({ live: 30 });
  expect(unitsOf(shop("provisioned: []"))).toEqual({});
});

test("PC-2: they stay within the reservation together", () => {
  expect(told(shop(`reserved: 50, ${both()}`))).toEqual([]);
  expect(told(shop(`reserved: 49, ${both()}`))).toEqual([
    `provisioned-over-reserved: ${AT} has 50 units in all, but the function reserves only 49 (PC-2)`,
  ]);
});

test("PC-3, CONC-8: without one they leave 100 units of the account together", () => {
  expect(told(shop(both(), "region: { concurrency: 150 }"))).toEqual([]);
  expect(told(shop(both(), "region: { concurrency: 149 }"))).toEqual([
    `provisioned-too-high: ${AT} has 50 units in all, but only 49 can be provisioned (PC-3, CONC-8)`,
  ]);
});

test.each([
  ["PC-2", "reserved: 50, ", "", 30],
  ["PC-3, CONC-8", "", "region: { concurrency: 160 }", 40],
])("%s: what scales one of them finds no more than the other leaves", (rule, fields, region, fit) => {
  const scales = "{ alias: live, count: 10, autoscale: { min: 10, max: 90, target: 0.7 } }";
  const text = shop(`${fields}provisioned: [${scales}, { alias: beta, count: 20 }]`, region);
  expect(warningsOf(text).map((line) => line.replace(/^\S+ /, ""))).toEqual([
    `scaling-over-limit: ${AT}.live.autoscale.max is 90: scaling may ask for 90, but only ${fit} fit (${rule})`,
  ]);
});

test.each([
  [100, 1],
  [120, 0],
])("PC-2: of %i reserved units two aliases may not both reach their maximum of 60", (reserved, warned) => {
  const scaled = (alias: string) => `{ alias: ${alias}, count: 10, autoscale: { min: 10, max: 60, target: 0.7 } }`;
  const text = shop(`reserved: ${reserved}, provisioned: [${scaled("live")}, ${scaled("beta")}]`);
  const said =
    `scaling-over-limit: ${AT}.beta.autoscale.max is 60: scaling of all aliases may ask for 120, ` +
    `but only ${reserved} fit (PC-2)`;
  expect(warningsOf(text).map((line) => line.replace(/^\S+ /, ""))).toEqual(Array(warned).fill(said));
});

describe("PC-15: whose units they are must be clear", () => {
  const routes = (live: string, beta: string) => `${both()}, aliases: { live: ${live}, beta: ${beta} }`;
  test("an alias is listed once", () => {
    expect(told(shop("provisioned: [{ alias: live, count: 30 }, { alias: live, count: 20 }]"))).toEqual([
      `duplicate-name: ${AT}.live.alias is 'live', which has units already in provisioned.0`,
    ]);
  });
  test.each([
    ["now", "{ version: 1 }", "{ version: 1 }", "1"],
    ["by a weight", "{ version: 1, additionalVersionWeights: { 2: 10% } }", "{ version: 2 }", "2"],
    ["at the end of a shift", "{ version: 1, shift: { to: 2, at: 1m, type: AllAtOnce } }", "{ version: 2 }", "2"],
  ])("two aliases route to one version: %s", (_when, live, beta, version) => {
    expect(told(shop(routes(live, beta)))).toEqual([
      `unsupported: ${AT}.beta.alias is 'beta', which routes to version ${version} as 'live' does: ` +
        "AWS does not say whose units those are",
    ]);
  });
  test("PC-1: neither names $LATEST", () => {
    expect(told(shop(routes("{ version: 1 }", "{ version: $LATEST }")))).toEqual([
      "provisioned-on-latest: functions.checkout.aliases.beta has provisioned units, but names $LATEST (PC-1)",
    ]);
  });
  test("each must be one of the aliases", () => {
    expect(told(shop(`${both()}, aliases: [live]`))).toEqual([
      `unknown-name: ${AT}.beta.alias is 'beta', which 'aliases' does not list`,
    ]);
  });
});

test("PC-9: requests to either of them use units, others do not", () => {
  expect(warningsOf(shop(both(), "", "checkout:beta"))).toEqual([]);
  expect(warningsOf(shop(both(), "", "checkout")).map((line) => line.replace(/^\S+ /, ""))).toEqual([
    "provisioned-unused: traffic.0.invoke invokes checkout:$LATEST: these requests never use the provisioned units " +
      "(PC-1, PC-9)",
  ]);
});

describe("changes", () => {
  const changed = (set: string, fields = both()) => shop(fields, `changes: [{ at: 1m, set: { ${set} } }]`);
  test.each([
    [`${AT}.beta.count: 5`, { live: 30, beta: 5 }],
    [`${AT}.1.count: 5`, { live: 30, beta: 5 }],
    [`${AT}.beta.count: null`, { live: 30 }],
    [`${AT}.beta: null`, { live: 30 }],
    [`${AT}: null`, {}],
    [`${AT}: [{ alias: live, count: 1 }, { alias: beta, count: 2 }]`, { live: 1, beta: 2 }],
    [`${AT}: { alias: beta, count: 7 }`, { beta: 7 }],
  ])("%s", (set, units) => expect(unitsOf(changed(set), 0)).toEqual(units));

  test("name them as the file does", () => {
    expect(configOf(changed(`${AT}.beta.count: 5`)).changes[0]!.set).toEqual([`${AT}.beta.count = 5`]);
    expect(told(changed(`${AT}.gamma.count: 5`))).toEqual([`unknown-path: there is no 'gamma' in ${AT}`]);
    expect(told(changed(`${AT}.count: 5`))).toEqual([`unknown-path: there is no 'count' in ${AT}`]);
  });

  test.each([
    ["one alias", "provisioned: { alias: live, count: 30 }"],
    ["a list of one", "provisioned: [{ alias: live, count: 30 }]"],
  ])("reach %s with its name and without", (_form, fields) => {
    for (const path of [`${AT}.count`, `${AT}.live.count`]) {
      expect(unitsOf(changed(`${path}: 5`, fields), 0)).toEqual({ live: 5 });
      expect(unitsOf(changed(`${path}: null`, fields), 0)).toEqual({});
    }
    expect(unitsOf(changed(`${AT}.live: null`, fields), 0)).toEqual({});
    expect(told(changed(`${AT}.beta.count: 5`, fields))).toHaveLength(1);
  });

  test("a second alias gets units where its version exists from the start", () => {
    const later = `${AT}: [{ alias: live, count: 30 }, { alias: beta, count: 20 }]`;
    const one = "provisioned: { alias: live, count: 30 }";
    expect(unitsOf(changed(later, `${one}, aliases: [live, beta]`), 0)).toEqual({ live: 30, beta: 20 });
    expect(told(changed(later, one)).map((line) => line.slice(0, 12))).toEqual(["unsupported:"]);
  });

  test.each([
    ["another way of scaling", `${AT}: [{ alias: live, count: 1, allocateAtStart: true }, { alias: beta, count: 2 }]`],
    ["units of one that go to another", `${AT}.beta: { alias: gamma, count: 2 }`],
    ["an alias", `${AT}.beta.alias: gamma`],
  ])("are not simulated: %s", (_what, set) => {
    expect(told(changed(set)).map((line) => line.slice(0, 12))).toEqual(["unsupported:"]);
  });
});
