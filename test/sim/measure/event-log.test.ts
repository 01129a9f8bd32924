/** The event log: one number for one environment, its end however it ends, and the version that an event is about. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { start, type TraceEvent } from "../../../sim/index.ts";
import { constant, functionOf, liveAlias } from "../../helpers/config.ts";
import { lifecycle, update } from "../../helpers/lifecycle.ts";
import { play } from "../../helpers/play.ts";
import { config } from "../../laws/configs/configs.ts";
import { change } from "../kit.ts";

const SHORT_LIVED = {
  idleLifetime: { name: "custom", environment: constant(100), version: null, maxAge: 7200e6 as never },
};
const about = (events: readonly TraceEvent[], name: string): string[] =>
  events
    .filter(({ function: fn, environment }) => fn === name && environment > 0)
    .map(({ atUs, kind, qualifier, environment }) => `${atUs / 1000} ${qualifier} ${kind} ${environment}`);

describe("environments", () => {
  test("PC-6: the end of a unit that is wanted no more is told, and its number is nobody else's", () => {
    const { events } = play({
      functions: { b: { run: 100, provisioned: 2 }, f: { run: 100 } },
      changes: [change(10, { functions: [functionOf("b", { run: 100 })] })],
      traffic: [
        { invoke: "b:live", at: [1000, 9950] },
        { invoke: "f", at: [11_000, 11_000] },
      ],
    });
    expect(about(events, "b")).toEqual([
      "1000 live provisioned 1",
      "1000 live ready 1",
      "1100 live end 1",
      "9950 live provisioned 1",
      "9950 live ready 1",
      "10000 live expire 2",
      "10050 live end 1",
      "10050 live expire 1",
    ]);
    expect(about(events, "f").filter((line) => line.includes("cold"))).toEqual([
      "11000 $LATEST cold 1",
      "11000 $LATEST cold 2",
    ]);
  });

  test("numbers go on over the versions of a function, and over the ends of environments", () => {
    const { events } = play({
      model: SHORT_LIVED,
      functions: { f: { run: 10 } },
      traffic: [
        { invoke: "f", at: [0, 1000] },
        { invoke: "f:live", at: [500, 1500] },
      ],
    });
    expect(about(events, "f").filter((line) => / (cold|expire) /.test(line))).toEqual([
      "0 $LATEST cold 1",
      "110 $LATEST expire 1",
      "500 live cold 2",
      "610 live expire 2",
      "1000 $LATEST cold 3",
      "1110 $LATEST expire 3",
      "1500 live cold 4",
      "1610 live expire 4",
    ]);
  });

  test("LMI-2: environments that have served nobody end with a number of their own", () => {
    const step = { at: [10e6 as never], min: 1, max: 1 };
    const { events } = play({
      functions: { f: { run: 100, managed: { min: 3, max: 3, perEnvironment: 1, schedules: [step] } } },
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(about(events, "f").filter((line) => line.includes("expire"))).toEqual([
      "10000 $LATEST expire 1",
      "10000 $LATEST expire 2",
    ]);
  });

  test("ADM-4: those of replaced code end under the number that they had", () => {
    const { events } = play({
      functions: { f: { run: 10, lifecycle: lifecycle({ updates: [update(5, 2)] }) } },
      traffic: [{ invoke: "f", at: [0, 8000] }],
    });
    expect(about(events, "f").filter((line) => / (cold|expire) /.test(line))).toEqual([
      "0 $LATEST cold 1",
      "7000 $LATEST expire 1",
      "8000 $LATEST cold 2",
    ]);
  });

  test("generated configurations: numbers rise by one, each is of one version, and an end is the last of it", () => {
    fc.assert(
      fc.property(config, (of) => {
        const [versions, ended, breaches] = [new Map<string, string>(), new Set<string>(), [] as string[]];
        const known = new Map<string, number>();
        const run = start(of, {
          onEvent: ({ kind, function: fn, qualifier, environment, atUs }) => {
            if (environment === 0) return;
            const name = `${fn}/${environment}`;
            const most = known.get(fn) ?? 0;
            if (environment > most + 1) breaches.push(`${atUs} ${name}: after ${most}`);
            known.set(fn, Math.max(most, environment));
            if ((versions.get(name) ?? qualifier) !== qualifier) breaches.push(`${atUs} ${name}: ${qualifier}`);
            versions.set(name, qualifier);
            if (ended.has(name)) breaches.push(`${atUs} ${name}: ${kind} after its end`);
            if (kind === "expire") ended.add(name);
          },
        });
        const counted = Object.values(run.finish().functions).map((fn) => fn.environmentsEndedCount);
        if (of.ignore === 0) expect(ended.size).toBe(counted.reduce((all, count) => all + count, 0));
        expect(breaches).toEqual([]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

test("LIM-13: an arrival names the alias that was invoked, what follows the version that was drawn", () => {
  const { events } = play({
    functions: { f: { run: 10, aliases: [liveAlias(1)] } },
    traffic: [{ invoke: "f:live", at: [0] }],
  });
  expect(events.map(({ kind, qualifier }) => `${kind} ${qualifier}`)).toEqual([
    "arrive live",
    "cold 2",
    "ready 2",
    "end 2",
    "answer 2",
  ]);
});
