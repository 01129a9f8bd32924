/** `run`: exit codes, streams, files, overrides, signals; through the built command as a user calls it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RESULTS_SCHEMA } from "../../ui/runs/writing/writing.ts";
import { burstlab, folder, interrupted, shell } from "../helpers/cli.ts";

const run = (...args: string[]) => burstlab(["run", ...args]);

describe("exit codes and streams", () => {
  test("0: every threshold is met; the summary is on stdout, nothing on stderr", async () => {
    const { code, stdout, stderr } = await run("good.burst.yaml");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^good {3}base {3}seed 1\.\.2 \(2 runs\) {3}1m {3}600 requests a run in /);
    expect(stdout).toContain("✓ checkout.throttles.count == 0");
  });

  test("99: a threshold failed, with its value and its line; a warning alone does not fail", async () => {
    const { code, stdout } = await run("failing.burst.yaml");
    expect(code).toBe(99);
    expect(stdout).toMatch(/✗ checkout\.throttles\.count == 0 +600 +(failing\.burst\.yaml)?:20/);
    expect(stdout).toMatch(/! checkout\.throttles\.rate < 1% \(warn\) +50\.0 %/);
  });

  test.each([
    [["good.burst.yaml", "failing.burst.yaml"], 99],
    [["failing.burst.yaml", "bad.burst.yaml"], 2],
    [["failing.burst.yaml", "--no-thresholds"], 0],
  ])("of several files the worst counts: %j gives %i", async (args, code) => {
    expect((await run(...args)).code).toBe(code);
  });

  test("problems stop everything before the first run", async () => {
    const { stdout, stderr } = await run("good.burst.yaml", "bad.burst.yaml");
    expect(stdout).toBe("");
    expect(stderr).toContain("2 problems in 1 file. Nothing was run.");
  });

  test("GitHub gets a failed threshold as an annotation on its line", async () => {
    const { stderr } = await burstlab(["run", "failing.burst.yaml"], { env: { GITHUB_ACTIONS: "true" } });
    expect(stderr).toContain(
      "::error file=failing.burst.yaml,line=20,col=5,title=threshold::checkout.throttles.count == 0 is not met: 600\n",
    );
    expect(stderr).toMatch(
      /::warning file=failing\.burst\.yaml,line=21,col=\d+,title=threshold::.*50\.0 %25%0Ashoppers leave/,
    );
  });

  test.each(["md", "github"])("--format %s is Markdown", async (format) => {
    const { stdout, stderr } = await run("failing.burst.yaml", "--format", format);
    expect(stdout).toMatch(/^### ✗ burstlab: `failing` fails 1 of 2 thresholds/);
    expect(stderr.includes("::error")).toBe(format === "github");
  });

  test("--verbose tells the digest of each seed's run", async () => {
    const { stderr } = await run("good.burst.yaml", "--verbose");
    expect(stderr).toMatch(/^good base seed 1: \S{20,}\ngood base seed 2: \S{20,}\n$/);
  });
});

describe("--json", () => {
  test("is one document and nothing else, the same bytes every time", async () => {
    const [first, second] = await Promise.all([
      run("failing.burst.yaml", "--json"),
      run("failing.burst.yaml", "--json"),
    ]);
    expect(first).toEqual(second);
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 99, stderr: "" });
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: "burstlab.result/2",
      scenario: { name: "failing", file: "failing.burst.yaml" },
      variant: "base",
      seeds: [1],
      passed: false,
      thresholds: [
        { that: "checkout.throttles.count == 0", passed: false, value: 600, line: 20 },
        { that: "checkout.throttles.rate < 1%", level: "warn", passed: false, value: 0.5, line: 21 },
      ],
      functions: { checkout: { requestsCount: 1200, throttlesCount: 600, invocationsCount: 600 } },
    });
  });

  test("of several results is still one document", async () => {
    const { stdout } = await run("good.burst.yaml", "--all-variants", "--json");
    const { schema, results } = JSON.parse(stdout);
    expect(schema).toBe(RESULTS_SCHEMA);
    expect(results.map((result: { variant: string }) => result.variant)).toEqual(["base", "reserved-one"]);
  });

  test("of a bad scenario is the list of problems", async () => {
    const { code, stdout } = await run("bad.burst.yaml", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toHaveLength(2);
  });
});

describe("what is run", () => {
  test.each([
    [[], [1, 2]],
    [
      ["--seed", "7"],
      [7, 8],
    ],
    [
      ["--repeat", "3"],
      [1, 2, 3],
    ],
    [["--seed", "7", "--repeat", "1"], [7]],
  ])("%j runs the seeds %j", async (args, seeds) => {
    const { stdout } = await run("good.burst.yaml", "--json", ...args);
    expect(JSON.parse(stdout).seeds).toEqual(seeds);
  });

  test("--set changes one field: without a unit left, every request is refused", async () => {
    const { code, stdout } = await run("good.burst.yaml", "--json", "--set", "functions.checkout.reserved=0");
    expect(code).toBe(99);
    expect(JSON.parse(stdout).functions.checkout).toMatchObject({ invocationsCount: 0 });
  });

  test("--variant runs that variant", async () => {
    const { stdout } = await run("good.burst.yaml", "--json", "--variant", "reserved-one");
    expect(JSON.parse(stdout).variant).toBe("reserved-one");
  });

  test.each([
    [["--set", "functions.checkout.resreved=1"], "--set", "reserved"],
    [["--set", "functions.checkout.reserved=950"], "reserved-too-high", "900"],
    [["--set", "functions.checkout.reserved"], "bad-flag", "path=value"],
    [["--var", "peak=1/s"], "--var", "peak"],
    [["--variant", "reserved-on"], "unknown-variant", "reserved-one"],
    [["--time-limit", "60"], "--time-limit", "60s"],
    [["--json", "--events", "-"], "--events", "stdout"],
  ])("wrong: %j", async (args, where, hint) => {
    const { code, stderr } = await run("good.burst.yaml", ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(where);
    expect(stderr).toContain(hint);
    expect(stderr).toContain("1 problem");
  });
});

describe("files", () => {
  test("--out writes everything, and says so on stderr", async () => {
    const out = join(folder(), "deep", "build");
    const { code, stderr } = await run("failing.burst.yaml", "--out", out);
    expect(code).toBe(99);
    const written = ["charts", "report.html", "report.md", "result.json", "series.csv", "series.parquet"];
    expect(readdirSync(out).sort()).toEqual(written);
    const charts = readdirSync(join(out, "charts"));
    expect(charts).toContain("concurrency-checkout.svg");
    expect(charts).toContain("concurrency-checkout.vl.json");
    expect(stderr).toContain(`wrote ${out}/result.json\n`);
    expect(readFileSync(join(out, "charts", "concurrency-checkout.svg"), "utf8")).toMatch(/^<svg /);
    expect(readFileSync(join(out, "report.md"), "utf8")).toContain('src="charts/concurrency-checkout.svg"');
  });

  test("--out keeps several results apart; --quiet says nothing; BURSTLAB_OUT is read like the flag", async () => {
    const out = folder();
    const { stderr } = await burstlab(["run", "good.burst.yaml", "--all-variants", "--quiet"], {
      env: { BURSTLAB_OUT: out },
    });
    expect(stderr).toBe("");
    expect(readdirSync(out).sort()).toEqual(["good-base", "good-reserved-one", "good-variants"]);
    expect(readdirSync(join(out, "good-variants", "charts")).sort()).toEqual([
      "variants-concurrency-checkout.svg",
      "variants-concurrency-checkout.vl.json",
      "variants-latency-checkout.svg",
      "variants-latency-checkout.vl.json",
      "variants-throttles-checkout.svg",
      "variants-throttles-checkout.vl.json",
    ]);
  });

  test("the file of --json and result.json hold the same bytes", async () => {
    const out = folder();
    const { stdout } = await run("good.burst.yaml", "--json", "--out", out);
    expect(readFileSync(join(out, "result.json"), "utf8")).toBe(stdout);
  });

  test("--junit holds one test case for each threshold", async () => {
    const file = join(folder(), "junit.xml");
    await run("good.burst.yaml", "failing.burst.yaml", "--junit", file);
    const xml = readFileSync(file, "utf8");
    expect(xml).toContain('<testsuites name="burstlab" tests="3" failures="1" errors="0" skipped="0">');
    expect(xml).toContain('<failure message="600"/>');
  });

  test("--events holds every event of every seed, one JSON document a line", async () => {
    const file = join(folder(), "events.ndjson");
    await run("good.burst.yaml", "--events", file);
    const events = readFileSync(file, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.filter(({ kind, seed }) => kind === "arrive" && seed === 1)).toHaveLength(600);
    expect(events.filter(({ kind, seed }) => kind === "arrive" && seed === 2)).toHaveLength(600);
    expect(events[0]).toMatchObject({ scenario: "good", variant: "base", seed: 1, function: "checkout" });
  });

  test("--events - takes stdout, and the summary goes to stderr", async () => {
    const { stdout, stderr } = await run("good.burst.yaml", "--events", "-");
    expect(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line).kind),
    ).toContain("cold");
    expect(stderr).toMatch(/^good {3}base/);
  });

  test.each([["--out"], ["--junit"], ["--events"]])("%s into a place that is a file: a problem", async (flag) => {
    const file = join(folder(), "file");
    writeFileSync(file, "");
    const { code, stdout, stderr } = await run("good.burst.yaml", flag, join(file, "x"));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("error[cannot-write]");
    expect(stderr).toContain("a file stands where a folder is needed");
  });
});

describe("a reader that leaves, a disk that is full, a user in a hurry", () => {
  test.each([
    ["$BURSTLAB run failing.burst.yaml | head -1", 99],
    ["$BURSTLAB run good.burst.yaml --json | head -1", 0],
    ["$BURSTLAB run long.burst.yaml --events - | head -1", 0],
    ["$BURSTLAB schema | head -1", 0],
    ["$BURSTLAB --help | head -1", 0],
  ])("%s ends quietly", async (line, code) => {
    const { stderr, ...outcome } = await shell(line);
    expect(stderr).toBe("");
    expect(outcome.code).toBe(code);
    expect(outcome.stdout.split("\n")).toHaveLength(2);
  });

  test("a full disk behind stdout is told", async () => {
    const { code, stderr } = await shell("$BURSTLAB run good.burst.yaml > /dev/full");
    expect(code).toBe(2);
    expect(stderr).toContain("cannot write to standard output");
    expect(stderr).not.toContain("    at ");
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends with %i and no stack trace", async (signal, code) => {
    const outcome = await interrupted(["run", "long.burst.yaml", "--events", "-"], signal);
    expect({ code: outcome.code, stderr: outcome.stderr }).toEqual({ code, stderr: "" });
  });

  test("--time-limit gives up long before the end, which this test would not live to see", async () => {
    const { code, stdout, stderr } = await run("long.burst.yaml", "--time-limit", "300ms");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("error[time-limit]");
  });
});
