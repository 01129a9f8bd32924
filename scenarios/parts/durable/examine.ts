/** What must hold for durable functions: steps and their number, and who may call them, how, and for how long. */
import { FACTS, MICROS_PER_SECOND } from "../../../sim/index.ts";
import type { Checked, CheckedSystem, Part } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { child, keySpotOf, type Path, spotOf, textOf, treeAt } from "../../text/tree.ts";
import type { DistributionSpec } from "../../values/distribution.ts";
import { later } from "../../values/units.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { Target } from "../source/schema.ts";
import type { DurableSpec } from "./schema.ts";

const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
const MOST = FACTS.durableOperations.value;
const LONGEST_SYNCHRONOUS = FACTS.durableSyncSeconds.value * MICROS_PER_SECOND;

/** What half of the samples reach, or their mean; 0 where a recording decides. */
export function usualLength(law: DistributionSpec): number {
  if (law.kind === "constant") return law.value;
  if (law.kind === "lognormal") return law.p50;
  if (law.kind === "uniform") return (law.min + law.max) / 2;
  return law.kind === "gamma" || law.kind === "exponential" ? law.mean : 0;
}

/** The functions themselves, as they begin and after every change. */
export function examineDurable(system: CheckedSystem, findings: Findings): void {
  const examiner = new DurableExaminer(system, findings);
  for (const { path, spec } of system.functions) {
    examiner.runs(path);
    if (spec?.durable === undefined) continue;
    examiner.steps([...path, "durable"], spec.durable, spec.timeout);
    examiner.history([...path, "durable", "retentionPeriod"], spec.durable);
    examiner.surroundings(path, spec);
  }
  examiner.destinations();
}

/** Who calls them. */
export function examineDurableCallers(checked: Checked, findings: Findings): void {
  const examiner = new DurableExaminer(checked, findings);
  for (const { path, spec } of checked.sources) {
    if (spec !== null) examiner.target([...path, "invokes"], spec.invokes);
  }
  for (const { path, spec } of checked.traffic) {
    if (spec === null) continue;
    if (spec.invoke !== undefined) examiner.target([...path, "invoke"], spec.invoke);
    const source = checked.sources.find(({ name }) => name === spec.into)?.spec;
    const direct = source?.type === "direct" ? source.invocationType : undefined;
    const type = source ? (direct ?? "Event") : (spec.invocationType ?? "RequestResponse");
    const target = source?.invokes ?? spec.invoke;
    if (target === undefined) continue;
    if (type === "RequestResponse") examiner.waitingCaller([...path, source ? "into" : "invoke"], target);
    if (spec.trace?.duration !== undefined) examiner.recordedRuns([...path, "trace", "duration"], target);
  }
}

class DurableExaminer {
  readonly #system: CheckedSystem;
  readonly #findings: Findings;

  constructor(system: CheckedSystem, findings: Findings) {
    this.#system = system;
    this.#findings = findings;
  }

  #report(id: ProblemId, path: Path, { text, hint }: Message, severity: "error" | "warning" = "error"): void {
    const spot = spotOf(this.#system.tree, path);
    this.#findings[severity](id, spot, { text: `${spot.path} ${text}`, hint });
  }

