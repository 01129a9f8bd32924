/** To which Region a function belongs. */
import type { CheckedSystem } from "../../checked.ts";
import type { FunctionSpec } from "../function/schema.ts";

/** The name of the Region of a function; null if it names none that exists. */
export function regionOf(spec: FunctionSpec, regions: CheckedSystem["regions"]): string | null {
  const [only] = regions;
  if (spec.region === undefined) return regions.length === 1 && only !== undefined ? only.name : null;
  return regions.some((region) => region.name === spec.region) ? spec.region : null;
}
