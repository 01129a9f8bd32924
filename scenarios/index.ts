/** The way in: text of a scenario file to a Scenario, or every problem found. */
export { type Difference, differences } from "./differences.ts";
export { jsonSchema } from "./json-schema.ts";
export type { Lesson, LessonQuestion, LessonStep, LessonStop } from "./parts/lesson/build.ts";
export { load } from "./scenario.ts";
export { explainProblem, PROBLEM_IDS } from "./text/explanations.ts";
export { parentsNamed } from "./text/extends.ts";
export type { Problem, ThresholdText, ToleranceText } from "./text/problem.ts";
export {
  type ConfigOptions,
  type Field,
  type Loaded,
  type LoadOptions,
  type Remains,
  type Scenario,
  ScenarioError,
} from "./types.ts";
