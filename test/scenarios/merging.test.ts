/** Parents, variables, `--set`, `--var` and variants: what comes out, and where mistakes are shown. */
import { describe, expect, test } from "vitest";
import { load, ScenarioError } from "../../scenarios/index.ts";
import { configOf, lineOf, problemsOf, scenarioOf, withTraffic } from "./reading.ts";

const SHOP = withTraffic("functions: { checkout: { run: 200ms, timeout: 5s, reserved: 300 } }");
const reading = (files: Record<string, string>) => ({ read: (path: string): string | null => files[path] ?? null });
const checkoutOf = (text: string, files: Record<string, string>) => configOf(text, reading(files)).functions[0];

describe("extends", () => {
  test("maps merge by key, values replace, null removes", () => {
    const text = "extends: base.yaml\nfunctions: { checkout: { timeout: 9s, reserved: null } }\n";
    expect(checkoutOf(text, { "base.yaml": SHOP })).toMatchObject({ timeout: 9_000_000, reserved: null });
    expect(checkoutOf(text, { "base.yaml": SHOP })?.run).toEqual({ kind: "constant", value: 200_000 });
  });

  test("lists replace", () => {
    const text = "extends: base.yaml\ntraffic: [{ name: other, invoke: checkout, spikes: { at: 1m, count: 1 } }]\n";
    expect(configOf(text, reading({ "base.yaml": SHOP })).traffic.map(({ name }) => name)).toEqual(["other"]);
  });

  test("null removes a whole function", () => {
    const base = `${SHOP}# and\n`.replace("functions: {", "functions: { search: { run: 1s },");
    const config = configOf("extends: base.yaml\nfunctions: { search: null }\n", reading({ "base.yaml": base }));
    expect(config.functions.map(({ name }) => name)).toEqual(["checkout"]);
  });

  test("of several parents the later wins, and the file over all; paths go on from each file's folder", () => {
    const files = {
      "base/a.yaml": "extends: deep/c.yaml\nfunctions: { checkout: { timeout: 7s } }\n",
      "base/deep/c.yaml": SHOP,
      "b.yaml": "functions: { checkout: { reserved: 200 } }\n",
    };
    const text = "extends: [base/a.yaml, b.yaml]\nfunctions: { checkout: { memory: 1GB } }\n";
    expect(checkoutOf(text, files)).toMatchObject({ memoryMb: 1024, timeout: 7_000_000, reserved: 200 });
  });

  test("a distribution is one value: another form replaces the parent's, the same form is refined", () => {
    const base = withTraffic("functions: { checkout: { run: { p50: 100ms, p99: 1s } } }");
    const other = "extends: base.yaml\nfunctions: { checkout: { run: { mean: 90ms, cv: 0.5 } } }\n";
    const same = "extends: base.yaml\nfunctions: { checkout: { run: { p99: 2s } } }\n";
    expect(checkoutOf(other, { "base.yaml": base })?.run).toEqual({ kind: "gamma", mean: 90_000, cv: 0.5 });
    expect(checkoutOf(same, { "base.yaml": base })?.run).toEqual({ kind: "lognormal", p50: 100_000, p99: 2_000_000 });
  });

  test("files are named as their readers see them: from the scenario's own folder", () => {
    const files: Record<string, string> = {
      "../base/shop.yaml":
        "extends: more/usual.yaml\nfunctions: { checkout: { run: { file: run.csv, column: ms } } }\n",
      "../base/more/usual.yaml": withTraffic("functions: { checkout: { timeout: 5 } }"),
      "../base/run.csv": "ms\n4\n",
    };
    const loaded = load("extends: ../base/shop.yaml\n", "work/a/x.burst.yaml", reading(files));
    expect(loaded).toMatchObject({
      problems: [{ id: "needs-unit", file: "work/base/more/usual.yaml", pulledInBy: "work/base/shop.yaml:1" }],
    });
    files["../base/more/usual.yaml"] = SHOP;
    expect(load("extends: ../base/shop.yaml\n", "work/a/x.burst.yaml", reading(files)).ok).toBe(true);
  });

  test("a parent that cannot be read", () => {
    expect(problemsOf("extends: ../base.yaml\n").map(lineOf)).toEqual([
      "1:10 cannot-read: ../base.yaml cannot be read",
    ]);
  });
});

