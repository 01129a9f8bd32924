/** Other major versions of Node, installed once from npm's `node` package into the cache of node_modules. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Every major version that is supported and is not the one in development. */
export const OTHER_NODES = ["22.12.0", "22.23.3", "26.9.0"] as const;

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/burstlab-node/", import.meta.url));

/** Path of this version's executable. @throws when npm cannot install it: determinism must not go unchecked. */
export function nodeVersion(version: string): string {
  const folder = `${CACHE}${version}/`;
  const executable = `${folder}node_modules/node/bin/node`;
  if (existsSync(executable)) return executable;
  mkdirSync(folder, { recursive: true });
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(`${folder}package.json`, JSON.stringify(manifest));
  execFileSync("npm", ["install", "--silent", "--no-audit", "--no-fund"], { cwd: folder, stdio: "pipe" });
  return executable;
}
