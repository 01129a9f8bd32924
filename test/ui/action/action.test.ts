/** The GitHub Action, run as GitHub runs it: what is compared, the comment, the gate, and that text stays text. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { chooseEngine, runEngine } from "../../../ui/action/engine.ts";
import { reasonsToFail } from "../../../ui/action/gate.ts";
import { compareInputs } from "../../../ui/action/inputs.ts";
import { addSummary, setOutputs } from "../../../ui/action/workflow.ts";
import { opened, played, SAME, type Setting, type Told, WORSE } from "../../helpers/action-run.ts";
import { folder } from "../../helpers/cli.ts";
import { CommentApi, TOKEN } from "../../helpers/comment-api.ts";
import { checkout, git, pullRequest } from "../../helpers/pull-request.ts";

const pull = pullRequest();
/** For tests that neither change the clone nor look at it. */
const shared = checkout(pull.origin, pull.merge);
let api: CommentApi;

beforeEach(async () => {
  api = await new CommentApi().start();
});
afterEach(() => api.stop());

const run = (setting: Partial<Setting> = {}): Promise<Told> => played({ api, pull, workspace: shared, ...setting });
const marker = (id = "default"): string => `<!-- burstlab:comment id=${id} -->\n`;

describe("what is compared", () => {
  test("without any input: what merging changes, in files of both sides, with the defaults", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    const { seen, code } = await run({ workspace });
    expect(code).toBe(0);
    expect(seen?.files).toEqual([
      "scenarios/a.burst.yaml",
      "scenarios/deep/new.burst.yaml",
      "scenarios/gone.burst.yaml",
    ]);
    expect(seen?.values).toMatchObject({
      git: "origin/main..HEAD",
      repeat: "5",
      threads: "0",
      format: "github",
      "comment-id": "default",
      "link-base": `https://github.com/octo/shop/blob/${pull.head}/`,
    });
    expect(seen?.values).not.toHaveProperty("all-variants");
    expect(git(workspace, "rev-parse", "origin/main", "HEAD").split("\n")).toEqual([pull.base, pull.merge]);
    expect(git(workspace, "rev-list", "--count", "origin/main")).toBe("1");
  });

  test("a checkout of the branch itself is compared with the commit where it parted from main", async () => {
    const { seen } = await run({ workspace: checkout(pull.origin, pull.head) });
    expect(seen?.values.git).toBe(`${pull.parted.slice(0, 7)}..HEAD`);
  });

  test("a full clone stays a full clone", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    git(workspace, "fetch", "--quiet", "--unshallow");
    const { seen } = await run({ workspace });
    expect(seen?.values.git).toBe("origin/main..HEAD");
    expect(git(workspace, "rev-parse", "--is-shallow-repository")).toBe("false");
  });

  test.each([
    ["main", "origin/main..HEAD"],
    ["HEAD^", `${pull.base.slice(0, 7)}..HEAD`],
    [pull.parted, `${pull.parted}..HEAD`],
  ])("base: the revision %s", async (base, range) => {
    const { seen, code } = await run({ workspace: checkout(pull.origin, pull.merge), inputs: { base } });
    expect({ code, git: seen?.values.git }).toEqual({ code: 0, git: range });
  });

  test("base: a file", async () => {
    const { seen } = await run({ inputs: { base: "file:.burstlab/baseline.json" } });
    expect(seen?.values).toMatchObject({ base: ".burstlab/baseline.json" });
    expect(seen?.values).not.toHaveProperty("git");
    expect(seen?.files).toEqual(["scenarios/a.burst.yaml", "scenarios/deep/new.burst.yaml"]);
  });

  test("several globs, all variants, other numbers; packages are left out", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    mkdirSync(join(workspace, "node_modules/x"), { recursive: true });
    writeFileSync(join(workspace, "node_modules/x/b.burst.yaml"), "name: b\n");
    const scenarios = "**/new.burst.yaml\n\n  **/[ab].burst.yaml  \n";
    const { seen } = await run({ workspace, inputs: { scenarios, variants: "all", repeat: "9", threads: "2" } });
    expect(seen?.files).toEqual(["scenarios/a.burst.yaml", "scenarios/deep/new.burst.yaml"]);
    expect(seen?.values).toMatchObject({ "all-variants": true, repeat: "9", threads: "2" });
  });

  test("a push is compared with the commit before, without a comment", async () => {
    const event = { name: "push", payload: { ref: "refs/heads/main" }, ref: "refs/heads/main", sha: pull.merge };
    const workspace = checkout(pull.origin, pull.merge);
    const { seen, summary, code } = await run({ workspace, event, plan: WORSE, inputs: { comment: "always" } });
    expect(seen?.values.git).toBe(`${pull.base.slice(0, 7)}..HEAD`);
    expect(summary).toContain("1 scenario worse");
    expect({ code, asked: api.asked }).toEqual({ code: 1, asked: [] });
  });

  test.each([
    [{ scenarios: "nothing/**/*.yaml" }, "no file matches 'nothing/**/*.yaml'"],
    [{ scenarios: "../**/*.burst.yaml" }, "leaves the repository"],
    [{ base: "no-such-branch" }, "base 'no-such-branch' is no commit, branch or tag"],
    [{ repeat: "0", threads: "many" }, "repeat is '0'; it is a whole number from 1%0Athreads is 'many'"],
    [{ "fail-on": "sometimes" }, "fail-on is 'sometimes'; it is one of error, warn, worse, never"],
  ])("input %j stops the action: %s", async (inputs, said) => {
    const { code, log, comments } = await run({ inputs });
    expect(log).toContain(said);
    expect({ code, comments }).toEqual({ code: 2, comments: [] });
  });

  test("no checkout: says so", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    rmSync(join(workspace, ".git"), { recursive: true });
    const { code, log } = await run({ workspace });
    expect(code).toBe(2);
    expect(log).toContain("run actions/checkout before this action");
  });

  test("pull_request_target is refused", async () => {
    const { code, log } = await run({
      event: { ...opened(pull), name: "pull_request_target", ref: "refs/heads/main" },
    });
    expect(code).toBe(2);
    expect(log).toContain("use pull_request");
  });
});

