/** What each problem id means, for `check --explain ID`: of scenarios, thresholds, files and flags. */
import { explainProblem, PROBLEM_IDS } from "../../scenarios/index.ts";

const OWN: Readonly<Record<string, string>> = {
  "bad-flag": "A flag's value does not have the form that the flag needs, or two flags contradict each other.",
  "cannot-write": "A file that a flag asked for could not be written; the run itself may have been fine.",
  core: "BURSTLAB_CORE forces one compilation of the core, js or wasm. Leave it out: results are equal.",
  "file-is-folder": "A folder was named where a file is needed. Name the scenario files in it one by one.",
  "file-missing": "No file has this name. Names are relative to the folder that you are in.",
  "file-not-text": "The file holds bytes that are not UTF-8 text, so it is no scenario, trace or result.",
  "file-too-large":
    "The file is larger than anything that burstlab reads. Scenarios have kilobytes, results megabytes.",
  "file-unreadable": "The file exists, but the system does not let you read it.",
  "lesson-untrue":
    "A lesson says something that its own run does not show: a claim under `holds` fails, or a number is not there.",
  "missing-package": "PNG pictures need a package that burstlab does not install by itself. SVG needs none.",
  "no-lesson": "`burstlab teach` was given a scenario that has no `lesson` in it.",
  "not-a-result": "The JSON file is not a result of burstlab, or has a schema that this version does not know.",
  "time-limit": "The simulation took longer, in real time, than --time-limit allows, and was given up.",
  "unknown-lesson": "No lesson has this name or number. `burstlab teach` lists the lessons.",
};

/** What can be wrong inside the text of a threshold. */
const THRESHOLDS: Readonly<Record<string, string>> = {
  "ambiguous-region":
    "The scenario has several Regions, so 'region' does not say which one. Write the Region's own name.",
  "no-limit": "A percentage in a threshold on a gauge means percent of its limit, and this gauge has none.",
  "threshold-syntax":
    "A threshold is: metric, operator, value, and perhaps 'while' and a phase, as in checkout.latency.p99 < 2.5s.",
  "threshold-value":
    "The right-hand side of a threshold is a number with its unit, a percentage, or 'base' with a change.",
  "unknown-metric": "The subject has no such metric. `burstlab schema --metrics` lists them with CloudWatch's names.",
  "unknown-operator": "Thresholds compare with <, <=, >, >= or ==.",
  "unknown-phase": "'while' needs the name of a phase of the traffic, as its `name` field gives it.",
  "unknown-statistic":
    "The metric does not have that statistic. Counts have count and rate, gauges and times have mean and max.",
  "unknown-subject": "A threshold starts with the name of a function, source, downstream or traffic, or with 'region'.",
};

/** One paragraph, or null for an id that does not exist. */
export function explain(id: string): string | null {
  const ours = [OWN, THRESHOLDS].find((texts) => Object.hasOwn(texts, id));
  return ours?.[id] ?? explainProblem(id);
}

export const problemIds = (): string[] =>
  [...new Set([...Object.keys(OWN), ...Object.keys(THRESHOLDS), ...PROBLEM_IDS])].sort();
