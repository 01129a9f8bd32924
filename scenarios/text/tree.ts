/** The YAML tree that knows where everything stands, and the ways to look things up in it. */

/** Where something stands, and the line itself. */
export interface Place {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly source: string;
  /** For text from a parent: the `extends` line that pulled it in. */
  readonly pulledInBy?: string;
  /** For the value of a variable: where `$name` stands, as "$name at file:line". */
  readonly usedAs?: string;
}

export interface TreeScalar {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** As written. */
  readonly text: string;
  readonly place: Place;
  /** Stands for a value that could not be found, which has been said: not null, and no reason for more problems. */
  readonly broken?: true;
}
export interface TreeList {
  readonly kind: "list";
  readonly items: readonly Tree[];
  readonly place: Place;
}
export interface Entry {
  readonly key: Place;
  readonly value: Tree;
}
export interface TreeMap {
  readonly kind: "map";
  /** In the order of the file. */
  readonly entries: ReadonlyMap<string, Entry>;
  readonly place: Place;
}
export type Tree = TreeScalar | TreeList | TreeMap;

/** Steps from the root: keys of maps, indexes of lists. */
export type Path = readonly (string | number)[];

/** A place with the path that leads there, as problems show them. */
export interface Spot {
  readonly place: Place;
  readonly path: string;
}

/** Maps whose keys are the user's names: overriding goes below a name that exists. */
export const NAMED_MAPS: readonly string[] = [
  "regions",
  "functions",
  "capacityProviders",
  "sources",
  "downstreams",
  "vars",
  "variants",
];

export const isBroken = (tree: Tree | undefined): boolean => tree?.kind === "scalar" && tree.broken === true;
export const isNull = (tree: Tree | undefined): boolean =>
  tree?.kind === "scalar" && tree.value === null && !isBroken(tree);

export const brokenAt = (place: Place): TreeScalar => ({ kind: "scalar", value: null, text: "", place, broken: true });

/** The value under a key; undefined when absent or null, which is how a file removes what a parent set. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  const value = tree?.kind === "map" ? tree.entries.get(key)?.value : undefined;
  return isNull(value) ? undefined : value;
}

/** Names and values of a map, without those that null has removed. */
export function entriesOf(tree: Tree | undefined): [name: string, entry: Entry][] {
  if (tree?.kind !== "map") return [];
  return [...tree.entries].filter(([, entry]) => !isNull(entry.value));
}

export const itemsOf = (tree: Tree | undefined): readonly Tree[] => (tree?.kind === "list" ? tree.items : []);

export function textOf(tree: Tree | undefined): string | undefined {
  return tree?.kind === "scalar" && typeof tree.value === "string" ? tree.value : undefined;
}

/** Of an item of a list: its name, or the alias that it is about. */
const nameOf = (item: Tree | undefined): string | undefined =>
  textOf(child(item, "name")) ?? textOf(child(item, "alias"));

/** What paths call the items of a list: their names, or their numbers from 0. */
export const itemNames = (tree: TreeList): string[] =>
  tree.items.map((item, index) => (isNull(item) ? undefined : nameOf(item)) ?? String(index));

/** Where the item of this name or number stands; -1 where there is none. */
export function itemIndex(tree: TreeList, key: string): number {
  const named = itemNames(tree).indexOf(key);
  if (named >= 0) return named;
  return /^\d+$/.test(key) && Number(key) < tree.items.length ? Number(key) : -1;
}

function step(tree: Tree | undefined, key: string | number): { value: Tree; key: Place | null } | undefined {
  if (tree?.kind === "list") {
    const item = tree.items[typeof key === "number" ? key : itemIndex(tree, key)];
    return item === undefined ? undefined : { value: item, key: null };
  }
  return tree?.kind === "map" ? tree.entries.get(String(key)) : undefined;
}

export function treeAt(root: Tree, path: Path): Tree | undefined {
  return path.reduce<Tree | undefined>((tree, key) => step(tree, key)?.value, root);
}

/** Where a path stands: a plain value itself; the key of a map, a list, or of the nearest thing above that exists. */
export function spotOf(root: Tree, path: Path): Spot {
  let tree: Tree | undefined = root;
  let place = startOf(root.place);
  for (const key of path) {
    const next = step(tree, key);
    if (next === undefined) break;
    tree = next.value;
    place = isPlain(tree) ? tree.place : (next.key ?? startOf(tree.place));
  }
  return { place, path: pathText(root, path) };
}

const isPlain = (tree: Tree): boolean => tree.kind === "scalar" && tree.value !== null;

/** Where the key at the end of a path stands. */
export function keySpotOf(root: Tree, path: Path): Spot {
  const last = path.at(-1);
  const found = last === undefined ? undefined : step(treeAt(root, path.slice(0, -1)), last);
  return found?.key ? { place: found.key, path: pathText(root, path) } : spotOf(root, path);
}

/** A map or list has no length worth underlining: its first character stands for it. */
const startOf = (place: Place): Place => ({ ...place, length: 1 });

/** `functions.checkout.reserved`, `traffic.shoppers.phases.1.rate`: items that have a name go by it. */
export function pathText(root: Tree, path: Path): string {
  let tree: Tree | undefined = root;
  const words: string[] = [];
  for (const key of path) {
    const next: Tree | undefined = step(tree, key)?.value;
    words.push(tree?.kind === "list" ? (nameOf(next) ?? String(key)) : String(key));
    tree = next;
  }
  return words.join(".");
}

/** Plain data for the schema. Null becomes undefined, so that it counts as absent but a misspelt key is still seen. */
export function toPlain(tree: Tree): unknown {
  if (tree.kind === "scalar") return tree.value === null ? undefined : tree.value;
  if (tree.kind === "list") return tree.items.map(toPlain);
  const plain = Object.create(null) as Record<string, unknown>;
  for (const [key, entry] of tree.entries) plain[key] = toPlain(entry.value);
  return plain;
}

/** What is written in a tree, wherever it stands: two of one content have the same plain data. */
export function contentOf(tree: Tree): string {
  if (tree.kind === "scalar") return typeof tree.value === "string" ? JSON.stringify(tree.value) : String(tree.value);
  if (tree.kind === "list") return `[${tree.items.map(contentOf).join(",")}]`;
  return `{${[...tree.entries].map(([key, entry]) => `${JSON.stringify(key)}:${contentOf(entry.value)}`).join(",")}}`;
}

/** What a scalar of YAML or JSON stands for; -0 is 0, as a reader takes it. */
export function plainValue(value: unknown): TreeScalar["value"] {
  if (typeof value === "number") return value + 0;
  if (typeof value === "string" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : String(value);
}

/** A value that did not come from a file (a flag, a caller of the library), all of it at one place. */
export function fromPlain(value: unknown, place: Place): Tree {
  if (Array.isArray(value)) return { kind: "list", items: value.map((item) => fromPlain(item, place)), place };
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => [key, { key: place, value: fromPlain(item, place) }]);
    return { kind: "map", entries: new Map(entries as [string, Entry][]), place };
  }
  const scalar = plainValue(value);
  return { kind: "scalar", value: scalar, text: String(scalar), place };
}

/** The value on one line, in YAML's flow style. */
export function inline(tree: Tree): string {
  if (tree.kind === "scalar") return tree.text;
  if (tree.kind === "list") return `[${tree.items.map(inline).join(", ")}]`;
  return `{ ${[...tree.entries].map(([key, entry]) => `${key}: ${inline(entry.value)}`).join(", ")} }`;
}
