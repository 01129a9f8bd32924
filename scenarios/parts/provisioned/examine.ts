/** What must hold for provisioned units that scale: their bounds, AWS's limits, and when schedules come due. */
import type { Checked } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import { didYouMean } from "../../text/words.ts";
import { aliasNames, routedAliases, versionsOf } from "../aliases/schema.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { examineMoments } from "../schedule/examine.ts";
import { asChange, ofChange } from "./changes.ts";
import { firstPath, ofSystem } from "./scaling-limits.ts";
import {
  type ProvisionedSpec,
  policiesOf,
  type ScheduleSpec,
  toldTotal,
  totalUnits,
  type UnitsPart,
  unitsOf,
} from "./schema.ts";

/** PC-2, PC-19, and names that exist; also after a change of the units. */
function ofFunction({ spec, report }: FunctionExamined): void {
  const all = unitsOf(spec.provisioned);
  if (all.length === 0) return;
  withinReservation(spec, report);
  if (spec.snapStart) {
    const text = "cannot be combined with snapStart: true (PC-19)";
    report.error("provisioned-with-snapstart", ["provisioned"], { text, hint: "remove one of the two" });
  }
  for (const [index, units] of all.entries()) {
    named(units, spec.aliases, report);
    apart(units, all.slice(0, index), spec.aliases, report);
  }
}

function withinReservation({ provisioned, reserved }: FunctionSpec, report: Report): void {
  const total = totalUnits(provisioned);
  if (reserved === undefined || total <= reserved) return;
  const { at, is } = toldTotal(provisioned);
  const text = `${is}, but the function reserves only ${reserved} (PC-2)`;
  const hint = `lower ${at.length > 1 ? "it" : "them"} to ${reserved}, or raise reserved to ${total}`;
  report.error("provisioned-over-reserved", at, { text, hint });
}

function named({ path, spec: { alias } }: UnitsPart, aliases: FunctionSpec["aliases"], report: Report): void {
  const names = aliasNames(aliases);
  if (names === undefined || names.includes(alias)) return;
  const added = Array.isArray(aliases) ? `aliases: [${[...aliases, alias].join(", ")}]` : `${alias}: { version: 1 }`;
  const hint = didYouMean(alias, names, `add it: ${added}`);
  const text = `is '${alias}', which 'aliases' does not list`;
  report.error("unknown-name", [...path, "alias"], { text, hint });
}

/** PC-15: whose the units of a version are must be clear, now and once an alias has been shifted. */
function apart(
  { path, spec: { alias } }: UnitsPart,
  before: readonly UnitsPart[],
  aliases: FunctionSpec["aliases"],
  report: Report,
): void {
  const at = [...path, "alias"];
  const reached = new Map(routedAliases(aliases).map(([name, route]) => [name, versionsOf(route)]));
  for (const other of before) {
    const name = other.spec.alias;
    if (name === alias) {
      const text = `is '${alias}', which has units already in ${other.path.join(".")}`;
      report.error("duplicate-name", at, { text, hint: "add the two counts up, or name another alias" });
      continue;
    }
    const shared = reached.get(alias)?.find((version) => reached.get(name)?.includes(version));
    if (shared === undefined) continue;
    const route = `is '${alias}', which routes to version ${shared} as '${name}' does`;
    const text = `${route}: AWS does not say whose units those are`;
    report.error("unsupported", at, { text, hint: "give all units of a version to one alias" });
  }
}

