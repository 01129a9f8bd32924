/** How a mistake looks: the frame of interfaces.md §2.6, to the letter. */
import { describe, expect, test } from "vitest";
import type { Problem } from "../../scenarios/index.ts";
import { painter } from "../../ui/host/terminal.ts";
import { frame, plainProblem, problemsJson, report, sorted } from "../../ui/library/problems.ts";

const plain = painter(false);

const misspelt: Problem = {
  id: "unknown-key",
  severity: "error",
  text: "'resreved' is not a field of a function",
  hint: "did you mean 'reserved'?",
  file: "scenarios/flash-sale.burst.yaml",
  line: 34,
  column: 5,
  length: 8,
  path: "functions.checkout.resreved",
  source: "    resreved: 300",
  notes: ["fields here: memory, timeout, reserved"],
};
const tooHigh: Problem = {
  id: "reserved-too-high",
  severity: "error",
  text: "functions.checkout.reserved is 950, but only 900 can be reserved (CONC-7)",
  hint: "lower it to 900, or raise region.concurrency (now 1000, line 21)",
  file: "scenarios/flash-sale.burst.yaml",
  line: 34,
  column: 15,
  length: 3,
  path: "functions.checkout.reserved",
  source: "    reserved: 950",
};

describe("the frame", () => {
  test("shows place, line, marks, hint and notes", () => {
    expect(frame(misspelt, plain)).toBe(
      [
        "error[unknown-key]: 'resreved' is not a field of a function",
        "  ┌─ scenarios/flash-sale.burst.yaml:34:5",
        "  │",
        "34│     resreved: 300",
        "  │     ^^^^^^^^ did you mean 'reserved'?",
        "  │",
        "  = fields here: memory, timeout, reserved",
      ].join("\n"),
    );
  });

  test("ends after the marks when there are no notes", () => {
    expect(frame(tooHigh, plain)).toBe(
      [
        "error[reserved-too-high]: functions.checkout.reserved is 950, but only 900 can be reserved (CONC-7)",
        "  ┌─ scenarios/flash-sale.burst.yaml:34:15",
        "  │",
        "34│     reserved: 950",
        "  │               ^^^ lower it to 900, or raise region.concurrency (now 1000, line 21)",
      ].join("\n"),
    );
  });

  test.each([
    ["a tab before the mistake", { source: "a:\tbad", column: 4, length: 3 }, "a:    bad", "      ^^^"],
    ["a tab inside the mistake", { source: "a\tb", column: 1, length: 3 }, "a    b", "^^^^^^"],
    ["wide characters before it", { source: "名前: bad", column: 5, length: 3 }, "名前: bad", "      ^^^"],
    ["wide characters in it", { source: "a: 名前", column: 4, length: 2 }, "a: 名前", "   ^^^^"],
    ["a combining mark before it", { source: "e\u0301: bad", column: 5, length: 3 }, "e\u0301: bad", "   ^^^"],
    ["a mistake at the very end", { source: "a:", column: 3, length: 1 }, "a:", "  ^"],
    ["a place beyond the line", { source: "a:", column: 90, length: 5 }, "a:", "  ^"],
    ["an escape sequence", { source: "a: \u001b[31mbad", column: 9, length: 3 }, "a: �[31mbad", "        ^^^"],
  ])("keeps its marks under the mistake: %s", (_title, place, line, marks) => {
    const lines = frame({ ...misspelt, ...place, hint: "" }, plain).split("\n");
    expect(lines[3]).toBe(`34│ ${line}`);
    expect(lines[4]?.trimEnd()).toBe(`  │ ${marks}`);
  });

  test("cuts a very long line around the mistake", () => {
    const source = `${"x".repeat(200)}bad${"y".repeat(200)}`;
    const lines = frame({ ...misspelt, source, column: 201, length: 3 }, plain).split("\n");
    expect(lines[3]).toBe(`34│ … ${"x".repeat(40)}bad${"y".repeat(67)} …`);
    expect(lines[4]).toBe(`  │   ${" ".repeat(40)}^^^ did you mean 'reserved'?`);
  });

  test("widens its gutter for long line numbers", () => {
    expect(
      frame({ ...tooHigh, line: 1034 }, plain)
        .split("\n")
        .slice(1, 4),
    ).toEqual(["    ┌─ scenarios/flash-sale.burst.yaml:1034:15", "    │", "1034│     reserved: 950"]);
  });

  test("names the line that pulled a parent in", () => {
    expect(frame({ ...tooHigh, pulledInBy: "sale.burst.yaml:3" }, plain)).toContain(
      "\n  = pulled in by 'extends' at sale.burst.yaml:3",
    );
  });

  test("shows a mistake without a line as place and hint", () => {
    expect(frame(plainProblem("file-missing", "a.burst.yaml", "there is no such file", "try b"), plain)).toBe(
      ["error[file-missing]: there is no such file", "  ┌─ a.burst.yaml", "  = try b"].join("\n"),
    );
  });

  test("is coloured when asked", () => {
    expect(frame(tooHigh, painter(true))).toContain("\u001b[31m");
  });
});

describe("all of them", () => {
  test("stand in the order of files, lines and columns, each once", () => {
    const other = { ...tooHigh, file: "b.burst.yaml", line: 1 };
    expect(sorted([tooHigh, other, misspelt, tooHigh]).map((p) => [p.file, p.line, p.column])).toEqual([
      ["scenarios/flash-sale.burst.yaml", 34, 5],
      ["scenarios/flash-sale.burst.yaml", 34, 15],
      ["b.burst.yaml", 1, 15],
    ]);
  });

  test.each([
    [[misspelt, tooHigh], "2 problems in 1 file. Nothing was run."],
    [[misspelt], "1 problem in 1 file. Nothing was run."],
    [[misspelt, { ...misspelt, file: "b" }], "2 problems in 2 files. Nothing was run."],
    [[misspelt, { ...tooHigh, severity: "warning" as const }], "1 problem in 1 file and 1 warning. Nothing was run."],
    [[plainProblem("bad-flag", "--set", "no")], "1 problem. Nothing was run."],
  ])("are counted in the last line", (problems, last) => {
    expect(report(problems, plain).trimEnd().split("\n").at(-1)).toBe(last);
  });

  test("become JSON that an editor can read", () => {
    expect(JSON.parse(problemsJson([tooHigh]))).toEqual({
      problems: [
        {
          id: "reserved-too-high",
          severity: "error",
          text: "functions.checkout.reserved is 950, but only 900 can be reserved (CONC-7)",
          hint: "lower it to 900, or raise region.concurrency (now 1000, line 21)",
          file: "scenarios/flash-sale.burst.yaml",
          line: 34,
          column: 15,
          path: "functions.checkout.reserved",
        },
      ],
    });
  });
});
