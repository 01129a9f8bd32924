/** Regions, functions and downstreams of a SimConfig. */
import type { DownstreamConfig, FunctionConfig, RegionConfig } from "../sim/index.ts";
import type { CheckedSystem } from "./checked.ts";
import type { Member } from "./checking.ts";
import { type Building, buildingOf, type Surroundings } from "./parts/building.ts";
import { downstreamConfig } from "./parts/downstream/build.ts";
import { functionConfig } from "./parts/function/build.ts";
import { regionConfig } from "./parts/region/build.ts";
import { byName } from "./text/words.ts";

export interface BuiltSystem {
  readonly regions: readonly RegionConfig[];
  readonly functions: readonly FunctionConfig[];
  readonly downstreams: readonly DownstreamConfig[];
}

/** What is not usable is left out; the findings have said why. */
export function buildSystem(system: CheckedSystem, surroundings: Surroundings): BuiltSystem {
  const building = buildingOf(system, surroundings);
  return {
    regions: built(system.regions, regionConfig, building),
    functions: built(system.functions, functionConfig, building),
    downstreams: built(system.downstreams, downstreamConfig, building),
  };
}

/** In code-unit order of names, so that the order in the file decides nothing. */
const built = <Spec, Config extends { readonly name: string }>(
  members: readonly Member<Spec>[],
  build: (member: Member<Spec>, spec: Spec, building: Building) => Config,
  building: Building,
): Config[] =>
  members.flatMap((member) => (member.spec === null ? [] : [build(member, member.spec, building)])).sort(byName);
