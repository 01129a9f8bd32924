/** How long environments stay idle, and who of them is chosen and ends. */
import { describe, expect, test } from "vitest";
import type { RegionModel } from "../../../sim/index.ts";
import { seconds } from "../../../sim/index.ts";
import { MEASURED_2020 } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { burst, functionIn, range } from "../kit.ts";

const atSeconds = (...moments: number[]): number[] => moments.map((moment) => moment * 1000);

describe("LIFE-13: idle lifetimes of measured-2020", () => {
  const kinds = (seconds: number, ...at: number[]) =>
    play({
      seconds,
      functions: { f: { run: 1000 } },
      traffic: [{ invoke: "f", at: atSeconds(...at) }],
    }).timeline.filter((line) => !line.includes(" end "));

  test("640 s after a run of 1 s a version loses its environments: warm at 640.999 s, cold at 641 s", () => {
    expect(kinds(900, 0, 640.999)).toEqual(["0ms f#1 cold on 1", "640999ms f#2 warm on 1"]);
    expect(kinds(900, 0, 641)).toEqual(["0ms f#1 cold on 1", "641000ms f expire on 1", "641000ms f#2 cold on 2"]);
  });

  test("each run begins the 640 s anew", () => {
    expect(kinds(2000, 0, 600, 1200, 1800)).toEqual([
      "0ms f#1 cold on 1",
      "600000ms f#2 warm on 1",
      "1200000ms f#3 warm on 1",
      "1800000ms f#4 warm on 1",
    ]);
  });

  test("a spare environment of an active version ends after 1,300 s idle", () => {
    // Two at 0; from then on one is enough. The other has been idle since 1 s.
    const lines = kinds(1500, 0, 0, ...range(7, 1).map((turn) => turn * 200));
    expect(lines.filter((line) => line.includes("expire"))).toEqual(["1301000ms f expire on 2"]);
  });

  test("all idle environments of a version end together, those of another stay", () => {
    const { timeline } = play({
      seconds: 900,
      functions: { f: { run: 1000 } },
      traffic: [
        { invoke: "f", demand: burst(0, 3) },
        { invoke: "f:live", at: atSeconds(0, 500) },
      ],
    });
    expect(timeline.filter((line) => line.includes("expire"))).toHaveLength(3);
    expect(timeline.filter((line) => line.startsWith("641000ms f expire"))).toHaveLength(3);
  });

  test("a run longer than 640 s keeps its version in use until it ends: 640 s more from there", () => {
    const { timeline, result } = play({
      seconds: 2000,
      functions: { f: { run: 900_000 } },
      traffic: [{ invoke: "f", at: [0] }],
    });
    expect(timeline).toEqual(["0ms f#1 cold on 1", "900000ms f#1 end success", "1540000ms f expire on 1"]);
    const f = functionIn(result, "f");
    expect(f).toMatchObject({ environmentsMean: 0.77, warmMean: 0.32, environmentsEndedCount: 1 });
  });

  test("the clock starts when the function is idle: a job of 630 s every 660 s is warm", () => {
    const { result } = play({
      seconds: 7000,
      functions: { f: { run: 630_000 } },
      traffic: [{ invoke: "f", at: atSeconds(...range(10).map((turn) => turn * 660)) }],
    });
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 10, coldStartsCount: 1 });
  });

  test("what is idle stays while another run of the version lasts, for 1,300 s, and goes 640 s after that", () => {
    const jobs = (long: number) =>
      play({
        seconds: 3000,
        functions: { f: { run: 0 } },
        traffic: [
          { invoke: "f", demand: { kind: "times", times: [0 as never], durations: [seconds(long)] } },
          { name: "short", invoke: "f", at: [1000] },
        ],
      }).timeline.filter((line) => line.includes("expire"));
    expect(jobs(900)).toEqual(["1301000ms f expire on 2", "1540000ms f expire on 1"]);
    expect(jobs(100)).toEqual(["740000ms f expire on 2", "740000ms f expire on 1"]);
  });

  test("an environment that ends as its run does makes the others idle, too", () => {
    const { timeline } = play({
      seconds: 9000,
      model: { idleLifetime: { ...MEASURED_2020, maxAge: seconds(700) } },
      functions: { f: { run: 0 } },
      traffic: [
        { invoke: "f", demand: { kind: "times", times: [0 as never], durations: [seconds(800)] } },
        { name: "short", invoke: "f", at: [500_000] },
      ],
    });
    expect(timeline.filter((line) => line.includes("expire"))).toEqual([
      "800000ms f expire on 1",
      "1200000ms f expire on 2",
    ]);
  });

  test("PC-13: provisioned units never end", () => {
    const { result } = play({ seconds: 10_000, functions: { f: { provisioned: 3 } } });
    expect(functionIn(result, "f")).toMatchObject({ environmentsMin: 3, warmMin: 3, environmentsEndedCount: 0 });
  });
});

