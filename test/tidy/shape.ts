/** How large, how deep and how wide code may be, and what every file begins with. */
import { childrenOf, isNode, lineOf, type Node, type SourceFile, walk } from "./tree.ts";

const MAX = {
  fileLines: 400,
  functionLines: 60,
  lineLength: 120,
  nesting: 3,
  parameters: 4,
  publicMethods: 14,
  filesInFolder: 24,
};
/** Code that runs once for each event may take more than four parameters: an options object costs an allocation. */
const HOT = [
  "sim/core/",
  "sim/kernel/",
  "sim/simulation.ts",
  "sim/outside.ts",
  "sim/lambda/",
  "sim/sources/",
  "sim/measure/",
];

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);
const BLOCKS = new Set([
  "IfStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "WhileStatement",
  "DoWhileStatement",
  "SwitchStatement",
  "TryStatement",
]);

export function fileShape(file: SourceFile): string[] {
  const lines = file.text.endsWith("\n") ? file.lines.length - 1 : file.lines.length;
  const opening = file.text.replace(/^#!.*\n/, "");
  return [
    ...(lines > MAX.fileLines ? [`${file.path} has ${lines} lines`] : []),
    ...(opening.startsWith("/**") ? [] : [`${file.path} does not open with a doc comment`]),
    ...file.lines.flatMap((line, at) =>
      line.length > MAX.lineLength ? [`${file.path}:${at + 1} has ${line.length} characters`] : [],
    ),
  ];
}

export function functionShape(file: SourceFile): string[] {
  const hot = HOT.some((prefix) => file.path.startsWith(prefix));
  return [...walk(file.ast)].flatMap(({ node, ancestors }) => {
    if (!FUNCTIONS.has(node.type)) return deepBlock(file, node, ancestors);
    const parameters = [node.params].flat().length;
    return [
      ...longFunction(file, node, ancestors),
      ...(parameters > MAX.parameters && !hot ? [`${at(file, node)} takes ${parameters} parameters`] : []),
    ];
  });
}

const at = (file: SourceFile, node: Node): string => `${file.path}:${lineOf(file, node)}`;

function longFunction(file: SourceFile, node: Node, ancestors: readonly Node[]): string[] {
  const lines = file.text.slice(node.start, node.end).split("\n").length;
  if (lines <= MAX.functionLines || isSuite(ancestors.at(-1))) return [];
  return [`${at(file, node)} is a function of ${lines} lines`];
}

/** `describe("...", () => { ... })` groups tests; it is no function that anyone has to follow. */
function isSuite(parent: Node | undefined): boolean {
  const callee = parent?.callee as Node | undefined;
  return parent?.type === "CallExpression" && callee?.name === "describe";
}

function deepBlock(file: SourceFile, node: Node, ancestors: readonly Node[]): string[] {
  if (!BLOCKS.has(node.type) || isElseIf(node, ancestors.at(-1))) return [];
  const path = [...ancestors, node];
  const inFunction = path.slice(path.findLastIndex((one) => FUNCTIONS.has(one.type)) + 1);
  const depth = inFunction.filter((one, i) => BLOCKS.has(one.type) && !isElseIf(one, inFunction[i - 1])).length;
  return depth > MAX.nesting ? [`${at(file, node)} is nested ${depth} deep`] : [];
}

const isElseIf = (node: Node, parent: Node | undefined): boolean =>
  parent?.type === "IfStatement" && parent.alternate === node;

/**
 * A class is known by what others may ask of it: its public methods, fields that hold functions among them. One that
 * answers more than a few things says why, in a comment that begins with "Wide:".
 */
export function classShape(file: SourceFile): string[] {
  return [...walk(file.ast)].flatMap(({ node }) => {
    if (node.type !== "ClassBody") return [];
    const methods = childrenOf(node).filter(isPublicMethod).length;
    if (methods <= MAX.publicMethods || isDefended(file, node)) return [];
    return [`${at(file, node)} is a class with ${methods} public methods`];
  });
}

function isPublicMethod({ key, kind, type, value }: Node): boolean {
  if (!isNode(key) || key.type === "PrivateIdentifier" || kind === "constructor") return false;
  return type === "MethodDefinition" || (isNode(value) && FUNCTIONS.has(value.type));
}

/** The comment before the class, or the first of its file. */
const isDefended = ({ text }: SourceFile, { start }: Node): boolean =>
  /Wide: [^*]/.test(text.slice(text.lastIndexOf("/**", start), start));

/** A folder in which one finds a file without reading a list. */
export function folderSize(files: readonly SourceFile[]): string[] {
  const folders = files.map(({ path }) => path.replace(/[^/]+$/, ""));
  return [...new Set(folders)].flatMap((folder) => {
    const size = folders.filter((one) => one === folder).length;
    return size > MAX.filesInFolder ? [`${folder} holds ${size} files`] : [];
  });
}
