/** The library 'burstlab', for any JavaScript: text to scenario to result, result to judgement and text. */
export type * from "../../reports/index.ts";
export { document, metricTable, passed, render, stringify } from "../../reports/index.ts";
export type * from "../../scenarios/index.ts";
export { explainProblem, jsonSchema, load, ScenarioError } from "../../scenarios/index.ts";
export type * from "../../sim/index.ts";
export { combine, ENGINE, measure, PRICES, simulate, start } from "../../sim/index.ts";
export { type CompareOptions, compare, evaluate, thresholdProblems } from "./judging.ts";
