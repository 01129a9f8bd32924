/**
 * Writes the published command line in few files with what it always needs, so that a start searches few folders; the
 * licences of the packages inside stand beside it.
 */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "rolldown";

/** Packages that only some verbs load, or that hold machine code. */
const APART = /^(vega|vega-lite|@resvg\/resvg-js|piscina|react-devtools-core)($|\/)/;
const FOLDER = "dist/bin";

const { output } = await build({
  input: { burstlab: "ui/cli.ts", worker: "ui/dashboard/worker.ts", simulate: "ui/executors/simulate.ts" },
  platform: "node",
  external: APART,
  output: { dir: FOLDER, chunkFileNames: "[name]-[hash].js", cleanDir: true },
});
for (const to of [`${FOLDER}/fonts`, "dist/ui/fonts"]) cpSync("ui/fonts", to, { recursive: true });

const modules = output.flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
const PACKAGE = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;
const packages = new Map(
  modules.flatMap((id) => (PACKAGE.exec(id) ? [[PACKAGE.exec(id)![2]!, PACKAGE.exec(id)![1]!]] : [])),
);
const texts = [...packages].sort().map(([name, folder]) => {
  const file = existsSync(folder) ? readdirSync(folder).find((one) => /^licen[cs]e/i.test(one)) : undefined;
  const { license, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const text = file === undefined ? `Licence: ${license ?? "unknown"}` : readFileSync(join(folder, file), "utf8");
  return `${name} ${version ?? ""}\n\n${text.trim()}\n`;
});
writeFileSync(`${FOLDER}/LICENSES.txt`, texts.join(`\n${"-".repeat(80)}\n\n`));
