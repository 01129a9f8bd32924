/** Each file of `malformed/` ends with what must be said about it; some mistakes need more than a file. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PROBLEM_IDS, type Problem } from "../../scenarios/index.ts";
import { lineOf, malformedText, problemsOf, problemsOfFile, withTraffic } from "./reading.ts";

const FILES = readdirSync(new URL("./malformed/", import.meta.url)).filter((name) => name.endsWith(".burst.yaml"));

const told = ({ file, line, column, id, text, hint }: Problem): string[] => [
  `${file}:${line}:${column} ${id}: ${text}`,
  `    ${hint}`,
];
const expected = (name: string): string[] =>
  malformedText(name)
    .split("\n")
    .filter((line) => line.startsWith("#! "))
    .map((line) => line.slice(3));

test("the collection is complete", () => {
  expect(FILES.length).toBeGreaterThanOrEqual(24);
  expect(FILES.filter((name) => expected(name).length === 0)).toEqual([]);
});

test.each(FILES)("%s", (name) => {
  expect(problemsOfFile(name).flatMap(told)).toEqual(expected(name));
});

test.each(FILES)("%s: what is marked lies in the line, and the id is explained", (name) => {
  const marks = problemsOfFile(name).map(({ id, column, length, source }) => ({
    known: PROBLEM_IDS.includes(id),
    inside: column >= 1 && length >= 1 && column + length - 1 <= Math.max(1, source.length),
  }));
  expect(marks).toEqual(marks.map(() => ({ known: true, inside: true })));
});

describe("what a problem carries for the frame around it", () => {
  test("an unknown key: the key itself, and the fields there are", () => {
    const [problem] = problemsOfFile("unknown-key.burst.yaml");
    expect(problem).toEqual({
      id: "unknown-key",
      severity: "error",
      text: "'resreved' is not a field of a function",
      hint: "did you mean 'reserved'?",
      file: "unknown-key.burst.yaml",
      line: 5,
      column: 5,
      length: 8,
      path: "functions.checkout.resreved",
      source: "    resreved: 300",
      notes: [
        "fields here: region, memory, runtime, framework, package, architecture, timeout, reserved, provisioned, " +
          "run, durable, cpu, init, firstRun, restore, snapStart, tenancy, ephemeralStorage, environmentVariables, " +
          "layers, aliases, extensions, errors, calls, sends, recursiveLoop, async, managedInstances, vpc, state, " +
          "updates",
      ],
    });
  });

  test("a mistake in a parent: the parent's line, and the line that pulled it in", () => {
    const [problem] = problemsOfFile("parent.burst.yaml");
    expect(problem).toMatchObject({
      file: "broken-parent.yaml",
      source: "    run: 200",
      pulledInBy: "parent.burst.yaml:1",
    });
  });

  test("a broken row of a trace: the row, and the line that names the trace", () => {
    const [problem] = problemsOfFile("broken-trace.burst.yaml");
    expect(problem).toMatchObject({ source: "1,twelve", length: 6, notes: ["named at broken-trace.burst.yaml:6"] });
  });

  test("a mistake in a variable: where it is used", () => {
    const text = withTraffic("vars: { n: 950 }\nfunctions: { checkout: { run: 200ms, reserved: $n } }");
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({
      line: 2,
      column: 12,
      id: "reserved-too-high",
      notes: ["used as $n at shop.burst.yaml:3"],
    });
  });
});

describe("texts that are too much", () => {
  test("6 MB", () => {
    expect(problemsOf(`# ${"x".repeat(6 * 1024 * 1024)}`).map(lineOf)).toEqual([
      "1:1 too-large: the file has 6.0 MB, but at most 5 MB are read",
    ]);
  });

  test("20,000 open brackets", () => {
    expect(problemsOf("[".repeat(20_000)).map(({ id }) => id)).toEqual(["too-deep"]);
  });

  test("aliases that grow from level to level", () => {
    const level = (name: string, of: string): string => `${name}: &${name} [${`*${of}, `.repeat(10)}]\n`;
    const text = `a: &a [x]\n${level("b", "a")}${level("c", "b")}${level("d", "c")}`;
    expect(problemsOf(text).map(({ id }) => id)).toContain("too-many-aliases");
  });

  test("variables that grow from level to level", () => {
    const vars = Array.from({ length: 20 }, (_, index) => `  v${index}: [$v${index + 1}, $v${index + 1}]\n`).join("");
    const text = `vars:\n${vars}  v20: x\n${withTraffic("functions: { checkout: { run: 1s, aliases: $v0 } }")}`;
    expect(problemsOf(text).map(({ id }) => id)).toContain("too-many-variables");
  });

  test("an alias that stands for itself", () => {
    expect(problemsOf("name: &x [*x]\n").map(({ id }) => id)).toContain("too-many-aliases");
  });
});
