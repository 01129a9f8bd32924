/** Aliases that route to versions in generated configs, and the laws of what is told by version (LIM-13, PC-15). */
import fc from "fast-check";
import type { AliasConfig, FunctionConfig, TraceEvent, VersionConfig } from "../../sim/index.ts";
import { pick, whole } from "./configs/parts.ts";
import { allOf, type Law, same } from "./law.ts";
import { isStart, namesEnvironments, versionOf } from "./runs/attempts.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";
import { isManaged, versionsInvoked } from "./settings.ts";

const PUBLISHED = ["1", "2", "3"] as const;

/** Versions of the alias `live`, by place among the published ones, and the second one's share; null for none. */
export const routing = fc.oneof(
  { weight: 3, arbitrary: fc.constant(null) },
  {
    weight: 1,
    arbitrary: fc.record({ first: whole(0, 2), other: whole(1, 2), weight: pick(null, 0.25, 0.5, 0.03, 1, 0) }),
  },
);
export type Routing = typeof routing extends fc.Arbitrary<infer T> ? T : never;

/** An alias that moves on whole, or leaves a share behind. @param beside  the version of another alias has units. */
function liveOf(
  { first, other, weight }: NonNullable<Routing>,
  beside: boolean,
): Pick<AliasConfig, "version" | "additional"> {
  const versions = beside ? PUBLISHED.slice(0, -1) : PUBLISHED;
  const at = first % versions.length;
  const second = versions[(at + (beside ? 1 : other)) % versions.length]!;
  return { version: versions[at]!, additional: weight === null ? null : { version: second, weight } };
}

/**
 * The same function with three published versions, of which `live` names one or two and `beta` the last, units and
 * snapshots included; no version belongs to two aliases with units.
 */
export function routed(settings: FunctionConfig, share: Routing): FunctionConfig {
  const [latest, live, beta] = settings.versions;
  if (share === null || live === undefined) return settings;
  const versions = PUBLISHED.map((qualifier): VersionConfig => ({ ...live, qualifier, provisioned: null }));
  const ofBeta = beta?.provisioned ?? null;
  const aliases: AliasConfig[] = [
    { name: "live", ...liveOf(share, ofBeta !== null), provisioned: live.provisioned },
    { name: "beta", version: "3", additional: null, provisioned: ofBeta },
  ];
  return { ...settings, versions: [latest!, ...versions], aliases };
}

/** PC-15: other versions or weights from a moment on; units move with them, unless they are to stay still. */
export function reweighted(settings: FunctionConfig, share: Routing, still: boolean): FunctionConfig {
  const [live, beta] = settings.aliases ?? [];
  if (live === undefined || beta === undefined || (still && live.provisioned !== null)) return settings;
  const next = liveOf(share ?? { first: 1, other: 1, weight: null }, beta.provisioned !== null);
  return { ...settings, aliases: [{ ...live, ...next }, beta] };
}

const TOLD = [
  "requestsCount",
  "invocationsCount",
  "throttlesCount",
  "errorsCount",
  "coldStartsCount",
  "provisionedInvocationsCount",
] as const;

/** What the log counts of one version of a function. */
function logged(events: readonly TraceEvent[]): Partial<Record<(typeof TOLD)[number], number>> {
  const tally = (...kinds: TraceEvent["kind"][]) => events.filter(({ kind }) => kinds.includes(kind)).length;
  return {
    requestsCount: tally("cold", "warm", "provisioned", "throttle"),
    invocationsCount: tally("cold", "warm", "provisioned"),
    throttlesCount: tally("throttle"),
    coldStartsCount: tally("cold"),
    provisionedInvocationsCount: tally("provisioned"),
  };
}

/** Environments under whose number several versions run, where the log tells versions. */
function shared({ events, config }: Observed): string[] {
  const owners = new Map<string, string | null>();
  const plain = new Set(config.functions.filter((one) => !isManaged(one)).map(({ name }) => name));
  return events.flatMap((event) => {
    if (!isStart(event.kind) || !plain.has(event.function)) return [];
    const key = `${event.function}/${event.environment}`;
    const version = versionOf(event);
    const owner = owners.get(key) ?? version;
    owners.set(key, owner);
    return owner === version ? [] : [`environment ${key} of version ${owner} runs version ${version}`];
  });
}

/** Versions that had a READY unit at some time. */
const withUnits = ({ result }: Observed, fn: string): Set<string> =>
  new Set(
    result.limits.functions[fn]!.flatMap(({ versions = {} }) =>
      Object.entries(versions).flatMap(([version, units]) => (units > 0 ? [version] : [])),
    ),
  );

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
    title: "LIM-13, PC-15: a version gets what is routed to it, and serves on units only if it has some",
    breaches: (run) =>
      Object.entries(run.result.functions).flatMap(([name, { versions = {} }]) => {
        const invoked = versionsInvoked(run.config, name);
        const units = withUnits(run, name);
        return allOf(
          Object.entries(versions),
          ([version, one]) =>
            (invoked.has(version) || TOLD.every((key) => one[key] === 0)) &&
            (units.has(version) || one.provisionedInvocationsCount === 0),
          ([version, one]) => `${name}:${version} has ${JSON.stringify(one)}`,
        );
      }),
  },
  {
    title: "LIM-13, ADM-4: what is told of a version is what the log counts of it, and each has its own environments",
    breaches: (run) => [
      ...shared(run),
      ...stretches(run).flatMap(({ numbers, covers }) =>
        Object.entries(numbers.functions).flatMap(([name, { versions = {} }]) => {
          const events = eventsOf(run.events, name).filter(({ atUs }) => covers(atUs));
          return Object.entries(versions).flatMap(([version, one]) => {
            const own = events.filter((event) => versionOf(event) === version && event.kind !== "arrive");
            const counts = Object.entries(logged(own)) as [(typeof TOLD)[number], number][];
            const told = namesEnvironments(run.events) ? counts : [];
            return told.flatMap(([key, count]) => same(`${name}:${version} ${key}`, one[key], count));
          });
        }),
      ),
    ],
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
