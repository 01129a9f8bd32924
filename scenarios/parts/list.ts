/** All parts of the format that have something to say of a scenario; a new one is one more entry. */
import type { Checked, CheckedSystem } from "../checked.ts";
import type { Findings, Message } from "../text/findings.ts";
import type { Override } from "../text/overrides.ts";
import { Report } from "../text/report.ts";
import { aliasRules } from "./aliases/examine.ts";
import { downstreamRules } from "./downstream/examine.ts";
import { durableRules } from "./durable/examine.ts";
import { functionRules } from "./function/examine.ts";
import { kindRules } from "./function/kinds.ts";
import { handingRules } from "./handing/examine.ts";
import { lessonRules } from "./lesson/examine.ts";
import { lifecycleRules } from "./lifecycle/examine.ts";
import { managedRules } from "./managed/examine.ts";
import type { Changing, PartRules } from "./part.ts";
import { provisionedRules } from "./provisioned/examine.ts";
import { quotaRules } from "./quotas/examine.ts";
import { claimRules } from "./region/claims.ts";
import { regionRules } from "./region/examine.ts";
import { runRules } from "./run/examine.ts";
import { tenancyRules } from "./tenancy/examine.ts";
import { trafficRules } from "./traffic/examine.ts";

/** Of two problems at one place, that of the earlier part is told first. */
const RULES: readonly PartRules[] = [
  runRules,
  regionRules,
  provisionedRules,
  aliasRules,
  lifecycleRules,
  functionRules,
  handingRules,
  managedRules,
  claimRules,
  downstreamRules,
  kindRules,
  trafficRules,
  durableRules,
  tenancyRules,
  quotaRules,
  lessonRules,
];

/** What holds as the run begins and after every change. */
export function examineSystem(system: CheckedSystem, findings: Findings): void {
  const report = new Report(system.tree, findings);
  for (const { name, path, spec } of system.functions) {
    if (spec === null) continue;
    const examined = { name, path, spec, report: report.below(path) };
    for (const { ofFunction } of RULES) ofFunction?.(examined, system);
  }
  for (const { ofSystem } of RULES) ofSystem?.(system, report);
}

/** All that must hold; every problem is looked for, even when some have been found already. */
export function examineScenario(checked: Checked, findings: Findings): void {
  examineSystem(checked, findings);
  const report = new Report(checked.tree, findings);
  for (const { ofScenario } of RULES) ofScenario?.(checked, report);
}

/** Why a change that the field allows cannot be made after all; null when it can. */
export function beyondChanges(changing: Changing): Message | null {
  for (const { ofChange } of RULES) {
    const beyond = ofChange?.(changing) ?? null;
    if (beyond !== null) return beyond;
  }
  return null;
}

/** What a change sets, where what is written stands for something else. */
export const asChanges = (override: Override): Override =>
  RULES.reduce((set, { asChange }) => asChange?.(set) ?? set, override);
