/** From a capacity provider's fields to a SimConfig's. */
import type { CapacityProviderConfig } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { CapacityProviderSpec } from "./schema.ts";

/** LMI-5: what a function names, or has of its own; undefined where it names none that is right. */
export function providerOf(
  capacityProvider: string | CapacityProviderSpec,
  { capacityProviders }: Pick<CheckedSystem, "capacityProviders">,
): CapacityProviderConfig | undefined {
  const name = typeof capacityProvider === "string" ? capacityProvider : null;
  const spec =
    typeof capacityProvider === "string" ? capacityProviders.find((one) => one.name === name)?.spec : capacityProvider;
  if (!spec) return undefined;
  const { maxVCpuCount, targetCpu, instanceType = null } = spec;
  return { name, maxVCpuCount, targetCpu, instanceType };
}
