/** Who may import whom, cycles, barrels, and exports that nobody uses. */
import type { Import, SourceFile } from "./tree.ts";

const BARRELS = [
  "sim/index.ts",
  "sim/vocabulary/index.ts",
  "sim/core/door.ts",
  "scenarios/index.ts",
  "reports/index.ts",
  "reports/charts/index.ts",
  "ui/library/index.ts",
  "ui/library/node.ts",
];
/** What the package offers to others: used by definition. */
const ENTRIES = ["ui/library/index.ts", "ui/library/node.ts", "reports/charts/index.ts"];

type Allowed = (found: Import) => boolean;

const inside =
  (folder: string): Allowed =>
  (found) =>
    found.target.startsWith(`${folder}/`);
const packages =
  (...names: string[]): Allowed =>
  (found) =>
    names.includes(found.from);
const anyOf =
  (...rules: Allowed[]): Allowed =>
  (found) =>
    rules.some((rule) => rule(found));

/** Plain data, which every layer may have by value. */
const vocabulary: Allowed = ({ target }) => target === "sim/vocabulary/index.ts";
/** Layers that know nothing of the process. */
const pure = anyOf(
  inside("reports"),
  (found) => found.target === "scenarios/index.ts",
  (found) => found.target === "sim/index.ts",
);

/** Where runs are made stands in one list; the rest of `ui` knows what a place does, not which there are. */
const aPlaceToRun: Allowed = (found) => inside("ui/runs/executors")(found) && !/\/executors?\.ts$/.test(found.target);

/** The longest matching folder decides. */
const ALLOWED: Readonly<Record<string, Allowed>> = {
  "sim/kernel/": anyOf(inside("sim/kernel"), packages("fastpriorityqueue", "seedrandom/lib/alea.js")),
  // The core is compiled a second time, which knows nothing of the rest; its host knows both.
  "sim/core/": (found) => inside("sim/core")(found) && !inside("sim/core/host")(found),
  // What the other compilation has in its own way.
  "sim/core/base/prelude.ts": (found) => inside("sim/kernel")(found),
  "sim/core/host/": (found) => inside("sim")(found) && !inside("sim/sources")(found),
  "sim/vocabulary/": inside("sim/vocabulary"),
  // What a config says of a downstream, and what that comes to: nothing of how a run goes.
  "sim/downstream/": inside("sim/downstream"),
  "sim/lambda/": (found) => inside("sim")(found) && !inside("sim/sources")(found),
  "sim/": anyOf(inside("sim"), packages("fastpriorityqueue", "seedrandom/lib/alea.js")),
  "scenarios/": anyOf(inside("scenarios"), packages("yaml", "zod"), (found) => found.target === "sim/index.ts"),
  "reports/": anyOf(
    inside("reports"),
    packages("vega", "vega-lite"),
    vocabulary,
    (found) => found.target === "sim/index.ts" && found.typeOnly,
  ),
  "ui/": (found) => !inside("test")(found) && !aPlaceToRun(found),
  "ui/runs/executors/": (found) => !inside("test")(found),
  // What runs in a browser as well.
  "ui/library/": anyOf(inside("ui/library"), pure),
  "ui/library/node.ts": (found) => inside("ui/host")(found),
  "ui/lessons/": anyOf(inside("ui/lessons"), inside("ui/library"), pure),
  "ui/player/": anyOf(inside("ui/player"), inside("ui/lessons"), inside("ui/library"), pure),
  "test/": () => true,
};

export function layerBreaks(file: SourceFile): string[] {
  const [folder] = Object.keys(ALLOWED)
    .filter((prefix) => file.path.startsWith(prefix))
    .sort((a, b) => b.length - a.length);
  const allowed = ALLOWED[folder ?? ""];
  if (allowed === undefined) return [`${file.path} lies in no known folder`];
  return file.imports.filter((found) => !allowed(found)).map((found) => `${file.path} imports ${found.from}`);
}

export function strayBarrels(file: SourceFile): string[] {
  if (BARRELS.includes(file.path)) return [];
  return file.imports.filter((found) => found.reexport).map((found) => `${file.path} exports from ${found.from}`);
}

/** Files that load themselves through others, each cycle told once per file in it. Types load nothing. */
export const cycles = (files: readonly SourceFile[]): string[] => inCycle(files, loadedBy(files));

/**
 * What there is in a run refers to itself: a version to its environments, those to their requests, those to who sent
 * them, and that to a version. These classes are one thing, in three files for their size.
 */
const KNOT = ["sim/core/objects/functions.ts", "sim/core/objects/requests.ts", "sim/core/objects/source.ts"];

/** Files that name themselves through others, types counted too. */
export const typeCycles = (files: readonly SourceFile[]): string[] =>
  inCycle(
    files,
    new Map(
      files.map(({ path, imports }) => {
        const targets = imports.map(({ target }) => target);
        return [path, KNOT.includes(path) ? targets.filter((target) => !KNOT.includes(target)) : targets];
      }),
    ),
  );

function inCycle(files: readonly SourceFile[], targets: ReadonlyMap<string, readonly string[]>): string[] {
  return files.filter((file) => reachable(targets, file.path).has(file.path)).map((file) => file.path);
}

function loadedBy(files: readonly SourceFile[]): Map<string, string[]> {
  const loads = ({ imports }: SourceFile) => imports.filter(({ typeOnly }) => !typeOnly).map(({ target }) => target);
  return new Map(files.map((file) => [file.path, loads(file)]));
}

function reachable(targets: ReadonlyMap<string, readonly string[]>, start: string): Set<string> {
  const found = new Set<string>();
  const open = [...(targets.get(start) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(targets.get(next) ?? []));
  }
  return found;
}

/** Packages that a file loads, by itself and through the project's files; types load nothing. */
export function reachableFrom(files: readonly SourceFile[], entry: string): { packages: string[] } {
  const paths = reachable(loadedBy(files), entry).add(entry);
  const imports = files
    .filter(({ path }) => paths.has(path))
    .flatMap((file) => file.imports)
    .filter(({ typeOnly }) => !typeOnly);
  return { packages: [...new Set(imports.filter(({ target }) => target === "").map(({ from }) => from))].sort() };
}

/** Exported names that no other file imports, directly or through a barrel, and that nothing exported is made of. */
export function deadExports(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const used = new Set<string>();
  const use = (path: string, name: string): void => {
    const key = `${path} ${name}`;
    const file = byPath.get(path);
    if (file === undefined || used.has(key)) return;
    used.add(key);
    for (const next of passedOn(file, name)) use(next.target, next.name);
  };
  for (const file of files) {
    for (const { target, names } of file.imports.filter((found) => !found.reexport)) {
      for (const name of names) use(target, name);
    }
  }
  for (const path of ENTRIES) use(path, "*");
  return files
    .filter((file) => !file.path.startsWith("test/") || file.path.startsWith("test/helpers/"))
    .flatMap(({ path, exports, signatureTypes }) =>
      exports.filter((name) => !signatureTypes.includes(name)).map((name) => ({ path, name })),
    )
    .filter(({ path, name }) => !used.has(`${path} ${name}`) && !used.has(`${path} *`))
    .map(({ path, name }) => `${path} exports ${name}`);
}

/** What a barrel hands on when a name, or everything, is asked of it. */
function passedOn(file: SourceFile, name: string): { target: string; name: string }[] {
  return file.imports
    .filter((found) => found.reexport)
    .flatMap(({ target, names }) => {
      if (names.includes("*")) return [{ target, name }];
      return names.filter((one) => name === "*" || one === name).map((one) => ({ target, name: one }));
    });
}
