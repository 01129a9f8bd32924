/** Small parts of the command line: colour, exit codes, annotations, flags, JUnit. */
import { describe, expect, test } from "vitest";
import type { Verdict } from "../../reports/judge/verdict.ts";
import { InvariantError } from "../../sim/kernel/assert.ts";
import { bugReport } from "../../ui/host/bug.ts";
import { worst } from "../../ui/host/exit.ts";
import { wantsColor } from "../../ui/host/terminal.ts";
import { cells } from "../../ui/library/text.ts";
import { readOverrides, readTimeLimit } from "../../ui/runs/overrides.ts";
import { type Annotation, annotationLines } from "../../ui/runs/writing/annotations.ts";
import { junit } from "../../ui/runs/writing/junit.ts";

test.each([
  ["auto", {}, true, true],
  ["auto", {}, false, false],
  ["auto", { NO_COLOR: "1" }, true, false],
  ["auto", { NO_COLOR: "" }, true, true],
  ["auto", { TERM: "dumb" }, true, false],
  ["auto", { FORCE_COLOR: "1" }, false, true],
  ["auto", { FORCE_COLOR: "0" }, true, false],
  ["auto", { FORCE_COLOR: "1", NO_COLOR: "1" }, false, false],
  ["always", { NO_COLOR: "1", TERM: "dumb" }, false, true],
  ["never", { FORCE_COLOR: "1" }, true, false],
] as const)("colour %s with %o on a terminal (%s): %s", (choice, env, isTTY, colored) => {
  expect(wantsColor(choice, { env, isTTY })).toBe(colored);
});

test.each([
  [[], 0],
  [[0, 99, 0], 99],
  [[99, 2], 2],
  [[2, 1, 99], 1],
] as const)("of the codes %o the worst is %i", (codes, code) => {
  expect(worst(codes)).toBe(code);
});

test.each([
  ["flash-sale", 10],
  ["名前", 4],
  ["e\u0301", 1],
  ["👍", 2],
  ["▁▂▃ ✓", 5],
])("%s takes %i cells", (text, width) => {
  expect(cells(text)).toBe(width);
});

test("a bug is told with version, seed, simulated time, event number, and whom it is not about", () => {
  const text = bugReport(new InvariantError("CONC-9: slot given back twice (seed 42, 1000 ms, event 7)"), "0.1.0");
  expect(text).toContain("burstlab 0.1.0 on Node v");
  expect(text).toContain("Your scenario is not to blame");
  expect(text).toContain("InvariantError: CONC-9: slot given back twice (seed 42, 1000 ms, event 7)");
});

describe("annotations", () => {
  const one: Annotation = {
    level: "error",
    title: "a:b,c",
    text: "100%\nno",
    file: "x,y:z.yaml",
    line: 3,
    column: 5,
  };

  test("escape what GitHub would read as its own", () => {
    expect(annotationLines([one])).toBe("::error file=x%2Cy%3Az.yaml,line=3,col=5,title=a%3Ab%2Cc::100%25%0Ano\n");
  });

  test("name no file for a flag", () => {
    expect(annotationLines([{ ...one, file: "--set" }])).toBe("::error title=a%3Ab%2Cc::100%25%0Ano\n");
  });

  test.each([
    [10, 10, "line=3"],
    [11, 10, "::2 more of this kind"],
    [40, 10, "::31 more of this kind"],
  ])("of %i, GitHub gets %i lines", (count, lines, last) => {
    const shown = annotationLines(Array.from({ length: count }, () => one))
      .trimEnd()
      .split("\n");
    expect(shown).toHaveLength(lines);
    expect(shown.at(-1)).toContain(last);
  });
});

describe("flags", () => {
  test("--set and --var become values by path and name; only the first '=' divides", () => {
    expect(readOverrides({ set: ["a.b=1", "a.c=x=y", "a.d="], var: ["peak=900/s"] })).toEqual({
      set: { "a.b": "1", "a.c": "x=y", "a.d": "" },
      vars: { peak: "900/s" },
      problems: [],
    });
  });

  test.each([
    [["reserved"], "'reserved' is not --set's form"],
    [["=400"], "'=400' is not --set's form"],
    [["a=1", "a=2"], "--set gives 'a' twice"],
  ])("--set %o is a problem", (set, text) => {
    expect(readOverrides({ set }).problems.map((problem) => [problem.id, problem.text])).toEqual([["bad-flag", text]]);
  });

  test.each([
    [undefined, Number.POSITIVE_INFINITY],
    ["60s", 60_000],
    ["500ms", 500],
    ["1.5m", 90_000],
    ["1h30m", 5_400_000],
  ])("--time-limit %s is %d ms", (text, limit) => {
    expect(readTimeLimit(text)).toBe(limit);
  });

  test.each(["60", "0s", "0", "-1s", "soon", ""])("--time-limit '%s' is a problem", (text) => {
    expect(readTimeLimit(text)).toMatchObject({ id: "bad-flag", file: "--time-limit" });
  });
});

describe("JUnit", () => {
  const verdict: Verdict = {
    that: "checkout.throttles.rate < 0.1%",
    level: "error",
    passed: false,
    value: 0.0241,
    interval: [0.0235, 0.0247],
    samples: 631508,
    state: "judged",
    unit: "share",
    why: 'say "no" & go',
    file: "a.burst.yaml",
    line: 107,
    column: 5,
  };
  const suite = (...verdicts: Verdict[]) => junit([{ name: "flash-sale base", file: "a.burst.yaml", verdicts }]);

  test("a failed threshold is a failed test with its numbers", () => {
    expect(suite(verdict)).toBe(
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<testsuites name="burstlab" tests="1" failures="1" errors="0" skipped="0">',
        '  <testsuite name="flash-sale base" file="a.burst.yaml" tests="1" failures="1" errors="0" skipped="0">',
        '    <testcase classname="flash-sale base" name="checkout.throttles.rate &lt; 0.1%" ' +
          'file="a.burst.yaml" line="107">',
        '      <failure message="2.41 % [2.35, 2.47]; say &quot;no&quot; &amp; go"/>',
        "    </testcase>",
        "  </testsuite>",
        "</testsuites>",
        "",
      ].join("\n"),
    );
  });

  test.each([
    ["a met threshold passes", { passed: true }, 'failures="0"', 'line="107"/>'],
    ["a warning does not fail", { level: "warn" }, 'failures="0"', "<system-out>warning: 2.41 %"],
    ["one for comparing is skipped", { state: "compare-only", passed: true }, 'skipped="1"', "<skipped"],
    ["no samples is said", { value: null, interval: null, state: "empty" }, 'failures="1"', "no samples"],
  ] as const)("%s", (_title, change, count, text) => {
    const xml = suite({ ...verdict, ...change } as Verdict);
    expect(xml).toContain(count);
    expect(xml).toContain(text);
  });
});