describe("YAML", () => {
  test.each([
    ["anchors and aliases", "functions: { search: &usual { run: 300ms }, checkout: *usual }"],
    ["<< with a map", "functions: { search: &usual { run: 300ms }, checkout: { <<: *usual, timeout: 4s } }"],
    ["<< under a key of its own", "functions: { search: &usual { run: 1s }, checkout: { <<: *usual, run: 300ms } }"],
    ["quotes", "functions: { 'checkout': { \"run\": '300ms' } }"],
    ["CRLF line ends", "\r\nfunctions:\r\n  checkout:\r\n    run: 300ms\r\n"],
  ])("%s", (_what, text) => {
    expect(configOf(withTraffic(text)).functions.at(0)?.run).toEqual({ kind: "constant", value: 300_000 });
  });

  test("a byte order mark does not move the columns", () => {
    expect(problemsOf(`\uFEFF${SHOP.replace("5m", "5")}`).map(lineOf)).toEqual([
      "1:18 needs-unit: simulate.for is 5, but a duration needs a unit",
    ]);
  });

  test("1.2: no is text, 010 is ten", () => {
    const text = withTraffic("functions: { checkout: { run: 200ms, reserved: 010, snapStart: no } }");
    expect(problemsOf(text).map(lineOf)).toEqual([
      "2:64 wrong-type: functions.checkout.snapStart is 'no', but must be true or false",
    ]);
    expect(configOf(text.replace(", snapStart: no", "")).functions[0]?.reserved).toBe(10);
  });
});

describe("variables", () => {
  test("stand for whole values of any kind, and for one another", () => {
    const text = withTraffic(
      "vars: { r: $law, law: { p50: 1s, p99: 2s }, n: 7 }\nfunctions: { checkout: { run: $r, reserved: $n } }",
    );
    expect(configOf(text).functions[0]).toMatchObject({ run: { kind: "lognormal", p50: 1_000_000 }, reserved: 7 });
  });

  test("--var sets one; an unknown one is a problem of the flag", () => {
    const text = withTraffic("vars: { n: 7 }\nfunctions: { checkout: { run: 200ms, reserved: $n } }");
    expect(configOf(text, { vars: { n: "8" } }).functions[0]?.reserved).toBe(8);
    const [problem] = problemsOf(text, { vars: { m: "8" } });
    expect(problem).toMatchObject({
      id: "unknown-variable",
      file: "--var m=8",
      line: 1,
      column: 1,
      length: 1,
      source: "m=8",
    });
  });

  test.each([
    ["vars: [1, 2]", "1:1 wrong-type: vars must be a map of names"],
    ["vars: { a.b: 1 }", "1:9 bad-name: 'a.b' cannot be the name of a variable"],
    ["vars: { LATEST: 1 }", "1:9 bad-name: 'LATEST' cannot be the name of a variable"],
  ])("%s", (vars, expected) => {
    expect(problemsOf(`${vars}\n${SHOP}`).map(lineOf)).toEqual([expected]);
  });

  test("$LATEST is AWS's name, not a variable", () => {
    const text = withTraffic("functions: { checkout: { run: 200ms } }").replace(
      "invoke: checkout",
      "invoke: 'checkout:$LATEST'",
    );
    expect(configOf(text).traffic[0]?.qualifier).toBe("$LATEST");
  });
});

describe("--set", () => {
  test.each([
    ["functions.checkout.reserved", "400", { reserved: 400 }],
    ["functions.checkout.reserved", 400, { reserved: 400 }],
    ["functions.checkout.reserved", "null", { reserved: null }],
    ["functions.checkout.run", "{ p50: 1s, p99: 2s }", { run: { kind: "lognormal", p50: 1_000_000, p99: 2_000_000 } }],
    ["functions.checkout.async.retries", "0", { async: { retries: 0 } }],
    ["functions.checkout.async", { retries: 1 }, { async: { retries: 1 } }],
  ])("%s=%s", (path, value, expected) => {
    expect(configOf(SHOP, { set: { [path]: value } }).functions[0]).toMatchObject(expected);
  });

  test("reaches items of lists by name and by position", () => {
    const text = SHOP.replace("{ invoke", "{ name: shoppers, invoke");
    const set = { "traffic.shoppers.phases.0.rate": "9/s", "traffic.0.arrivals": "regular" };
    expect(configOf(text, { set }).traffic[0]).toMatchObject({
      arrivals: "regular",
      demand: { segments: [{ rateFrom: 9 }] },
    });
  });

  test.each([
    ["functions.checkout.reserved", "xx", 29, "bad-value"],
    ["functions.checkout.reserved", "950", 29, "reserved-too-high"],
    ["functions.checkout.resreved", "400", 20, "unknown-key"],
    ["functions.chekout.reserved", "400", 11, "unknown-path"],
    ["fuctions.checkout.reserved", "400", 1, "unknown-path"],
    ["functions.checkout.run.p50", "1s", 24, "unknown-path"],
    ["functions.checkout.reserved", "[", 29, "bad-yaml"],
  ])("%s=%s is shown in the flag, at column %d: %s", (path, value, column, id) => {
    const [problem] = problemsOf(SHOP, { set: { [path]: value } });
    expect(problem).toMatchObject({ id, file: `--set ${path}=${value}`, line: 1, column, source: `${path}=${value}` });
  });
});

