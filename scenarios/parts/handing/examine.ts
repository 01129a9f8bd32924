/** What must hold for what functions hand on: it goes to something that exists and takes it, and calls end. */
import { type Destination, SOURCE_TYPES, type SourceType, sourceType } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import { EXAMPLE_DOWNSTREAM } from "../../downstreams/list.ts";
import { EXAMPLE_SOURCES, type SourceSpec } from "../../sources/list.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { didYouMean, list } from "../../text/words.ts";
import { examineAttempts } from "../client/examine.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { examineTarget } from "../source/examine.ts";
import { aimOf, calledBy } from "./build.ts";

type Call = FunctionExamined["spec"]["calls"][number];
/** ASY-13, ASY-14: what takes records, as a sentence names it. */
const TAKERS: Readonly<Record<Destination, string>> = {
  onSuccess: "must be a queue, a topic, a bus or a function (ASY-13)",
  onFailure: "must be a queue, a topic, a bucket, a bus or a function (ASY-13)",
  deadLetter: "must be a queue or a topic (ASY-14)",
};

function ofFunction(examined: FunctionExamined, system: CheckedSystem): void {
  const { spec, report } = examined;
  for (const [index, call] of spec.calls.entries()) examineCall(["calls", index], call, examined, system);
  for (const [index, { to }] of spec.sends.entries()) examineSend(["sends", index, "to"], to, report, system);
  destinations(examined, system);
  namesOfSeveral(examined, system);
}

/** A function, a downstream and a source may have one name: then one of them is meant, and the reader is told which. */
function namesOfSeveral({ spec: { async, calls, sends }, report }: FunctionExamined, system: CheckedSystem): void {
  const has = (things: readonly { readonly name: string }[], to: string) =>
    things.some(({ name }) => name === aimOf(to).function);
  const tell = (path: Path, to: string, groups: readonly ("downstreams" | "functions" | "sources")[]): void => {
    const [meant, ...others] = groups.filter((group) => has(system[group], to)).map((group) => group.slice(0, -1));
    if (meant === undefined || others.length === 0) return;
    const text = `is the name of a ${list([meant, ...others], "and")}: the ${meant} is meant`;
    report.warning("ambiguous-name", path, { text, hint: "give them different names" });
  };
  for (const [at, { to }] of calls.entries()) tell(["calls", at, "to"], to, ["downstreams", "functions", "sources"]);
  for (const [at, { to }] of sends.entries()) tell(["sends", at, "to"], to, ["functions", "sources"]);
  for (const field of ["onSuccess", "onFailure", "deadLetter"] as const) {
    if (async[field] !== undefined) tell(["async", field], async[field], ["functions", "sources"]);
  }
}

function examineCall(path: Path, call: Call, { name, report }: FunctionExamined, system: CheckedSystem): void {
  const kind = calledBy(call.to, system);
  if (call.client !== undefined && kind !== "function") {
    const text = "has no meaning here: only calls of functions are tried again";
    report.error("useless-field", [...path, "client"], { text, hint: "remove it" });
  }
  if (call.client !== undefined) examineAttempts([...path, "client"], call.client, report);
  if (kind === "downstream") return;
  if (kind === "source") {
    pushSource([...path, "to"], call.to, report, system);
    return;
  }
  examineFunction([...path, "to"], call.to, report, system);
  if (aimOf(call.to).function !== name || call.share < 1) return;
  const text = `is the function itself, in every run: no run ever ends well, and Lambda stops its 17th (ASY-20)`;
  report.error("endless-calls", [...path, "to"], { text, hint: "give it a share below 100%" });
}

function examineSend(path: Path, to: string, report: Report, system: CheckedSystem): void {
  if (system.functions.some(({ name }) => name === aimOf(to).function)) {
    examineFunction(path, to, report, system);
  } else if (!system.sources.some(({ name }) => name === to) && system.downstreams.some(({ name }) => name === to)) {
    const text = `is the downstream '${to}', which takes no records`;
    report.error("wrong-destination", path, { text, hint: "write it under calls, or name a source" });
  } else {
    pushSource(path, to, report, system);
  }
}

