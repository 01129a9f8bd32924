/** A source as SimConfig has it. */
import type { SourceConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import { NO_TIME } from "../../values/distribution.ts";
import type { Measurements } from "../../values/measurements.ts";

/** None where it is not usable; the findings have said why. */
export function sourceOf(
  { name, path, spec }: Checked["sources"][number],
  { tree }: Checked,
  measurements: Measurements,
): SourceConfig[] {
  if (spec === null) return [];
  if (spec.type === "direct") return [{ name, type: spec.type, delivery: NO_TIME }];
  const delivery = measurements.distribution(tree, [...path, "delivery"], spec.delivery) ?? NO_TIME;
  return [{ name, type: spec.type, delivery }];
}
