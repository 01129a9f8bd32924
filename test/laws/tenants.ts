/** Tenants in generated configs, and the laws of the environments that belong to them. */
import fc from "fast-check";
import type { CallConfig, FunctionConfig, SendConfig, SimConfig, TenancyConfig, TraceEvent } from "../../sim/index.ts";
import { pick } from "./configs/parts.ts";
import { withoutHanding } from "./handing.ts";
import type { Law } from "./law.ts";
import { isStart, namesEnvironments } from "./runs/attempts.ts";
import type { Observed } from "./runs/observed.ts";
import { InForce, regionLimitsOver } from "./runs/units-over-time.ts";
import { isManaged, Settings, unitsMayEnd, versionsInvoked } from "./settings.ts";

/** Which functions have tenancy, most often none. */
export const tenancy = fc.record({
  functions: fc.oneof(
    { weight: 2, arbitrary: pick<boolean[]>([false, false, false, false]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }) },
  ),
  share: pick<TenancyConfig["share"]>("pool", "quota"),
  count: pick(1, 3, 40, 500),
  skew: pick(0, 1, 2.5),
  /** Small reservations, so that the limit is met. */
  most: pick(1000, 2),
});
type Drawn = typeof tenancy extends fc.Arbitrary<infer T> ? T : never;

/** TEN-3: such a function loses its units and snapshots, is no destination, and nothing is pushed to it. */
export function withTenants(all: SimConfig, { functions: chosen, share, count, skew, most }: Drawn): SimConfig {
  const names = all.functions.flatMap((one, at) =>
    chosen[at] && !isManaged(one) && one.durable === null ? [one.name] : [],
  );
  const isolated = (name: string | null): boolean => name !== null && names.includes(name);
  const records = new Map(all.sources.map(({ name, invokes }) => [name, invokes?.function ?? null]));
  const goes = ({ kind, to }: CallConfig | SendConfig): boolean =>
    (kind === "function" && isolated(to)) || (kind === "source" && isolated(records.get(to) ?? null));
  const config = withoutHanding(all, goes);
  const aim = (name: string | null): string | null => (isolated(name) ? "queue" : name);
  const settings = (one: FunctionConfig): FunctionConfig => {
    const { onSuccess, onFailure } = one.async;
    const aimed = { ...one, async: { ...one.async, onSuccess: aim(onSuccess), onFailure: aim(onFailure) } };
    if (!isolated(one.name)) return aimed;
    const versions = one.versions.map((version) => ({ ...version, provisioned: null, restore: null }));
    const reserved = one.reserved === null ? null : Math.min(one.reserved, most);
    const aliases = one.aliases?.map((alias) => ({ ...alias, provisioned: null }));
    return { ...aimed, reserved, tenancy: { share }, versions, ...(aliases === undefined ? {} : { aliases }) };
  };
  return {
    ...config,
    functions: config.functions.map(settings),
    changes: config.changes.map((change) => ({ ...change, functions: change.functions.map(settings) })),
    sources: config.sources.map(({ invokes, ...rest }) =>
      invokes === undefined || isolated(invokes.function) ? rest : { ...rest, invokes },
    ),
    traffic: config.traffic.map((entry) =>
      isolated(entry.function) ? { ...entry, source: null, tenants: { count, skew } } : entry,
    ),
  };
}

/** Starts on an environment that has served another tenant, where the log tells environments apart. */
function strangers({ config, events }: Observed): string[] {
  const named = namesEnvironments(events);
  if (!named && unitsMayEnd(config)) return [];
  const owners = new Map<string, string>();
  const single = new Set(
    config.functions.filter(({ name }) => named || versionsInvoked(config, name).size === 1).map(({ name }) => name),
  );
  return events.flatMap(({ kind, function: fn, environment, detail, atUs }) => {
    if (!isStart(kind) || !single.has(fn)) return [];
    const key = `${fn}/${environment}`;
    const owner = owners.get(key) ?? detail;
    owners.set(key, owner);
    return owner === detail ? [] : [`${atUs} us: environment ${key} of ${owner} serves ${detail}`];
  });
}

/** @param pool  what the Region's unreserved functions share at this moment. */
function limitOf(settings: Settings, { reserved, region, tenancy: own }: FunctionConfig, pool: number): number {
  const shared = own?.share === "quota" ? settings.regions.get(region)!.concurrency : pool;
  return Math.floor((reserved ?? shared) * 2.5);
}

const STEPS: Partial<Record<TraceEvent["kind"], number>> = { cold: 1, expire: -1 };

function crowds({ config, result, events }: Observed): string[] {
  const settings = new Settings(config);
  const pools = new Map(config.regions.map(({ name }) => [name, new InForce(regionLimitsOver(result, name))]));
  const isolated = new Set(config.functions.filter((one) => one.tenancy !== null).map(({ name }) => name));
  const environments = new Map<string, number>();
  return events.flatMap(({ kind, function: fn, detail, atUs }) => {
    if (detail === "tenant-environments" && !isolated.has(fn)) return [`${atUs} us ${fn} has no tenants`];
    if (!isolated.has(fn)) return [];
    settings.advanceTo(atUs);
    const own = settings.functions.get(fn)!;
    const now = (environments.get(fn) ?? 0) + (STEPS[kind] ?? 0);
    environments.set(fn, now);
    const pool = pools.get(own.region)!.at(atUs);
    const limit = limitOf(settings, own, pool.value.unreserved);
    // A unit of another function that ended at this very moment made the pool larger than it was.
    const least = pool.at === atUs ? limitOf(settings, own, 0) : limit;
    const tooMany = kind === "cold" && now > limit;
    const tooFew = detail === "tenant-environments" && now < least;
    return tooMany || tooFew ? [`${atUs} us ${fn} ${kind}: ${now} environments of ${limit}`] : [];
  });
}

export const TENANTS: readonly Law[] = [
  { title: "TEN-1: an environment serves one tenant only", breaches: strangers },
  { title: "TEN-2: tenants' environments stay within their limit, and are refused only there", breaches: crowds },
];
