/** What must hold for traffic: where it goes exists, and it has exactly one shape and one way in. */

import { sourceType } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import { invocationOf } from "../../sources/list.ts";
import type { Report } from "../../text/report.ts";
import { child, type Path, type Spot, textOf } from "../../text/tree.ts";
import { didYouMean, list } from "../../text/words.ts";
import { routedAlias, versionsOf } from "../aliases/schema.ts";
import { examineAttempts } from "../client/examine.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { handedTo } from "../handing/build.ts";
import type { PartRules } from "../part.ts";
import { totalUnits, unitsOf } from "../provisioned/schema.ts";
import { examineTarget } from "../source/examine.ts";
import type { Target } from "../source/target.ts";
import { traceConflicts } from "./conflicts.ts";
import type { PhaseSpec, TraceFields, TrafficSpec } from "./schema.ts";

const LATEST = "$LATEST";
const WAYS = ["into", "invoke"];
const SHAPES = ["phases", "daily", "spikes", "trace"];

function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.sources) {
    if (spec !== null) examineTarget([...path, "invokes"], spec.invokes, checked, report);
  }
  for (const { path, spec } of checked.traffic) {
    onlyOne(path, WAYS, report);
    onlyOne(path, SHAPES, report);
    if (spec !== null) entry(path, spec, checked, report);
  }
  names(checked.traffic, report);
  if (checked.traffic.length === 0 && !checked.sources.some(invokesByItself)) noTraffic(report);
}

/** It needs neither traffic nor anybody's records. */
function invokesByItself({ spec }: Checked["sources"][number]): boolean {
  if (spec === null) return false;
  const { acts, takesRecords } = sourceType(spec.type);
  return acts && !takesRecords;
}

/** Both qualifiers lead to some version in common, whose units serve whoever comes there (§0.1, step 6). */
function meets({ aliases }: FunctionSpec, one: string, other: string): boolean {
  const versions = (qualifier: string): string[] => {
    const alias = routedAlias(aliases, qualifier);
    return alias === undefined ? [qualifier] : versionsOf(alias);
  };
  return versions(one).some((version) => versions(other).includes(version));
}

function noTraffic(report: Report): void {
  const spot = report.spot(["traffic"]);
  const hint = "add traffic: [{ invoke: checkout, phases: [{ for: 5m, rate: 100/s }] }]";
  report.warningAt("no-traffic", { ...spot, path: "traffic" }, { text: "nothing invokes anything here", hint });
}

/** Independent of whether the fields themselves are right. */
function onlyOne(path: Path, fields: readonly string[], report: Report): void {
  const tree = report.at(path);
  if (tree?.kind !== "map") return;
  const [first, second] = fields.filter((field) => child(tree, field) !== undefined);
  if (first === undefined) {
    const message = {
      text: `needs ${list(
        fields.map((field) => `'${field}'`),
        "or",
      )}`,
      hint: "give exactly one of them",
    };
    report.error("pick-one", path, message);
    return;
  }
  if (second === undefined) return;
  const later = laterOf(report.keySpot([...path, first]), report.keySpot([...path, second]));
  const text = `${report.spot(path).path} has both '${first}' and '${second}'`;
  report.errorAt("pick-one", later, { text, hint: "keep one of them" });
}

function laterOf(a: Spot, b: Spot): Spot {
  const [first, second] = [a.place, b.place];
  const isLater = first.line > second.line || (first.line === second.line && first.column > second.column);
  return isLater ? a : b;
}

function names(traffic: Checked["traffic"], report: Report): void {
  const seen = new Map<string, number>();
  for (const { path } of traffic) {
    const name = textOf(child(report.at(path), "name"));
    if (name === undefined) continue;
    const before = seen.get(name);
    seen.set(name, report.spot(path).place.line);
    if (before === undefined) continue;
    const message = { text: `is '${name}', as in line ${before} already`, hint: "give each entry a name of its own" };
    report.error("duplicate-name", [...path, "name"], message);
  }
}

function entry(path: Path, spec: TrafficSpec, checked: Checked, report: Report): void {
  const to = behind(path, spec, checked, report) ?? spec.invoke;
  if (spec.invoke !== undefined) examineTarget([...path, "invoke"], spec.invoke, checked, report);
  if (to !== undefined) unusedSettings(path, { spec, to }, checked, report);
  client(path, spec, checked, report);
  if (spec.phases !== undefined) phases([...path, "phases"], spec.phases, checked, report);
  if (spec.daily !== undefined && spec.daily.high < spec.daily.low) {
    report.error("not-rising", [...path, "daily", "high"], { text: "is below low", hint: "swap low and high" });
  }
  if (spec.spikes !== undefined) spikes([...path, "spikes", "at"], spec.spikes.at, checked, report);
  if (spec.trace !== undefined) trace([...path, "trace"], spec.trace, report);
}

