/** Aliases that name their versions: what a scenario becomes, how changes and shifts move them, and what is refused. */
import { describe, expect, test } from "vitest";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const MINUTE = 60_000_000;
const shop = (fields: string, more = ""): string =>
  withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }\n${more}`)
    .replace("invoke: checkout", "invoke: 'checkout:live'")
    .replace("for: 5m }", "for: 30m }");
const WEIGHTED = "aliases: { live: { version: 1, additionalVersionWeights: { 2: 10% } } }";
const checkoutOf = (text: string) => configOf(text).functions[0]!;
const told = (text: string): string[] => problemsOf(text).map(({ id, text: what }) => `${id}: ${what}`);

test("LIM-13: an alias over two versions, each with environments of its own", () => {
  const { aliases, versions } = checkoutOf(shop(WEIGHTED));
  expect(aliases).toEqual([
    { name: "live", version: "1", additional: { version: "2", weight: 0.1 }, provisioned: null },
  ]);
  expect(versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "1", "2"]);
});

test("LIM-13: an alias of one version, and one of $LATEST alone", () => {
  const { aliases, versions } = checkoutOf(shop("aliases: { test: { version: $LATEST }, live: { version: 7 } }"));
  expect(aliases!.map(({ name, version, additional }) => [name, version, additional])).toEqual([
    ["live", "7", null],
    ["test", "$LATEST", null],
  ]);
  expect(versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "7"]);
});

test.each([
  ["0%", []],
  ["100%", []],
  ["101%", ["out-of-range"]],
  ["-1%", ["negative"]],
])("LIM-13: a weight of %s", (weight, expected) => {
  const text = shop(`aliases: { live: { version: 1, additionalVersionWeights: { 2: ${weight} } } }`);
  expect(problemsOf(text).map(({ id }) => id)).toEqual(expected);
});

test("LIM-13: at most one more version", () => {
  const text = shop("aliases: { live: { version: 1, additionalVersionWeights: { 2: 10%, 3: 10% } } }");
  expect(told(text)).toEqual([
    "alias-routing: functions.checkout.aliases.live.additionalVersionWeights has 2 versions beside the first, " +
      "but an alias routes to two in all (LIM-13; AWS: InvalidParameterValueException)",
  ]);
});

test("aliases that name no version stay versions by themselves, under their names", () => {
  const { aliases, versions } = checkoutOf(shop("aliases: [live, test]"));
  expect(aliases).toBeUndefined();
  expect(versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "live", "test"]);
});

test("PC-15: units of the alias are no version's own; the rounding is a setting of the model", () => {
  const { aliases, versions } = checkoutOf(shop(`${WEIGHTED}, provisioned: { alias: live, count: 5 }`));
  expect(aliases?.[0]?.provisioned).toMatchObject({ count: 5 });
  expect(versions.map(({ provisioned }) => provisioned)).toEqual([null, null, null]);
  const model = (text: string) => configOf(shop(WEIGHTED, text)).regions[0]?.model.aliasUnits;
  expect([model(""), model("region: { model: { aliasUnits: up } }")]).toEqual([undefined, "up"]);
});

test("PC-15: whoever reaches a version with units uses them, by another alias or by its number", () => {
  const aliases = "aliases: { live: { version: 1 }, blue: { version: 1 }, green: { version: 2 } }";
  const warnings = (qualifier: string) =>
    warningsOf(
      shop(`${aliases}, provisioned: { alias: live, count: 5 }`).replace("checkout:live", `checkout:${qualifier}`),
    ).map((line) => line.split(" ")[1]);
  expect(["live", "blue", "1"].flatMap(warnings)).toEqual([]);
  expect(["green", "2"].flatMap(warnings)).toEqual(["provisioned-unused:", "provisioned-unused:"]);
});

test("AAS-13: a list of policies; a list of one is one", () => {
  const policy = (target: number) => `{ min: 1, max: 9, target: ${target} }`;
  const autoscaleOf = (list: string) =>
    checkoutOf(shop(`provisioned: { alias: live, count: 5, autoscale: ${list} }`)).versions[1]?.provisioned?.autoscale;
  expect(autoscaleOf(`[${policy(0.7)}, ${policy(0.5)}]`)).toMatchObject([{ target: 0.7 }, { target: 0.5 }]);
  expect(autoscaleOf(`[${policy(0.7)}]`)).toEqual(autoscaleOf(policy(0.7)));
  expect(told(shop("provisioned: { alias: live, count: 5, autoscale: [] }"))).toEqual([
    "missing-field: functions.checkout.provisioned.autoscale is empty",
  ]);
});

describe("changes", () => {
  const changesOf = (changes: string, fields = WEIGHTED) =>
    configOf(shop(fields, `changes: [${changes}]`)).changes.map(({ at, set, functions }) => {
      const { version, additional } = functions[0]!.aliases![0]!;
      return [at / MINUTE, version, additional?.version ?? null, additional?.weight ?? 0, set];
    });

  test.each([
    ["additionalVersionWeights.2: 20%", ["1", "2", 0.2]],
    ["additionalVersionWeights: { 3: 20% }", ["1", "3", 0.2]],
    ["additionalVersionWeights.2: null", ["1", null, 0]],
    ["additionalVersionWeights: null", ["1", null, 0]],
    ["version: 3", ["3", "2", 0.1]],
  ])("%s", (field, expected) => {
    const [path, value] = field.split(": ", 2);
    const set = `functions.checkout.aliases.live.${path}: ${field.slice(path!.length + 2)}`;
    expect(changesOf(`{ at: 1m, for: 1m, set: { ${set} } }`)).toEqual([
      [
        1,
        ...expected,
        [`functions.checkout.aliases.live.${path} = ${value === "null" ? "default" : field.slice(path!.length + 2)}`],
      ],
      [2, "1", "2", 0.1, [expect.stringContaining("functions.checkout.aliases.live.")]],
    ]);
  });

  test("the alias as a whole; the version that it moves to is there from the start", () => {
    const text = shop(WEIGHTED, "changes: [{ at: 1m, set: { functions.checkout.aliases.live: { version: 12 } } }]");
    expect(configOf(text).changes[0]?.functions[0]?.aliases?.[0]).toMatchObject({ version: "12", additional: null });
    expect(checkoutOf(text).versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "1", "12", "2"]);
  });

  test("what a change makes of the alias is checked like the file", () => {
    const text = shop(WEIGHTED, "changes: [{ at: 1m, set: { functions.checkout.aliases.live.version: 2 } }]");
    expect(told(text)).toEqual([
      "alias-routing: functions.checkout.aliases.live.additionalVersionWeights.2 is the version that the alias names " +
        "already (LIM-13; AWS: InvalidParameterValueException)",
    ]);
  });

  test.each([
    ["aliases: [live]", "aliases.live.version: 2", "changes that make an alias are"],
    [WEIGHTED, "aliases.test: { version: 2 }", "changes that make an alias are"],
    [WEIGHTED, "aliases.live: null", "changes of functions.checkout.aliases.live during a run are"],
    [WEIGHTED, "aliases: { live: { version: 2 } }", "changes of functions.checkout.aliases during a run are"],
    [WEIGHTED, "aliases.live.shift.at: 1m", "changes of functions.checkout.aliases.live.shift.at during a run are"],
  ])("not simulated: %s, %s", (fields, set, what) => {
    const text = shop(fields, `changes: [{ at: 1m, set: { functions.checkout.${set} } }]`);
    expect(told(text)).toEqual([`unsupported: ${what} not simulated by this version of burstlab`]);
  });
});

describe("EX-57: shifts as CodeDeploy names them", () => {
  const shiftOf = (type: string) =>
    configOf(shop(`aliases: { live: { version: 1, shift: { to: 2, at: 1m, type: ${type} } } }`)).changes.map(
      ({ at, why, functions }) => {
        const { version, additional } = functions[0]!.aliases![0]!;
        return [at / MINUTE, version, additional?.weight ?? null, why];
      },
    );

  test("AllAtOnce", () => expect(shiftOf("AllAtOnce")).toEqual([[1, "2", null, "AllAtOnce"]]));

  test("Canary10Percent5Minutes: a tenth, and the rest five minutes later", () => {
    expect(shiftOf("Canary10Percent5Minutes")).toEqual([
      [1, "1", 0.1, "Canary10Percent5Minutes"],
      [6, "2", null, "Canary10Percent5Minutes"],
    ]);
  });

  test("Linear10PercentEvery2Minutes: a tenth more every two minutes, complete 18 minutes after the first", () => {
    const steps = shiftOf("Linear10PercentEvery2Minutes").map(([at, version, weight]) => [at, version, weight]);
    expect(steps).toEqual([
      [1, "1", 0.1],
      [3, "1", 0.2],
      [5, "1", 0.3],
      [7, "1", 0.4],
      [9, "1", 0.5],
      [11, "1", 0.6],
      [13, "1", 0.7],
      [15, "1", 0.8],
      [17, "1", 0.9],
      [19, "2", null],
    ]);
  });

  test("numbers of one's own: thirds come to 30, 60, 90 and 100 %", () => {
    expect(shiftOf("Linear30PercentEvery1Minute").map(([at, , weight]) => [at, weight])).toEqual([
      [1, 0.3],
      [2, 0.6],
      [3, 0.9],
      [4, null],
    ]);
  });

  test("a shift that the run does not see to its end", () => {
    const text = shop(
      "aliases: { live: { version: 1, shift: { to: 2, at: 12m, type: Linear10PercentEvery2Minutes } } }",
    );
    expect(warningsOf(text)).toEqual([
      "2:89 after-the-end: functions.checkout.aliases.live.shift.at: the shift is not complete when the run ends",
    ]);
  });

  test.each(["Linear10Percent2Minutes", "Canary10PercentEvery5Minutes", "Linear0PercentEvery1Minute", "Slowly"])(
    "%s is no such name",
    (type) => {
      const text = shop(`aliases: { live: { version: 1, shift: { to: 2, at: 1m, type: ${type} } } }`);
      expect(problemsOf(text).map(lineOf)).toEqual([
        expect.stringContaining(`is '${type}', which is no way of CodeDeploy to shift requests`),
      ]);
    },
  );
});
