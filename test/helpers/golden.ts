/** Golden JSON files: compared as parsed JSON; UPDATE_GOLDEN=1 writes them anew. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** What the file under test/golden holds; after rewriting it, when that is asked for. */
export function goldenJson(path: string, actual: unknown): unknown {
  const file = fileURLToPath(new URL(`../golden/${path}`, import.meta.url));
  if (process.env.UPDATE_GOLDEN === "1") {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${readable(actual)}\n`);
  }
  if (!existsSync(file)) throw new Error(`${path} is missing: run with UPDATE_GOLDEN=1 to write it, then read it`);
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Indented, with each small object on one line. */
const readable = (value: unknown): string =>
  JSON.stringify(value, null, 1).replace(/\{[^{}[\]]{0,160}\}/g, (small) => small.replace(/\s*\n\s*/g, " "));
