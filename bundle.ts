/**
 * Writes the published command line in few files, made so that a start loads and does little; the licences of the
 * packages inside stand beside it.
 */
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build, type Plugin, type RenderedChunk } from "rolldown";

/** Packages that only some verbs load, or that hold machine code. */
const APART = /^(vega|vega-lite|@resvg\/resvg-js|piscina|react-devtools-core)($|\/)/;
const FOLDER = "dist/bin";

const BUILTIN = /^import (?:\* as )?([\w$]+)?(?:, )?(?:\{ (.+) \})? from "(node:[\w/]+)";$/gm;

/** An `import` of one of Node's modules reads all that it has, and so loads others that no one asked for. */
const builtinsAsTheyAre: Plugin = {
  name: "builtins-as-they-are",
  renderChunk: (code) => ({
    code: code.replace(BUILTIN, (_line, whole?: string, some?: string, name?: string) => {
      const names = [whole ?? [], some === undefined ? [] : `{ ${some.replaceAll(" as ", ": ")} }`].flat();
      return names.map((each) => `const ${each} = globalThis.process.getBuiltinModule("${name}");`).join("\n");
    }),
    map: null,
  }),
};

/** Commander starts programs for verbs that are programs of their own; burstlab has none. */
const noOtherPrograms: Plugin = {
  name: "no-other-programs",
  resolveId: (id, importer) =>
    id === "node:child_process" && importer?.includes("/node_modules/commander/") ? "\0no-programs" : null,
  load: (id) => (id === "\0no-programs" ? "export default {};" : null),
};

/** The compiled core in the place where the sources have none (`compile-core.ts`). */
const compiledCore: Plugin = {
  name: "compiled-core",
  load: (id) => (id.endsWith("/sim/core/host/compiled.ts") ? readFileSync("dist/core/compiled.js", "utf8") : null),
};

const PACKAGE = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;
const packagesOf = ({ moduleIds }: Pick<RenderedChunk, "moduleIds">): string[] => [
  ...new Set(moduleIds.flatMap((id) => PACKAGE.exec(id)?.[2] ?? [])),
];
/** Functions and classes keep theirs, for the report of a bug. */
const keepNames = { function: true, class: true };

const { output } = await build({
  input: { burstlab: "ui/cli.ts", simulate: "ui/runs/executors/simulate.ts" },
  platform: "node",
  external: APART,
  // What yaml gives Node are CommonJS modules, of which nothing can be left out.
  resolve: { alias: { yaml: join(import.meta.dirname, "node_modules/yaml/browser/index.js") } },
  plugins: [builtinsAsTheyAre, noOtherPrograms, compiledCore],
  output: {
    dir: FOLDER,
    chunkFileNames: "[name]-[hash].js",
    cleanDir: true,
    // Small, and asked for together.
    codeSplitting: { groups: [{ name: "metrics", test: /\/sim\/vocabulary\/(metrics|sources)\// }] },
    minify: { compress: { keepNames }, mangle: { keepNames }, codegen: { removeWhitespace: true } },
    postFooter: (chunk) => `// Packages: ${packagesOf(chunk).join(" ")}`,
  },
});
// npm makes it so when it links the command, but not when it is built again.
chmodSync(`${FOLDER}/burstlab.js`, 0o755);
for (const to of [`${FOLDER}/fonts`, "dist/ui/host/fonts"]) cpSync("ui/host/fonts", to, { recursive: true });

const modules = output.flatMap((part) => (part.type === "chunk" ? part.moduleIds : []));
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
