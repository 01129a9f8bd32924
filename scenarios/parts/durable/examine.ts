/** What must hold for durable functions: steps and their number, and who may call them, how, and for how long. */

import { FACTS, MICROS_PER_SECOND } from "../../../sim/index.ts";
import type { Checked, CheckedSystem } from "../../checked.ts";
import { invocationOf } from "../../sources/list.ts";
import type { Report } from "../../text/report.ts";
import { child, type Path, textOf } from "../../text/tree.ts";
import { type DistributionSpec, usualLength } from "../../values/distribution.ts";
import { later } from "../../values/units.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { aimOf, calledBy } from "../handing/build.ts";
import type { PartRules } from "../part.ts";
import type { Target } from "../source/target.ts";
import type { TrafficSpec } from "../traffic/schema.ts";
import type { DurableSpec } from "./schema.ts";

const MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
const MOST = FACTS.durableOperations.value;
const LONGEST_SYNCHRONOUS = FACTS.durableSyncSeconds.value * MICROS_PER_SECOND;

/** The functions themselves, as they begin and after every change. */
function ofSystem(system: CheckedSystem, report: Report): void {
  for (const { path, spec } of system.functions) {
    runs(path, report);
    if (spec?.durable === undefined) continue;
    const own = report.below([...path, "durable"]);
    usualTimes(spec.durable, spec.timeout, own);
    history(spec.durable, own);
    besides(spec, report.below(path));
  }
  destinations(system, report);
  handedOn(system, report);
}

/** Who calls them. */
function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.sources) {
    if (spec !== null) qualified([...path, "invokes"], spec.invokes, checked, report);
  }
  for (const { path, spec } of checked.traffic) {
    if (spec !== null) caller(path, spec, checked, report);
  }
}

function caller(path: Path, spec: TrafficSpec, checked: Checked, report: Report): void {
  if (spec.invoke !== undefined) qualified([...path, "invoke"], spec.invoke, checked, report);
  const source = checked.sources.find(({ name }) => name === spec.into)?.spec;
  const type = source ? invocationOf(source) : (spec.invocationType ?? "RequestResponse");
  const target = source?.invokes ?? spec.invoke;
  if (target === undefined) return;
  if (type === "RequestResponse") waitingCaller([...path, source ? "into" : "invoke"], target, checked, report);
  if (spec.trace?.duration !== undefined) recordedRuns([...path, "trace", "duration"], target, checked, report);
}

/** A function has `run` or `durable`, whatever else is right or wrong with it. */
function runs(path: Path, report: Report): void {
  const tree = report.at(path);
  if (tree?.kind !== "map") return;
  const [run, durable] = [child(tree, "run"), child(tree, "durable")];
  if (run === undefined && durable === undefined) {
    const spot = report.keySpot(path);
    const hint = "add one, for instance run: { p50: 80ms, p99: 400ms }";
    report.errorAt(
      "missing-field",
      { place: spot.place, path: `${spot.path}.run` },
      { text: `${spot.path} has no 'run'`, hint },
    );
  } else if (run !== undefined && durable !== undefined) {
    const message = { text: "has no meaning with 'durable', whose steps say what runs", hint: "remove it" };
    report.error("useless-field", [...path, "run"], message);
  }
}

function usualTimes(durable: DurableSpec, timeout: number, report: Report): void {
  const { steps, repeat, executionTimeout } = durable;
  const at = ["steps"];
  if (steps.length === 0) {
    report.error("missing-field", at, { text: "is empty", hint: "add one, for instance { run: 200ms }" });
  }
  for (const [index, { run, wait }] of steps.entries()) {
    if ((run === undefined) !== (wait === undefined)) continue;
    const text = run === undefined ? "needs 'run' or 'wait'" : "has both 'run' and 'wait'";
    report.error("pick-one", [...at, index], { text, hint: "give exactly one of them" });
  }
  const operations = steps.length * repeat;
  if (operations > MOST) {
    const text = `comes to ${operations} operations, but an execution has at most ${MOST} (DUR-4)`;
    report.error("too-many-operations", at, { text, hint: "use fewer steps or repetitions, or longer waits" });
  }
  const usual = steps.reduce((sum, { run, wait }) => sum + lengthOf(run) + lengthOf(wait), 0) * repeat;
  if (usual > executionTimeout) {
    const text = "is usually exceeded by the steps and waits: most executions will time out (DUR-1)";
    report.warning("execution-over-timeout", ["executionTimeout"], { text, hint: "raise it" });
  }
  const longest = Math.max(0, ...between(steps));
  if (longest <= timeout) return;
  const text = "run longer from one wait to the next than the timeout allows: most invocations will fail (LIFE-7)";
  report.warning("run-over-timeout", at, { text, hint: "raise timeout, to 900s at most, or add waits" });
}

