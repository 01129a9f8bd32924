/** What must hold for a function on Managed Instances: AWS's limits, its bounds, and what it cannot have besides. */
import { FACTS } from "../../../sim/index.ts";
import type { Checked, CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { didYouMean } from "../../text/words.ts";
import { RUNTIME_DEFAULT } from "../../values/cold-starts.ts";
import { routedAliases } from "../aliases/schema.ts";
import { providerOf } from "../capacity-provider/build.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { examineMoments } from "../schedule/examine.ts";
import { boundsOf, vCpusOf, workersOf } from "./build.ts";
import { ofChange } from "./changes.ts";
import { ofSystem } from "./providers.ts";
import type { ManagedSpec } from "./schema.ts";

const SMALLEST_MB = FACTS.managedMemoryMinMb.value;
const PER_VCPU = FACTS.managedWorkersPerVCpu.value;
const FIELD = "managedInstances";

function ofFunction({ spec, report }: FunctionExamined, system: CheckedSystem): void {
  const managed = spec.managedInstances;
  if (managed === undefined) return;
  const vCpus = vCpusOf(spec.memory, managed);
  others(spec, report);
  if (fits(spec, managed, report)) workers(managed, spec.runtime ?? RUNTIME_DEFAULT, vCpus, report);
  bounds(managed, report);
  capacity(managed, vCpus, system, report);
}

/** Of the scenario as it begins: schedules do not change. */
function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.functions) {
    for (const [index, schedule] of (spec?.managedInstances?.schedule ?? []).entries()) {
      examineMoments(checked, report, [...path, FIELD, "schedule", index], schedule);
    }
  }
}

/** LMI-2: those belong to environments that start when requests arrive. Weights (LIM-13) need fleets of their own. */
function others({ provisioned, snapStart, reserved, init, aliases }: FunctionSpec, report: Report): void {
  const routed = routedAliases(aliases).length > 0 ? aliases : undefined;
  const given = { provisioned, snapStart: snapStart || undefined, reserved, aliases: routed };
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const message = { text: "cannot be combined with managedInstances (LMI-2)", hint: "remove one of the two" };
    report.error("managed-with-other", [field], message);
  }
  if (init === undefined) return;
  const text = "has no effect with managedInstances: no request waits for Init (LMI-2)";
  report.warning("useless-field", ["init"], { text, hint: "set managedInstances.model.launchTime instead" });
}

/** LMI-5. @returns whether an environment can be of this size. */
function fits({ memory }: FunctionSpec, managed: ManagedSpec, report: Report): boolean {
  if (memory < SMALLEST_MB) {
    const isGiven = report.at(["memory"]) !== undefined;
    const found = `is ${isGiven ? "" : "not given and so "}${memory}MB`;
    const text = `${found}, but Managed Instances need at least ${SMALLEST_MB}MB (LMI-5)`;
    const { path } = report.spot(["memory"]);
    const spot = report.spot([isGiven ? "memory" : FIELD]);
    report.errorAt("out-of-range", spot, { text: `${path} ${text}`, hint: "set memory: 2GB or more" });
    return false;
  }
  const vCpus = vCpusOf(memory, managed);
  if (vCpus >= 1) return true;
  const perVCpu = managed.executionEnvironmentMemoryGiBPerVCpu;
  const text = `is ${perVCpu}, which leaves ${shortened(vCpus)} vCPU, but an environment has at least 1 (LMI-5)`;
  const hint = `raise memory to ${perVCpu}GB`;
  report.error("out-of-range", [FIELD, "executionEnvironmentMemoryGiBPerVCpu"], { text, hint });
  return false;
}

