/** Changes of settings in generated configs, valid at every moment: AWS's floor on unreserved units holds (CONC-7). */
import fc from "fast-check";
import type { ChangeConfig, DownstreamConfig, FunctionConfig, RegionConfig, SimConfig } from "../../../sim/index.ts";
import { reweighted, routing } from "../aliases.ts";
import { holdersOf, isManaged, unitsOf } from "../settings.ts";
import { claimedIn, FLOOR, free, grant, type Lambda } from "./functions.ts";
import { moment, pick, time, whole } from "./parts.ts";
import { recounted } from "./units.ts";

export const quota = fc.oneof(whole(10, 60), whole(100, 200), whole(200, 3000));

const change = fc.record({
  at: whole(0, 1000),
  what: pick("quota", "reserved", "times", "downstream", "weights", "units", "units"),
  target: whole(0, 3),
  quota,
  reserved: fc.option(whole(0, 40)),
  units: whole(0, 40),
  run: time(0, 2000),
  errors: pick(0, 0.5),
  size: whole(1, 8),
  latency: time(0, 900),
  routing,
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
export const changes = fc.array(change, { maxLength: 3 });

type System = Pick<SimConfig, "regions" | "functions" | "downstreams">;

/** @param lambdas  as drawn, in the order of the functions. */
export function changesOf(
  drawn: readonly Change[],
  start: Omit<SimConfig, "changes">,
  lambdas: readonly Lambda[],
): ChangeConfig[] {
  let system: System = start;
  const sorted = [...drawn].sort((a, b) => a.at - b.at);
  return sorted.map((one) => {
    const before = system;
    system = changed(before, one, lambdas);
    const { regions, functions, downstreams } = system;
    return {
      at: moment((start.horizon * one.at) / 1_000_000),
      why: "",
      set: [one.what],
      regions: regions.filter((region) => !before.regions.includes(region)),
      functions: functions.filter((settings) => !before.functions.includes(settings)),
      downstreams: downstreams.filter((service) => !before.downstreams.includes(service)),
    };
  });
}

function changed(system: System, one: Change, lambdas: readonly Lambda[]): System {
  const { regions, functions, downstreams } = system;
  if (one.what === "quota") return { ...system, regions: lowerOrRaise(one, regions, functions) };
  if (one.what === "downstream") {
    return { ...system, downstreams: downstreams.map((service) => resized(service, one)) };
  }
  // Of those that the change can concern, if there are any.
  const places = functions.map((_, at) => (at + one.target) % functions.length);
  const place = places.find((at) => concerns(one, functions[at]!, lambdas[at]!)) ?? places[0]!;
  const next = altered(functions[place]!, one, system, lambdas[place]!);
  return { ...system, functions: functions.with(place, next) };
}

function concerns({ what }: Change, settings: FunctionConfig, { scaling }: Lambda): boolean {
  const moving = scaling.motion !== "still" && holdersOf(settings).length > 0;
  if (what === "units") return moving;
  return what !== "weights" || (settings.aliases !== undefined && (moving || holdersOf(settings).length === 0));
}

function lowerOrRaise(one: Change, regions: readonly RegionConfig[], functions: readonly FunctionConfig[]) {
  return regions.map((region, at) => {
    if (at !== one.target % regions.length) return region;
    const claims = claimedIn(region, functions);
    return { ...region, concurrency: claims === 0 ? one.quota : Math.max(one.quota, FLOOR + claims) };
  });
}

function altered(settings: FunctionConfig, one: Change, { regions, functions }: System, drawn: Lambda): FunctionConfig {
  const { motion } = drawn.scaling;
  if (one.what === "weights") return reweighted(settings, one.routing, motion === "still");
  if (one.what === "times") return { ...settings, run: one.run, errors: one.errors };
  if (isManaged(settings)) return settings;
  const region = regions.find(({ name }) => name === settings.region)!;
  const others = functions.filter((other) => other !== settings);
  const units = unitsOf(settings);
  const available = free(region, others);
  if (one.what === "units") {
    const { reserved } = settings;
    // What its other versions have stays.
    const most = (now: number): number => Math.max(0, Math.min(one.units, (reserved ?? available) - units + now));
    return recounted(settings, drawn.scaling, most);
  }
  const { reserved } = grant({ reserved: one.reserved, units }, available);
  return { ...settings, reserved: reserved === null ? null : Math.max(reserved, units) };
}

const resized = (service: DownstreamConfig, one: Change): DownstreamConfig => ({
  ...service,
  latency: one.latency,
  limit: service.limit.kind === "pool" ? { kind: "pool", size: one.size } : service.limit,
});
