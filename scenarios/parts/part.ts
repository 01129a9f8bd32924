/** What a part of the format has to say of a scenario, besides what its schema says of each field. */
import type { Checked, CheckedSystem } from "../checked.ts";
import type { Member } from "../checking.ts";
import type { BuiltSystem } from "../system.ts";
import type { Message } from "../text/findings.ts";
import type { Override } from "../text/overrides.ts";
import type { Report } from "../text/report.ts";
import type { FunctionSpec } from "./function/schema.ts";

/** A function whose fields are right by themselves, and a report of what stands in it. */
export interface FunctionExamined extends Pick<Member<FunctionSpec>, "name" | "path"> {
  readonly spec: FunctionSpec;
  readonly report: Report;
}

/** A value that a change puts at a path, and what holds as the run begins. */
export interface Changing {
  readonly override: Override;
  readonly checked: Checked;
  readonly base: BuiltSystem;
}

export interface PartRules {
  /** What must hold for each function, as the run begins and after every change. */
  readonly ofFunction?: (examined: FunctionExamined, system: CheckedSystem) => void;
  /** What must hold between functions, Regions and downstreams, then too. */
  readonly ofSystem?: (system: CheckedSystem, report: Report) => void;
  /** What must hold for the scenario as it begins. */
  readonly ofScenario?: (checked: Checked, report: Report) => void;
  /** Why a change that the field allows cannot be made after all; null when it can. */
  readonly ofChange?: (changing: Changing) => Message | null;
  /** What such a change sets, where it stands for something else. */
  readonly asChange?: (override: Override) => Override;
}
