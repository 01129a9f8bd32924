/** Names of generated configs: every one that the format allows, in every role, odd ones included. */
import fc from "fast-check";
import type { ChangeConfig, DownstreamConfig, FunctionConfig, SimConfig } from "../../../sim/index.ts";

/** What the generators call things, by role: names of one role differ, those of two roles may be the same. */
const ROLES = {
  functions: ["a", "b", "c", "d", "queue", "bucket", "topic", "drop", "bus"],
  regions: ["region-1", "region-2"],
  downstreams: ["pool", "second", "rate"],
  sources: ["uploads", "caller"],
  traffic: ["t1", "t2", "t3", "t4"],
  aliases: ["live", "beta"],
  windows: ["phase"],
} as const;
type Role = keyof typeof ROLES;

/** Words of JavaScript and of results, numbers, which stand first among keys, and what a hasty pattern would miss. */
const ODD = [
  "constructor",
  "toString",
  "__proto__",
  "hasOwnProperty",
  "throttles",
  "histograms",
  "functions",
  "10",
  "9",
  "-",
  "_",
  "null",
  "A-b_C",
  "z".repeat(64),
] as const;
/** LIM-12: an alias is no number. */
const isNumber = (name: string): boolean => /^\d+$/.test(name);

/** Null for the plain names; else the odd ones in some order. */
export const naming = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constant<string[] | null>(null) },
  { weight: 1, arbitrary: fc.shuffledSubarray([...ODD], { minLength: ODD.length }) },
);

type Rename = (role: Role, name: string) => string;

/** The same config with these names; without any, as it is. */
export function renamed(config: SimConfig, odd: readonly string[] | null): SimConfig {
  if (odd === null) return config;
  const tables = new Map(
    Object.entries(ROLES).map(([role, plain]) => {
      const names = role === "aliases" ? odd.filter((name) => !isNumber(name)) : odd;
      return [role, new Map<string, string>(plain.map((name, at) => [name, names[at]!]))];
    }),
  );
  return withNames(config, (role, name) => tables.get(role)!.get(name) ?? name);
}

function withNames(config: SimConfig, rename: Rename): SimConfig {
  const parts = partsOf(config, rename);
  return {
    ...config,
    ...parts,
    sources: config.sources.map((one) => ({
      ...one,
      name: rename("functions", rename("sources", one.name)),
      ...(one.invokes === undefined
        ? {}
        : { invokes: { ...one.invokes, function: rename("functions", one.invokes.function) } }),
    })),
    traffic: config.traffic.map((one) => ({
      ...one,
      name: rename("traffic", one.name),
      function: one.function === null ? null : rename("functions", one.function),
      qualifier: rename("aliases", one.qualifier),
      source: one.source === null ? null : rename("sources", one.source),
    })),
    changes: config.changes.map((change) => ({ ...change, ...partsOf(change, rename) })),
    windows: config.windows.map((one) => ({ ...one, name: rename("windows", one.name) })),
  };
}

const partsOf = ({ regions, functions, downstreams }: Omit<ChangeConfig, "at" | "why" | "set">, rename: Rename) => ({
  regions: regions.map((one) => ({ ...one, name: rename("regions", one.name) })),
  functions: functions.map((one) => functionNamed(one, rename)),
  downstreams: downstreams.map((one): DownstreamConfig => ({ ...one, name: rename("downstreams", one.name) })),
});

function functionNamed(settings: FunctionConfig, rename: Rename): FunctionConfig {
  const { async, lifecycle, aliases, sends } = settings;
  const target = (name: string | null): string | null => (name === null ? null : rename("functions", name));
  const deadLetter = async.deadLetter === null ? null : rename("functions", async.deadLetter);
  return {
    ...settings,
    name: rename("functions", settings.name),
    region: rename("regions", settings.region),
    async: { ...async, onSuccess: target(async.onSuccess), onFailure: target(async.onFailure), deadLetter },
    calls: settings.calls.map((one) => ({
      ...one,
      to: rename(one.kind === undefined ? "downstreams" : "functions", one.to),
    })),
    ...(sends === undefined ? {} : { sends: sends.map((one) => ({ ...one, to: rename("functions", one.to) })) }),
    versions: settings.versions.map((one) => ({ ...one, qualifier: rename("aliases", one.qualifier) })),
    ...(aliases === undefined
      ? {}
      : { aliases: aliases.map((one) => ({ ...one, name: rename("aliases", one.name) })) }),
    lifecycle:
      lifecycle === null
        ? null
        : {
            ...lifecycle,
            updates: lifecycle.updates.map((one) => ({ ...one, qualifier: rename("aliases", one.qualifier) })),
          },
  };
}
