/** The Region of a source that acts by itself: that of all functions that it invokes. */
import { expect, test } from "vitest";
import { openDoor } from "../../../sim/core/host/doors.ts";
import { type Instant, SOURCE_TYPES } from "../../../sim/index.ts";
import { Simulation } from "../../../sim/simulation.ts";
import type { NodeType, World } from "../../../sim/sources/node.ts";
import { flow, metricOf } from "../../../sim/vocabulary/metrics/metric.ts";
import { configOf, constant, PLAIN_MODEL } from "../../helpers/config.ts";

const METRICS = [metricOf("source")("rings", flow("ringsCount"), "rings", { cloudWatch: "Rings" })] as const;
const FUNCTIONS = { here: { region: "eu-west-1" }, there: { region: "us-east-1" }, near: { region: "us-east-1" } };

/** Rings once for each function. */
function bell(world: World<typeof METRICS>, names: readonly string[]) {
  const invokes = names.map((name) => world.invokes({ function: name, qualifier: "$LATEST" }));
  return {
    begin(): void {
      world.count(0 as Instant, "ringsCount");
      for (const [item, invoke] of invokes.entries()) invoke(0 as Instant, item);
    },
    onOutcome(): void {},
  };
}

function regionOf(...names: string[]): string | undefined {
  const types: Readonly<Record<string, NodeType>> = {
    sns: { is: { ...SOURCE_TYPES.sns, metrics: METRICS }, open: (_config, world) => bell(world, names) },
  };
  const regions = ["eu-west-1", "us-east-1"].map((name) => ({ name, concurrency: 1000, model: PLAIN_MODEL }));
  const sources = [{ name: "tower", type: "sns" as const, delivery: constant(0) }];
  const simulation = new Simulation(configOf({ regions, functions: FUNCTIONS, sources }), {}, openDoor("js"), types);
  return simulation.finish().sources.tower!.region;
}

test.each([
  ["one function", ["there"], "us-east-1"],
  ["two of one Region", ["there", "near"], "us-east-1"],
  ["functions of two Regions: none", ["here", "there"], undefined],
  ["the first Region's", ["here"], "eu-west-1"],
])("%s", (_title, names, region) => {
  expect(regionOf(...names)).toBe(region);
});

test("a source that counts nothing by itself has none", () => {
  const sources = [{ name: "plain", type: "s3" as const, delivery: constant(0) }];
  const traffic = [{ invoke: "f", event: true, source: "plain", at: [0] }];
  const simulation = new Simulation(configOf({ functions: { f: {} }, sources, traffic }), {}, openDoor("js"));
  expect(simulation.finish().sources.plain).not.toHaveProperty("region");
});
