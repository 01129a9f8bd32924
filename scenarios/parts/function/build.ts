/** Regions, functions and downstreams of a SimConfig, every default written out. */
import type {
  Distribution,
  DownstreamConfig,
  DurableConfig,
  DurableStep,
  FunctionConfig,
  IdleLifetime,
  ProvisionedConfig,
  RegionConfig,
  ScheduledScaling,
  TenancyConfig,
  VersionConfig,
} from "../../../sim/index.ts";
import { atMemory, FACTS, seconds } from "../../../sim/index.ts";
import type { CheckedSystem, Part } from "../../checked.ts";
import type { Path } from "../../text/tree.ts";
import { byName } from "../../text/words.ts";
import { initDefault, restoreDefault } from "../../values/cold-starts.ts";
import type { DistributionSpec } from "../../values/distribution.ts";
import type { Measurements } from "../../values/measurements.ts";
import { type Clock, momentsOf } from "../../values/timetable.ts";
import { aliasConfigs } from "../aliases/build.ts";
import { aliasNames, routedAliases } from "../aliases/schema.ts";
import { lifecycleOf, snapStartOf } from "../lifecycle/build.ts";
import { managedOf, vCpusOf } from "../managed/build.ts";
import { type ProvisionedSpec, policiesOf } from "../provisioned/schema.ts";
import { CUSTOM_MAX_AGE, IDLE_PRESETS, type RegionSpec } from "../region/schema.ts";
import type { DownstreamSpec } from "../source/schema.ts";
import { RUNTIME_DEFAULT, regionOf } from "./examine.ts";
import type { FunctionSpec } from "./schema.ts";

export interface BuiltSystem {
  readonly regions: readonly RegionConfig[];
  readonly functions: readonly FunctionConfig[];
  readonly downstreams: readonly DownstreamConfig[];
}

/** Qualifiers that something invokes or that have units, by function. */
export type UsedAliases = ReadonlyMap<string, ReadonlySet<string>>;

/** What the system itself does not say. */
export interface Surroundings {
  readonly used: UsedAliases;
  readonly measurements: Measurements;
  readonly clock: Clock;
}

/** As long as common connection pools wait for a connection. */
const MAX_WAIT_DEFAULT = seconds(30);
const NO_TIME: Distribution = { kind: "constant", value: seconds(0) };

/** A part that is not usable is left out; the findings have said why. */
export function buildSystem(system: CheckedSystem, surroundings: Surroundings): BuiltSystem {
  const builder = new SystemBuilder(system, surroundings);
  return {
    regions: built(system.regions, (part, spec) => builder.region(part, spec)),
    functions: built(system.functions, (part, spec) => builder.function(part, spec)),
    downstreams: built(system.downstreams, (part, spec) => builder.downstream(part, spec)),
  };
}

/** In code-unit order of names, so that the order in the file decides nothing. */
function built<Spec, Config extends { readonly name: string }>(
  parts: readonly Part<Spec>[],
  build: (part: Part<Spec>, spec: Spec) => Config,
): Config[] {
  return parts.flatMap((part) => (part.spec === null ? [] : [build(part, part.spec)])).sort(byName);
}

class SystemBuilder {
  readonly #system: CheckedSystem;
  readonly #used: UsedAliases;
  readonly #measurements: Measurements;
  readonly #clock: Clock;

  constructor(system: CheckedSystem, { used, measurements, clock }: Surroundings) {
    this.#system = system;
    this.#used = used;
    this.#measurements = measurements;
    this.#clock = clock;
  }

