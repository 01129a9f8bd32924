/** What must hold for capacity providers that functions share: one Region, one architecture, room for all (LMI-5). */
import { INSTANCES } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { Member } from "../../checking.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { providerOf } from "../capacity-provider/build.ts";
import type { CapacityProviderSpec } from "../capacity-provider/schema.ts";
import { deployedOf } from "../function/cold-start.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { regionOf } from "../region/region-of.ts";
import { boundsOf, vCpusOf } from "./build.ts";
import type { ManagedSpec } from "./schema.ts";

/** A function on Managed Instances. */
interface Tenant {
  readonly name: string;
  readonly path: Path;
  readonly spec: FunctionSpec;
  readonly managed: ManagedSpec;
}

const tenants = ({ functions }: CheckedSystem): Tenant[] =>
  functions.flatMap(({ name, path, spec }) =>
    spec?.managedInstances === undefined ? [] : [{ name, path, spec, managed: spec.managedInstances }],
  );

export function ofSystem(system: CheckedSystem, report: Report): void {
  const all = tenants(system);
  for (const provider of system.capacityProviders) {
    const sharing = all.filter(({ managed }) => managed.capacityProvider === provider.name);
    if (provider.spec !== null) shared(provider, provider.spec, sharing, { system, report });
  }
  for (const { path, spec, managed } of all) {
    const type = providerOf(managed.capacityProvider, system)?.instanceType;
    if (!type) continue;
    const own = INSTANCES[type].architecture;
    const { architecture } = deployedOf(spec);
    if (own === architecture) continue;
    const text = `is of ${type}, which is ${own}, but the architecture is ${architecture} (LMI-5)`;
    report.error("bad-value", [...path, "managedInstances", "capacityProvider"], {
      text,
      hint: "choose an instanceType of it",
    });
  }
}

function shared(
  { name, path }: Pick<Member<CapacityProviderSpec>, "name" | "path">,
  { maxVCpuCount }: CapacityProviderSpec,
  sharing: readonly Tenant[],
  { system, report }: { readonly system: CheckedSystem; readonly report: Report },
): void {
  const [first, ...others] = sharing;
  if (first === undefined) {
    const hint = `name it in a function: managedInstances: { capacityProvider: ${name} }`;
    report.warning("useless-field", path, { text: "has no effect: no function runs on it", hint });
    return;
  }
  const place = ({ spec }: Tenant) => `${regionOf(spec, system.regions)} ${deployedOf(spec).architecture}`;
  const unlike = others.find((other) => place(other) !== place(first));
  if (unlike !== undefined) {
    const text = `has '${first.name}' and '${unlike.name}' on it, which differ in Region or architecture (LMI-5)`;
    report.error("bad-value", path, { text, hint: "give each its own capacity provider" });
  }
  const least = sharing.reduce(
    (sum, { spec, managed }) => sum + boundsOf(managed).min * vCpusOf(spec.memory, managed),
    0,
  );
  if (others.length === 0 || least <= maxVCpuCount) return;
  const text = `is ${maxVCpuCount}, but the fewest environments on it need ${Math.ceil(least)} vCPU together (LMI-5)`;
  report.error("out-of-range", [...path, "maxVCpuCount"], { text, hint: `raise it to ${Math.ceil(least)}` });
}
