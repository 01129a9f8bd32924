/** A checked scenario as SimConfig: defaults written out, names sorted, traffic led to its function. */
import type { SimConfig } from "../sim/index.ts";
import type { Checked } from "./checked.ts";
import { namedVersions } from "./parts/aliases/build.ts";
import type { Surroundings, UsedAliases } from "./parts/building.ts";
import { costOf } from "./parts/cost/build.ts";
import { aimOf, handedTo, sourcesOf } from "./parts/handing/build.ts";
import { unitsOf } from "./parts/provisioned/schema.ts";
import { bucketFor } from "./parts/run/examine.ts";
import type { SimulateSpec } from "./parts/run/schema.ts";
import { sourceOf } from "./parts/source/build.ts";
import type { Target } from "./parts/source/target.ts";
import { trafficOf } from "./parts/traffic/build.ts";
import { windowsOf } from "./parts/traffic/demand.ts";
import type { BuiltSystem } from "./system.ts";
import { byName } from "./text/words.ts";
import type { Measurements } from "./values/measurements.ts";

type Body = Omit<SimConfig, "scenario" | "variant" | "changes">;

/** Null when a part is not usable; then the findings say why. */
export function buildBody(
  checked: Checked,
  { system, simulate, measurements }: { system: BuiltSystem; simulate: SimulateSpec; measurements: Measurements },
): Body | null {
  const traffic = checked.traffic.map((part, index) => trafficOf(part, index, { checked, simulate, measurements }));
  if (traffic.includes(null)) return null;
  return {
    seed: simulate.seed,
    horizon: simulate.for,
    ignore: simulate.ignore,
    bucket: simulate.bucket ?? bucketFor(simulate.for),
    ...system,
    sources: checked.sources.flatMap((part) => sourceOf(part, checked, measurements)).sort(byName),
    traffic: traffic.filter((entry) => entry !== null).sort(byName),
    windows: windowsOf(checked.traffic, simulate.for),
    ...costOf(checked),
  };
}

export function surroundingsOf(checked: Checked, simulate: SimulateSpec, measurements: Measurements): Surroundings {
  const clock = { startsAt: simulate.startsAt ?? null, horizon: simulate.for };
  return { used: usedAliases(checked), measurements, clock };
}

/**
 * Versions that functions must have: traffic, sources and other functions name them, or units sit there, which may go
 * and return.
 */
function usedAliases(checked: Checked): UsedAliases {
  const { traffic, sources, functions } = checked;
  const targets = [
    ...traffic.map(({ spec }) => spec?.invoke),
    ...sources.map(({ spec }) => spec?.invokes),
    ...functions.flatMap(({ name, spec }) =>
      unitsOf(spec?.provisioned).map((units) => ({ function: name, qualifier: units.spec.alias })),
    ),
    ...handedTo(checked),
    ...checked.changes.flatMap(({ spec }) => (spec === null ? [] : aimsIn(spec.set))),
    ...namedVersions(checked).map(([name, qualifier]) => ({ function: name, qualifier })),
    ...functions.flatMap(({ name, spec }) =>
      (spec?.updates ?? []).map(({ publish }) => publish && { function: name, qualifier: publish }),
    ),
  ];
  const used = new Map<string, Set<string>>();
  for (const target of targets.filter((each) => each !== undefined && each !== "")) {
    const aliases = used.get(target.function) ?? new Set();
    used.set(target.function, aliases.add(target.qualifier));
  }
  return used;
}

/** What a change may call from then on: `tax:live`, wherever in its settings that stands. */
function aimsIn(value: unknown): Target[] {
  if (typeof value === "string") return /^[A-Za-z0-9_-]+:[A-Za-z0-9_-]+$/.test(value) ? [aimOf(value)] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(aimsIn) : [];
}

/** With the changes of its run, sources are told as far as anything goes into them. */
export const withChanges = (body: Body, changes: SimConfig["changes"]): Body & Pick<SimConfig, "changes"> => ({
  ...body,
  sources: sourcesOf(body.sources, [...body.functions, ...changes.flatMap(({ functions }) => functions)]),
  changes,
});
