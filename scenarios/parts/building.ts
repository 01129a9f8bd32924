/** What the builders of all parts are given besides the fields of their own. */
import type { Distribution } from "../../sim/index.ts";
import type { CheckedSystem } from "../checked.ts";
import type { Path } from "../text/tree.ts";
import type { DistributionSpec } from "../values/distribution.ts";
import { NO_TIME } from "../values/distribution.ts";
import type { Measurements } from "../values/measurements.ts";
import type { Clock } from "../values/timetable.ts";

/** Qualifiers that something invokes or that have units, by function. */
export type UsedAliases = ReadonlyMap<string, ReadonlySet<string>>;

/** What the system itself does not say. */
export interface Surroundings {
  readonly used: UsedAliases;
  readonly measurements: Measurements;
  readonly clock: Clock;
}

/** The law of a length of time that stands at a path. */
export type Law = (path: Path, spec: DistributionSpec) => Distribution;

export interface Building extends Omit<Surroundings, "measurements"> {
  readonly system: CheckedSystem;
  readonly law: Law;
}

export const buildingOf = (system: CheckedSystem, { used, measurements, clock }: Surroundings): Building => ({
  system,
  used,
  clock,
  // An unreadable file is a finding, and then nothing that is built here is used.
  law: (path, spec) => measurements.distribution(system.tree, path, spec) ?? NO_TIME,
});
