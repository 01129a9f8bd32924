/** What must hold for a function on Managed Instances: AWS's limits, its bounds, and what it cannot have besides. */
import { FACTS } from "../../../sim/index.ts";
import type { Checked, CheckedSystem } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { type Path, spotOf, treeAt } from "../../text/tree.ts";
import { routedAliases } from "../aliases/schema.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { examineMoments } from "../schedule/examine.ts";
import { boundsOf, vCpusOf, workersOf } from "./build.ts";
import type { ManagedSpec } from "./schema.ts";

const SMALLEST_MB = FACTS.managedMemoryMinMb.value;
const PER_VCPU = FACTS.managedWorkersPerVCpu.value;
const FIELD = "managedInstances";

/** One function, also after a change. @param runtime  its own, or the usual one. */
export function examineManaged(
  system: CheckedSystem,
  findings: Findings,
  { path, spec }: { readonly path: Path; readonly spec: FunctionSpec },
  runtime: string,
): void {
  const managed = spec.managedInstances;
  if (managed === undefined) return;
  const examiner = new Examiner(system, findings, path);
  examiner.others(spec);
  if (examiner.size(spec, managed)) examiner.workers(managed, runtime, vCpusOf(spec.memory, managed));
  examiner.bounds(managed);
  examiner.capacity(managed, vCpusOf(spec.memory, managed));
}

/** Of the scenario as it begins: schedules do not change. */
export function examineManagedSchedules(checked: Checked, findings: Findings): void {
  for (const { path, spec } of checked.functions) {
    for (const [index, schedule] of (spec?.managedInstances?.schedule ?? []).entries()) {
      examineMoments(checked, findings, [...path, FIELD, "schedule", index], schedule);
    }
  }
}

class Examiner {
  readonly #system: CheckedSystem;
  readonly #findings: Findings;
  readonly #path: Path;

  constructor(system: CheckedSystem, findings: Findings, functionPath: Path) {
    this.#system = system;
    this.#findings = findings;
    this.#path = functionPath;
  }

  #report(severity: "error" | "warning", id: ProblemId, path: Path, { text, hint }: Message): void {
    const spot = spotOf(this.#system.tree, [...this.#path, ...path]);
    this.#findings[severity](id, spot, { text: `${spot.path} ${text}`, hint });
  }

  /** LMI-2: those belong to environments that start when requests arrive. Weights (LIM-13) need fleets of their own. */
  others({ provisioned, snapStart, reserved, init, aliases }: FunctionSpec): void {
    const routed = routedAliases(aliases).length > 0 ? aliases : undefined;
    const given = { provisioned, snapStart: snapStart || undefined, reserved, aliases: routed };
    for (const [field, value] of Object.entries(given)) {
      if (value === undefined) continue;
      const message = { text: "cannot be combined with managedInstances (LMI-2)", hint: "remove one of the two" };
      this.#report("error", "managed-with-other", [field], message);
    }
    if (init === undefined) return;
    const text = "has no effect with managedInstances: no request waits for Init (LMI-2)";
    this.#report("warning", "useless-field", ["init"], { text, hint: "set managedInstances.model.launchTime instead" });
  }

  /** LMI-5. @returns whether an environment can be of this size. */
  size({ memory }: FunctionSpec, managed: ManagedSpec): boolean {
    if (memory < SMALLEST_MB) {
      const isGiven = treeAt(this.#system.tree, [...this.#path, "memory"]) !== undefined;
      const found = `is ${isGiven ? "" : "not given and so "}${memory}MB`;
      const text = `${found}, but Managed Instances need at least ${SMALLEST_MB}MB (LMI-5)`;
      const spot = spotOf(this.#system.tree, [...this.#path, isGiven ? "memory" : FIELD]);
      const field = [...this.#path, "memory"].join(".");
      this.#findings.error("out-of-range", spot, { text: `${field} ${text}`, hint: "set memory: 2GB or more" });
      return false;
    }
    const vCpus = vCpusOf(memory, managed);
    if (vCpus >= 1) return true;
    const perVCpu = managed.executionEnvironmentMemoryGiBPerVCpu;
    const text = `is ${perVCpu}, which leaves ${shortened(vCpus)} vCPU, but an environment has at least 1 (LMI-5)`;
    const hint = `raise memory to ${perVCpu}GB`;
    this.#report("error", "out-of-range", [FIELD, "executionEnvironmentMemoryGiBPerVCpu"], { text, hint });
    return false;
  }

  /** LMI-1. */
  workers(managed: ManagedSpec, runtime: string, vCpus: number): void {
    const workers = workersOf(managed, runtime, vCpus);
    const most = Math.floor(PER_VCPU * vCpus + 1e-9);
    const field = "perExecutionEnvironmentMaxConcurrency";
    if (workers === null) {
      const text = `needs '${field}': no default is known for ${runtime} (LMI-1)`;
      this.#report("error", "missing-field", [FIELD], { text, hint: `add it, for instance ${field}: 16` });
    } else if (workers > most) {
      const text = `is ${workers}, but ${shortened(vCpus)} vCPU bear at most ${most}, ${PER_VCPU} each (LMI-1)`;
      this.#report("error", "out-of-range", [FIELD, field], { text, hint: `lower it to ${most}, or raise memory` });
    }
  }

  /** LMI-4. */
  bounds(managed: ManagedSpec): void {
    const { minExecutionEnvironments: min, maxExecutionEnvironments: max } = managed;
    if ((min === undefined) !== (max === undefined)) {
      const [given, missing] = min === undefined ? ["max", "min"] : ["min", "max"];
      const text = `has '${given}ExecutionEnvironments' only: both are set together (LMI-4)`;
      this.#report("error", "missing-field", [FIELD], { text, hint: `add ${missing}ExecutionEnvironments` });
    } else if (min !== undefined && max !== undefined) {
      this.#pair([FIELD], min, max);
    }
    for (const [index, schedule] of managed.schedule.entries()) {
      const { minExecutionEnvironments, maxExecutionEnvironments } = schedule;
      this.#pair([FIELD, "schedule", index], minExecutionEnvironments, maxExecutionEnvironments);
    }
  }

  /** LMI-4, LMI-7: scaling never ends at zero, so only both at 0 have a meaning. */
  #pair(path: Path, min: number, max: number): void {
    if (max < min) {
      const message = { text: `is ${max}, but minExecutionEnvironments is ${min} (LMI-4)`, hint: "swap the two" };
      this.#report("error", "not-rising", [...path, "maxExecutionEnvironments"], message);
    } else if (min === 0 && max > 0) {
      const text = `is 0 and maxExecutionEnvironments ${max}: only both at 0 deactivate the version (LMI-4, LMI-7)`;
      const hint = "use at least 1, or 0 for both";
      this.#report("error", "out-of-range", [...path, "minExecutionEnvironments"], { text, hint });
    }
  }

  /** LMI-5: environments that no instance would hold. */
  capacity(managed: ManagedSpec, vCpus: number): void {
    const { maxVCpuCount } = managed.capacityProvider;
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
      this.#report("error", "out-of-range", [FIELD, ...path], { text, hint });
    }
  }
}

const shortened = (vCpus: number): string => String(Math.round(vCpus * 100) / 100);
