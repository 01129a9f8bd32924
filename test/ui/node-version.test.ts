/** An old Node is told so in one line, by the command itself. */
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { tooOld } from "../../ui/host/node-version.ts";
import { ROOT } from "../tidy/tree.ts";

test.each([
  ["22.12.0", null],
  ["24.1.0", null],
  ["100.0.0", null],
  ["22.11.9", "burstlab needs Node 22.12 or later; this is Node 22.11.9"],
  ["20.20.2", "burstlab needs Node 22.12 or later; this is Node 20.20.2"],
])("Node %s", (version, said) => {
  expect(tooOld(version)).toBe(said);
});

test("the version is that of package.json", () => {
  const { engines } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { engines: { node: string } };
  expect(tooOld("0.0.0")).toContain(`Node ${engines.node.replace(">=", "")} or later`);
});

test("what is built can be executed, as npx does, however often it was built", () => {
  expect(statSync(join(ROOT, "dist/bin/burstlab.js")).mode & 0o111).toBe(0o111);
});

test("the command says so and ends with 2", () => {
  const older = "data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'20.20.2'}})";
  const ran = spawnSync(process.execPath, ["--import", older, "dist/bin/burstlab.js", "run", "x.burst.yaml"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  expect([ran.status, ran.stdout]).toEqual([2, ""]);
  expect(ran.stderr).toBe("burstlab needs Node 22.12 or later; this is Node 20.20.2\n");
});