  /** A function has `run` or `durable`, whatever else is right or wrong with it. */
  runs(path: Path): void {
    const tree = treeAt(this.#system.tree, path);
    if (tree?.kind !== "map") return;
    const [run, durable] = [child(tree, "run"), child(tree, "durable")];
    if (run === undefined && durable === undefined) {
      const spot = keySpotOf(this.#system.tree, path);
      const hint = "add one, for instance run: { p50: 80ms, p99: 400ms }";
      this.#findings.error(
        "missing-field",
        { place: spot.place, path: `${spot.path}.run` },
        { text: `${spot.path} has no 'run'`, hint },
      );
    } else if (run !== undefined && durable !== undefined) {
      const message = { text: "has no meaning with 'durable', whose steps say what runs", hint: "remove it" };
      this.#report("useless-field", [...path, "run"], message);
    }
  }

  steps(path: Path, durable: DurableSpec, timeout: number): void {
    const { steps, repeat, executionTimeout } = durable;
    const at = [...path, "steps"];
    if (steps.length === 0) {
      this.#report("missing-field", at, { text: "is empty", hint: "add one, for instance { run: 200ms }" });
    }
    for (const [index, { run, wait }] of steps.entries()) {
      if ((run === undefined) !== (wait === undefined)) continue;
      const text = run === undefined ? "needs 'run' or 'wait'" : "has both 'run' and 'wait'";
      this.#report("pick-one", [...at, index], { text, hint: "give exactly one of them" });
    }
    const operations = steps.length * repeat;
    if (operations > MOST) {
      const text = `comes to ${operations} operations, but an execution has at most ${MOST} (DUR-4)`;
      this.#report("too-many-operations", at, { text, hint: "use fewer steps or repetitions, or longer waits" });
    }
    const usual = steps.reduce((sum, { run, wait }) => sum + lengthOf(run) + lengthOf(wait), 0) * repeat;
    if (usual > executionTimeout) {
      const text = "is usually exceeded by the steps and waits: most executions will time out (DUR-1)";
      this.#report("execution-over-timeout", [...path, "executionTimeout"], { text, hint: "raise it" }, "warning");
    }
    const longest = Math.max(0, ...between(steps));
    if (longest <= timeout) return;
    const text = "run longer from one wait to the next than the timeout allows: most invocations will fail (LIFE-7)";
    this.#report("run-over-timeout", at, { text, hint: "raise timeout, to 900s at most, or add waits" }, "warning");
  }

  history(path: Path, { retentionPeriod }: DurableSpec): void {
    if (retentionPeriod === undefined || retentionPeriod % MICROS_PER_DAY === 0) return;
    this.#report("out-of-range", path, {
      text: "is no whole number of days (DUR-1)",
      hint: "write something like 14d",
    });
  }

  surroundings(path: Path, { calls, async: { onSuccess, onFailure } }: FunctionSpec): void {
    for (const [key, given] of Object.entries({ onSuccess, onFailure })) {
      if (given === undefined) continue;
      const text = "is set, but durable functions have no destinations (DUR-3)";
      const hint = "remove it; a deadLetter queue takes the events of failed executions";
      this.#report("durable-destination", [...path, "async", key], { text, hint });
    }
    if (calls.length === 0) return;
    const hint = "remove them, and put their time into the steps";
    this.#findings.error("unsupported", keySpotOf(this.#system.tree, [...path, "calls"]), {
      text: later("calls of durable functions are"),
      hint,
    });
  }

  /** Destinations name functions without an alias. */
  destinations(): void {
    for (const { path, spec } of this.#system.functions) {
      if (spec === null) continue;
      const { onSuccess, onFailure } = spec.async;
      for (const [key, given] of Object.entries({ onSuccess, onFailure })) {
        if (given === undefined || this.#durableOf(given) === undefined) continue;
        const text = `is '${given}', a durable function, which cannot be invoked without an alias (DUR-1)`;
        const hint = "name a queue or a topic, or a function that is not durable";
        this.#report("durable-unqualified", [...path, "async", key], { text, hint });
      }
    }
  }

  #durableOf(name: string): DurableSpec | undefined {
    return this.#system.functions.find((part: Part<FunctionSpec>) => part.name === name)?.spec?.durable;
  }

  /** AWS takes `$LATEST` where it is written out, but not a name alone. */
  target(path: Path, { function: name }: Target): void {
    if (this.#durableOf(name) === undefined) return;
    if (textOf(treeAt(this.#system.tree, path))?.includes(":")) return;
    const text = `is '${name}', but a durable function is invoked by an alias or version only (DUR-1)`;
    const hint =
      `write ${name}:live; AWS answers InvalidParameterValueException: ` +
      "You cannot invoke a durable function using an unqualified ARN";
    this.#report("durable-unqualified", path, { text, hint });
  }

  waitingCaller(path: Path, { function: name }: Target): void {
    const durable = this.#durableOf(name);
    if (durable === undefined || durable.executionTimeout <= LONGEST_SYNCHRONOUS) return;
    const text = `waits for the end of ${name}, whose executionTimeout is above 15 minutes (DUR-3)`;
    const hint =
      "write invocationType: Event, or lower executionTimeout to 15m; AWS answers InvalidParameterValueException: " +
      "You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes";
    this.#report("durable-synchronous", path, { text, hint });
  }

  recordedRuns(path: Path, { function: name }: Target): void {
    if (this.#durableOf(name) === undefined) return;
    const text = `has no meaning for ${name}: one length cannot be shared out among its steps`;
    this.#report("useless-field", path, { text, hint: "remove it" });
  }
}

const lengthOf = (law: DistributionSpec | undefined): number => (law === undefined ? 0 : usualLength(law));

/** What runs from one wait to the next. */
function between(steps: DurableSpec["steps"]): number[] {
  const sums = [0];
  for (const { run, wait } of steps) {
    if (wait !== undefined) sums.push(0);
    else sums[sums.length - 1]! += lengthOf(run);
  }
  return sums;
}
