/** What a part of the format has to say of a scenario, besides what its schema says of each field. */
import type { Checked, CheckedSystem } from "../checked.ts";
import type { Member } from "../checking.ts";
import type { Report } from "../text/report.ts";
import type { FunctionSpec } from "./function/schema.ts";

/** A function whose fields are right by themselves, and a report of what stands in it. */
export interface FunctionExamined extends Pick<Member<FunctionSpec>, "name" | "path"> {
  readonly spec: FunctionSpec;
  readonly report: Report;
}

export interface PartRules {
  /** What must hold for each function, as the run begins and after every change. */
  readonly ofFunction?: (examined: FunctionExamined, system: CheckedSystem) => void;
  /** What must hold between functions, Regions and downstreams, then too. */
  readonly ofSystem?: (system: CheckedSystem, report: Report) => void;
  /** What must hold for the scenario as it begins. */
  readonly ofScenario?: (checked: Checked, report: Report) => void;
}
