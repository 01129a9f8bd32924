/** Where runs are made: the same results from every place, and nothing more from a run that was given up. */
import { afterEach, describe, expect, test } from "vitest";
import { type Result, simulate } from "../../sim/index.ts";
import type { Ahead, Wanted, Work } from "../../ui/runs/executors/executor.ts";
import { Executors } from "../../ui/runs/executors/executors.ts";
import { configOf, type Literal } from "../helpers/config.ts";

const literal = (perSecond: number): Literal => ({
  functions: { f: { run: 20 } },
  traffic: [{ invoke: "f", rate: perSecond, arrivals: "poisson" }],
});
const configs = [1, 2, 3].map((seed) => configOf({ ...literal(5), seed, seconds: 60 }));
const [first] = configs;
/** Millions of requests: still running when it is given up. */
const longRun = configOf({ ...literal(5000), seconds: 3600 });
const digests = (results: readonly Result[]): string[] => results.map(({ digest }) => digest);

let executors: Executors;
const open = (wanted: Wanted = {}): Executors => {
  executors = new Executors(wanted);
  return executors;
};
afterEach(() => executors.close());

test.each<[string, Wanted, Work]>([
  ["here", { threads: 1 }, {}],
  ["on threads", { threads: 2 }, {}],
  ["apart", { threads: 1 }, { apart: true }],
  ["here, for someone who listens", { threads: 2 }, { listener: () => () => undefined }],
])("the results are the same, in the same order: %s", async (_where, wanted, work) => {
  expect(digests(await open(wanted).simulate(configs, work))).toEqual(
    digests(configs.map((config) => simulate(config))),
  );
});

test("on threads it is told how many runs have ended", async () => {
  const told: Ahead[] = [];
  const onProgress = (ahead: Ahead): void => void told.push(ahead);
  await open({ threads: 2 }).simulate(configs, { onProgress });
  expect(told).toEqual([1, 2, 3].map((ended) => ({ ended, doneMs: null })));
});

test("events are heard run after run", async () => {
  const heard: [number, number][] = [];
  const listener: Work["listener"] = ({ seed }) => {
    heard.push([seed, 0]);
    return () => {
      heard.at(-1)![1] += 1;
    };
  };
  await open({ threads: 4 }).simulate(configs, { listener });
  expect(heard.map(([seed]) => seed)).toEqual([1, 2, 3]);
  expect(heard.every(([, events]) => events > 0)).toBe(true);
});

describe.each([[{ apart: true }], [{}]])("a run that was given up (%j)", (where) => {
  test("ends with the reason, and says nothing any more", async () => {
    const stop = new AbortController();
    const told: Ahead[] = [];
    const onProgress = (ahead: Ahead): void => {
      told.push(ahead);
      stop.abort(new Error("another run is wanted"));
    };
    const run = open().one(longRun, { ...where, signal: stop.signal, onProgress });
    await expect(run).rejects.toThrow("another run is wanted");
    const known = told.length;
    expect((await executors.one(first!, where)).digest).toBe(simulate(first!).digest);
    expect(told).toHaveLength(known);
  });

  test("by its deadline is the user's to know", async () => {
    const run = open().one(longRun, { ...where, deadline: performance.now() });
    await expect(run).rejects.toMatchObject({ problem: { id: "time-limit" } });
  });
});
