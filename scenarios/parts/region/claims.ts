/** What functions may reserve and provision of their Region's quota, 100 units of which stay unclaimed. */
import { FACTS } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { list } from "../../text/words.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { PartRules } from "../part.ts";
import { toldTotal, totalUnits } from "../provisioned/schema.ts";
import { regionOf } from "./region-of.ts";

const FLOOR = FACTS.unreservedFloor.value;

interface Quota {
  readonly name: string;
  readonly concurrency: number;
  readonly path: Path;
}

interface Claim {
  readonly path: Path;
  readonly spec: FunctionSpec;
  readonly free: number;
  readonly before: readonly { readonly name: string; readonly units: number }[];
  readonly region: Quota;
}

/** CONC-7, CONC-8: A - sum RC - sum PC(ONRC) >= 100, function after function in the order of the file. */
function ofSystem(system: CheckedSystem, report: Report): void {
  for (const region of system.regions) {
    if (region.spec === null) continue;
    claimsIn({ name: region.name, concurrency: region.spec.concurrency, path: region.path }, system, report);
  }
}

function claimsIn(region: Quota, { functions, regions }: CheckedSystem, report: Report): void {
  const before: { name: string; units: number }[] = [];
  for (const { name, path, spec } of functions) {
    if (spec === null || regionOf(spec, regions) !== region.name) continue;
    const units = spec.reserved ?? totalUnits(spec.provisioned);
    const claimed = before.reduce((sum, claim) => sum + claim.units, 0);
    const free = Math.max(0, region.concurrency - FLOOR - claimed);
    // RES-6: a reservation of 0 is accepted in any account.
    if (units > free) tooMuch({ path, spec, free, before, region }, report);
    if (units > 0) before.push({ name, units });
  }
}

function tooMuch({ path, spec, free, before, region }: Claim, report: Report): void {
  const quotaPath = [...region.path, "concurrency"];
  const quota = report.keySpot(quotaPath);
  const written = report.at(quotaPath) === undefined ? "the default" : `line ${quota.place.line}`;
  const others = before.map(({ name, units }) => `${name} ${units}`);
  const taken = others.length === 0 ? "" : `; claimed already: ${list(others, "and")}`;
  const remedy = free > 0 ? `lower it to ${free}` : "remove it";
  const hint = `${remedy}, or raise ${quota.path} (now ${region.concurrency}, ${written})`;
  if (spec.reserved !== undefined) {
    const text = `is ${spec.reserved}, but only ${free} can be reserved (CONC-7)${taken}`;
    report.error("reserved-too-high", [...path, "reserved"], { text, hint });
    return;
  }
  const { at, is } = toldTotal(spec.provisioned);
  const text = `${is}, but only ${free} can be provisioned (PC-3, CONC-8)${taken}`;
  report.error("provisioned-too-high", [...path, ...at], { text, hint });
}

export const claimRules: PartRules = { ofSystem };
