/** What changes while a source is at work: limits, units, routes, memory, how events are retried. */
import fc from "fast-check";
import {
  type ChangeConfig,
  FACTS,
  type FunctionConfig,
  type ProvisionedConfig,
  type RegionConfig,
  seconds,
} from "../../sim/index.ts";
import { constant } from "../helpers/config.ts";
import { claimedIn, free, grant } from "../laws/configs/functions.ts";
import { pick, whole } from "../laws/configs/parts.ts";
import { isManaged, mostUnitsOf } from "../laws/settings.ts";
import { change } from "../sim/kit.ts";

const FLOOR = FACTS.unreservedFloor.value;

/** Full at once, in the course of a run, or never. */
export const quota = pick(1, 2, 110, 1000);

const drawn = fc.record({
  /** In tenths of the run. */
  at: whole(1, 9),
  what: pick("reserved", "quota", "units", "routing", "memory", "async", "errors"),
  reserved: pick(null, 0, 2, 5),
  quota,
  units: whole(0, 4),
  weight: pick(0, 0.5, 1),
  retries: whole(0, 2),
  maxAgeSeconds: pick(60, 90),
  onFailure: pick(null, "failures", "others"),
  errors: pick(0, 0.5),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;
export const changes = fc.array(drawn, { maxLength: 3 });

/** The Region and all functions in it, of which the first is the one that changes. */
interface System {
  readonly region: RegionConfig;
  readonly functions: readonly FunctionConfig[];
}

/** CONC-7: a quota leaves so much beside what functions claim. */
export function withQuota({ region, functions }: System, wanted: number): System {
  const claims = claimedIn(region, functions);
  return { region: { ...region, concurrency: claims === 0 ? wanted : Math.max(wanted, FLOOR + claims) }, functions };
}

/** RES-6, PC-2: a reservation of what is free, that holds the units there are; AWS refuses one where nothing is. */
export function reserving({ region, functions }: System, wanted: number | null): FunctionConfig {
  const [settings, ...others] = functions as [FunctionConfig, ...FunctionConfig[]];
  if (wanted === null || isManaged(settings)) return { ...settings, reserved: null };
  const units = mostUnitsOf(settings);
  const { reserved } = grant({ reserved: wanted, units }, free(region, others));
  if (wanted > 0 && reserved === 0 && units === 0) return { ...settings, reserved: null };
  return { ...settings, reserved: Math.max(reserved!, units) };
}

/** PC-2, PC-3: units of its only holder, within the reservation or what is free. */
function counting({ region, functions }: System, wanted: number): FunctionConfig {
  const [settings, ...others] = functions as [FunctionConfig, ...FunctionConfig[]];
  const count = Math.min(wanted, settings.reserved ?? free(region, others));
  const counted = <T extends { readonly provisioned: ProvisionedConfig | null }>(one: T): T =>
    one.provisioned === null ? one : { ...one, provisioned: { ...one.provisioned, count } };
  return {
    ...settings,
    versions: settings.versions.map(counted),
    ...(settings.aliases === undefined ? {} : { aliases: settings.aliases.map(counted) }),
  };
}

/** LIM-13, PC-15. */
const routing = (settings: FunctionConfig, weight: number): FunctionConfig =>
  settings.aliases === undefined
    ? settings
    : { ...settings, aliases: settings.aliases.map((one) => ({ ...one, additional: { version: "2", weight } })) };

/** Twice the memory, half the time. */
function growing(settings: FunctionConfig): FunctionConfig {
  const { run, memoryMb } = settings;
  if (isManaged(settings) || run.kind !== "constant") return settings;
  return { ...settings, memoryMb: memoryMb * 2, run: constant(Math.ceil(run.value / 2000)) };
}

function retrying(settings: FunctionConfig, { retries, maxAgeSeconds, onFailure }: Drawn): FunctionConfig {
  const target = settings.durable === null ? onFailure : null;
  return { ...settings, async: { ...settings.async, retries, maxAge: seconds(maxAgeSeconds), onFailure: target } };
}

function altered(system: System, one: Drawn): FunctionConfig {
  const [settings] = system.functions as [FunctionConfig];
  switch (one.what) {
    case "reserved":
      return reserving(system, one.reserved);
    case "units":
      return counting(system, one.units);
    case "routing":
      return routing(settings, one.weight);
    case "memory":
      return growing(settings);
    case "async":
      return retrying(settings, one);
    default:
      return { ...settings, errors: one.errors };
  }
}

/** Each on top of those before. */
export function changesOf(all: readonly Drawn[], start: System, lengthSeconds: number): ChangeConfig[] {
  let system = start;
  return all
    .toSorted((a, b) => a.at - b.at)
    .map((one) => {
      const second = (one.at * lengthSeconds) / 10;
      if (one.what === "quota") {
        system = withQuota(system, one.quota);
        return change(second, { set: ["quota"], regions: [system.region] });
      }
      const [, ...others] = system.functions;
      const next = altered(system, one);
      system = { ...system, functions: [next, ...others] };
      return change(second, { set: [one.what], functions: [next] });
    });
}
