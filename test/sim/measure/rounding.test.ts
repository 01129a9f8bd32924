/** Numbers of a result: rounded, and never -0, which equals 0 and yet is another value. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { load } from "../../../scenarios/index.ts";
import { combine, type SimConfig, simulate } from "../../../sim/index.ts";
import { rounded, roundedShare, roundedUsd } from "../../../sim/measure/tables/rounding.ts";
import { config } from "../../laws/configs/configs.ts";

const LIBRARY = "scenarios/library";
const textOf = (path: string): string => readFileSync(`${LIBRARY}/${path}`, "utf8");

/** Where -0 stands in a value. */
function negativeZeros(value: unknown, place = "result"): string[] {
  if (Object.is(value, -0)) return [place];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => negativeZeros(item, `${place}.${key}`));
}

function configOf(text: string, file = "zero.burst.yaml"): SimConfig {
  const loaded = load(text, file, { read: textOf });
  if (!loaded.ok) throw new Error(`${file} has problems`);
  return loaded.scenario.config();
}

test.each([
  ["rounded", rounded, 0.0004],
  ["roundedShare", roundedShare, 4e-7],
  ["roundedUsd", roundedUsd, 4e-10],
])("%s: what is just below 0 is 0", (_name, round, little) => {
  expect([round(-little), round(-0), round(little)].map((value) => Object.is(value, 0))).toEqual([true, true, true]);
});

test("what is no such number stays as it was", () => {
  expect([rounded(-1.2345), rounded(2.0005), roundedShare(0.1234567), roundedUsd(1e-9)]).toEqual([
    -1.234, 2.001, 0.123457, 1e-9,
  ]);
});

describe("no result has a -0", () => {
  test("LMI-8: where the use of workers is a difference of two sums", () => {
    const result = simulate(
      configOf(`simulate: { for: 900s }
functions:
  _:
    run: 100ms
    memory: 2GB
    calls: [{ to: db }]
    managedInstances:
      { perExecutionEnvironmentMaxConcurrency: 3, minExecutionEnvironments: 1, maxExecutionEnvironments: 1 }
downstreams: { db: { type: rate, limit: 1/d, latency: 0s } }
traffic:
  - { invoke: _, phases: [{ for: 1s, rate: 0/s }, { name: 1s, for: 542s, rate: 1/s }] }
  - { invoke: _, spikes: { at: [0s], count: 1 } }`),
    );
    expect(negativeZeros(result)).toEqual([]);
    expect(result.windows["1s"]!.functions._!.workerUtilizationMean).toBe(0);
  });

  test("where a scenario says -0", () => {
    const read = configOf(`simulate: { for: 60s }
functions: { f: { run: 100ms, reserved: -0, errors: -0 } }
traffic: [{ invoke: f, phases: [{ for: 60s, rate: 1/s }] }]
changes: [{ at: 10s, set: { functions.f.reserved: -0.0 } }]
cost: { discount: -0 }`);
    expect(negativeZeros(read, "config")).toEqual([]);
    expect(negativeZeros(simulate(read))).toEqual([]);
  });

  test("of generated configurations, alone and of two seeds", () => {
    fc.assert(
      fc.property(config, (of) => {
        const runs = [of, { ...of, seed: of.seed + 1 }].map(simulate);
        expect([...negativeZeros(runs[0]), ...negativeZeros(combine(runs))]).toEqual([]);
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  test.each(readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml")))("of %s", (file) => {
    const whole = configOf(textOf(file), file);
    const horizon = Math.min(whole.horizon, 300e6) as SimConfig["horizon"];
    const windows = whole.windows.filter(({ spans }) => spans.every(({ to }) => to <= horizon));
    expect(negativeZeros(simulate({ ...whole, horizon, windows }))).toEqual([]);
  });
});
