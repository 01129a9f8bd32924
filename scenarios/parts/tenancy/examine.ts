/** What must hold for functions whose environments belong to tenants, and for the requests that name tenants. */
import { sourceType } from "../../../sim/index.ts";
import type { Checked, CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import type { PartRules } from "../part.ts";
import { unitsOf } from "../provisioned/schema.ts";
import type { TrafficSpec } from "../traffic/schema.ts";

const AWS = "AWS: 400 InvalidParameterValueException";

/** TEN-3, and destinations; also after each change of the system. */
function ofSystem(system: CheckedSystem, report: Report): void {
  for (const { path, spec } of system.functions) {
    if (spec === null) continue;
    for (const field of ["onSuccess", "onFailure"] as const) {
      const target = spec.async[field];
      if (target === undefined || !isIsolated(system, target)) continue;
      const text = `is the function '${target}', which is perTenant: such an event names no tenant (TEN-1; ${AWS})`;
      report.error("tenants-missing", [...path, "async", field], { text, hint: "name a queue, or another function" });
    }
    if (spec.tenancy === undefined) continue;
    const others = [
      unitsOf(spec.provisioned).length === 0 ? null : "provisioned concurrency (TEN-3, PC-19)",
      spec.snapStart ? "snapStart: true (TEN-3)" : null,
    ];
    for (const other of others.filter((each) => each !== null)) {
      const text = `cannot be combined with ${other}; ${AWS}`;
      report.error("tenancy-conflict", [...path, "tenancy"], { text, hint: "remove one of the two" });
    }
  }
}

/** TEN-1: requests name a tenant where the function has tenancy, and nowhere else. */
function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.sources) {
    if (spec === null || sourceType(spec.type).tenants || !isIsolated(checked, spec.invokes.function)) continue;
    const { function: target } = spec.invokes;
    const text = `names ${target}, which is perTenant: ${spec.type} events name no tenant (TEN-3; ${AWS})`;
    report.error("tenancy-conflict", [...path, "invokes"], {
      text,
      hint: "invoke it directly, or through API Gateway",
    });
  }
  for (const { path, spec } of checked.traffic) {
    if (spec !== null) entry(checked, path, spec, report);
  }
}

function entry(checked: Checked, path: Path, spec: TrafficSpec, report: Report): void {
  const source = checked.sources.find(({ name }) => name === spec.into)?.spec;
  const target = (spec.invoke ?? source?.invokes)?.function;
  const settings = checked.functions.find(({ name }) => name === target)?.spec;
  // What is not there, or unusable, is another finding; so is a source that carries no tenants.
  if (settings === undefined || settings === null || (source && !sourceType(source.type).tenants)) return;
  const isolated = settings.tenancy !== undefined;
  if (isolated === (spec.tenants !== undefined)) return;
  if (isolated) {
    const text = `leads to ${target}, which is perTenant, but the requests have no 'tenants' (TEN-1; ${AWS})`;
    const hint = "add tenants, for instance tenants: { count: 100 }";
    report.error("tenants-missing", [...path, spec.invoke === undefined ? "into" : "invoke"], { text, hint });
    return;
  }
  const text = `names tenants, but ${target} is not perTenant (TEN-1; ${AWS})`;
  const hint = `remove it, or add functions.${target}.tenancy: perTenant`;
  report.error("tenants-unexpected", [...path, "tenants"], { text, hint });
}

const isIsolated = ({ functions }: CheckedSystem, wanted: string): boolean =>
  functions.find(({ name }) => name === wanted)?.spec?.tenancy !== undefined;

export const tenancyRules: PartRules = { ofSystem, ofScenario };