describe("LIFE-13: other lifetimes", () => {
  const fixed = (environment: number): Partial<RegionModel> => ({
    idleLifetime: {
      name: "custom",
      environment: { kind: "constant", value: seconds(environment) },
      version: null,
      maxAge: seconds(7200),
    },
  });

  test("600 s after its last use, without a rule for the version", () => {
    const { timeline } = play({
      seconds: 2000,
      model: fixed(600),
      functions: { f: { run: 1000 } },
      traffic: [{ invoke: "f", at: atSeconds(0, 600.999, 1202) }],
    });
    expect(timeline.filter((line) => !line.includes(" end "))).toEqual([
      "0ms f#1 cold on 1",
      "600999ms f#2 warm on 1",
      "1201999ms f expire on 1",
      "1202000ms f#3 cold on 2",
      "1803000ms f expire on 2",
    ]);
  });

  test("each idle time is drawn anew: a law from 100 to 200 s", () => {
    const { events } = play({
      seconds: 400,
      model: {
        idleLifetime: {
          ...MEASURED_2020,
          environment: { kind: "uniform", min: seconds(100), max: seconds(200) },
          version: null,
        },
      },
      functions: { f: { run: 1000 } },
      traffic: [{ invoke: "f", demand: burst(0, 50) }],
    });
    const ends = events.filter(({ kind }) => kind === "expire").map(({ atUs }) => atUs / 1e6 - 1);
    expect(new Set(ends).size).toBe(50);
    expect(ends.filter((end) => end < 100 || end > 200)).toEqual([]);
    expect([Math.min(...ends) < 110, Math.max(...ends) > 190]).toEqual([true, true]);
  });
});

describe("LIFE-14: the oldest age of an environment", () => {
  const aged = (maxAge: number, run: number, ...at: number[]) =>
    play({
      seconds: 200,
      model: { idleLifetime: { ...MEASURED_2020, maxAge: seconds(maxAge) } },
      functions: { f: { run } },
      traffic: [{ invoke: "f", at: atSeconds(...at) }],
    }).timeline;

  test("an idle environment ends at that age, however recently it was used", () => {
    expect(aged(100, 1000, 0, 98)).toEqual([
      "0ms f#1 cold on 1",
      "1000ms f#1 end success",
      "98000ms f#2 warm on 1",
      "99000ms f#2 end success",
      "100000ms f expire on 1",
    ]);
  });
  test("a busy one ends when its request does, also at exactly that age", () => {
    expect(aged(100, 2000, 0, 99)).toContain("101000ms f expire on 1");
    expect(aged(100, 2000, 0, 98)).toContain("100000ms f expire on 1");
    expect(aged(100, 2000, 0, 99).filter((line) => line.includes("f#2"))).toContain("101000ms f#2 end success");
  });
});

describe("LIFE-15: which idle environment serves next", () => {
  // Three environments, idle since 10, 11 and 12 s; then one request at a time.
  const picked = (pick: RegionModel["pick"], seed = 1) =>
    play({
      seed,
      seconds: 60,
      model: { pick },
      functions: { f: { run: 10_000 } },
      traffic: [{ invoke: "f", at: atSeconds(0, 1, 2, 20, 35) }],
    })
      .events.filter(({ kind }) => kind === "warm")
      .map(({ environment }) => environment);

  test("most recent: the one idle since 12 s, and that one again", () => {
    expect(picked("most-recent")).toEqual([3, 3]);
  });
  test("least recent: the one idle since 10 s, then the one since 11 s", () => {
    expect(picked("least-recent")).toEqual([1, 2]);
  });
  test("random: over seeds every environment is met", () => {
    const first = range(20, 1).map((seed) => picked("random", seed)[0]);
    expect([...new Set(first)].sort()).toEqual([1, 2, 3]);
  });
  test("equal moments of release: the lowest number first", () => {
    const { events } = play({
      functions: { f: { run: 1000 } },
      traffic: [
        { invoke: "f", demand: burst(0, 4) },
        { invoke: "f", demand: burst(5, 3) },
      ],
    });
    const warm = events.filter(({ kind }) => kind === "warm").map(({ environment }) => environment);
    expect(warm).toEqual([1, 2, 3]);
  });
});

test("CONC-6, ADM-3: an environment freed at t serves a request that arrives at t", () => {
  const { timeline } = play({ functions: { f: { run: 100 } }, traffic: [{ invoke: "f", at: [0, 99.999, 100] }] });
  expect(timeline.filter((line) => !line.includes("end"))).toEqual([
    "0ms f#1 cold on 1",
    "99.999ms f#2 cold on 2",
    "100ms f#3 warm on 1",
  ]);
});
