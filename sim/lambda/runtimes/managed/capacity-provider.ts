/** Capacity providers: whose environments share instances, how many those are, and what still fits (LMI-4, LMI-5). */
import type { CapacityProviderConfig } from "../../../function-kinds.ts";
import { instanceFor } from "../../../pricing/instances.ts";
import { FACTS } from "../../../vocabulary/facts.ts";
import { INSTANCES, type InstanceType } from "../../../vocabulary/prices/instances.ts";
import type { Functions } from "../../front/functions.ts";
import type { Fleet } from "./managed-fleet.ts";

const MB_PER_GIB = 1_024;
/** Products such as 3 x 1.1 may miss a whole number by their last bit. */
const NEARLY = 1e-9;

/** Environments of one size. */
interface Group {
  readonly vCpus: number;
  readonly count: number;
}

/** MOD: as few instances of `size` vCPUs as hold these, filled with the largest first; a larger one takes several. */
function instancesFor(groups: readonly Group[], size: number): number {
  const left = groups.map(({ vCpus, count }) => ({ vCpus, count })).sort((a, b) => b.vCpus - a.vCpus);
  let instances = 0;
  for (const [index, group] of left.entries()) {
    if (group.vCpus > size) {
      instances += group.count * Math.ceil(group.vCpus / size - NEARLY);
      continue;
    }
    while (group.count > 0) instances += fill(left.slice(index), size);
  }
  return instances;
}

/** Takes away what one instance holds, as often as there is as much again. @returns how many instances that were. */
function fill(left: readonly { readonly vCpus: number; count: number }[], size: number): number {
  let free = size;
  const taken = left.map(({ vCpus, count }) => {
    const fitting = Math.min(count, Math.floor(free / vCpus + NEARLY));
    free -= fitting * vCpus;
    return fitting;
  });
  const times = Math.min(...left.flatMap(({ count }, at) => (taken[at]! > 0 ? [Math.floor(count / taken[at]!)] : [])));
  for (const [at, group] of left.entries()) group.count -= taken[at]! * times;
  return times;
}

export class CapacityProvider {
  readonly settings: CapacityProviderConfig;
  readonly instanceType: InstanceType;
  readonly fleets: readonly Fleet[];
  readonly #size: number;
  /** vCPUs of an instance that one environment of each fleet keeps from others: its own, or more for its memory. */
  readonly #footprints: ReadonlyMap<Fleet, number>;

  /** @param gibOf  memory of an environment. */
  constructor(
    settings: CapacityProviderConfig,
    instanceType: InstanceType,
    fleets: readonly Fleet[],
    gibOf: (fleet: Fleet) => number,
  ) {
    const { vCpus, memoryGib } = INSTANCES[instanceType];
    this.settings = settings;
    this.instanceType = instanceType;
    this.fleets = fleets;
    this.#size = vCpus;
    this.#footprints = new Map(
      fleets.map((fleet) => [fleet, Math.max(fleet.settings.vCpus, (gibOf(fleet) * vCpus) / memoryGib)]),
    );
  }

  /** vCPUs of all environments, of those on their way too. */
  get vCpus(): number {
    return this.fleets.reduce((sum, { count, coming, settings }) => sum + (count + coming) * settings.vCpus, 0);
  }

  /** LMI-4: instances for what is there or on its way. */
  get instances(): number {
    return this.#holding(({ count, coming }) => count + coming);
  }

  /** LMI-5: how many more environments of this fleet the limit leaves room for. */
  roomFor({ settings }: Fleet): number {
    return Math.max(0, Math.floor((this.settings.maxVCpuCount - this.vCpus) / settings.vCpus + NEARLY));
  }

  /** Of so many further environments of a fleet, those for which the instances that run already have room. */
  fitting(fleet: Fleet, environments: number): number {
    const running = this.#holding(({ count }) => count);
    const holding = (more: number) => this.#holding((one) => one.count + one.arriving + (one === fleet ? more : 0));
    let [fits, not] = [0, environments + 1];
    while (not - fits > 1) {
      const middle = (fits + not) >> 1;
      if (holding(middle) <= running) fits = middle;
      else not = middle;
    }
    return fits;
  }

  /** A fleet's part of the instances, by its vCPUs. */
  partOf({ count, coming, settings }: Fleet): number {
    const all = this.vCpus;
    return all === 0 ? 0 : (this.instances * (count + coming) * settings.vCpus) / all;
  }

  /** LMI-4, MOD: one in each zone first, as long as there are environments for them. */
  #holding(counted: (fleet: Fleet) => number): number {
    const groups = this.fleets.map((fleet) => ({ vCpus: this.#footprints.get(fleet)!, count: counted(fleet) }));
    const environments = groups.reduce((sum, { count }) => sum + count, 0);
    return Math.max(Math.min(FACTS.managedZones.value, environments), instancesFor(groups, this.#size));
  }
}

/** By function, null for one that runs elsewhere: those of one name in a Region share theirs. */
export function providersOf(
  functions: Functions,
  fleetsOf: readonly (readonly Fleet[])[],
): readonly (CapacityProvider | null)[] {
  const sharing = new Map<string, number[]>();
  for (const [index, fleets] of fleetsOf.entries()) {
    if (fleets.length === 0) continue;
    const { name } = fleets[0]!.settings.capacityProvider;
    const key = name === null ? `function ${index}` : `${functions.regionOf(index)} ${name}`;
    sharing.set(key, [...(sharing.get(key) ?? []), index]);
  }
  const providers: (CapacityProvider | null)[] = fleetsOf.map(() => null);
  for (const indices of sharing.values()) {
    const provider = providerOf(
      functions,
      indices,
      indices.flatMap((index) => fleetsOf[index]!),
    );
    for (const index of indices) providers[index] = provider;
  }
  return providers;
}

/** MOD: one type of instance for all, with memory enough for each vCPU of the one that needs most. */
function providerOf(functions: Functions, indices: readonly number[], fleets: readonly Fleet[]): CapacityProvider {
  const { capacityProvider } = fleets[0]!.settings;
  const { architecture } = functions.settings[indices[0]!]!;
  const gibOf = ({ version }: Fleet) => functions.settings[functions.ofVersion(version)]!.memoryMb / MB_PER_GIB;
  const perVCpu = fleets.map((fleet) => gibOf(fleet) / fleet.settings.vCpus);
  const instance = capacityProvider.instanceType ?? instanceFor(architecture ?? "x86_64", Math.max(...perVCpu));
  return new CapacityProvider(capacityProvider, instance, fleets, gibOf);
}
