/** A function of a SimConfig, every default written out; each part of it is built where it is declared. */
import { atMemory, type Distribution, FACTS, type FunctionConfig, type VersionConfig } from "../../../sim/index.ts";
import type { Member } from "../../checking.ts";
import type { Path } from "../../text/tree.ts";
import { type DistributionSpec, NO_TIME } from "../../values/distribution.ts";
import type { Clock } from "../../values/timetable.ts";
import { aliasConfigs } from "../aliases/build.ts";
import { aliasNames, routedAliases } from "../aliases/schema.ts";
import type { Building, Law } from "../building.ts";
import { durableOf } from "../durable/build.ts";
import { callsOf, sendsOf } from "../handing/build.ts";
import { lifecycleOf, snapStartOf } from "../lifecycle/build.ts";
import { managedVersion, vCpusOf } from "../managed/build.ts";
import { provisionedOf } from "../provisioned/build.ts";
import { unitsAt } from "../provisioned/schema.ts";
import { regionOf } from "../region/region-of.ts";
import { tenancyOf } from "../tenancy/build.ts";
import { firstRunOf, initOf, restoreOf } from "./cold-start.ts";
import type { FunctionSpec } from "./schema.ts";

export function functionConfig(
  { name, path }: Member<FunctionSpec>,
  spec: FunctionSpec,
  building: Building,
): FunctionConfig {
  const { system, law, clock } = building;
  const { maxAge, retries, onSuccess = null, onFailure = null, deadLetter = null } = spec.async;
  return {
    name,
    region: regionOf(spec, system.regions) ?? "",
    memoryMb: spec.memory,
    timeout: spec.timeout,
    reserved: spec.reserved ?? null,
    durable: durableOf(path, spec, { run: (at, own) => runOf(at, own, spec, law), wait: law }),
    run: spec.run === undefined ? NO_TIME : runOf([...path, "run"], spec.run, spec, law),
    ...initOf(path, spec, law),
    ...firstRunOf(path, spec, law),
    afterRun: afterRunOf(path, spec, law),
    errors: spec.errors,
    async: { maxAge, retries, onSuccess, onFailure, deadLetter },
    calls: callsOf(spec, system),
    ...sendsOf(path, spec, building),
    ...(spec.recursiveLoop === "Allow" ? { recursiveLoop: spec.recursiveLoop } : {}),
    tenancy: tenancyOf(spec, system),
    versions: versionsOf(name, path, spec, building),
    ...aliasesOf(spec, clock),
    snapStart: snapStartOf(path, spec, law),
    lifecycle: lifecycleOf(path, spec, law),
    ...(spec.architecture === "arm64" ? { architecture: spec.architecture } : {}),
    ...((spec.ephemeralStorage ?? 0) > FACTS.storageMinMb.value ? { storageMb: spec.ephemeralStorage! } : {}),
  };
}

function afterRunOf(path: Path, { extensions }: FunctionSpec, law: Law): Distribution | null {
  return extensions === undefined ? null : law([...path, "extensions", "afterRun"], extensions.afterRun);
}

/** LIFE-23: at another memory than the measured one, the computing part takes another time. */
function runOf(path: Path, run: DistributionSpec, spec: FunctionSpec, lawOf: Law): Distribution {
  const law = lawOf(path, run);
  if (spec.cpu === undefined) return law;
  const { bound, threads, measuredAt } = spec.cpu;
  const { managedInstances: managed, memory } = spec;
  // LMI-5: there, vCPUs are what the ratio gives; the memory of the other kinds that comes with as many.
  const asMemory = managed === undefined ? memory : vCpusOf(memory, managed) * FACTS.memoryPerCpuMb.value;
  return atMemory(law, { bound, threads, measuredAtMb: measuredAt }, asMemory);
}

/**
 * ADM-4: `$LATEST`, one published version behind each alias that names none, and those that aliases do name.
 * SNAP-2: only published versions restore snapshots.
 */
function versionsOf(name: string, path: Path, spec: FunctionSpec, building: Building): VersionConfig[] {
  const aliases = new Set([...(aliasNames(spec.aliases) ?? []), ...(building.used.get(name) ?? [])]);
  for (const notOne of ["$LATEST", ...routedAliases(spec.aliases).map(([alias]) => alias)]) aliases.delete(notOne);
  const restore = spec.snapStart ? restoreOf(path, spec, building.law) : null;
  const published = [...aliases].sort().map((qualifier): VersionConfig => {
    const units = unitsAt(spec.provisioned, qualifier);
    const provisioned = units === null ? null : provisionedOf(units, building.clock);
    return { qualifier, provisioned, restore, ...managedVersion({ name, qualifier }, spec, building) };
  });
  const latest = managedVersion({ name, qualifier: "$LATEST" }, spec, building);
  return [{ qualifier: "$LATEST", provisioned: null, restore: null, ...latest }, ...published];
}

function aliasesOf(spec: FunctionSpec, clock: Clock): Pick<FunctionConfig, "aliases"> {
  if (routedAliases(spec.aliases).length === 0) return {};
  const configOf = (alias: string) => {
    const units = unitsAt(spec.provisioned, alias);
    return units === null ? null : provisionedOf(units, clock);
  };
  return { aliases: aliasConfigs(spec, configOf) };
}
