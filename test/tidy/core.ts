/** What `sim/core` may not hold, since AssemblyScript compiles it too: casts, and one name in two of its files. */
import { childrenOf, isNode, lineOf, type Node, type SourceFile, walk } from "./tree.ts";

/** What an entry of the agenda is, and what one of the two compilations must be told. */
const MAY_CAST = ["sim/core/objects/casts.ts", "sim/core/base/prelude.ts"];
const CASTS = ["TSAsExpression", "TSTypeAssertion", "TSSatisfiesExpression"];

const isOfCore = ({ path }: SourceFile): boolean => /^sim\/core\/(?!host\/).+\.ts$/.test(path);

/** A cast is checked when AssemblyScript's code runs, and changes nothing when JavaScript's does. */
export function coreCasts(file: SourceFile): string[] {
  if (!isOfCore(file) || MAY_CAST.includes(file.path)) return [];
  return [...walk(file.ast)]
    .filter(({ node }) => CASTS.includes(node.type))
    .map(({ node }) => `${file.path}:${lineOf(file, node)} casts`);
}

/** Names that two files of the core declare, each with its second file. */
export function coreClashes(files: readonly SourceFile[]): string[] {
  const home = new Map<string, string>();
  return files.filter(isOfCore).flatMap(({ path, ast }) => {
    const names = [...new Set(childrenOf(ast).flatMap(declaredBy))];
    const clashes = names
      .filter((name) => home.has(name))
      .map((name) => `${path} declares ${name} of ${home.get(name)}`);
    for (const name of names) if (!home.has(name)) home.set(name, path);
    return clashes;
  });
}

/** Names that a statement at the top of a file declares. */
function declaredBy(statement: Node): string[] {
  if (statement.type.startsWith("Export"))
    return isNode(statement.declaration) ? declaredBy(statement.declaration) : [];
  if (statement.type !== "VariableDeclaration") return isNode(statement.id) ? [String(statement.id.name)] : [];
  return [statement.declarations]
    .flat()
    .filter(isNode)
    .flatMap(({ id }) => (isNode(id) ? [String(id.name)] : []));
}
