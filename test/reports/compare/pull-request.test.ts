/** The comment of a pull request: what it says, how long it may be, and that no name in it comes to life. */
import { marked } from "marked";
import { describe, expect, test } from "vitest";
import { compareSides, comparisonDocument } from "../../../reports/compare/compare.ts";
import type { Comparison, ComparisonDocument } from "../../../reports/compare/comparison.ts";
import { pullRequest } from "../../../reports/compare/pull-request.ts";
import { sideOf } from "../../../reports/compare/side.ts";
import type { Result } from "../../../sim/index.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

const OPTIONS = { id: "default", mermaid: true, command: "burstlab compare --git a..b x.burst.yaml" } as const;
const LABELS = [
  { label: "main", revision: "1f3c9aa" },
  { label: "this branch", revision: "8be2d10" },
] as const;

const before = sampleResult();
/** The same with twice the refusals. */
const after: Result = {
  ...before,
  digest: "sha256:other",
  functions: {
    ...before.functions,
    checkout: { ...before.functions.checkout!, throttlesCount: before.functions.checkout!.throttlesCount * 2 },
  },
};

function comparison(name: string, head: Result, file = `scenarios/${name}.burst.yaml`): Comparison {
  const change = { path: "functions.checkout.reserved", base: "400", head: "300", file, line: 34 };
  const changes = head === before ? [] : [change];
  const sides = { base: sideOf([before], before), head: sideOf([head], head) };
  const found = compareSides({
    name,
    file,
    variant: "base",
    ...sides,
    changes,
    thresholds: [],
    tolerances: {},
    strict: false,
  });
  return found;
}

const worse = comparison("flash-sale", after);
const called = (names: readonly string[]): Comparison[] => names.map((name) => ({ ...worse, name }));

const document = (...scenarios: Comparison[]): ComparisonDocument =>
  comparisonDocument(LABELS[0], LABELS[1], scenarios);
const results = (many: number) => Array.from({ length: many }, () => ({ base: before, head: after }));

describe("what it says", () => {
  const text = pullRequest(
    document(comparison("flash-sale", after), comparison("quiet", before), comparison("calm", before)),
    results(3),
    { ...OPTIONS, linkBase: "https://github.com/o/r/blob/8be2d10/" },
  );
  const lines = text.split("\n");

  test("the marker first, then the verdict", () => {
    expect(lines[0]).toBe("<!-- burstlab:comment id=default -->");
    expect(lines[1]).toBe("### burstlab: 1 scenario worse, 2 unchanged");
  });

  test("the share on both sides, and unchanged scenarios in one row", () => {
    expect(text).toMatch(
      /^\| ✗ \*\*`flash-sale`\*\* \| `checkout` throttled \| [\d.]+ % \| \*\*[\d.]+ %\*\* \| \+[\d.]+ pp worse/m,
    );
    expect(lines).toContain("| ✓ `quiet`, `calm` |  |  |  | unchanged |  |");
  });

  test("the cause, with a link to its line", () => {
    const link = "https://github.com/o/r/blob/8be2d10/scenarios/flash-sale.burst.yaml#L34";
    expect(text).toContain("`functions.checkout.reserved` `400` → `300`");
    expect(text).toContain(`[\`scenarios/flash-sale.burst.yaml:34\`](${link})`);
    expect(text).toMatch(/From \d\d:\d\d\.\d{3} on `checkout`: reserved .* got 429 \(`RES-7`\)/);
  });

  test("one chart with the base in grey, the head in red, of at most 60 points", () => {
    expect(text.match(/```mermaid/g)).toHaveLength(1);
    expect(text).toContain('plotColorPalette: "#888888, #d62728"');
    expect(/line \[(.*)\]/.exec(text)?.[1]?.split(",").length).toBeLessThanOrEqual(60);
  });

  test("how to make it again", () => {
    expect(text).toContain("    burstlab compare --git a..b x.burst.yaml");
    expect(text).toMatch(/engine `[\d.]+`, seeds \d+, prices `us-east-1@2026-09`, `main is 1f3c9aa`/);
  });

  test("where the host has no Mermaid, charts are words", () => {
    const plain = pullRequest(document(comparison("flash-sale", after)), results(1), { ...OPTIONS, mermaid: false });
    expect(plain).not.toContain("mermaid");
    expect(plain).toMatch(/^\| `main` \| [▁-█]{10,30} \|$/m);
  });
});

describe("how long it is", () => {
  test.each([1, 10, 100, 1000])(
    "%d scenarios that got worse: 60,000 characters at most, heading and table in it",
    (many) => {
      const names = Array.from({ length: many }, (_, index) => `scenario-${index}-${"x".repeat(40)}`);
      const text = pullRequest(document(...called(names)), results(many), OPTIONS);
      expect(text.length).toBeLessThanOrEqual(60_000);
      expect(text).toContain(`${many === 1 ? "1 scenario" : `${many === 1000 ? "1 000" : many} scenarios`} worse`);
      expect(text).toContain("| scenario | metric |");
      expect(text.match(/```mermaid/g)?.length ?? 0).toBeLessThanOrEqual(3);
    },
  );

  test("details go first, and it says so", () => {
    const names = Array.from({ length: 150 }, (_, index) => `scenario-${index}`);
    const text = pullRequest(document(...called(names)), results(150), OPTIONS);
    expect(text).toMatch(/parts? (is|are) left out, since a comment has an end/);
    expect(text).toContain("| ✗ **`scenario-149`** |");
    expect(text).toContain("<summary>Reproduce</summary>");
  });
});

describe("names that want to break out", () => {
  const NASTY = [
    "<script>alert(1)</script>",
    "a | b\n\n# c",
    "`code` ![x](http://evil.example/x.png)",
    "[click](javascript:alert(1)) @everyone #1",
    "\u001b[31mred\u001b[0m",
    "\u202eright-to-left\u202c",
    "-->\n</details><img src=x onerror=alert(1)>",
    "x".repeat(5000),
  ];

  test.each(NASTY)("%j", async (name) => {
    const one = comparison(name, after, `dir/${name}.burst.yaml`);
    const nasty = { ...one, changes: [{ path: name, base: name, head: name, file: name, line: 1 }] };
    const refusals = one.refusals.map((refusal) => ({ ...refusal, function: name }));
    const text = pullRequest(
      comparisonDocument({ label: name, revision: null }, { label: name, revision: name }, [{ ...nasty, refusals }]),
      results(1),
      { ...OPTIONS, id: name, linkBase: "https://github.com/o/r/blob/x/" },
    );
    const html = await marked(text, { gfm: true });
    const tags = [...html.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag!.toLowerCase());
    const known = "h3 table thead tbody tr th td strong code p a details summary pre ul ol li br";
    expect(tags.filter((tag) => !known.split(" ").includes(tag))).toEqual([]);
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link!);
    expect(links.filter((link) => !link.startsWith("https://github.com/o/r/blob/x/"))).toEqual([]);
    expect(text.replaceAll("\n", "")).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
    expect(text.split("\n")[0]).toMatch(/^<!-- burstlab:comment id=[A-Za-z0-9_-]+ -->$/);
    const cells = text
      .split("\n")
      .filter((line) => line.startsWith("| ✗"))
      .map((line) => line.split(" | ").length);
    expect(cells).toEqual(cells.map(() => 6));
  });
});