function history({ retentionPeriod }: DurableSpec, report: Report): void {
  if (retentionPeriod === undefined || retentionPeriod % MICROS_PER_DAY === 0) return;
  report.error("out-of-range", ["retentionPeriod"], {
    text: "is no whole number of days (DUR-1)",
    hint: "write something like 14d",
  });
}

function besides({ calls, sends, async: { onSuccess, onFailure } }: FunctionSpec, report: Report): void {
  for (const [key, given] of Object.entries({ onSuccess, onFailure })) {
    if (given === undefined) continue;
    const text = "is set, but durable functions have no destinations (DUR-3)";
    const hint = "remove it; a deadLetter queue takes the events of failed executions";
    report.error("durable-destination", ["async", key], { text, hint });
  }
  for (const [field, given] of Object.entries({ calls, sends })) {
    if (given.length === 0) continue;
    const hint = field === "calls" ? "remove them, and put their time into the steps" : "remove them";
    report.errorAt("unsupported", report.keySpot([field]), { text: later(`${field} of durable functions are`), hint });
  }
}

/** What runs of other functions call, or send events to. */
function handedOn(system: CheckedSystem, report: Report): void {
  for (const { path, spec } of system.functions) {
    for (const [index, { to }] of (spec?.calls ?? []).entries()) {
      if (calledBy(to, system) !== "function") continue;
      qualified([...path, "calls", index, "to"], aimOf(to), system, report);
      waitingCaller([...path, "calls", index, "to"], aimOf(to), system, report);
    }
    for (const [index, { to }] of (spec?.sends ?? []).entries()) {
      qualified([...path, "sends", index, "to"], aimOf(to), system, report);
    }
  }
}

/** Destinations name functions without an alias. */
function destinations(system: CheckedSystem, report: Report): void {
  for (const { path, spec } of system.functions) {
    if (spec === null) continue;
    const { onSuccess, onFailure } = spec.async;
    for (const [key, given] of Object.entries({ onSuccess, onFailure })) {
      if (given === undefined || durableOf(system, given) === undefined) continue;
      const text = `is '${given}', a durable function, which cannot be invoked without an alias (DUR-1)`;
      const hint = "name a queue or a topic, or a function that is not durable";
      report.error("durable-unqualified", [...path, "async", key], { text, hint });
    }
  }
}

const durableOf = ({ functions }: CheckedSystem, wanted: string): DurableSpec | undefined =>
  functions.find(({ name }) => name === wanted)?.spec?.durable;

/** AWS takes `$LATEST` where it is written out, but not a name alone. */
function qualified(path: Path, { function: name }: Target, system: CheckedSystem, report: Report): void {
  if (durableOf(system, name) === undefined) return;
  if (textOf(report.at(path))?.includes(":")) return;
  const text = `is '${name}', but a durable function is invoked by an alias or version only (DUR-1)`;
  const hint =
    `write ${name}:live; AWS answers InvalidParameterValueException: ` +
    "You cannot invoke a durable function using an unqualified ARN";
  report.error("durable-unqualified", path, { text, hint });
}

function waitingCaller(path: Path, { function: name }: Target, system: CheckedSystem, report: Report): void {
  const durable = durableOf(system, name);
  if (durable === undefined || durable.executionTimeout <= LONGEST_SYNCHRONOUS) return;
  const text = `waits for the end of ${name}, whose executionTimeout is above 15 minutes (DUR-3)`;
  const instead = path[0] === "functions" ? "write it under sends" : "write invocationType: Event";
  const hint =
    `${instead}, or lower executionTimeout to 15m; AWS answers InvalidParameterValueException: ` +
    "You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes";
  report.error("durable-synchronous", path, { text, hint });
}

function recordedRuns(path: Path, { function: name }: Target, system: CheckedSystem, report: Report): void {
  if (durableOf(system, name) === undefined) return;
  const text = `has no meaning for ${name}: one length cannot be shared out among its steps`;
  report.error("useless-field", path, { text, hint: "remove it" });
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

export const durableRules: PartRules = { ofSystem, ofScenario };
