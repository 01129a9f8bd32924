/** What must hold for each function: cold starts that are known, a run that ends. */
import { FACTS } from "../../../sim/index.ts";
import { didYouMean } from "../../text/words.ts";
import { initDefault, RUNTIMES, restoreDefault } from "../../values/cold-starts.ts";
import { usualLength } from "../../values/distribution.ts";
import { hasSnapStart } from "../lifecycle/runtimes.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { deployedOf } from "./deployed.ts";

function ofFunction(examined: FunctionExamined): void {
  coldStarts(examined);
  timeouts(examined);
}

function coldStarts({ spec, report }: FunctionExamined): void {
  const deployed = deployedOf(spec);
  const { runtime, architecture } = deployed;
  if (spec.init === undefined && initDefault(deployed) === null) {
    const text = `is ${runtime}, for which no Init was measured with package: ${spec.package} on ${architecture}`;
    const hint = didYouMean(runtime, RUNTIMES, "add init, for instance init: { p50: 300ms, p99: 900ms }");
    report.error("no-measurement", ["runtime"], { text, hint });
  }
  if (!spec.snapStart || !hasSnapStart(runtime)) return;
  if (spec.restore === undefined && restoreDefault(deployed) === null) {
    const text = `is ${runtime}, for which no Restore was measured`;
    const hint = "add restore, for instance restore: { p50: 600ms, p99: 1.5s }";
    report.error("no-measurement", ["runtime"], { text, hint });
  }
}

/** LIFE-7. AWS accepts this, but it is hardly ever meant. */
function timeouts({ spec: { run, extensions, timeout }, report }: FunctionExamined): void {
  const ownTime = run === undefined ? 0 : usualLength(run);
  const both = ownTime + (extensions === undefined ? 0 : usualLength(extensions.afterRun));
  if (both <= timeout) return;
  const given = report.at(["timeout"]);
  const limit = given?.kind === "scalar" ? given.text : `the default of ${FACTS.timeoutDefaultSeconds.value}s`;
  const what = ownTime > timeout ? "is usually longer" : "and the run are together usually longer";
  const path = ownTime > timeout ? ["run"] : ["extensions", "afterRun"];
  const text = `${what} than the timeout, ${limit}: most runs will fail (LIFE-7)`;
  report.warning("run-over-timeout", path, { text, hint: "raise timeout, to 900s at most" });
}

export const functionRules: PartRules = { ofFunction };
