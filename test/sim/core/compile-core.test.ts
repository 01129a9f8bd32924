/** What the host would not see of a class of the core does not compile: the two compilations would differ. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../tidy/tree.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "burstlab-core-"));
  for (const part of ["sim/core", "compile-core.ts", "package.json"]) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  "  served: i32 = 0; // of its requests",
  "  readonly served: i32 = 7;",
  "  served = 0;",
  "  private served: i32 = 0;",
])("%s", (field) => {
  const path = join(folder, "sim/core/objects/requests.ts");
  const before = readFileSync(path, "utf8");
  writeFileSync(path, before.replace(/^export class Environment .*$/m, `$&\n${field}`));
  const { status, stderr } = spawnSync(process.execPath, ["compile-core.ts"], { cwd: folder, encoding: "utf8" });
  writeFileSync(path, before);
  expect(stderr).toContain(`Environment: '${field.trim()}' is no field as the host reads them`);
  expect(status).toBe(1);
});
