/** Refusals by a function's state, as a reader meets them: explanation, summary, report and thresholds. */
import { describe, expect, test } from "vitest";
import { evaluate, explain, explanationText, parseThresholds, questionProblem, render } from "../../reports/index.ts";
import { lifecycle, update } from "../helpers/lifecycle.ts";
import { play } from "../helpers/play.ts";

const { result } = play({
  functions: {
    f: { run: 10, lifecycle: lifecycle({ updates: [update(5, 10, { qualifier: "live", waits: false })] }) },
    other: { run: 10 },
  },
  traffic: [
    { name: "callers", invoke: "f:live", at: [5200, 5300, 5400, 20_000] },
    { invoke: "other", at: [5000, 30_000] },
  ],
});

describe("explain", () => {
  const explanation = explain(result, { atMs: 5500 });

  test("the function with most refusals is meant, and its state is the reason", () => {
    expect(explanation).toMatchObject({ function: "f", fate: "unavailable", cause: null, rule: "SNAP-4" });
    expect(explanation.answer).toBe(
      "At 00:05.500 the state of f refused 3 attempts: its alias pointed to a version that was Pending, " +
        "409 ResourceConflictException (SNAP-4).",
    );
    expect(explanation.remedies).toEqual([
      {
        text: "let the alias wait until the version is Active: waits: true",
        rule: "SNAP-4",
        settings: [],
        command: null,
      },
    ]);
    expect(explanation.inBucket).toMatchObject({ requests: 0, refused: 0, refusedByState: 3 });
  });

  test("the page says how many, and how long it went on", () => {
    const page = explanationText(explanation, { columns: 80, color: false });
    expect(page).toContain("not ready     3 refused by its state");
    expect(page).toContain("refusals by its state (SNAP-4) from 00:05.200");
  });

  test("a moment before the first request is still none, and the first refusal is one", () => {
    expect(questionProblem(result, { atMs: 4000, function: "f" })?.text).toContain("before the first request of f");
    expect(questionProblem(result, { atMs: 5000, function: "f" })).toBeNull();
  });
});

test("the summary lists the error, its rule and what became of the callers", () => {
  const text = render(result, "terminal");
  expect(text).toContain("f   409 ResourceConflictException (SNAP-4)   3, first at 00:05.200");
  expect(text).toContain("its alias pointed to a version that was Pending");
  expect(text).toMatch(/requests +succeeded +not ready\n +callers +4 +1 +3/);
});

test("the report in Markdown lists it too", () => {
  expect(render(result, "markdown")).toContain("409 ResourceConflictException (SNAP-4)");
});

test("thresholds can ask for it", () => {
  const names = { functions: ["f"], traffic: ["callers"], sources: [], downstreams: [], regions: [], phases: [] };
  const texts = ["f.refusals.count == 0", "f.refusals.rate < 80%", "callers.refused.count == 3"];
  const given = texts.map((that) => ({ that, level: "error" as const, why: "", ifEmpty: "fail" as const }));
  const { thresholds } = parseThresholds(
    given.map((one) => ({ ...one, file: "", line: 1, column: 1 })),
    names,
  );
  expect(evaluate(thresholds, result).map(({ passed, value }) => [passed, value])).toEqual([
    [false, 3],
    [true, 0.75],
    [true, 3],
  ]);
});
