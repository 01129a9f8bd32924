/** The way in: text of a scenario file to a Scenario, or every problem found. */
export { type Difference, differences } from "./differences.ts";
export { explainProblem, PROBLEM_IDS } from "./explanations.ts";
export { parentsNamed } from "./extends.ts";
export { jsonSchema } from "./json-schema.ts";
export type { Lesson, LessonQuestion, LessonStep, LessonStop } from "./lesson.ts";
export type { Problem, ThresholdText, ToleranceText } from "./problem.ts";
export { load } from "./scenario.ts";
export {
  type ConfigOptions,
  type Field,
  type Loaded,
  type LoadOptions,
  type Remains,
  type Scenario,
  ScenarioError,
} from "./types.ts";
