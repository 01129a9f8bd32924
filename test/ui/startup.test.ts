/** What a start of the command line loads: the time of one is measured by `node test/bench/startup.ts`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { burstlab, folder } from "../helpers/cli.ts";

/** Prints the address of every module that is loaded, and of what is slow to make, when the process ends. */
const LISTER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  const loaded = [];
  registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
  const make = globalThis.Intl.Segmenter;
  globalThis.Intl.Segmenter = function (...given) { loaded.push("Intl.Segmenter"); return new make(...given); };
  process.on("exit", () => process.stderr.write(loaded.join("\\n")));
`)}`;

async function loadedBy(args: readonly string[]) {
  const { code, stderr } = await burstlab(args, { env: { NODE_OPTIONS: `--import=${LISTER}` } });
  expect(code).toBe(0);
  const all = stderr.split("\n").filter((line) => !line.startsWith("data:"));
  const files = all.filter((url) => url.startsWith("file:")).map((url) => new URL(url));
  return { files, others: all.filter((url) => !url.startsWith("file:")) };
}

/** What is in files: the bundle tells the packages of each in its last line. */
const packagesIn = (files: readonly URL[]): string[] =>
  files.flatMap((file) => /^\/\/ Packages: (.+)$/m.exec(readFileSync(file, "utf8"))?.[1]?.split(" ") ?? []);

const kilobytes = (files: readonly URL[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0) / 1024;

describe("a start loads what the command needs, and no more", () => {
  test("--version: the file that begins, the version and the exit codes", async () => {
    const { files, others } = await loadedBy(["--version"]);
    expect(others).toEqual([]);
    expect(files.map(({ pathname }) => pathname.replace(/^.*\/|-.*$/g, ""))).toEqual([
      "burstlab.js",
      "version",
      "exit",
    ]);
    expect(kilobytes(files)).toBeLessThan(2);
  });

  test("check: no simulation, no report, and nothing of Node by an import, which loads more of Node", async () => {
    const { files, others } = await loadedBy(["check", "good.burst.yaml"]);
    expect(others).toEqual([]);
    expect(new Set(packagesIn(files))).toEqual(new Set(["commander", "yaml", "zod"]));
    expect(files.length).toBeLessThanOrEqual(22);
    expect(kilobytes(files)).toBeLessThan(600);
  });

  test.each([
    [["--help"], ["commander"]],
    [
      ["run", "good.burst.yaml"],
      ["commander", "fastpriorityqueue", "hyparquet-writer", "seedrandom", "yaml", "zod"],
    ],
  ])("the packages of %j", async (args, allowed) => {
    const { files, others } = await loadedBy(args);
    expect(packagesIn(files)).toContain("commander");
    expect(packagesIn(files).filter((name) => !allowed.includes(name))).toEqual([]);
    expect(others).toEqual([]);
    expect(files.filter(({ pathname }) => pathname.includes("/node_modules/"))).toEqual([]);
  });
});

describe("Node's cache of compiled code", () => {
  const CACHE = "node-compile-cache";

  test("is kept in the folder for passing files, where Node does", async () => {
    const TMPDIR = folder();
    expect((await burstlab(["check", "good.burst.yaml"], { env: { TMPDIR } })).code).toBe(0);
    expect(existsSync(join(TMPDIR, CACHE))).toBe(true);
  });

  test("is not kept when NODE_DISABLE_COMPILE_CACHE says so", async () => {
    const TMPDIR = folder();
    await burstlab(["check", "good.burst.yaml"], { env: { TMPDIR, NODE_DISABLE_COMPILE_CACHE: "1" } });
    expect(existsSync(join(TMPDIR, CACHE))).toBe(false);
  });

  test("is done without where it cannot be kept", async () => {
    const TMPDIR = "/dev/null";
    const { code, stderr } = await burstlab(["check", "good.burst.yaml"], { env: { TMPDIR } });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  });
});
