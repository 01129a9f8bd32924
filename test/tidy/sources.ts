/** What a type of source is stands in its own files and in the lists: no other file names one. */
import { lineOf, type SourceFile, walk } from "./tree.ts";

const TYPES = "sim/vocabulary/sources/";
/** Where a type may be named: what it is, how it acts, what a scenario says of it. */
const HOMES = [TYPES, "scenarios/sources/", "sim/sources/", "test/"];
const NO_TYPES = ["index", "source"];

/** Texts that are the name of a type, in files that know none. */
export function strayTypes(files: readonly SourceFile[]): string[] {
  const types = files
    .filter(({ path }) => path.startsWith(TYPES))
    .map(({ path }) => path.slice(TYPES.length, -".ts".length))
    .filter((name) => !NO_TYPES.includes(name));
  return files
    .filter(({ path }) => !HOMES.some((home) => path.startsWith(home)))
    .flatMap((file) =>
      [...walk(file.ast)]
        .filter(({ node }) => node.type === "Literal" && types.includes(String(node.value)))
        .map(({ node }) => `${file.path}:${lineOf(file, node)} names the source ${String(node.value)}`),
    );
}
