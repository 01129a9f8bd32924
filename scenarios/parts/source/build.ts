/** A source as SimConfig has it. */
import type { SourceConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import { buildSource } from "../../sources/list.ts";
import { NO_TIME } from "../../values/distribution.ts";
import type { Measurements } from "../../values/measurements.ts";

/** None where it is not usable; the findings have said why. */
export function sourceOf(
  { name, path, spec }: Checked["sources"][number],
  { tree }: Checked,
  measurements: Measurements,
): SourceConfig[] {
  if (spec === null) return [];
  return [
    buildSource(spec, {
      name,
      law: (field, of) => measurements.distribution(tree, [...path, field], of) ?? NO_TIME,
    }),
  ];
}
