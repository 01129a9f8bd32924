/** The lessons that come with burstlab, and how one is named: by number, name, or path of a file. */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { nearest } from "../../reports/words/nearest.ts";
import { type Lesson, load, type Problem } from "../../scenarios/index.ts";
import { readText } from "../host/files.ts";
import { plainProblem } from "../library/problems.ts";

export interface CourseLesson {
  /** "reserved-is-a-floor-and-a-ceiling". */
  readonly name: string;
  readonly file: string;
  readonly lesson: Lesson;
  /** What the scenario says of itself. */
  readonly description: string;
}

const ENDING = /\.burst\.ya?ml$/;

/** Lies beside the published package's manifest, wherever that is installed. */
function folder(): string {
  const manifest = createRequire(import.meta.url).resolve("burstlab/package.json");
  return manifest.replace(/package\.json$/, join("scenarios", "lessons"));
}

/** All lessons in the order of their numbers. */
export function course(): CourseLesson[] {
  const files = readdirSync(folder()).filter((name) => ENDING.test(name));
  return files
    .map((name): CourseLesson => {
      const file = join(folder(), name);
      const read = readText(file);
      const loaded = read.ok ? load(read.text, file) : null;
      if (!loaded?.ok || loaded.scenario.lesson === null)
        throw new Error(`${name} came with burstlab and is no lesson`);
      const { lesson, description } = loaded.scenario;
      return { name: name.replace(ENDING, ""), file, lesson, description };
    })
    .sort((a, b) => a.lesson.number - b.lesson.number);
}

/** The file of the lesson that is meant, or the problem with its name. */
export function lessonFile(wanted: string): string | Problem {
  if (ENDING.test(wanted)) return wanted;
  const lessons = course();
  const found = lessons.find(({ name, lesson }) => name === wanted || String(lesson.number) === wanted);
  if (found !== undefined) return found.file;
  const names = lessons.map(({ name }) => name);
  const near = nearest(wanted, names);
  const text = `there is no lesson '${wanted}'`;
  const hint =
    near === null ? "'burstlab teach' lists them; a file's name ends in .burst.yaml" : `did you mean '${near}'?`;
  return plainProblem("unknown-lesson", wanted, text, hint);
}
