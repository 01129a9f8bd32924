/** Each known breach is still there, and nowhere else: where one has been mended its row in `known.ts` must go. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AutoscaleConfig,
  type FunctionConfig,
  type Instant,
  milliseconds,
  type ProvisionedConfig,
  type SimConfig,
  seconds,
} from "../../sim/index.ts";
import { configOf, type Literal, liveAlias } from "../helpers/config.ts";
import { LAWS } from "./check.ts";
import { config } from "./configs/configs.ts";
import { KNOWN, unknownOf } from "./known.ts";
import { observe } from "./runs/observed.ts";
import { unitsMayCome } from "./settings.ts";

/** The config, in which the only function named so differs from this second on. */
function changing(literal: Literal, at: number, alter: (settings: FunctionConfig) => FunctionConfig): SimConfig {
  const before = configOf(literal);
  const functions = before.functions.filter(({ name }) => name === "f").map(alter);
  const change = { at: seconds(at) as number as Instant, why: "", set: ["f"], regions: [], downstreams: [] };
  return { ...before, changes: [{ ...change, functions }] };
}

const withLive = (provisioned: ProvisionedConfig) => (settings: FunctionConfig) => ({
  ...settings,
  versions: settings.versions.map((one) => (one.qualifier === "live" ? { ...one, provisioned } : one)),
});
const count = (units: number): ProvisionedConfig => ({
  count: units,
  allocateAtStart: false,
  initErrors: 0,
  autoscale: null,
  schedules: [],
});

const autoscale: AutoscaleConfig = {
  min: 1,
  max: 6,
  target: 0.5,
  highPoints: 1,
  lowPoints: 15,
  statistic: "average",
  scaleInCooldown: milliseconds(0),
  scaleOutCooldown: milliseconds(0),
};
const busy = [{ invoke: "f:live", rate: 2 }];

/** Units of `live` go from version 1 to version 2 while all of them are busy. */
const moving = (reserved: number | null): SimConfig =>
  changing(
    {
      seconds: 250,
      functions: {
        f: {
          run: 150_000,
          reserved,
          aliases: [{ name: "live", version: "1", additional: null, provisioned: count(5) }],
        },
      },
      traffic: [{ invoke: "f:live", at: [50_000, 50_000, 50_000, 50_000, 50_000] }],
    },
    100,
    (settings) => ({ ...settings, aliases: settings.aliases!.map((alias) => ({ ...alias, version: "2" })) }),
  );

/** 25 units divided over two versions, of which so many are there, become one: it comes on version 1, 2 is busy. */
const shrinking: SimConfig = changing(
  {
    seconds: 100,
    model: { provisionedPerMinute: 30, provisionedPreparation: seconds(5) },
    functions: {
      f: {
        run: 5000,
        aliases: [liveAlias(0.25, { count: 25, allocateAtStart: true })],
      },
    },
    traffic: [{ invoke: "f:live", at: Array(13).fill(40_000) }],
  },
  41,
  (settings) => ({
    ...settings,
    aliases: settings.aliases!.map((alias) => ({ ...alias, provisioned: { ...alias.provisioned!, count: 1 } })),
  }),
);

const CASES: readonly [law: string, number: string, config: SimConfig][] = [
  [
    "RES-1:",
    "t03",
    configOf({
      seconds: 200,
      functions: { f: { run: 150_000, reserved: 2, provisioned: { count: 2, allocateAtStart: true } } },
      traffic: [{ invoke: "f:live", at: [0, 0, 100_000, 100_000] }],
    }),
  ],
  [
    "CONC-2:",
    "t04",
    changing(
      {
        seconds: 150,
        concurrency: 110,
        functions: { f: { run: 1000 }, g: { run: 140_000 } },
        traffic: [
          { invoke: "g", at: Array(105).fill(0) },
          { invoke: "f:live", at: Array(10).fill(120_000) },
        ],
      },
      10,
      withLive(count(10)),
    ),
  ],
  [
    "PC-2:",
    "t01",
    configOf({
      seconds: 61,
      functions: { f: { run: 1000, reserved: 2, provisioned: { count: 2, autoscale } } },
      traffic: busy,
    }),
  ],
  ["PC-2:", "t02", moving(5)],
  [
    "PC-3, CONC-8:",
    "t01",
    configOf({
      seconds: 61,
      concurrency: 102,
      functions: { f: { run: 1000, provisioned: { count: 2, autoscale } } },
      traffic: busy,
    }),
  ],
  ["CONC-9, PC-20:", "t02", moving(null)],
  ["MET-8, CONC-9, CONC-10:", "t02", moving(null)],
  ["CONC-9, PC-20:", "t02", shrinking],
  ["MET-8, CONC-9, CONC-10:", "t02", shrinking],
  [
    "PC-4: the units that",
    "t05",
    changing(
      {
        seconds: 200,
        model: { provisionedPerMinute: 60 },
        functions: { f: { provisioned: { ...count(30), allocateAtStart: true, initErrors: 1e-12 } } },
      },
      10,
      withLive({ ...count(60), initErrors: 1e-12 }),
    ),
  ],
];

test.each(CASES)("%s is still broken by %s, in a config of which that is known", (title, _case, of) => {
  const law = LAWS.find((one) => one.title.startsWith(title))!;
  const run = observe(of);
  expect(law.breaches(run)).not.toEqual([]);
  expect(unknownOf(law, run)).toEqual([]);
});

test("every known breach is shown, and belongs to a law", () => {
  expect(KNOWN.map((one) => [one.law, one.case])).toEqual(CASES.map(([law, number]) => [law, number]));
  const titles = LAWS.map(({ title }) => title);
  expect(KNOWN.filter(({ law }) => titles.filter((title) => title.startsWith(law)).length !== 1)).toEqual([]);
});

describe("what is known is narrow", () => {
  test("nothing is, where no units come during a run", () => {
    const still = fc
      .sample(config, { numRuns: 200, seed: 2 })
      .filter((of) => of.functions.every(({ name }) => !unitsMayCome(of, name)));
    expect(still.length).toBeGreaterThan(50);
    expect(still.flatMap((of) => KNOWN.flatMap(({ where }) => where(of)))).toEqual([]);
  });

  test("nor is it of a neighbour in whose Region it happens", () => {
    const law = LAWS.find(({ title }) => title.startsWith("RES-1:"))!;
    const run = observe(CASES[0]![2]);
    const renamed = { ...run, config: { ...run.config, functions: [{ ...run.config.functions[0]!, name: "g" }] } };
    expect(unknownOf(law, renamed)).not.toEqual([]);
  });
});
