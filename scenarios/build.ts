/** A checked scenario as SimConfig: defaults written out, names sorted, traffic led to its function. */
import type {
  ClientConfig,
  Distribution,
  Duration,
  RetryMode,
  SimConfig,
  SourceConfig,
  TrafficConfig,
} from "../sim/index.ts";
import { eventRequests } from "../sim/index.ts";
import type { Checked, Part } from "./checked.ts";
import { namedVersions } from "./parts/aliases/build.ts";
import { buildSystem, type Surroundings, type UsedAliases } from "./parts/function/build.ts";
import { bucketFor } from "./parts/run/examine.ts";
import { demandOf, windowsOf } from "./parts/traffic/demand.ts";
import type { TrafficSpec } from "./parts/traffic/schema.ts";
import type { SimulateSpec } from "./schema.ts";
import { byName } from "./text/words.ts";
import type { Measurements } from "./values/measurements.ts";

const NO_DELAY: Distribution = { kind: "constant", value: 0 as Duration };

/** SDK-1 to SDK-6: attempts in all. */
const ATTEMPTS: Readonly<Record<RetryMode, number>> = {
  none: 1,
  "standard-2026": 3,
  adaptive: 3,
  "legacy-python": 5,
  "standard-python": 3,
  "standard-js": 3,
  "legacy-java": 4,
};

/** What a caller does unless the scenario says otherwise (SDK-7). */
const DEFAULT_CLIENT: NonNullable<TrafficSpec["client"]> = { retry: "standard-2026", clients: 1 };

type Body = Omit<SimConfig, "scenario" | "variant" | "changes">;

/** Null when a part is not usable; then the findings say why. */
export function buildBody(checked: Checked, measurements: Measurements): Body | null {
  const { simulate } = checked;
  if (simulate === null) return null;
  const system = buildSystem(checked, surroundingsOf(checked, simulate, measurements));
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

/** Versions that functions must have: traffic and sources name them, or units sit there, which may go and return. */
function usedAliases(checked: Checked): UsedAliases {
  const { traffic, sources, functions } = checked;
  const targets = [
    ...traffic.map(({ spec }) => spec?.invoke),
    ...sources.map(({ spec }) => spec?.invokes),
    ...functions.map(({ name, spec }) => spec?.provisioned && { function: name, qualifier: spec.provisioned.alias }),
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

/** Nothing where the scenario says nothing. */
function costOf({ cost }: Checked): Pick<SimConfig, "cost"> {
  if (cost === null) return {};
  const own = Object.entries(cost.prices).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { cost: { ...cost, prices: Object.fromEntries(own) } };
}

function sourceOf(
  { name, path, spec }: Checked["sources"][number],
  { tree }: Checked,
  measurements: Measurements,
): SourceConfig[] {
  if (spec === null) return [];
  if (spec.type === "direct") return [{ name, type: spec.type, delivery: NO_DELAY }];
  const delivery = measurements.distribution(tree, [...path, "delivery"], spec.delivery) ?? NO_DELAY;
  return [{ name, type: spec.type, delivery }];
}

function trafficOf(
  { path, spec }: Part<TrafficSpec>,
  index: number,
  { checked, simulate, measurements }: { checked: Checked; simulate: SimulateSpec; measurements: Measurements },
): TrafficConfig | null {
  if (spec === null) return null;
  const source = checked.sources.find(({ name }) => name === spec.into)?.spec;
  const target = spec.invoke ?? source?.invokes;
  const demand = demandOf({ path, spec }, { tree: checked.tree, simulate, measurements });
  if (demand === null || target === undefined) return null;
  const invocationType =
    source === undefined || source === null ? (spec.invocationType ?? "RequestResponse") : typeOf(source);
  return {
    name: spec.name ?? `traffic-${index + 1}`,
    function: target.function,
    qualifier: target.qualifier,
    source: spec.into ?? null,
    invocationType,
    arrivals: spec.arrivals,
    demand,
    client: invocationType === "Event" ? null : clientOf(spec.client ?? DEFAULT_CLIENT),
    tenants: spec.tenants ?? null,
    ...(invocationType === "Event" ? sizeOf(spec) : {}),
  };
}

/** PR-R5: what is larger than an event may be is charged as several requests. */
function sizeOf({ payload = 0 }: TrafficSpec): Pick<TrafficConfig, "requestsPerEvent"> {
  const requestsPerEvent = eventRequests(payload);
  return requestsPerEvent === 1 ? {} : { requestsPerEvent };
}

/** INV-2: what AWS pushes is always asynchronous. */
const typeOf = (source: NonNullable<Checked["sources"][number]["spec"]>): TrafficConfig["invocationType"] =>
  source.type === "direct" ? source.invocationType : "Event";

const clientOf = ({ retry, attempts, timeout, clients }: NonNullable<TrafficSpec["client"]>): ClientConfig => ({
  retry,
  attempts: attempts ?? ATTEMPTS[retry],
  timeout: timeout ?? null,
  clients,
});