/** TEN-1: runs name no tenant. */
function examineFunction(path: Path, to: string, report: Report, system: CheckedSystem): void {
  const aim = aimOf(to);
  examineTarget(path, aim, system, report);
  if (system.functions.find(({ name }) => name === aim.function)?.spec?.tenancy === undefined) return;
  const text = `is the function '${aim.function}', which is perTenant: runs of others name no tenant (TEN-1)`;
  report.error("tenants-missing", path, { text, hint: "call a function without tenancy" });
}

/** Something that is neither a downstream nor a function. */
function pushSource(path: Path, to: string, report: Report, system: CheckedSystem): void {
  const source = system.sources.find(({ name }) => name === to);
  if (source === undefined) {
    const called = path[0] === "calls";
    const known = [...(called ? system.downstreams : []), ...system.functions, ...system.sources];
    const [group, type] = called ? ["downstreams", EXAMPLE_DOWNSTREAM] : ["sources", EXAMPLE_SOURCES.takesRecords];
    const names = known.map(({ name }) => name);
    const hint = didYouMean(to, names, `define it, for instance under ${group}: ${to}: { type: ${type}, ... }`);
    const kinds = called ? "downstream, function or source" : "function or source";
    report.error("unknown-name", path, { text: `is '${to}', which is no ${kinds} here`, hint });
  } else if (source.spec && !sourceType(source.spec.type).takesRecords) {
    takesNone(path, to, source.spec, report);
  }
}

function takesNone(path: Path, to: string, { type, invokes }: SourceSpec, report: Report): void {
  const instead = sourceType(type).acts ? "it invokes by itself" : `its callers invoke ${invokes.function} themselves`;
  const text = `is the ${type} source '${to}', into which nothing is put: ${instead}`;
  report.error("wrong-destination", path, { text, hint: `name the function, ${invokes.function}` });
}

/** ASY-13, ASY-14: what a declared destination must be; any other name is a queue, a topic or a bucket. */
function destinations({ spec: { async }, report }: FunctionExamined, { functions, sources }: CheckedSystem): void {
  for (const field of ["onSuccess", "onFailure", "deadLetter"] as const) {
    const target = async[field];
    const path = ["async", field];
    const must = TAKERS[field];
    if (target === undefined) continue;
    const source = sources.find(({ name }) => name === target)?.spec;
    if (functions.some(({ name }) => name === target)) {
      if (field !== "deadLetter") continue;
      const text = `is the function '${target}', but ${must}`;
      report.error("bad-value", path, { text, hint: "use onFailure for a function" });
    } else if (source && !sourceType(source.type).takesRecords) {
      takesNone(path, target, source, report);
    } else if (source && !sourceType(source.type).destinations.includes(field)) {
      const takers: SourceType[] = Object.values(SOURCE_TYPES);
      const types = takers.flatMap(({ type, destinations }) => (destinations.includes(field) ? [type] : []));
      const hint = `name a source of type ${list(types, "or")}, or something that the scenario does not declare`;
      report.error("wrong-destination", path, { text: `is the ${source.type} source '${target}', but ${must}`, hint });
    }
  }
}

/** Calls that all runs make, from function to function, may lead back to where they began. */
function ofSystem(system: CheckedSystem, report: Report): void {
  for (const { name, path, spec } of system.functions) {
    for (const [index, call] of (spec?.calls ?? []).entries()) {
      const next = alwaysCalled(call, system);
      if (next === null || next === name || !leadsTo(next, name, system)) continue;
      const text = `leads back to ${name} in every run: no run ever ends well, and Lambda stops its 17th (ASY-20)`;
      const hint = "give one of the calls a share below 100%";
      report.warning("endless-calls", [...path, "calls", index, "to"], { text, hint });
    }
  }
}

const alwaysCalled = ({ to, share }: Call, system: CheckedSystem): string | null =>
  share === 1 && calledBy(to, system) === "function" ? aimOf(to).function : null;

function leadsTo(from: string, to: string, system: CheckedSystem, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const calls = system.functions.find(({ name }) => name === from)?.spec?.calls ?? [];
  return calls.some((call) => {
    const next = alwaysCalled(call, system);
    return next !== null && leadsTo(next, to, system, seen);
  });
}

export const handingRules: PartRules = { ofFunction, ofSystem };
