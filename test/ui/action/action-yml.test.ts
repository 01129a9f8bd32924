/** action.yml: its inputs, defaults and outputs, and that no text of a user can become shell. */
import { describe, expect, test } from "vitest";
import { action } from "../../helpers/action.ts";
import { filesBelow, parse, textOf } from "../../tidy/tree.ts";

test("the inputs and their defaults; none is needed", () => {
  expect(Object.entries(action.inputs).map(([name, input]) => [name, input.default])).toEqual([
    ["scenarios", "scenarios/**/*.burst.yaml"],
    ["base", "merge-base"],
    ["fail-on", "error"],
    ["comment", "auto"],
    ["id", "default"],
    ["variants", "base"],
    ["repeat", "5"],
    ["threads", "0"],
    ["artifact", "burstlab-report"],
    ["version", ""],
    ["token", expect.stringMatching(/^\$\{\{ github\.token \}\}$/)],
  ]);
  expect(Object.values(action.inputs).filter((input) => "required" in input)).toEqual([]);
});

test("every input is used, and described", () => {
  const text = JSON.stringify(action.runs);
  const inputs = Object.entries(action.inputs);
  expect(inputs.filter(([name]) => !text.includes(`\${{ inputs.${name} }}`))).toEqual([]);
  expect(inputs.filter(([, { description }]) => !/^[A-Z].{20,}\.$/s.test(description.trim()))).toEqual([]);
});

test("the outputs, each made by a step", () => {
  expect(Object.keys(action.outputs)).toEqual(["verdict", "worse-count", "report-path", "json-path", "comment-url"]);
  const made = [textOf("ui/action/compare.ts"), textOf("ui/action/finish.ts")].join("");
  const steps = action.runs.steps.map(({ id }) => id);
  const unmade = Object.entries(action.outputs).filter(([name, { value }]) => {
    const [, step, output] = /^\$\{\{ steps\.([\w-]+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
    return !steps.includes(step) || output !== name || !new RegExp(`\\b${name}"?:`).test(made);
  });
  expect(unmade).toEqual([]);
});

describe("the steps", () => {
  const { steps } = action.runs;
  const scripts = steps.filter(({ run }) => run !== undefined);

  test("are a Node, a comparison, an upload and a decision", () => {
    expect(action.runs.using).toBe("composite");
    expect(steps.map(({ uses, run }) => uses ?? run)).toEqual([
      expect.stringMatching(/^actions\/setup-node@v\d+$/),
      expect.stringMatching(/main\.ts" compare$/),
      expect.stringMatching(/^actions\/upload-artifact@v\d+$/),
      expect.stringMatching(/main\.ts" "\$\{BURSTLAB_MODE:-finish\}"$/),
    ]);
  });

  test("run in a named shell, and no expression stands in a script", () => {
    expect(scripts.map(({ shell }) => shell)).toEqual(["bash", "bash"]);
    expect(scripts.filter(({ run }) => run?.includes("${{"))).toEqual([]);
  });

  test("give the token to the last one only", () => {
    const texts = steps.map((step) => JSON.stringify(step));
    expect(texts.map((text) => /token/i.test(text))).toEqual([false, false, false, true]);
  });

  test("upload and decide also when something failed; an upload that fails does not hide the decision", () => {
    const [, , upload, finish] = steps;
    expect([upload, finish].map((step) => step?.if?.includes("!cancelled()"))).toEqual([true, true]);
    expect(upload?.["continue-on-error"]).toBe(true);
  });
});

test("the script needs nothing that is installed", () => {
  const loads = filesBelow("ui/action")
    .flatMap((path) => parse(path, textOf(path)).imports)
    .filter(({ typeOnly }) => !typeOnly);
  expect(loads.length).toBeGreaterThan(20);
  const strange = loads.filter(({ from, target }) => !from.startsWith("node:") && !target.startsWith("ui/action/"));
  expect(strange.map(({ from }) => from)).toEqual([]);
});
