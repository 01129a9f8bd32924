/** What tells whether two runs had the same settings. */
import type { SimConfig } from "../../config.ts";
import { digestOf } from "../../kernel/canonical.ts";
import { byName } from "../../lambda/front/functions.ts";

/** Settings that a scenario does not use count as not written: the digests of those that know nothing of them stay. */
const UNUSED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["afterRun", null],
  ["asyncBacklogSlowdown", 0],
  ["durable", null],
  ["initErrors", 0],
  ["lifecycle", null],
  ["proactiveInit", false],
  ["snapStart", null],
  ["tenancy", null],
  ["tenants", null],
]);

/** By list of functions: the config asked for last, and its digest, which is the same for all its seeds. */
const known = new WeakMap<SimConfig["functions"], { readonly config: SimConfig; readonly digest: string }>();

/** The same settings, whatever they are called on disk, in whatever order they stand, and whatever the seed. */
export function configDigest(config: SimConfig): string {
  const last = known.get(config.functions);
  if (last !== undefined && differInSeedOnly(config, last.config)) return last.digest;
  const digest = digestOfSettings(config);
  known.set(config.functions, { config, digest });
  return digest;
}

/** Made of the very same parts, but for the seed: parts of a config are never written to. */
const differInSeedOnly = (config: SimConfig, other: SimConfig): boolean =>
  [config, other].every((one) =>
    Object.keys(one).every((key) => key === "seed" || config[key as keyof SimConfig] === other[key as keyof SimConfig]),
  );

function digestOfSettings(config: SimConfig): string {
  const { scenario, seed: _seed, ...rest } = config;
  const sorted = {
    regions: [...config.regions].sort(byName),
    functions: [...config.functions].sort(byName),
    downstreams: [...config.downstreams].sort(byName),
    sources: [...config.sources].sort(byName),
    traffic: [...config.traffic].sort(byName),
    windows: [...config.windows].sort(byName),
  };
  return digestOf({ ...rest, ...sorted, name: scenario.name }, UNUSED);
}
