/** Aliases over two versions in generated configs, and the laws of what is told by version (LIM-13, PC-15). */
import fc from "fast-check";
import type { FunctionConfig, VersionConfig } from "../../sim/index.ts";
import { type Law, same } from "./law.ts";
import { pick } from "./parts.ts";
import { stretches } from "./stretches.ts";

/** Share of version 2 in the alias `live`; null for an alias that is a version by itself. */
export const routing = fc.oneof(
  { weight: 3, arbitrary: pick<number | null>(null) },
  { weight: 1, arbitrary: pick<number | null>(0, 0.03, 0.25, 0.5, 1) },
);

/** The same function with its `live` divided over two versions, units and snapshots included. */
export function routed(settings: FunctionConfig, weight: number | null): FunctionConfig {
  const [latest, live] = settings.versions;
  if (weight === null || live === undefined) return settings;
  const versions = ["1", "2"].map((qualifier): VersionConfig => ({ ...live, qualifier, provisioned: null }));
  const alias = { name: "live", version: "1", additional: { version: "2", weight }, provisioned: live.provisioned };
  return { ...settings, versions: [latest!, ...versions], aliases: [alias] };
}

/** Other weights from a moment on. Units stay divided as they are: the laws of claims know no units that come or go. */
export function reweighted(settings: FunctionConfig, weight: number | null): FunctionConfig {
  const { aliases } = settings;
  if (aliases === undefined || aliases[0]?.provisioned !== null) return settings;
  const additional = weight === null ? null : { version: "1", weight };
  return { ...settings, aliases: [{ name: "live", version: "2", additional, provisioned: null }] };
}

const TOLD = [
  "requestsCount",
  "invocationsCount",
  "throttlesCount",
  "errorsCount",
  "coldStartsCount",
  "provisionedInvocationsCount",
] as const;

export const ALIASES: readonly Law[] = [
  {
    title: "LIM-13: what is told by version adds up to what is told of the function",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) =>
        Object.entries(numbers.functions).flatMap(([name, one]) => {
          const versions = Object.values(one.versions ?? {});
          if (versions.length === 0) return [];
          return TOLD.flatMap((key) =>
            same(
              `${name} ${key}`,
              versions.reduce((sum, version) => sum + version[key], 0),
              one[key],
            ),
          );
        }),
      ),
  },
  {
    title: "PC-15: the units of an alias are divided without one lost or made",
    breaches: ({ result }) =>
      Object.entries(result.limits.functions).flatMap(([name, limits]) =>
        limits.flatMap(({ fromMs, provisioned, versions }) => {
          const units = Object.values(versions ?? { all: provisioned }).reduce((sum, each) => sum + each, 0);
          return same(`${name} at ${fromMs} ms: units by version`, units, provisioned);
        }),
      ),
  },
];