/** The function behind the source that the traffic goes into. */
function behind(
  path: Path,
  { into, invocationType }: TrafficSpec,
  { sources, functions }: Checked,
  report: Report,
): Target | undefined {
  if (into === undefined) return undefined;
  const source = sources.find(({ name }) => name === into);
  if (source === undefined) {
    const known = sources.map(({ name }) => name);
    const isFunction = functions.some(({ name }) => name === into);
    const hint = isFunction ? `to invoke the function, write invoke: ${into}` : didYouMean(into, known);
    report.error("unknown-name", [...path, "into"], { text: `is '${into}', which is no source here`, hint });
  } else if (invokesByItself(source)) {
    const text = `is '${into}', which invokes by itself: no traffic goes into it`;
    report.error("wrong-destination", [...path, "into"], { text, hint: "invoke the function itself, or remove it" });
  }
  if (invocationType !== undefined) {
    const message = { text: "has no meaning with 'into': the source decides", hint: "remove it" };
    report.error("useless-field", [...path, "invocationType"], message);
  }
  return source?.spec?.invokes;
}

/** Settings of the function that this traffic passes by: a mistake that costs money and is hard to see. */
function unusedSettings(
  path: Path,
  { spec, to: { function: name, qualifier } }: { readonly spec: TrafficSpec; readonly to: Target },
  checked: Checked,
  report: Report,
): void {
  const invoked = checked.functions.find((each) => each.name === name)?.spec ?? null;
  if (invoked === null) return;
  const spot = [...path, spec.invoke === undefined ? "into" : "invoke"];
  const { provisioned, reserved } = invoked;
  const aliases = unitsOf(provisioned).map((units) => units.spec.alias);
  if (aliases.length > 0 && !aliases.some((alias) => meets(invoked, alias, qualifier))) {
    const outcome = totalUnits(provisioned) === reserved ? ", so all are refused (PC-11)" : " (PC-1, PC-9)";
    const text = `invokes ${name}:${qualifier}: these requests never use the provisioned units${outcome}`;
    report.warning("provisioned-unused", spot, {
      text,
      hint: `write ${list(
        aliases.map((alias) => `${name}:${alias}`),
        "or",
      )}`,
    });
  }
  if (invoked.snapStart && qualifier === LATEST && !usedByAlias(name, checked)) {
    const text = `invokes ${name}:${LATEST}, where SnapStart does not work (SNAP-2)`;
    report.warning("snapstart-unused", spot, { text, hint: `name an alias, for instance ${name}:live` });
  }
}

function usedByAlias(name: string, checked: Checked): boolean {
  const { traffic, sources } = checked;
  const targets = [
    ...traffic.map(({ spec }) => spec?.invoke),
    ...sources.map(({ spec }) => spec?.invokes),
    ...handedTo(checked),
  ];
  return targets.some((each) => each?.function === name && each.qualifier !== LATEST);
}

function client(path: Path, spec: TrafficSpec, { sources }: Checked, report: Report): void {
  if (spec.client === undefined) return;
  const source = sources.find(({ name }) => name === spec.into)?.spec;
  const type = source ? invocationOf(source) : (spec.invocationType ?? "RequestResponse");
  if (type === "Event") {
    const text = "has no meaning for asynchronous events: nobody waits for an answer (ASY-1)";
    report.error("useless-field", [...path, "client"], { text, hint: "remove it" });
  }
  examineAttempts([...path, "client"], spec.client, report);
}

function phases(path: Path, given: readonly PhaseSpec[], { simulate }: Checked, report: Report): void {
  if (given.length === 0) {
    const message = { text: "is empty", hint: "add one, for instance { for: 5m, rate: 100/s }" };
    report.error("missing-field", path, message);
    return;
  }
  let start = 0;
  for (const [index, phase] of given.entries()) {
    const horizon = simulate?.for ?? Number.POSITIVE_INFINITY;
    if (start >= horizon) {
      const text = "begins when the run has ended, so it never happens";
      report.warning("after-the-end", [...path, index], { text, hint: "lengthen simulate.for, or remove it" });
    } else if (start + phase.for > horizon) {
      const text = "goes on after the run has ended";
      const hint = "lengthen simulate.for, or shorten it";
      report.warning("after-the-end", [...path, index, "for"], { text, hint });
    }
    start += phase.for;
    if (phase.wave !== undefined && phase.wave.swing > Math.min(phase.rate, phase.rampTo ?? phase.rate)) {
      const text = "is more than the lowest rate of the phase, which would go below zero";
      report.error("wave-below-zero", [...path, index, "wave", "swing"], {
        text,
        hint: "lower it, or raise the rate",
      });
    }
  }
}

function spikes(path: Path, at: readonly number[], { simulate }: Checked, report: Report): void {
  const horizon = simulate?.for ?? Number.POSITIVE_INFINITY;
  const isList = report.at(path)?.kind === "list";
  for (const [index, moment] of at.entries()) {
    if (moment < horizon) continue;
    const message = {
      text: "is when the run has ended, so it never happens",
      hint: "lengthen simulate.for, or remove it",
    };
    report.warning("after-the-end", isList ? [...path, index] : path, message);
  }
}

function trace(path: Path, given: TraceFields, report: Report): void {
  for (const { id, field, ...message } of traceConflicts(given)) report.error(id, [...path, field], message);
}

export const trafficRules: PartRules = { ofScenario };
