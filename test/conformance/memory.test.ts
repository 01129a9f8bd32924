/** Memory to speed: worked examples of §13.7 and the model of LIFE-21 to LIFE-24. */
import { describe, expect, test } from "vitest";
import { load } from "../../scenarios/index.ts";
import { atMemory, type CpuUse, type Distribution, milliseconds } from "../../sim/index.ts";

/** Milliseconds of a run of `work` ms, measured as `cpu` says, on another memory. */
function ms(work: number, cpu: Partial<CpuUse>, memoryMb: number): number {
  const law: Distribution = { kind: "constant", value: milliseconds(work) };
  const scaled = atMemory(law, { bound: 1, threads: 1, measuredAtMb: 1769, ...cpu }, memoryMb);
  return scaled.kind === "constant" ? scaled.value / 1000 : Number.NaN;
}

describe("LIFE-21, LIFE-23: CPU is proportional to memory, 1,769 MB make one vCPU", () => {
  test.each([
    { title: "half the memory, twice the time", memoryMb: 884.5, cpu: {}, expected: 200 },
    { title: "twice the memory is of no use to one thread", memoryMb: 3538, cpu: {}, expected: 100 },
    { title: "and halves the time of two", memoryMb: 3538, cpu: { threads: 2 }, expected: 50 },
    { title: "waiting takes its time at any memory", memoryMb: 884.5, cpu: { bound: 0 }, expected: 100 },
    { title: "a run that computes for 60 % of its time", memoryMb: 884.5, cpu: { bound: 0.6 }, expected: 160 },
  ])("$title", ({ memoryMb, cpu, expected }) => {
    expect(ms(100, cpu, memoryMb)).toBeCloseTo(expected, 3);
  });
});

describe("LIFE-22: threads are of use up to the number of visible cores, which steps up with memory", () => {
  const CORES = [
    [128, 1769, 1],
    [1770, 3538, 2],
    [3539, 5307, 3],
    [5308, 7076, 4],
    [7077, 8845, 5],
    [8846, 10_240, 6],
  ] as const;
  const at = (threads: number, memoryMb: number) => ms(100_000, { threads }, memoryMb);

  test.each(CORES)("%i to %i MB: more than %i are of no use", (from, to, cores) => {
    expect([at(cores, from), at(cores, to)]).toEqual([at(6, from), at(6, to)]);
  });

  test.each(CORES.slice(1))("%i to %i MB: fewer than %i do not use them all", (from, to, cores) => {
    const share = 100_000 / (cores - 1);
    expect([at(cores - 1, from), at(cores - 1, to)]).toEqual([share, share].map((ms) => Math.round(ms * 1000) / 1000));
    expect(at(cores, from)).toBeCloseTo((100_000 * 1769) / from, 3);
    expect(at(cores, from)).toBeLessThan(share);
  });

  test("100 s of work on one core last 50 s on two, 33.3 s on three, 17.3 s on all that 10,240 MB give", () => {
    expect([1769, 3538, 5307, 10_240].map((memoryMb) => at(6, memoryMb))).toEqual([
      100_000, 50_000, 33_333.333, 17_275.391,
    ]);
  });
});

describe("EX-43, LIFE-23: the measured Fibonacci curve, 25.2 ms at one vCPU, within 15 % at every memory", () => {
  test.each([
    [128, 376.05],
    [256, 198.56],
    [512, 98.36],
    [1024, 45.31],
    [1536, 30.53],
    [2048, 25.21],
    [2560, 25.36],
    [3008, 25.15],
  ])("%i MB: %f ms", (memoryMb, measured) => {
    const simulated = ms(25.2, {}, memoryMb);
    expect(Math.abs(simulated / measured - 1)).toBeLessThan(0.15);
  });
});

test("EX-42, LIFE-23: AWS's prime sieve is 8 times faster at 1,536 MB than at 128 MB; proportional CPU says 12", () => {
  expect(11_722 / ms(11_722, { measuredAtMb: 128 }, 1536)).toBeCloseTo(12, 4);
  expect(11_722 / 1_465).toBeCloseTo(8, 2);
});

describe("LIFE-24: in a scenario", () => {
  const functionAt = (memory: string) => {
    const loaded = load(
      [
        "version: 1",
        "name: memory",
        "simulate: { for: 1m }",
        "functions:",
        `  f: { memory: ${memory}, init: 300ms, run: { p50: 100ms, p99: 400ms },`,
        "       cpu: { bound: 50%, measuredAt: 1769MB } }",
        "traffic: [{ name: t, invoke: f, phases: [{ for: 1m, rate: 1/s }] }]",
      ].join("\n"),
      "memory.burst.yaml",
    );
    return loaded.ok ? loaded.scenario.config().functions[0]! : null;
  };

  test("both percentiles of a run scale, and Init does not", () => {
    const slow = functionAt("885MB")!;
    expect(functionAt("1769MB")!.run).toEqual({ kind: "lognormal", p50: 100_000, p99: 400_000 });
    expect(slow.run).toEqual({ kind: "lognormal", p50: 149_944, p99: 599_774 });
    expect(slow.init).toEqual(functionAt("1769MB")!.init);
  });
});