/** Of the scenario as it begins: what scales the units does not change. */
function ofScenario(checked: Checked, report: Report): void {
  for (const part of checked.functions) {
    for (const { path, spec } of unitsOf(part.spec?.provisioned)) {
      const own = report.below([...part.path, ...path]);
      units(spec, own);
      failingInits(spec, checked, own);
      bounds(spec, own);
      for (const [index, schedule] of spec.schedule.entries()) scheduled(index, schedule, checked, own);
      meeting(spec, own);
    }
  }
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function units({ count, autoscale, schedule }: ProvisionedSpec, report: Report): void {
  if (count > 0) return;
  if (autoscale === undefined && schedule.length === 0) {
    const message = { text: "is 0, but must be at least 1 (LIM-16)", hint: "use a value of at least 1" };
    report.error("out-of-range", ["count"], message);
  } else if (!schedule.some(({ min }) => min !== undefined && min > 0)) {
    const text = "is 0, from which target tracking never starts (AAS-10)";
    const hint = "begin with at least 1, or add a schedule that raises min";
    report.warning("never-scales", ["count"], { text, hint });
  }
}

/** PC-7: units that are READY as the run begins have had their Init. */
function failingInits(spec: ProvisionedSpec, { changes }: Checked, report: Report): void {
  const { initErrors, allocateAtStart, autoscale, schedule } = spec;
  const asks = allocateAtStart || autoscale !== undefined || schedule.length > 0 || changes.length > 0;
  if (initErrors === 0 || asks) return;
  const message = { text: "has no effect where no units are asked for", hint: "add allocateAtStart: true" };
  report.warning("useless-field", ["initErrors"], message);
}

/** AAS-1. */
function bounds({ count, autoscale }: ProvisionedSpec, report: Report): void {
  const [first, ...others] = policiesOf(autoscale);
  if (first === undefined) {
    if (autoscale !== undefined) noPolicy(report);
    return;
  }
  for (const [index, other] of others.entries()) sameBounds(index + 1, other, first, report);
  const { min, max } = first;
  if (max < min) {
    const message = { text: `is ${max}, but min is ${min} (AAS-1)`, hint: "swap min and max" };
    report.error("not-rising", [...firstPath(autoscale), "max"], message);
  } else if (count > max) {
    const message = { text: `is ${count}, but autoscale.max is ${max} (AAS-1)`, hint: `begin with ${min} to ${max}` };
    report.warning("outside-bounds", ["count"], message);
  } else if (count > 0 && count < min) {
    const message = { text: `is ${count}, but autoscale.min is ${min} (AAS-1)`, hint: `begin with ${min} to ${max}` };
    report.warning("outside-bounds", ["count"], message);
  }
}

function noPolicy(report: Report): void {
  const hint = "write one, for instance { min: 10, max: 100, target: 0.7 }, or remove autoscale";
  report.error("missing-field", ["autoscale"], { text: "is empty", hint });
}

/** AAS-1, AAS-13: the bounds belong to the target, not to a policy. */
function sameBounds(index: number, other: Bounds, first: Bounds, report: Report): void {
  for (const bound of ["min", "max"] as const) {
    if (other[bound] === first[bound]) continue;
    const text = `is ${other[bound]}, but autoscale.0.${bound} is ${first[bound]}: all policies share one (AAS-1)`;
    report.error("outside-bounds", ["autoscale", index, bound], { text, hint: `write ${first[bound]}` });
  }
}

function scheduled(index: number, schedule: ScheduleSpec, checked: Checked, report: Report): void {
  const at = ["schedule", index] as const;
  const { min, max } = schedule;
  if (min === undefined && max === undefined) {
    const message = { text: "sets neither min nor max (AAS-12)", hint: "add one, for instance min: 20" };
    report.error("missing-field", at, message);
  }
  if (min !== undefined && max !== undefined && max < min) {
    const message = { text: `is ${max}, but min is ${min} (AAS-1)`, hint: "swap min and max" };
    report.error("not-rising", [...at, "max"], message);
  }
  examineMoments(checked, report, at, schedule);
}

/** AAS-1: a bound that can never meet the other one would leave no number of units. */
function meeting({ autoscale, schedule }: ProvisionedSpec, report: Report): void {
  const [policy] = policiesOf(autoscale);
  if (policy === undefined) return;
  const highest = Math.max(policy.max, ...schedule.flatMap(({ max }) => max ?? []));
  const lowest = Math.min(policy.min, ...schedule.flatMap(({ min }) => min ?? []));
  for (const [index, { min = 0, max = Number.POSITIVE_INFINITY }] of schedule.entries()) {
    if (min > highest) {
      const text = `is ${min}, but nothing raises max above ${highest} (AAS-1)`;
      report.error("outside-bounds", ["schedule", index, "min"], { text, hint: "set max with it" });
    } else if (max < lowest) {
      const text = `is ${max}, but nothing lowers min below ${lowest} (AAS-1)`;
      report.error("outside-bounds", ["schedule", index, "max"], { text, hint: "set min with it" });
    }
  }
}

export const provisionedRules: PartRules = { ofFunction, ofSystem, ofScenario, asChange, ofChange };
