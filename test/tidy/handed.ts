/** Whom a class is handed: what its constructor takes, looked up in the types that say it, wherever they stand. */
import { childrenOf, isNode, lineOf, type Node, type SourceFile, walk } from "./tree.ts";

/** More than one can keep in mind; a comment that begins with "Wide:", at the class or at the type, says why. */
const HANDED = 8;

interface Declared {
  readonly file: SourceFile;
  readonly node: Node;
}

/** Finds what a name of a type means in a file; null for what is not of this project. */
type Find = (file: SourceFile, name: string) => Declared | null;

/** Classes that are handed more than they can be understood with. */
export function handedTooMuch(files: readonly SourceFile[]): string[] {
  const find = finder(files);
  return files
    .filter(({ path }) => !path.startsWith("test/"))
    .flatMap((file) =>
      [...walk(file.ast)]
        .filter(({ node }) => node.type === "ClassDeclaration" || node.type === "ClassExpression")
        .flatMap(({ node }) => tooMuch({ file, node }, find)),
    );
}

function tooMuch({ file, node }: Declared, find: Find): string[] {
  const types = parametersOf(node).map(typeOf);
  const handed = types.reduce((sum, type) => sum + countOf(file, type, find), 0);
  const said = [{ file, node }, ...types.flatMap((type) => declaredBy(file, type, find))];
  if (handed <= HANDED || said.some(isDefended)) return [];
  const name = isNode(node.id) ? String(node.id.name) : "a class";
  return [`${file.path}:${lineOf(file, node)} hands ${handed} things to ${name}`];
}

/** The comment before it, or the first of its file. */
const isDefended = ({ file: { text }, node: { start } }: Declared): boolean =>
  /Wide: [^*]/.test(text.slice(text.lastIndexOf("/**", start), start));

function parametersOf(node: Node): Node[] {
  const members = isNode(node.body) ? childrenOf(node.body) : [];
  const made = members.find(({ kind }) => kind === "constructor");
  const params = isNode(made?.value) ? made.value.params : [];
  return [params].flat().filter(isNode);
}

/** Null where none is written: a value by default says it. */
function typeOf(parameter: Node): Node | null {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  const annotation = isNode(target) ? target.typeAnnotation : undefined;
  return isNode(annotation) && isNode(annotation.typeAnnotation) ? annotation.typeAnnotation : null;
}

const PLAIN = /^TS(Number|String|Boolean|Null|Undefined)Keyword$|^TSLiteralType$/;

/** A bundle of owners counts as what is in it, anything else of some size as one, and plain values as nothing. */
function countOf(file: SourceFile, type: Node | null, find: Find): number {
  if (type === null) return 1;
  if (PLAIN.test(type.type)) return 0;
  if (type.type === "TSIntersectionType")
    return partsOf(type).reduce((sum, part) => sum + countOf(file, part, find), 0);
  const bundle = membersOf(file, type, find);
  return bundle.some((member) => isOwner(member, find)) ? bundle.length : 1;
}

const partsOf = ({ types }: Node): Node[] => [types].flat().filter(isNode);

/** What an object of this type has; nothing where it is a class, or no object. */
function membersOf(file: SourceFile, type: Node, find: Find): Declared[] {
  if (type.type === "TSTypeLiteral") return childrenOf(type).map((node) => ({ file, node }));
  const name = referenceOf(type);
  if (name === "Pick" || name === "Omit") return picked(file, type, find);
  if (name === "Readonly" || name === "Partial") return argumentsOf(type).flatMap((of) => membersOf(file, of, find));
  const declared = name === "" ? null : find(file, name);
  if (declared === null) return [];
  const { node } = declared;
  if (node.type === "TSTypeAliasDeclaration") return membersOf(declared.file, node.typeAnnotation as Node, find);
  if (node.type !== "TSInterfaceDeclaration") return [];
  const above = [node.extends].flat().filter(isNode);
  return [
    ...childrenOf(node.body as Node).map((member) => ({ file: declared.file, node: member })),
    ...above.flatMap((parent) => membersOf(declared.file, parent, find)),
  ];
}

function picked(file: SourceFile, type: Node, find: Find): Declared[] {
  const [of, keys] = argumentsOf(type);
  if (of === undefined || keys === undefined) return [];
  const named = new Set([...walk(keys)].map(({ node }) => node.value).filter((value) => typeof value === "string"));
  const wanted = referenceOf(type) === "Pick";
  return membersOf(file, of, find).filter(({ node }) => named.has(keyOf(node)) === wanted);
}

const keyOf = ({ key }: Node): string => (isNode(key) ? String(key.name ?? key.value) : "");
const argumentsOf = ({ typeArguments }: Node): Node[] => (isNode(typeArguments) ? childrenOf(typeArguments) : []);

/** "Owners" of `Owners`, and of `extends Owners`. */
function referenceOf({ typeName, expression }: Node): string {
  const name = typeName ?? expression;
  return isNode(name) && typeof name.name === "string" ? name.name : "";
}

/** A member that is a class of this project, or may be one: who holds such is a bundle of owners. */
function isOwner({ file, node }: Declared, find: Find): boolean {
  const type = isNode(node.typeAnnotation) ? (node.typeAnnotation.typeAnnotation as Node) : null;
  if (type === null) return false;
  const types = type.type === "TSUnionType" ? partsOf(type) : [type];
  return types.some((one) => find(file, referenceOf(one))?.node.type === "ClassDeclaration");
}

function declaredBy(file: SourceFile, type: Node | null, find: Find): Declared[] {
  if (type === null) return [];
  const references = [...walk(type)].map(({ node }) => find(file, referenceOf(node)));
  return references.filter((declared) => declared !== null);
}

function finder(files: readonly SourceFile[]): Find {
  const byPath = new Map(files.map((file) => [file.path, { file, types: typesOf(file) }]));
  const find: Find = (file, name) => {
    const own = byPath.get(file.path)?.types.get(name);
    if (own !== undefined) return { file, node: own };
    for (const { target, names, reexport } of file.imports) {
      const there = byPath.get(target)?.file;
      if (there === undefined || !(names.includes(name) || (reexport && names.includes("*")))) continue;
      const found = find(there, name);
      if (found !== null) return found;
    }
    return null;
  };
  return find;
}

const TYPES = ["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "ClassDeclaration"];

function typesOf({ ast }: SourceFile): Map<string, Node> {
  const declared = childrenOf(ast).map(({ declaration, ...statement }) =>
    isNode(declaration) ? declaration : (statement as Node),
  );
  return new Map(
    declared
      .filter(({ type, id }) => TYPES.includes(type) && isNode(id))
      .map((node) => [String((node.id as Node).name), node]),
  );
}
