/** What must hold for each function: cold starts that are known, a run that ends. */
import { FACTS, MICROS_PER_SECOND } from "../../../sim/index.ts";
import { didYouMean } from "../../text/words.ts";
import { RUNTIMES } from "../../values/cold-starts.ts";
import { usualLength } from "../../values/distribution.ts";
import { takesSnapshots } from "../lifecycle/runtimes.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { deployedOf, measuredInit, measuredRestore } from "./cold-start.ts";

function ofFunction(examined: FunctionExamined): void {
  coldStarts(examined);
  firstRuns(examined);
  timeouts(examined);
  longInits(examined);
}

function coldStarts(examined: FunctionExamined): void {
  const { spec, report } = examined;
  const { runtime, architecture } = deployedOf(spec);
  if (spec.framework !== undefined) frameworks(examined);
  else if (spec.init === undefined && measuredInit(spec) === null) {
    const text = `is ${runtime}, for which no Init was measured with package: ${spec.package} on ${architecture}`;
    const hint = didYouMean(runtime, RUNTIMES, "add init, for instance init: { p50: 300ms, p99: 900ms }");
    report.error("no-measurement", ["runtime"], { text, hint });
  }
  if (!spec.snapStart || !takesSnapshots(spec)) return;
  if (spec.restore === undefined && measuredRestore(spec) === null) {
    const what = spec.framework === undefined ? runtime : `${spec.framework} on ${runtime}`;
    const kind = spec.package === "zip" ? "" : ` with package: ${spec.package}`;
    const text = `is ${what}, for which no Restore was measured${kind}`;
    const hint = "add restore, for instance restore: { p50: 600ms, p99: 1.5s }";
    report.error("no-measurement", [spec.framework === undefined ? "runtime" : "framework"], { text, hint });
  }
}

/** Where a framework was not measured, or says nothing that the scenario does not say itself. */
function frameworks({ spec, report }: FunctionExamined): void {
  const { runtime, packageType } = deployedOf(spec);
  if (measuredInit(spec) === null) {
    const text = `is ${spec.framework}, which was not measured on ${runtime} with package: ${packageType}`;
    const hint = "remove it, and add init and firstRun as your own logs tell them";
    report.error("no-measurement", ["framework"], { text, hint });
  } else if (
    spec.init !== undefined &&
    spec.firstRun !== undefined &&
    (!spec.snapStart || spec.restore !== undefined)
  ) {
    const message = { text: "has no effect beside init and firstRun", hint: "remove it, or them" };
    report.warning("useless-field", ["framework"], message);
  }
}

/** PC-14: many runs share an environment of Managed Instances, and nobody has measured its first ones. */
function firstRuns({ spec, report }: FunctionExamined): void {
  if (spec.firstRun === undefined || spec.managedInstances === undefined) return;
  const message = { text: "has no effect on Managed Instances", hint: "remove it" };
  report.warning("useless-field", ["firstRun"], message);
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

/** LIFE-3, LIFE-4: an Init that is aborted after 10 s runs once more within the timeout. */
function longInits({ spec, report }: FunctionExamined): void {
  const { init, run, timeout } = spec;
  const onDemand = spec.snapStart === false && spec.managedInstances === undefined;
  if (!onDemand || init === undefined || usualLength(init) <= FACTS.initLimitSeconds.value * MICROS_PER_SECOND) return;
  const again = usualLength(init) + (run === undefined ? 0 : usualLength(run));
  if (again <= timeout) return;
  const limit = `${FACTS.initLimitSeconds.value}s`;
  const text =
    `is usually longer than ${limit}: it runs again at the first request, and with the run exceeds the timeout, ` +
    "so cold starts fail (LIFE-3, LIFE-4)";
  report.warning("init-over-timeout", ["init"], { text, hint: "raise timeout, or shorten init" });
}

export const functionRules: PartRules = { ofFunction };
