/** `init`: what it writes is good, and what is there it leaves alone. */
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { action } from "../helpers/action.ts";
import { burstlab, folder } from "../helpers/cli.ts";
import { textOf } from "../tidy/tree.ts";

const FILES = ["scenarios/first.burst.yaml", "schema/burstlab-1.json", ".github/workflows/burstlab.yml"];
const read = (place: string, file: string): string => readFileSync(join(place, file), "utf8");

interface Workflow {
  readonly on: object;
  readonly permissions: object;
  readonly jobs: Record<
    string,
    { readonly steps: { readonly uses: string; readonly with?: Record<string, string> }[] }
  >;
}
const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
const withOf = (workflow: Workflow) => stepsOf(workflow).find(({ uses }) => uses.startsWith("burstlab/action@"))?.with;

describe("into an empty folder", () => {
  const place = folder();
  const first = burstlab(["init"], { cwd: place });

  test("three files, told on stderr, and the next commands on stdout", async () => {
    const { code, stdout, stderr } = await first;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "Next:\n  burstlab run scenarios/first.burst.yaml\n  burstlab watch scenarios/first.burst.yaml\n",
    });
    expect(stderr).toBe(
      `${FILES.map((file) => `wrote ${file}\n`).join("")}` +
        "note: GitHub reads workflows only at the root of a repository, and there is no .git here\n",
    );
  });

  test("the scenario is good, meets its threshold, and its variant does not", async () => {
    await first;
    const file = FILES[0] ?? "";
    expect(await burstlab(["check", file], { cwd: place })).toEqual({
      code: 0,
      stdout: "✓ scenarios/first.burst.yaml   first: 1 function, 1 threshold, 1 variant, 3 seeds\n",
      stderr: "",
    });
    const base = await burstlab(["run", file], { cwd: place });
    expect({ code: base.code, stderr: base.stderr }).toEqual({ code: 0, stderr: "" });
    expect((await burstlab(["run", file, "--all-variants"], { cwd: place })).code).toBe(99);
  });

  test("the scenario's first line names the schema for editors, which is the one of this version", async () => {
    await first;
    const [line = ""] = read(place, FILES[0] ?? "").split("\n");
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+)$/.exec(line) ?? [];
    const { stdout } = await burstlab(["schema"]);
    expect(read(place, join("scenarios", schema))).toBe(stdout);
  });

  test("the workflow gives the action inputs that it has, and a scenario that it finds", async () => {
    await first;
    const workflow = parse(read(place, FILES[2] ?? "")) as Workflow;
    expect(workflow).toMatchObject({ permissions: { contents: "read", "pull-requests": "write" } });
    expect(Object.keys(workflow.on)).toEqual(["pull_request"]);
    const given = Object.entries(withOf(workflow) ?? {});
    expect(given.map(([name, value]) => [name, value, action.inputs[name]?.default])).toEqual(
      given.map(([name, value]) => [name, value, value]),
    );
  });

  test("the second workflow, in its comment, is one, checks out nothing, and fits the first", async () => {
    await first;
    const text = read(place, FILES[2] ?? "");
    const recipe = text.slice(text.indexOf("\n# name: ")).replaceAll(/^# ?/gm, "");
    const [firstFlow, second] = [text, recipe].map((yaml) => parse(yaml) as Workflow & { readonly name: string });
    expect(second).toMatchObject({
      on: { workflow_run: { workflows: [firstFlow?.name], types: ["completed"] } },
      permissions: { actions: "read", "pull-requests": "write" },
    });
    const steps = stepsOf(second as Workflow);
    expect(steps.map(({ uses }) => uses.split("@")[0])).toEqual(["actions/download-artifact", "burstlab/action"]);
    const [download, act] = steps;
    expect(download?.with?.name).toBe(action.inputs.artifact?.default);
    expect(act).toMatchObject({ env: { BURSTLAB_MODE: "post", BURSTLAB_REPORT: download?.with?.path } });
    expect(Object.keys(act?.with ?? {}).filter((name) => !(name in action.inputs))).toEqual([]);
  });

  test("a second time nothing is written over, and it says so", async () => {
    await first;
    writeFileSync(join(place, FILES[0] ?? ""), "mine\n");
    mkdirSync(join(place, ".git"));
    const { code, stderr } = await burstlab(["init"], { cwd: place });
    const kept = FILES.map((file) => `kept ${file}, unchanged\n`).join("");
    expect({ code, stderr }).toEqual({ code: 0, stderr: `${kept}everything was there already; nothing was written\n` });
    expect(read(place, FILES[0] ?? "")).toBe("mine\n");
  });
});

test("a folder that is named is made; commands quote its name", async () => {
  const cwd = folder();
  const { code, stdout } = await burstlab(["init", "my shop's"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain("  burstlab run 'my shop'\\''s/scenarios/first.burst.yaml'\n");
  expect(existsSync(join(cwd, "my shop's/schema/burstlab-1.json"))).toBe(true);
});

test("what is missing is written beside what is there; a link to nowhere is there", async () => {
  const cwd = folder();
  mkdirSync(join(cwd, "schema"));
  symlinkSync("nowhere", join(cwd, "schema/burstlab-1.json"));
  const { code, stderr } = await burstlab(["init"], { cwd });
  expect(code).toBe(0);
  expect(stderr).toContain("kept schema/burstlab-1.json, unchanged\n");
  expect(stderr).toContain("wrote scenarios/first.burst.yaml\n");
  expect(existsSync(join(cwd, "nowhere"))).toBe(false);
});

test("a folder that cannot be written is a problem for each file", async () => {
  const cwd = folder();
  writeFileSync(join(cwd, "taken"), "");
  const { code, stdout, stderr } = await burstlab(["init", "taken"], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain("cannot write first.burst.yaml: a file stands where a folder is needed");
  expect(stderr).toContain("┌─ taken/.github/workflows/burstlab.yml");
});

test("a folder without a name is wrong usage", async () => {
  expect((await burstlab(["init", ""])).code).toBe(2);
});

test("the published schema is the one that init writes", async () => {
  const cwd = folder();
  await burstlab(["init"], { cwd });
  expect(read(cwd, "schema/burstlab-1.json")).toBe(textOf("schema/burstlab-1.json"));
});
