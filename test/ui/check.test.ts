/** `check`: good files, every kind of bad one, and what programs read. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain, problemIds } from "../../ui/commands/explanations.ts";
import { burstlab, folder } from "../helpers/cli.ts";
import { sourceFiles } from "../tidy/tree.ts";

test("a good file is said to be good, with what was understood", async () => {
  expect(await burstlab(["check", "good.burst.yaml"])).toEqual({
    code: 0,
    stdout: "✓ good.burst.yaml   good: 1 function, 1 threshold, 1 variant, 2 seeds\n",
    stderr: "",
  });
});

test("all problems of a file, in its order, with the closing line", async () => {
  const { code, stdout, stderr } = await burstlab(["check", "bad.burst.yaml"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(
    ["  ┌─ bad.burst.yaml:8:5", "  │", " 8│     resreved: 300", "  │     ^^^^^^^^ did you mean 'reserved'?"].join("\n"),
  );
  expect(stderr).toContain("bad.burst.yaml:9:");
  expect(stderr.indexOf(":8:5")).toBeLessThan(stderr.indexOf(":9:"));
  expect(stderr.trimEnd().split("\n").at(-1)).toBe("2 problems in 1 file. Nothing was run.");
});

test("one round tells of misspelt fields, of limits, of units and of thresholds alike", async () => {
  const { code, stdout } = await burstlab(["check", "every-kind.burst.yaml", "--json"]);
  const { problems } = JSON.parse(stdout) as { problems: { id: string; line: number }[] };
  expect(code).toBe(2);
  expect(problems.map(({ id, line }) => `${line} ${id}`)).toEqual([
    "7 unknown-key",
    "8 reserved-too-high",
    "11 needs-unit",
    "13 unknown-metric",
  ]);
});

test("a mistake elsewhere leaves the names that thresholds speak of known, those of calls and sends, too", async () => {
  const place = folder();
  writeFileSync(
    join(place, "links.burst.yaml"),
    `version: 1
name: links
simulate: { for: 1m }
functions:
  checkout: { run: 50ms, calls: [{ to: tax:live }, { to: db }], sends: [{ to: log }] }
  tax: { run: 50ms, aliases: [live] }
  log: { run: 50ms }
  db: { run: 50ms }
downstreams:
  db: { type: pool, size: 5, latency: 5ms }
traffic:
  - { invoke: checkout, phases: [{ for: 1m, rate: 1/s }], colour: red }
thresholds:
  - checkout/calls/tax:live.failed.rate < 1%
  - checkout/sends/log.dropped.count == 0
  - checkout/calls/db.failed.rate < 1%
`,
  );
  const { stdout } = await burstlab(["check", "links.burst.yaml", "--json"], { cwd: place });
  const { problems } = JSON.parse(stdout) as { problems: { id: string; line: number }[] };
  expect(problems.map(({ id, line }) => `${line} ${id}`)).toEqual(["12 unknown-key", "16 unknown-subject"]);
});

test("a mistake inside a threshold is underlined where it is, before anything runs", async () => {
  const { code, stdout, stderr } = await burstlab(["run", "bad-threshold.burst.yaml"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(
    [
      "  ┌─ bad-threshold.burst.yaml:16:14",
      "  │",
      "16│   - checkout.throtles.count == 0",
      "  │              ^^^^^^^^^^^^^^ did you mean 'throttles'?",
    ].join("\n"),
  );
  expect(stderr).toContain('17│   - { that: "checkout.latency.p99 < 2 apples", level: warn }');
  expect(stderr).toContain("2 problems in 1 file. Nothing was run.");
});

test("--json: the problems, alone on stdout", async () => {
  const { code, stdout } = await burstlab(["check", "bad.burst.yaml", "good.burst.yaml", "--json"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout).problems[0]).toMatchObject({
    id: "unknown-key",
    hint: "did you mean 'reserved'?",
    file: "bad.burst.yaml",
    line: 8,
    column: 5,
    path: "functions.checkout.resreved",
  });
});

test("--json without problems is an empty list", async () => {
  const { code, stdout } = await burstlab(["check", "good.burst.yaml", "--json"]);
  expect({ code, json: JSON.parse(stdout) }).toEqual({ code: 0, json: { problems: [] } });
});

describe("files that are no scenarios", () => {
  const place = folder();
  mkdirSync(join(place, "folder.burst.yaml"));
  writeFileSync(join(place, "binary.burst.yaml"), Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff]));
  writeFileSync(join(place, "latin.burst.yaml"), Buffer.from([0x6e, 0x3a, 0x20, 0xe9, 0x0a]));
  writeFileSync(join(place, "empty.burst.yaml"), "");
  writeFileSync(join(place, "secret.burst.yaml"), "version: 1\n");
  chmodSync(join(place, "secret.burst.yaml"), 0o000);

  test.each([
    ["nosuch.burst.yaml", "file-missing", "there is no such file"],
    ["folder.burst.yaml", "file-is-folder", "this is a folder, not a file"],
    ["folder.burst.yaml/x", "file-missing", "there is no such file"],
    ["binary.burst.yaml", "file-not-text", "this file is not text"],
    ["latin.burst.yaml", "file-not-text", "this file is not text"],
    ["empty.burst.yaml", "empty-file", "1 problem in 1 file"],
  ])("%s: %s", async (file, id, text) => {
    const { code, stdout, stderr } = await burstlab(["run", file], { cwd: place });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`error[${id}]`);
    expect(stderr).toContain(text);
  });

  test("a mistyped name is answered with the scenarios that are there", async () => {
    const { stderr } = await burstlab(["check", "goood.burst.yaml"]);
    expect(stderr).toContain(
      "= scenarios in .: bad-threshold.burst.yaml, bad.burst.yaml, burst-in-quiet.burst.yaml, every-kind.burst.yaml,",
    );
  });
});

describe("--explain", () => {
  test("says what an id means", async () => {
    const { code, stdout } = await burstlab(["check", "--explain", "needs-unit"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^needs-unit\n {2}A quantity with a unit/);
  });

  test("lists the ids when it does not know one", async () => {
    const { code, stderr } = await burstlab(["check", "--explain", "nonsense"]);
    expect(code).toBe(2);
    expect(stderr).toContain("there is no problem with the id 'nonsense'");
    expect(stderr).toContain("unknown-key");
  });

  test("knows every id that the code gives to a problem", () => {
    const given = sourceFiles()
      .filter(({ path }) => /^(ui|reports)\//.test(path))
      .flatMap(({ text }) => [...text.matchAll(/(?:plainProblem|flaw)\(\s*"([a-z0-9-]+)"/g)])
      .map(([, id]) => id ?? "");
    expect(given).toContain("bad-flag");
    expect(given.filter((id) => explain(id) === null)).toEqual([]);
  });

  test("knows a sentence for every id", () => {
    expect(problemIds().filter((id) => !/^\S.{20,}[.)]$/s.test(explain(id) ?? ""))).toEqual([]);
  });
});

describe("GitHub Actions", () => {
  const env = { GITHUB_ACTIONS: "true" };

  test("problems become annotations", async () => {
    const { stderr } = await burstlab(["check", "bad.burst.yaml"], { env });
    expect(stderr).toContain(
      "::error file=bad.burst.yaml,line=8,col=5,title=unknown-key::'resreved' is not a field of a function%0Adid you",
    );
  });

  test("elsewhere they do not", async () => {
    const { stderr } = await burstlab(["check", "bad.burst.yaml"]);
    expect(stderr).not.toContain("::error");
  });
});

test.each([
  [{}, false],
  [{ FORCE_COLOR: "1" }, true],
  [{ BURSTLAB_COLOR: "always" }, true],
  [{ BURSTLAB_COLOR: "always", NO_COLOR: "1" }, true],
  [{ NO_COLOR: "1" }, false],
])("colour into a pipe with %o: %s", async (env, colored) => {
  const { stderr } = await burstlab(["check", "bad.burst.yaml"], { env });
  expect(stderr.includes("\u001b[")).toBe(colored);
});