describe("outputs, summary, artifact", () => {
  test("all of them, for a comparison that found something", async () => {
    const { outputs, summary, artifact, comments } = await run({ plan: WORSE });
    expect(outputs).toMatchObject({ verdict: "worse", "worse-count": "2" });
    expect(outputs["comment-url"]).toBe("https://github.com/octo/shop/pull/7#issuecomment-1000");
    expect(readFileSync(outputs["report-path"] ?? "", "utf8")).toContain("1 scenario worse");
    expect(JSON.parse(readFileSync(outputs["json-path"] ?? "", "utf8"))).toMatchObject({ verdict: "worse" });
    expect(summary).toBe(`${marker()}${WORSE.markdown}`);
    expect(artifact).toEqual({ name: "burstlab-report", files: ["comparison.json", "report.html", "report.md"] });
    const link = "https://github.com/octo/shop/actions/runs/1/artifacts/2";
    const end = `\n[Full report](${link}) · updated for ${pull.head.slice(0, 7)}\n`;
    expect(comments).toEqual([`${marker()}${WORSE.markdown}${end}`]);
  });

  test("without an artifact the comment links to the run", async () => {
    const { artifact, comments } = await run({ plan: WORSE, inputs: { artifact: "" } });
    expect(artifact).toBeNull();
    expect(comments[0]).toContain("[Full report](https://github.com/octo/shop/actions/runs/1) ·");
  });
});

describe("the files of a step", () => {
  const file = join(folder(), "file");

  test("a value of an output may hold lines, none of which becomes another output", () => {
    rmSync(file, { force: true });
    setOutputs({ GITHUB_OUTPUT: file }, { verdict: "same\nx<<end\n1\nend", "worse-count": "0" });
    const lines = readFileSync(file, "utf8").split("\n");
    const [, end = ""] = /^verdict<<(end-[0-9a-f-]{36})$/.exec(lines[0] ?? "") ?? [];
    expect(lines.slice(1)).toEqual(["same", "x<<end", "1", "end", end, `worse-count<<${end}`, "0", end, ""]);
  });

  test.each([
    [1024 * 1024 - 1, 1024 * 1024 - 1, ""],
    [1024 * 1024, 52, "the report is above 1 MiB"],
  ])("a report of %i bytes takes %i bytes of the summary", (bytes, expected, said) => {
    rmSync(file, { force: true });
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    addSummary({ GITHUB_STEP_SUMMARY: file }, "x".repeat(bytes));
    const log = write.mock.calls.join("");
    write.mockRestore();
    expect(statSync(file).size).toBe(expected);
    expect(log).toContain(said);
  });
});

