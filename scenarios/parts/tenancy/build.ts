/** Tenancy of a function as SimConfig has it. */
import type { TenancyConfig } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { regionOf } from "../region/region-of.ts";

export function tenancyOf(spec: FunctionSpec, { regions }: CheckedSystem): TenancyConfig | null {
  if (spec.tenancy === undefined) return null;
  const region = regions.find(({ name }) => name === regionOf(spec, regions));
  return { share: region?.spec?.model.tenantShare ?? "pool" };
}
