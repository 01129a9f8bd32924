/** What `measure` gives are the numbers of the Result, in both compilations, run after run in the same memory. */
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type MeasureOptions,
  type MetricPath,
  measure,
  type Result,
  type SimConfig,
  simulate,
} from "../../../sim/index.ts";
import { configOf } from "../../helpers/config.ts";
import { config } from "../../laws/configs/configs.ts";
import { ROOT } from "../../tidy/tree.ts";

const SEED = 20_261_129;
const RUNS = 60;

const GROUPS = ["functions", "traffic", "sources", "downstreams", "regions"] as const;

/** Every number, or null in the place of one, of these groups, with its path. */
function numbersIn(part: unknown, path: MetricPath): [MetricPath, number | null][] {
  if (typeof part === "number" || part === null) return [[path, part]];
  if (typeof part !== "object" || Array.isArray(part)) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    name === "histograms" && path.length === 2 ? [] : numbersIn(inner, [...path, name]),
  );
}

function numbersOf(result: Result): [MetricPath, number | null][] {
  const windows = Object.entries(result.windows).map(([name, window]) => [["windows", name], window] as const);
  const records = numbersIn(result.destinations, ["destinations"]);
  const inWindows = [[[], result] as const, ...windows].flatMap(([before, window]) => [
    ...GROUPS.flatMap((group) => numbersIn(window[group], [group])).map(
      ([path, value]) => [[...before, ...path], value] as [MetricPath, number | null],
    ),
    ...numbersIn(window.cost, [...before, "cost"]),
  ]);
  return [...inWindows, ...records];
}

type Measure = (of: SimConfig, metrics: readonly MetricPath[], options?: MeasureOptions) => (number | null)[];
let built: Measure;
beforeAll(async () => {
  built = ((await import(join(ROOT, "dist/sim/index.js"))) as { measure: Measure }).measure;
});

const compilations: [string, Measure][] = [
  ["JavaScript", (of, metrics) => measure(of, metrics, { core: "js" })],
  ["WebAssembly", (of, metrics) => built(of, metrics, { core: "wasm" })],
];

describe.each(compilations)("measure, as %s", (_, measured) => {
  test(`every number of ${RUNS} generated configurations`, { timeout: 120_000 }, () => {
    const agrees = fc.property(config, (one) => {
      const expected = numbersOf(simulate(one));
      expect(expected.length).toBeGreaterThan(0);
      expect(
        measured(
          one,
          expected.map(([path]) => path),
        ),
      ).toEqual(expected.map(([, value]) => value));
    });
    fc.assert(agrees, { numRuns: RUNS, seed: SEED });
  });

  test("a run after another of another config, or one that broke, is as the first of a thread", () => {
    const small = configOf({ functions: { f: { run: 40 } }, traffic: [{ invoke: "f", rate: 20, toSeconds: 20 }] });
    const broken = { ...small, functions: small.functions.map((one) => ({ ...one, timeout: Number.NaN as never })) };
    const large = configOf({
      functions: { f: { run: 400, init: 900 }, g: { run: 10 } },
      traffic: [
        { invoke: "f", rate: 300, toSeconds: 20 },
        { invoke: "g", rate: 200, toSeconds: 20 },
      ],
    });
    const asked: MetricPath[] = [
      ["functions", "f", "coldStartsCount"],
      ["functions", "f", "latencyMsP99"],
    ];
    const of = (one: SimConfig) => measured(one, asked);
    const [first, other] = [of(small), of(large)];
    expect(other).not.toEqual(first);
    expect(() => of(broken)).toThrow("agenda for a moment that is none");
    for (let round = 0; round < 3; round++) {
      expect(of(small)).toEqual(first);
      expect(of(large)).toEqual(other);
    }
  });

  test.each([
    [["functions", "g", "throttlesCount"]],
    [["functions", "f", "throttled"]],
    [["functions", "f", "region"]],
    [["functions", "f", "throttles"]],
    [["functions", "f", "toString"]],
    [["functions", "f"]],
    [["functions"]],
    [["windows", "peak", "functions", "f", "errorsCount"]],
    [["cost"]],
    [["nothing", "f", "errorsCount"]],
    [[]],
  ] as [MetricPath][])("%j is no number of the Result", (path) => {
    const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0] }] });
    expect(() => measured(of, [path])).toThrow(/^a Result of this config has no number at \[/);
  });
});
