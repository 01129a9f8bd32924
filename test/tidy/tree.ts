/** The project's own source files, parsed, with what each imports and exports. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { parseAst } from "vitest/node";

/** A node of the syntax tree (ESTree with TypeScript's additions). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Import {
  /** As written: "../sim/index.ts". */
  readonly from: string;
  /** The project's file that it means, or "" for a package. */
  readonly target: string;
  readonly typeOnly: boolean;
  /** Names as the target exports them; "*" for all of them. */
  readonly names: readonly string[];
  /** `export ... from`. */
  readonly reexport: boolean;
}

export interface SourceFile {
  /** From the root, with "/": "sim/kernel/time.ts". */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly ast: Node;
  readonly imports: readonly Import[];
  /** Names that this file itself declares and exports. */
  readonly exports: readonly string[];
  /** Exported types that stand in other exported declarations: without their export, those could not be named. */
  readonly signatureTypes: readonly string[];
}

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const CODE_FOLDERS = ["sim", "scenarios", "reports", "ui", "test"];
const SKIPPED = new Set(["node_modules", "dist", "coverage", ".git", "package-lock.json"]);

/** Paths of all files below a folder of the project. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(path) : [path];
    })
    .sort();
}

export const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

export function sourceFiles(): SourceFile[] {
  return CODE_FOLDERS.flatMap(filesBelow)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => parse(path, textOf(path)));
}

export function parse(path: string, text: string): SourceFile {
  const lang = path.endsWith("x") ? "tsx" : "ts";
  const ast = parseAst(text, { lang, astType: "ts" }, path) as unknown as Node;
  const nodes = [...walk(ast)].map(({ node }) => node);
  return {
    path,
    text,
    lines: text.split("\n"),
    ast,
    imports: nodes.flatMap((node) => importsOf(path, node)),
    exports: childrenOf(ast).flatMap(exportsOf),
    signatureTypes: signatureTypes(ast),
  };
}

export interface Step {
  readonly node: Node;
  /** From the root of the tree to the parent. */
  readonly ancestors: readonly Node[];
}

/** Every node, parents first. */
export function* walk(node: Node, ancestors: readonly Node[] = []): Generator<Step> {
  yield { node, ancestors };
  const inside = [...ancestors, node];
  for (const child of childrenOf(node)) yield* walk(child, inside);
}

export function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

export const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && typeof (value as Node).type === "string";

const nodesIn = (value: unknown): Node[] => [value].flat().filter(isNode);
const nameOf = (value: unknown): string => {
  if (!isNode(value)) return "";
  return String(value.name ?? value.value ?? "");
};

/** The 1-based line of a node. */
export function lineOf(file: SourceFile, node: Node): number {
  return file.text.slice(0, node.start).split("\n").length;
}

function importsOf(path: string, node: Node): Import[] {
  const source = node.source;
  const from = nameOf(source);
  if (from === "") return [];
  const found = { from, target: targetOf(path, from), reexport: node.type.startsWith("Export") };
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
      return [{ ...found, typeOnly: isTypeOnly(node), names: nodesIn(node.specifiers).map(importedName) }];
    case "ExportAllDeclaration":
      return [{ ...found, typeOnly: isTypeOnly(node), names: ["*"] }];
    case "ImportExpression":
      return [{ ...found, typeOnly: false, names: ["*"] }];
    case "TSImportType":
      return [{ ...found, typeOnly: true, names: ["*"] }];
    default:
      return [];
  }
}

const isTypeOnly = (node: Node): boolean => node.importKind === "type" || node.exportKind === "type" || onlyTypes(node);

/** `import { type A, type B }`. */
function onlyTypes(node: Node): boolean {
  const specifiers = nodesIn(node.specifiers);
  return specifiers.length > 0 && specifiers.every((s) => s.importKind === "type" || s.exportKind === "type");
}

/** The name on the other file's side; a default or namespace import may use anything. */
function importedName(specifier: Node): string {
  if (specifier.type === "ImportSpecifier") return nameOf(specifier.imported);
  if (specifier.type === "ExportSpecifier") return nameOf(specifier.local);
  return "*";
}

const targetOf = (path: string, from: string): string =>
  from.startsWith(".") ? posix.normalize(posix.join(posix.dirname(path), from)) : "";

const TYPES = ["TSInterfaceDeclaration", "TSTypeAliasDeclaration"];

function signatureTypes(ast: Node): string[] {
  const declared = childrenOf(ast).filter((statement) => exportsOf(statement).length > 0);
  const types = declared.filter(({ declaration }) => isNode(declaration) && TYPES.includes(declaration.type));
  const namedBy = (statement: Node) => [...walk(statement)].map(({ node }) => String(node.name ?? ""));
  const named = new Map(declared.map((statement) => [statement, new Set(namedBy(statement))]));
  return types.flatMap((type) =>
    exportsOf(type).filter((name) => declared.some((other) => other !== type && named.get(other)?.has(name))),
  );
}

function exportsOf(node: Node): string[] {
  if (node.type !== "ExportNamedDeclaration" || isNode(node.source)) return [];
  const declared = node.declaration;
  if (!isNode(declared)) return nodesIn(node.specifiers).map((specifier) => nameOf(specifier.exported));
  if (declared.type !== "VariableDeclaration") return [nameOf(declared.id)];
  return nodesIn(declared.declarations).map((declarator) => nameOf(declarator.id));
}