describe("the gate", () => {
  const broken = (error: number, warn: number) => ({ brokenCount: { error, warn }, code: error > 0 ? 99 : 0 });

  test.each([
    ["error", broken(1, 0), 1],
    ["error", { ...broken(0, 1), worseCount: 3, code: 98 }, 0],
    ["worse", { worseCount: 1, code: 98 }, 1],
  ])("fail-on: %s, when the comparison finds %j: code %i", async (failOn, plan, code) => {
    expect((await run({ plan, inputs: { "fail-on": failOn, comment: "never" } })).code).toBe(code);
  });

  const counts = (error: number, warn: number, worseCount: number) => ({ brokenCount: { error, warn }, worseCount });

  test.each([
    ["error", counts(1, 0, 0), 1],
    ["error", counts(0, 1, 3), 0],
    ["warn", counts(1, 0, 0), 1],
    ["warn", counts(1, 1, 0), 2],
    ["warn", counts(0, 0, 3), 0],
    ["worse", counts(0, 0, 1), 1],
    ["worse", counts(1, 1, 1), 3],
    ["worse", counts(0, 0, 0), 0],
    ["never", counts(1, 1, 3), 0],
  ] as const)("fail-on: %s and %j: %i reasons to fail", (failOn, found, reasons) => {
    expect(reasonsToFail(failOn, found)).toHaveLength(reasons);
  });

  test.each([
    [2, 2, "the scenarios have problems; nothing was compared"],
    [1, 1, "burstlab compare broke off with code 1"],
  ])("compare's code %i fails the job even with fail-on: never", async (engine, code, said) => {
    const stderr = "error[unknown-key]: 'resreved'\n```\n::error file=a.burst.yaml,line=3::no such key\n";
    const told = await run({ plan: { code: engine, stderr }, inputs: { "fail-on": "never" } });
    expect(told).toMatchObject({ code, artifact: null, comments: [] });
    expect(told.log).toContain(said);
    expect(told.log).toContain("\n::error file=a.burst.yaml,line=3::no such key\n");
    expect(told.summary).toBe(
      `### burstlab: ${said}\n\n\`\`\`\`text\nerror[unknown-key]: 'resreved'\n\`\`\`\n\`\`\`\`\n`,
    );
  });

  test("a report that cannot be read fails the job", async () => {
    const { code, log } = await run({ plan: { verdict: "fine" as "same" }, inputs: { "fail-on": "never" } });
    expect(code).toBe(1);
    expect(log).toContain("comparison.json is not a comparison that this action knows");
  });
});

describe("text from scenarios", () => {
  test("gives the runner no commands, and the engine no token", async () => {
    const stderr = "34| ##[add-mask]a\n::set-output name=verdict::same\n::stop-commands::x\n";
    const markdown = "::error::from a scenario\nverdict<<x\nsame\nx\n$(touch hacked) `touch hacked`\n";
    const { log, outputs, seen, comments } = await run({ plan: { ...WORSE, stderr, markdown } });
    const [, word = "none"] = /^::stop-commands::([0-9a-f-]{36})$/m.exec(log) ?? [];
    const [before = "", inside = "", after = ""] = log.split(new RegExp(`^::(?:stop-commands::)?${word}(?:::)?$`, "m"));
    expect(inside).toContain(stderr);
    expect(`${before}${after}`).not.toMatch(/##\[|set-output|from a scenario|standard output/);
    expect(outputs.verdict).toBe("worse");
    expect(comments[0]).toContain("$(touch hacked)");
    expect(seen?.env.filter((value) => value.includes(TOKEN))).toEqual([]);
  });

  test("inputs are no shell", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    const scenarios = '"; touch hacked; $(touch hacked)\n`touch hacked`\nscenarios/a.burst.yaml';
    const { code, seen } = await run({ workspace, inputs: { scenarios } });
    expect({ code, files: seen?.files }).toEqual({ code: 0, files: ["scenarios/a.burst.yaml"] });
    expect(git(workspace, "status", "--porcelain", "--untracked-files")).not.toContain("hacked");
  });
});

