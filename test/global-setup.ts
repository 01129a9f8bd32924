/** Builds the JavaScript that the command-line tests start, once before all tests. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./tidy/tree.ts";

export function setup(): void {
  const built = spawnSync("npm", ["run", "--silent", "compile"], { cwd: ROOT, encoding: "utf8" });
  // Code 2: there are type errors, which `npm test` reports in the step before this one, but everything was written.
  const written = built.status === 0 || built.status === 2;
  if (!written || !existsSync(join(ROOT, "dist/bin/burstlab.js")))
    throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
}
