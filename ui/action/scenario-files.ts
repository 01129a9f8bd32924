/** From globs to the scenario files to compare. */
import { globSync } from "node:fs";
import { matchesGlob } from "node:path";
import { Failure } from "./failure.ts";

const SKIPPED = ["**/node_modules/**", "**/.git/**"];

/**
 * Files of the checkout that a glob names, and those of the base that the head no longer has: a scenario that was
 * removed is a change, too.
 * @throws Failure when there is none.
 */
export function scenarioFiles(globs: readonly string[], inBase: readonly string[]): string[] {
  const outside = globs.find((glob) => /^([/\\]|[A-Za-z]:)|(^|[/\\])\.\.([/\\]|$)/.test(glob));
  if (outside !== undefined) throw new Failure(`scenarios: '${outside}' leaves the repository; name files inside it`);
  const present = globs.flatMap((glob) => globSync(glob, { exclude: SKIPPED }));
  const removed = inBase.filter((path) => globs.some((glob) => matchesGlob(path, glob.replace(/^\.\//, ""))));
  const files = [...new Set([...present, ...removed].map((path) => path.replaceAll("\\", "/")))].sort();
  if (files.length > 0) return files;
  throw new Failure(
    `scenarios: no file matches ${globs.map((glob) => `'${glob}'`).join(", ")}; ` +
      "correct the input, or write a first scenario with `npx burstlab init`",
  );
}