describe("the version of the engine", () => {
  test("npx starts it where none is installed", async () => {
    const workspace = checkout(pull.origin, pull.merge);
    rmSync(join(workspace, "node_modules"), { recursive: true });
    const place = checkout(pull.origin, pull.merge);
    const engine = join(place, "node_modules/.bin/burstlab");
    const script = ["#!/bin/bash", `echo "$1 $2" > "${place}/asked"`, `exec "${engine}" "\${@:3}"`];
    writeFileSync(join(place, "npx"), script.join("\n"), { mode: 0o755 });
    const env = { PATH: [place, dirname(process.execPath), process.env.PATH].join(":") };
    const { code } = await run({ workspace, env, inputs: { version: "1.4.0" } });
    expect({ code, asked: readFileSync(join(place, "asked"), "utf8") }).toEqual({
      code: 0,
      asked: "--yes burstlab@1.4.0\n",
    });
  });

  /** A folder with this package.json, or with none. */
  function project(manifest: object | null): string {
    const place = folder();
    if (manifest !== null) writeFileSync(join(place, "package.json"), JSON.stringify(manifest));
    return place;
  }

  test.each([
    ["1.4.0", { devDependencies: { burstlab: "^1.2.3" } }, "burstlab@1.4.0"],
    ["", { devDependencies: { burstlab: "^1.2.3" } }, "burstlab@^1.2.3"],
    ["", { dependencies: { burstlab: "~1.2" } }, "burstlab@~1.2"],
    ["", { devDependencies: { burstlab: "next" } }, "burstlab@next"],
    ["", { name: "shop" }, "burstlab@latest"],
    ["", null, "burstlab@latest"],
  ])("version '%s', package.json %j: %s", (version, manifest, told) => {
    expect(chooseEngine(version, project(manifest))).toEqual({ command: "npx", args: ["--yes", told], told });
  });

  test.each(["workspace:*", "file:../burstlab", "1 && touch x", "--registry=x"])(
    "a version that only an install can find, %s, is asked to be installed",
    (burstlab) => {
      const place = project({ devDependencies: { burstlab } });
      expect(() => chooseEngine("", place)).toThrow("run npm ci before this action");
    },
  );
});

describe("inputs", () => {
  const good = { SCENARIOS: "*.yaml", BASE: "main", ID: "default", VARIANTS: "base", REPEAT: "5", THREADS: "0" };
  const env = (inputs: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries({ ...good, ...inputs }).map(([name, value]) => [`INPUT_${name}`, value]));

  test.each([
    [{ SCENARIOS: " \n " }, "scenarios is empty"],
    [{ BASE: "--upload-pack=touch" }, "base is '--upload-pack=touch'"],
    [{ BASE: "" }, "base is ''; it is merge-base, a revision, or file:PATH"],
    [{ VARIANTS: "some" }, "variants is 'some'; it is one of base, all"],
    [{ REPEAT: "1e3" }, "repeat is '1e3'"],
    [{ THREADS: "-1" }, "threads is '-1'; it is a whole number from 0"],
    [{ ID: "a --> b" }, "id is 'a --> b'"],
    [{ ID: "a--b" }, "id is 'a--b'"],
    [{ VERSION: "1; touch x" }, "version is '1; touch x'"],
    [{ VERSION: "--registry=x" }, "version is '--registry=x'"],
  ])("%j: %s", (inputs, said) => {
    expect(() => compareInputs(env(inputs))).toThrow(said);
  });

  test("good ones are read", () => {
    expect(compareInputs(env({ SCENARIOS: "a\r\n b \n", VERSION: "^1.2.0-rc.1" }))).toEqual({
      scenarios: ["a", "b"],
      base: "main",
      id: "default",
      variants: "base",
      repeat: 5,
      threads: 0,
      version: "^1.2.0-rc.1",
    });
  });
});

test("an engine that cannot be started ends the step, with words and without a code", async () => {
  const engine = { command: join(folder(), "missing"), args: [], told: "nothing" };
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const { code, said } = await runEngine(engine, ["compare"]);
  write.mockRestore();
  expect(code).toBeNull();
  expect(said).toMatch(/^cannot start .*missing: spawn .* ENOENT$/);
});

test("what the comparison finds the same makes no comment", async () => {
  expect(await run({ plan: SAME })).toMatchObject({ code: 0, comments: [], outputs: { "comment-url": "" } });
});
