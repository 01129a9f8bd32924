/** What must hold for downstreams: settings that have an effect. */
import type { CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { PartRules } from "../part.ts";

function ofSystem({ downstreams }: CheckedSystem, report: Report): void {
  for (const { path, spec } of downstreams) {
    if (spec?.maxWait === undefined || spec.whenFull !== "error") continue;
    const message = { text: "has no effect without whenFull: wait", hint: "remove it, or add whenFull: wait" };
    report.warning("useless-field", [...path, "maxWait"], message);
  }
}

export const downstreamRules: PartRules = { ofSystem };
