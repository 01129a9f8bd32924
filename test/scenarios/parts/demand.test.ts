/** Phases, daily curves, spikes and traces as demand; named phases as windows. */
import { expect, test } from "vitest";
import { configOf } from "../reading.ts";

const MINUTE = 60_000_000;
const scenario = (traffic: string, simulate = "for: 10m"): string =>
  `simulate: { ${simulate} }\nfunctions: { checkout: { run: 1s } }\ntraffic:\n${traffic}`;
const demandOf = (shape: string, simulate?: string) =>
  configOf(scenario(`  - { invoke: checkout, ${shape} }\n`, simulate), {
    read: (path) => ({ "puts.csv": "minute,puts\n0,10\n1,20\n" })[path] ?? null,
  }).traffic[0]?.demand;

test("phases follow one another; what begins after the end is left out", () => {
  const phases = [
    "{ for: 2m, rate: 50/s }",
    "{ for: 30s, rate: 50/s, rampTo: 900/s }",
    "{ for: 1h, rate: 6/m, wave: { swing: 3/m, period: 57s } }",
    "{ for: 1m, rate: 1/s }",
  ];
  expect(demandOf(`phases: [${phases.join()}]`)).toEqual({
    kind: "rate",
    segments: [
      { from: 0, to: 2 * MINUTE, rateFrom: 50, rateTo: 50, wave: null },
      { from: 2 * MINUTE, to: 2.5 * MINUTE, rateFrom: 50, rateTo: 900, wave: null },
      { from: 2.5 * MINUTE, to: 62.5 * MINUTE, rateFrom: 0.1, rateTo: 0.1, wave: { swing: 0.05, period: 57_000_000 } },
    ],
  });
});

test.each([
  ['peakAt: "08:05"', "for: 1d, startsAt: 2026-11-27T08:00:00Z", 5],
  ['peakAt: "07:00"', "for: 1d, startsAt: 2026-11-27T08:00:00Z", 23 * 60],
  ['peakAt: "08:05"', "for: 1d", 485],
  ["peakAt: 3h", "for: 1d, startsAt: 2026-11-27T08:00:00Z", 180],
  ["peakAt: 3h, period: 1h", "for: 1d", 0],
])("daily: %s in a run with %s is highest after %d minutes", (peakAt, simulate, minutes) => {
  const demand = demandOf(`daily: { low: 40/s, high: 120/s, ${peakAt} }`, simulate);
  expect(demand).toMatchObject({ kind: "daily", low: 40, high: 120, peakAt: minutes * MINUTE });
});

test("spikes come in order of time, those after the end left out", () => {
  expect(demandOf("spikes: { at: [9m, 4m, 10m], count: 4000, within: 2s }")).toEqual({
    kind: "spikes",
    at: [4 * MINUTE, 9 * MINUTE],
    count: 4_000,
    within: 2_000_000,
  });
});

test("a trace", () => {
  expect(demandOf("trace: { file: puts.csv, time: minute, count: puts, every: 1m, scale: 1.5 }")).toEqual({
    kind: "counts",
    from: 0,
    every: MINUTE,
    counts: [15, 30],
  });
});

test("a trace that a parent names lies beside the parent", () => {
  const files: Record<string, string> = {
    "base/shop.yaml": scenario("  - { invoke: checkout, trace: { file: puts.csv, time: minute, count: puts } }\n"),
    "base/puts.csv": "minute,puts\n0,7\n",
  };
  const config = configOf("extends: base/shop.yaml\n", { read: (path) => files[path] ?? null });
  expect(config.traffic[0]?.demand).toMatchObject({ counts: [7] });
});

test("windows: phases of one name are one window, united and cut at the end", () => {
  const config = configOf(
    scenario(`
  - name: a
    invoke: checkout
    phases: [{ for: 2m, rate: 1/s }, { name: peak, for: 3m, rate: 1/s }, { name: late, for: 9m, rate: 1/s }]
  - name: b
    invoke: checkout
    phases: [{ name: peak, for: 1m, rate: 1/s }, { for: 3m, rate: 0 }, { name: peak, for: 2m, rate: 1/s }]
  - name: c
    invoke: checkout
    phases: [{ for: 10m, rate: 1/s }, { name: never, for: 1m, rate: 1/s }]
`),
  );
  expect(config.windows).toEqual([
    { name: "late", spans: [{ from: 5 * MINUTE, to: 10 * MINUTE }] },
    {
      name: "peak",
      spans: [
        { from: 0, to: MINUTE },
        { from: 2 * MINUTE, to: 6 * MINUTE },
      ],
    },
  ]);
});