/** LMI-1. */
function workers(managed: ManagedSpec, runtime: string, vCpus: number, report: Report): void {
  const own = workersOf(managed, runtime, vCpus);
  const most = Math.floor(PER_VCPU * vCpus + 1e-9);
  const field = "perExecutionEnvironmentMaxConcurrency";
  if (own === null) {
    const text = `needs '${field}': no default is known for ${runtime} (LMI-1)`;
    report.error("missing-field", [FIELD], { text, hint: `add it, for instance ${field}: 16` });
  } else if (own > most) {
    const text = `is ${own}, but ${shortened(vCpus)} vCPU bear at most ${most}, ${PER_VCPU} each (LMI-1)`;
    report.error("out-of-range", [FIELD, field], { text, hint: `lower it to ${most}, or raise memory` });
  }
}

/** LMI-4. */
function bounds(managed: ManagedSpec, report: Report): void {
  const { minExecutionEnvironments: min, maxExecutionEnvironments: max } = managed;
  if ((min === undefined) !== (max === undefined)) {
    const [given, missing] = min === undefined ? ["max", "min"] : ["min", "max"];
    const text = `has '${given}ExecutionEnvironments' only: both are set together (LMI-4)`;
    report.error("missing-field", [FIELD], { text, hint: `add ${missing}ExecutionEnvironments` });
  } else if (min !== undefined && max !== undefined) {
    pair([FIELD], min, max, report);
  }
  for (const [index, schedule] of managed.schedule.entries()) {
    const { minExecutionEnvironments, maxExecutionEnvironments } = schedule;
    pair([FIELD, "schedule", index], minExecutionEnvironments, maxExecutionEnvironments, report);
  }
}

/** LMI-4, LMI-7: scaling never ends at zero, so only both at 0 have a meaning. */
function pair(path: Path, min: number, max: number, report: Report): void {
  if (max < min) {
    const message = { text: `is ${max}, but minExecutionEnvironments is ${min} (LMI-4)`, hint: "swap the two" };
    report.error("not-rising", [...path, "maxExecutionEnvironments"], message);
  } else if (min === 0 && max > 0) {
    const text = `is 0 and maxExecutionEnvironments ${max}: only both at 0 deactivate the version (LMI-4, LMI-7)`;
    const hint = "use at least 1, or 0 for both";
    report.error("out-of-range", [...path, "minExecutionEnvironments"], { text, hint });
  }
}

/** LMI-5: environments that no instance would hold, or a capacity provider that does not exist. */
function capacity(managed: ManagedSpec, vCpus: number, system: CheckedSystem, report: Report): void {
  const provider = providerOf(managed.capacityProvider, system);
  if (provider === undefined) {
    unknownProvider(String(managed.capacityProvider), system, report);
    return;
  }
  const { maxVCpuCount } = provider;
  const held = Math.floor(maxVCpuCount / vCpus + 1e-9);
  const asked: [Path, number][] = [
    [managed.minExecutionEnvironments === undefined ? [] : ["minExecutionEnvironments"], boundsOf(managed).min],
    ...managed.schedule.map(({ minExecutionEnvironments }, index): [Path, number] => [
      ["schedule", index, "minExecutionEnvironments"],
      minExecutionEnvironments,
    ]),
  ];
  for (const [path, environments] of asked) {
    if (environments <= held) continue;
    const needs = `asks for ${environments} environments of ${shortened(vCpus)} vCPU`;
    const text = `${needs}, but the capacity provider holds ${held} with ${maxVCpuCount} vCPU (LMI-5)`;
    const hint = `lower it to ${held}, or raise capacityProvider.maxVCpuCount`;
    report.error("out-of-range", [FIELD, ...path], { text, hint });
  }
}

const shortened = (vCpus: number): string => String(Math.round(vCpus * 100) / 100);

function unknownProvider(name: string, { capacityProviders }: CheckedSystem, report: Report): void {
  // One with faults of its own has been told of already.
  if (capacityProviders.some((one) => one.name === name)) return;
  const names = capacityProviders.map((one) => one.name);
  const hint = didYouMean(name, names, `define it under capacityProviders: ${name}: { maxVCpuCount: 400 }`);
  report.error("unknown-name", [FIELD, "capacityProvider"], {
    text: `is '${name}', which is no capacity provider here`,
    hint,
  });
}

export const managedRules: PartRules = { ofFunction, ofSystem, ofScenario, ofChange };