  #law(path: Path, spec: DistributionSpec): Distribution {
    // An unreadable file is a finding, and then nothing that is built here is used.
    return this.#measurements.distribution(this.#system.tree, path, spec) ?? NO_TIME;
  }

  region({ name, path }: Part<RegionSpec>, { concurrency, model }: RegionSpec): RegionConfig {
    const at = [...path, "model"];
    const {
      idleLifetime,
      maxAge,
      platformDelay,
      aliasUnits,
      scalingAllowance,
      tenantShare: _ofFunctions,
      ...same
    } = model;
    return {
      name,
      concurrency,
      model: {
        ...same,
        ...(aliasUnits === undefined ? {} : { aliasUnits }),
        ...(scalingAllowance === undefined ? {} : { scalingAllowance }),
        idleLifetime: this.#idleLifetime([...at, "idleLifetime"], idleLifetime, maxAge),
        platformDelay: this.#law([...at, "platformDelay"], platformDelay),
      },
    };
  }

  #idleLifetime(
    path: Path,
    given: RegionSpec["model"]["idleLifetime"],
    maxAge: RegionSpec["model"]["maxAge"],
  ): IdleLifetime {
    if (typeof given !== "string") {
      const environment = this.#law(path, given);
      return { name: "custom", environment, version: null, maxAge: maxAge ?? CUSTOM_MAX_AGE };
    }
    const preset = IDLE_PRESETS[given]!;
    return maxAge === undefined ? preset : { ...preset, name: "custom", maxAge };
  }

  function({ name, path }: Part<FunctionSpec>, spec: FunctionSpec): FunctionConfig {
    const runtime = spec.runtime ?? RUNTIME_DEFAULT;
    const init = spec.init === undefined ? initDefault(runtime, spec.package) : this.#law([...path, "init"], spec.init);
    const { maxAge, retries, onSuccess = null, onFailure = null, deadLetter = null } = spec.async;
    return {
      name,
      region: regionOf(spec, this.#system.regions) ?? "",
      memoryMb: spec.memory,
      timeout: spec.timeout,
      reserved: spec.reserved ?? null,
      durable: this.#durable(path, spec),
      run: spec.run === undefined ? NO_TIME : this.#run([...path, "run"], spec.run, spec),
      init: init ?? NO_TIME,
      afterRun: this.#afterRun(path, spec),
      errors: spec.errors,
      async: { maxAge, retries, onSuccess, onFailure, deadLetter },
      calls: spec.calls,
      tenancy: this.#tenancy(spec),
      versions: this.#versions(name, path, spec),
      ...this.#aliases(spec),
      snapStart: snapStartOf(path, spec, (at, law) => this.#law(at, law)),
      lifecycle: lifecycleOf(path, spec, (at, law) => this.#law(at, law)),
      ...(spec.architecture === "arm64" ? { architecture: spec.architecture } : {}),
      ...((spec.ephemeralStorage ?? 0) > FACTS.storageMinMb.value ? { storageMb: spec.ephemeralStorage! } : {}),
    };
  }

  #afterRun(path: Path, { extensions }: FunctionSpec): Distribution | null {
    return extensions === undefined ? null : this.#law([...path, "extensions", "afterRun"], extensions.afterRun);
  }

  #tenancy(spec: FunctionSpec): TenancyConfig | null {
    if (spec.tenancy === undefined) return null;
    const region = this.#system.regions.find(({ name }) => name === regionOf(spec, this.#system.regions));
    return { share: region?.spec?.model.tenantShare ?? "pool" };
  }

  /** LIFE-23: at another memory than the measured one, the computing part takes another time. */
  #run(path: Path, run: DistributionSpec, spec: FunctionSpec): Distribution {
    const law = this.#law(path, run);
    if (spec.cpu === undefined) return law;
    const { bound, threads, measuredAt } = spec.cpu;
    const { managedInstances: managed, memory } = spec;
    // LMI-5: there, vCPUs are what the ratio gives; the memory of the other kinds that comes with as many.
    const asMemory = managed === undefined ? memory : vCpusOf(memory, managed) * FACTS.memoryPerCpuMb.value;
    return atMemory(law, { bound, threads, measuredAtMb: measuredAt }, asMemory);
  }

  /** DUR-4: each repetition of a step is an operation of its own. */
  #durable(path: Path, spec: FunctionSpec): DurableConfig | null {
    if (spec.durable === undefined) return null;
    const { steps, repeat, executionTimeout, replayPerStep } = spec.durable;
    const once = steps.map(({ run, wait }, index): DurableStep => {
      const at = [...path, "durable", "steps", index];
      if (run !== undefined) return { kind: "run", time: this.#run([...at, "run"], run, spec) };
      return { kind: "wait", time: this.#law([...at, "wait"], wait ?? NO_TIME) };
    });
    return { steps: Array.from({ length: repeat }, () => once).flat(), executionTimeout, replayPerStep };
  }

  /**
   * ADM-4: `$LATEST`, one published version behind each alias that names none, and those that aliases do name.
   * SNAP-2: only published versions restore snapshots.
   */
  #versions(name: string, path: Path, spec: FunctionSpec): VersionConfig[] {
    const aliases = new Set([...(aliasNames(spec.aliases) ?? []), ...(this.#used.get(name) ?? [])]);
    for (const notOne of ["$LATEST", ...routedAliases(spec.aliases).map(([alias]) => alias)]) aliases.delete(notOne);
    const restore = spec.snapStart ? this.#restore(path, spec) : null;
    const published = [...aliases].sort().map((qualifier): VersionConfig => {
      const units = spec.provisioned?.alias === qualifier ? spec.provisioned : null;
      const provisioned = units === null ? null : provisionedOf(units, this.#clock);
      return { qualifier, provisioned, restore, ...this.#managed(name, qualifier, spec) };
    });
    const latest = this.#managed(name, "$LATEST", spec);
    return [{ qualifier: "$LATEST", provisioned: null, restore: null, ...latest }, ...published];
  }

  /** LMI-4: environments for each version that something invokes, so that none stands there for nothing. */
  #managed(name: string, qualifier: string, spec: FunctionSpec): Pick<VersionConfig, "managed"> {
    if (spec.managedInstances === undefined) return {};
    const used = this.#used.get(name) ?? new Set(["$LATEST"]);
    const isSentTo = this.#system.functions.some(
      (part) => part.spec?.async.onSuccess === name || part.spec?.async.onFailure === name,
    );
    if (!used.has(qualifier) && !(isSentTo && qualifier === "$LATEST")) return {};
    return { managed: managedOf(spec, spec.managedInstances, spec.runtime ?? RUNTIME_DEFAULT, this.#clock) };
  }

  #aliases(spec: FunctionSpec): Pick<FunctionConfig, "aliases"> {
    if (routedAliases(spec.aliases).length === 0) return {};
    const unitsOf = (alias: string) =>
      spec.provisioned?.alias === alias ? provisionedOf(spec.provisioned, this.#clock) : null;
    return { aliases: aliasConfigs(spec, unitsOf) };
  }

  #restore(path: Path, { restore, runtime = RUNTIME_DEFAULT }: FunctionSpec): Distribution | null {
    return restore === undefined ? restoreDefault(runtime) : this.#law([...path, "restore"], restore);
  }

  downstream({ name, path }: Part<DownstreamSpec>, spec: DownstreamSpec): DownstreamConfig {
    const rest = {
      name,
      latency: this.#law([...path, "latency"], spec.latency),
      whenFull: spec.whenFull,
      maxWait: spec.maxWait ?? MAX_WAIT_DEFAULT,
    };
    if (spec.type === "pool") return { ...rest, limit: { kind: "pool", size: spec.size } };
    const burst = spec.burst ?? Math.max(1, Math.ceil(spec.limit));
    return { ...rest, limit: { kind: "rate", perSecond: spec.limit, burst } };
  }
}

/** Null without units and without anything that could bring some (AAS-10). */
function provisionedOf(spec: ProvisionedSpec, clock: Clock): ProvisionedConfig | null {
  const { count, allocateAtStart, initErrors, schedule } = spec;
  const policies = policiesOf(spec.autoscale);
  const autoscale = policies.length < 2 ? (policies[0] ?? null) : policies;
  if (count === 0 && autoscale === null && schedule.length === 0) return null;
  const schedules = schedule.map((each): ScheduledScaling => {
    return { at: momentsOf(each, clock), min: each.min ?? null, max: each.max ?? null };
  });
  return { count, allocateAtStart, initErrors, autoscale, schedules };
}