describe("variants and config()", () => {
  const TEXT = `${SHOP.replace("functions", "vars: { n: 3 }\nfunctions")}variants:
  more: { functions.checkout.reserved: 400 }
  none: { functions.checkout.reserved: null }
`;

  test("base, a variant, and an override of it", () => {
    const scenario = scenarioOf(TEXT);
    expect(scenario.variants).toEqual(["more", "none"]);
    expect(scenario.config().functions[0]?.reserved).toBe(300);
    expect(scenario.config({ variant: "more" })).toMatchObject({ variant: "more", functions: [{ reserved: 400 }] });
    expect(scenario.config({ variant: "none" }).functions[0]?.reserved).toBeNull();
    expect(scenario.config({ seed: 9, set: { "functions.checkout.timeout": "8s" } })).toMatchObject({
      seed: 9,
      functions: [{ timeout: 8_000_000, reserved: 300 }],
    });
  });

  describe("flags win over every variant, whichever of the two says more", () => {
    const reservedOf = (variants: string, set: Record<string, string>, variant = "v") =>
      scenarioOf(`${SHOP}variants: { v: { ${variants} } }`, { set }).config({ variant }).functions[0]?.reserved ?? null;

    test.each([
      ["the same field", "functions.checkout.reserved: 400", { "functions.checkout.reserved": "100" }, 100],
      ["a field that it removes", "functions.checkout.reserved: null", { "functions.checkout.reserved": "100" }, 100],
      [
        "what the field is in",
        "functions.checkout: { run: 1s, reserved: 9 }",
        { "functions.checkout.reserved": "7" },
        7,
      ],
      ["a field of it", "functions.checkout.reserved: 400", { "functions.checkout": "{ run: 1s, reserved: 5 }" }, 5],
      ["another field", "functions.checkout.timeout: 8s", { "functions.checkout.reserved": "100" }, 100],
    ])("%s", (_what, variant, set, reserved) => {
      expect(reservedOf(variant, set)).toBe(reserved);
      expect(reservedOf(variant, set, "base")).toBe(reserved);
    });

    test("a function that the variant removes is gone", () => {
      const text = SHOP.replace("functions: {", "functions: { other: { run: 1s, reserved: 2 },");
      const { functions } = scenarioOf(`${text}variants: { v: { functions.other: null } }`, {
        set: { "functions.other.reserved": "3" },
      }).config({ variant: "v" });
      expect(functions.map(({ name }) => name)).toEqual(["checkout"]);
    });

    test("variables", () => {
      const text = `${SHOP.replace("functions", "vars: { n: 3 }\nfunctions").replace("reserved: 300", "reserved: $n")}`;
      const scenario = scenarioOf(`${text}variants: { v: { vars.n: 4 } }`, { vars: { n: "5" } });
      expect(scenario.config({ variant: "v" }).functions[0]?.reserved).toBe(5);
    });
  });

  test.each([
    ["an unknown variant", { variant: "mor" }, "there is no variant 'mor'"],
    ["a wrong override", { set: { "functions.checkout.timeout": "8" } }, "functions.checkout.timeout is 8"],
  ])("%s throws its problems", (_what, options, text) => {
    expect(() => scenarioOf(TEXT).config(options)).toThrow(ScenarioError);
    expect(() => scenarioOf(TEXT).config(options)).toThrow(text);
  });
});
