/** A source as SimConfig has it. */
import type { SourceConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import { type DistributionSpec, NO_TIME } from "../../values/distribution.ts";
import type { Measurements } from "../../values/measurements.ts";

/** None where it is not usable; the findings have said why. */
export function sourceOf(
  { name, path, spec }: Checked["sources"][number],
  { tree }: Checked,
  measurements: Measurements,
): SourceConfig[] {
  if (spec === null) return [];
  if (spec.type === "direct") return [{ name, type: spec.type, delivery: NO_TIME }];
  const { type, invokes } = spec;
  const law = (field: string, of: DistributionSpec) => measurements.distribution(tree, [...path, field], of) ?? NO_TIME;
  const accept = spec.accept === undefined ? {} : { accept: law("accept", spec.accept) };
  return [{ name, type, delivery: law("delivery", spec.delivery), invokes, ...accept }];
}
