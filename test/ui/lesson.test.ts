/** Lessons: the course that comes with burstlab says nothing that its runs do not show; faulty lessons are caught. */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { type Lesson, load } from "../../scenarios/index.ts";
import { type Result, simulate } from "../../sim/index.ts";
import { course } from "../../ui/commands/course.ts";
import { LessonError, type LessonRuns, lessonFlaws, lessonPages, variantsOf } from "../../ui/lessons/lesson.ts";
import { lessonText } from "../../ui/lessons/lesson-text.ts";

const COURSE = course();
const plain = (_style: unknown, text: string): string => text;

function opened(text: string, name: string): { lesson: Lesson; runs: LessonRuns } {
  const loaded = load(text, name);
  if (!loaded.ok || loaded.scenario.lesson === null) throw new Error(`${name} has no lesson`);
  const { scenario } = loaded;
  const { lesson } = loaded.scenario;
  const runs = variantsOf(lesson).map((variant): [string, Result] => [variant, simulate(scenario.config({ variant }))]);
  return { lesson, runs: new Map(runs) };
}

test("the lessons are numbered from 1 without a gap, and each has a description", () => {
  expect(COURSE.map(({ lesson }) => lesson.number)).toEqual(COURSE.map((_, index) => index + 1));
  expect(COURSE.filter(({ description }) => description === "")).toEqual([]);
});

describe.each(COURSE.map(({ name, file }) => [name, file] as const))("%s", (name, file) => {
  const { lesson, runs } = opened(readFileSync(file, "utf8"), `${name}.burst.yaml`);
  test("says nothing that its runs do not show", () => {
    expect(lessonFlaws(lesson, runs)).toEqual([]);
  });
  test("asks for a guess, tells the answer with its rules, and ends with a change", () => {
    const pages = lessonPages(lesson, runs);
    const kinds = pages.map(({ kind }) => kind);
    expect(kinds).toEqual(expect.arrayContaining(["ask", "reveal"]));
    expect(kinds.slice(-2)).toEqual(["try", "outcome"]);
    expect(pages.filter(({ kind, rules }) => kind === "reveal" && rules.length === 0)).toEqual([]);
    expect(pages.map(({ atMs }) => atMs)).toEqual(pages.map(({ atMs }) => atMs).sort((a, b) => a - b));
  });
  test("is printed within the width of a page, without a brace left", () => {
    const text = lessonText(lesson, lessonPages(lesson, runs), { width: 80, paint: plain });
    expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(text).not.toMatch(/[{}]/);
  });
});

describe("what a lesson may say", () => {
  const SAMPLE = `
simulate: { for: 1m }
functions: { f: { run: { constant: 1s }, init: { constant: 0s }, reserved: 3 } }
traffic:
  - name: users
    invoke: f
    arrivals: regular
    phases: [{ name: calm, for: 30s, rate: 1/s }, { name: peak, for: 30s, rate: 6/s }]
    client: { retry: none, attempts: 1 }
variants: { more: { functions.f.reserved: 10 } }
lesson:
  number: 1
  title: sample
  steps:
    - { look: "LOOK", stop: { STOP } }
    - look: Now.
      ask:
        that: What?
        answers: [this, that]
        right: a
        reveal: Because.
        rules: [RES-7]
        holds: [f.throttles.count > 0]
  try: { variant: more, say: More., outcome: Better., holds: [f.throttles.count == 0] }
`;
  const say = (look: string, stop: string, from = "", to = ""): { lesson: Lesson; runs: LessonRuns } =>
    opened(SAMPLE.replace("LOOK", look).replace("STOP", stop).replace(from, to), "sample.burst.yaml");
  const first = (look: string, stop: string): string => {
    const { lesson, runs } = say(look, stop);
    const [page] = lessonPages(lesson, runs);
    return `${page?.atMs} ${page?.text}`;
  };

  let runs: LessonRuns;
  beforeAll(() => {
    runs = say("x", "at: 1s").runs;
  });

  test.each([
    ["{moment}", "at: 30s", "30000 00:30.000"],
    ["{f.throttles.count} and {more: f.throttles.count}", "at: 10s", "10000 90 and 0"],
    ["{f.throttles.rate while peak}", "at: 10s", "10000 50.0 %"],
    ["{now f.busy} of {now f.limit}, {now f.requests}", "at: 40s", "40000 3 of 3, 6/s"],
    ["{now region.unused} of {now region.quota}", "at: 40s", "40000 997 of 1 000"],
    ["x", "first: throttling, of: f", "30500 x"],
    ["x", "first: throttling, of: f, after: 2s", "32500 x"],
    ["x", "highest: throttles, of: f", "30000 x"],
  ])("%s at %s", (look, stop, expected) => expect(first(look, stop)).toBe(expected));

  test.each([
    ["{f.speed}", "at: 1s", "is not a metric of the function"],
    ["{f.async.age.p99}", "at: 1s", "there is no such number in the run of base"],
    ["{now g.busy}", "at: 1s", "there is no such function"],
    ["{now f.colour}", "at: 1s", "write one of requests"],
    ["{fewer: f.busy.max}", "at: 1s", "there is no run of 'fewer'"],
    ["x", "first: spillover, of: f", "the run has no spillover of f to stop at"],
    ["x", "highest: queue, of: f", "queue of f are 0 in the whole run"],
  ])("%s at %s cannot be said", (look, stop, expected) => {
    const { lesson, runs: made } = say(look, stop);
    expect(() => lessonPages(lesson, made)).toThrow(LessonError);
    expect(lessonFlaws(lesson, made).join("\n")).toContain(expected);
  });

  test("a claim can be about a variant that is shown", () => {
    const { lesson, runs: made } = say("x", "at: 1s", "[f.throttles.count > 0]", "['more: f.throttles.count == 0']");
    expect(lessonFlaws(lesson, made)).toEqual([]);
  });

  test.each([
    ["[f.throttles.count > 0]", "['more: f.throttles.count > 5']", "does not hold in the run of more: it is 0"],
    ["[f.throttles.count > 0]", "['fewer: f.throttles.count > 5']", "there is no run of 'fewer'"],
    ["f.throttles.count > 0]", "f.throttles.count > 9999]", "does not hold in the run of base: it is 90"],
    ["f.throttles.count > 0]", "f.throttle.count > 0]", "did you mean"],
    ["f.throttles.count == 0]", "f.throttles.count > 0]", "does not hold in the run of more: it is 0"],
    ["f.throttles.count == 0]", "f.busy.max >= 3]", "holds without the change, too"],
  ])("a claim that is wrong is found: %s as %s", (from, to, expected) => {
    const { lesson } = say("x", "at: 1s", from, to);
    expect(lessonFlaws(lesson, runs).join("\n")).toMatch(expected);
    expect(lessonFlaws(lesson, runs)[0]).toMatch(/^sample\.burst\.yaml:\d+ /);
  });
});
