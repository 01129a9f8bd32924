/** PC-2, PC-3: whether the units that scaling may ask for fit, which AWS asks only when they are asked for. */
import { FACTS } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { regionOf } from "../region/region-of.ts";
import { type ProvisionedSpec, policiesOf, totalUnits, type UnitsPart, unitsOf } from "./schema.ts";

/** Also after a change, which may leave less room to what scales. */
export function ofSystem(system: CheckedSystem, report: Report): void {
  for (const part of system.functions) {
    const { spec } = part;
    if (spec === null) continue;
    const own = report.below(part.path);
    const all = unitsOf(spec.provisioned);
    const fit = all.map(({ path, spec: one }) => {
      const beside = totalUnits(spec.provisioned) - one.count;
      return withinLimit(one, limitOf(part.name, beside, spec, system), own.below(path));
    });
    if (all.length > 1 && !fit.includes(false)) together(all, limitOf(part.name, 0, spec, system), own);
  }
}

interface Limit {
  readonly units: number;
  readonly rule: string;
  readonly remedy: string;
}

/** PC-2 with a reservation, else PC-3 and CONC-8: what other aliases, and other functions of the Region, leave. */
function limitOf(
  name: string,
  beside: number,
  spec: FunctionSpec,
  { functions, regions }: CheckedSystem,
): Limit | null {
  if (spec.reserved !== undefined) return { units: spec.reserved - beside, rule: "PC-2", remedy: "raise reserved" };
  const own = regionOf(spec, regions);
  const region = regions.find((each) => each.name === own);
  if (region === undefined || region.spec === null) return null;
  const others = functions.filter((each) => each.name !== name && each.spec && regionOf(each.spec, regions) === own);
  const claims = others.map((each) => each.spec?.reserved ?? totalUnits(each.spec?.provisioned));
  const claimed = claims.reduce((sum, claim) => sum + claim, beside);
  const units = Math.max(0, region.spec.concurrency - FACTS.unreservedFloor.value - claimed);
  return { units, rule: "PC-3, CONC-8", remedy: `raise ${region.path.join(".")}.concurrency` };
}

/** Where the only policy stands, or the first of several. */
export const firstPath = (autoscale: ProvisionedSpec["autoscale"]): Path =>
  Array.isArray(autoscale) ? ["autoscale", 0] : ["autoscale"];

/** AWS takes such bounds, and refuses the units when scaling asks for them. Whether all of them fit. */
function withinLimit({ autoscale, schedule }: ProvisionedSpec, limit: Limit | null, report: Report): boolean {
  const asked: [Path, number | undefined][] = [
    [[...firstPath(autoscale), "max"], policiesOf(autoscale)[0]?.max],
    ...schedule.flatMap(({ min, max }, index): [Path, number | undefined][] => [
      [["schedule", index, "min"], min],
      [["schedule", index, "max"], autoscale === undefined ? undefined : max],
    ]),
  ];
  let fit = true;
  for (const [path, units] of asked) {
    if (limit === null || units === undefined || units <= limit.units) continue;
    const text = `is ${units}: scaling may ask for ${units}, but only ${limit.units} fit (${limit.rule})`;
    const hint = `lower it to ${limit.units}, or ${limit.remedy}`;
    report.warning("scaling-over-limit", path, { text, hint });
    fit = false;
  }
  return fit;
}

/** Each fits beside the others as they begin, and not beside the others at their highest. */
function together(all: readonly UnitsPart[], limit: Limit | null, report: Report): void {
  const scaled = all.filter(({ spec: { autoscale } }) => policiesOf(autoscale).length > 0);
  const last = scaled.at(-1);
  const most = all.reduce((sum, { spec }) => sum + mostUnits(spec), 0);
  if (limit === null || last === undefined || most <= limit.units) return;
  const max = policiesOf(last.spec.autoscale)[0]!.max;
  const text = `is ${max}: scaling of all aliases may ask for ${most}, but only ${limit.units} fit (${limit.rule})`;
  const hint = `lower the maxima to ${limit.units} together, or ${limit.remedy}`;
  report.warning("scaling-over-limit", [...last.path, ...firstPath(last.spec.autoscale), "max"], { text, hint });
}

const mostUnits = ({ count, autoscale, schedule }: ProvisionedSpec): number => {
  const maxima = policiesOf(autoscale).map(({ max }) => max);
  return Math.max(count, ...maxima, ...schedule.flatMap(({ min = 0, max = 0 }) => [min, maxima.length > 0 ? max : 0]));
};
