/** A source that acts by itself, from what its type declares to the result: here a bell, which only this test knows. */
import { describe, expect, test } from "vitest";
import { openDoor } from "../../../sim/core/host/doors.ts";
import { type Duration, type Instant, SOURCE_TYPES, seconds } from "../../../sim/index.ts";
import { Outcome } from "../../../sim/lambda/front/outcomes.ts";
import { Simulation } from "../../../sim/simulation.ts";
import type { NodeType, World } from "../../../sim/sources/node.ts";
import { flow, gauge, metricOf, number, time } from "../../../sim/vocabulary/metrics/metric.ts";
import { Admission } from "../../../sim/vocabulary/throttles.ts";
import { configOf, constant, type Literal } from "../../helpers/config.ts";

const metric = metricOf("source");
const METRICS = [
  metric("rings", flow("ringsCount"), "rings", { series: true, cloudWatch: "Rings", namespace: "AWS/Bells" }),
  metric("unheard", number("unheardCount"), "rings that were refused"),
  metric("ringing", gauge("ringing"), "rings that wait for an answer"),
  metric("echo", time("echoMs"), "from a ring to its answer"),
] as const;

/** A made-up charge, at the price of a request (LP-1). */
const CHARGES = [{ kind: "requests", field: "ringsCount" }] as const;

const EVERY = seconds(1);
const AIM = { function: "f", qualifier: "$LATEST" };

/** Rings every second, and now and then a little later. */
function bell(world: World<typeof METRICS>) {
  const invoke = world.invokes(AIM);
  const luck = world.luck("late");
  const rung: Instant[] = [];
  const ring = (now: Instant): void => {
    world.count(now, "ringsCount");
    world.change(now, "ringing", 1);
    if (invoke(now, rung.push(now) - 1) >= Admission.ReservedZero) {
      world.count(now, "unheardCount");
      world.change(now, "ringing", -1);
    }
    world.at((now + EVERY + Math.floor(luck.uniform() * 1000)) as Instant, ring);
  };
  return {
    begin: () => ring(0 as Instant),
    onOutcome(now: Instant, item: number, outcome: Outcome): void {
      world.change(now, "ringing", -1);
      if (outcome === Outcome.Success) world.time(now, "echoMs", (now - rung[item]!) as Duration);
    },
  };
}

/** Under the name of a topic, so that a config may have it. */
const TYPES: Readonly<Record<string, NodeType>> = {
  sns: { is: { ...SOURCE_TYPES.sns, metrics: METRICS, charges: CHARGES }, open: (_config, world) => bell(world) },
};

const belfry = (name: string) => ({ name, type: "sns" as const, delivery: constant(0), invokes: AIM });

function rung(literal: Literal, slices = false) {
  const sources = [belfry("tower")];
  const simulation = new Simulation(configOf({ seconds: 10, sources, ...literal }), {}, openDoor("js"), TYPES);
  if (slices) for (let ms = 0; ms < 10_000; ms += 333) simulation.advanceTo(ms);
  return simulation.finish();
}

describe("a bell that rings every second for 10 seconds", () => {
  test("is counted as a source that invokes, and counts what it declares", () => {
    const { tower } = rung({ functions: { f: { run: 100 } } }).sources;
    expect(tower).toMatchObject({ requestsCount: 10, succeededCount: 10, attemptsCount: 10 });
    expect(tower).toMatchObject({ ringsCount: 10, unheardCount: 0, echoMsSamples: 10, echoMsMin: 100, echoMsMax: 100 });
    expect(tower).toMatchObject({ ringingMax: 1, ringingLast: 0, ringingMean: 0.1 });
  });

  test("ADM-1: hears of a refusal at once, and of nothing else then", () => {
    const { sources, functions } = rung({ functions: { f: { run: 2500, reserved: 1 } } });
    // It rings at 0, 3, 6 and 9 s into a free unit.
    expect(functions.f).toMatchObject({ invocationsCount: 4, throttlesCount: 6 });
    expect(sources.tower).toMatchObject({ ringsCount: 10, unheardCount: 6, throttledCount: 6, echoMsSamples: 3 });
    expect(sources.tower).toMatchObject({ pendingCount: 1, ringingLast: 1 });
  });

  test("has series, CloudWatch's metrics and histograms, and nobody else has", () => {
    const { series, metrics, sources } = rung({ functions: { f: { run: 100 } } });
    expect(series.sources).toEqual({ tower: { ringsCount: Array(10).fill(1) } });
    expect(metrics.sources).toEqual({ tower: { "AWS/Bells": { Rings: [10] } } });
    expect(Object.keys(sources.tower!.histograms)).toEqual(["latencyMs", "echoMs"]);
    expect(rung({ functions: { f: {} }, sources: [] }).series.sources).toBeUndefined();
  });

  test("is charged for what its type says, in the order of names, wherever it is declared", () => {
    const sources = [belfry("west"), belfry("east")];
    const { cost } = rung({ functions: { f: { run: 100 } }, sources });
    expect(cost.lines.filter(({ subjectKind }) => subjectKind === "source")).toMatchObject([
      { subject: "east", price: "LP-1", quantity: 10, usd: 0.000002 },
      { subject: "west", price: "LP-1", quantity: 10, usd: 0.000002 },
    ]);
  });

  test("gives the same whatever the slices, and other moments with another seed", () => {
    const literal: Literal = { functions: { f: { run: 700, reserved: 1 } } };
    expect(rung(literal, true).digest).toBe(rung(literal).digest);
    expect(rung({ ...literal, seed: 2 }).digest).not.toBe(rung(literal).digest);
  });
});
