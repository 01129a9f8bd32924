/** Puts values at paths: `--set`, `--var`, variants and changes. */
import type { Findings } from "./findings.ts";
import { readFlag } from "./read.ts";
import {
  child,
  type Entry,
  entriesOf,
  fromPlain,
  isNull,
  itemIndex,
  itemNames,
  NAMED_MAPS,
  type Place,
  type Tree,
  type TreeList,
  type TreeMap,
  textOf,
} from "./tree.ts";
import { didYouMean } from "./words.ts";

/** One `path: value`. */
export interface Override {
  readonly path: string;
  readonly value: Tree;
  /** Where the path itself is written. */
  readonly place: Place;
}

/** Overrides as the command line or a caller gives them; text is read as YAML, so that "400" is a number. */
export function flagOverrides(
  flag: "--set" | "--var",
  values: Readonly<Record<string, unknown>>,
  findings: Findings,
): Override[] {
  return Object.entries(values).flatMap(([name, given]) => {
    const source = `${name}=${typeof given === "string" ? given : JSON.stringify(given)}`;
    const whole: Place = { file: `${flag} ${source}`, line: 1, column: 1, length: name.length, source };
    const place = { ...whole, column: name.length + 2, length: Math.max(1, source.length - name.length - 1) };
    const value = typeof given === "string" ? readFlag(given, place, findings) : fromPlain(given, place);
    return value === null ? [] : [{ path: flag === "--var" ? `vars.${name}` : name, value, place: whole }];
  });
}

/** Overrides as a map of a scenario file gives them. */
export function mapOverrides(tree: Tree | undefined): Override[] {
  if (tree?.kind !== "map") return [];
  return [...tree.entries].map(([path, entry]) => ({ path, value: entry.value, place: entry.key }));
}

/** The tree with all values in place. A path that leads nowhere is a finding, and changes nothing. */
export function overridden(root: TreeMap, overrides: readonly Override[], known: Known): TreeMap {
  return overrides.reduce((tree, override) => new Step(override, known).apply(tree), root);
}

export interface Known {
  /** The fields of a scenario. */
  readonly fields: readonly string[];
  readonly findings: Findings;
}

/** What is set of one alias may be written as it is or as a list of one, and be found with its name or without. */
const aliasOf = (tree: Tree | undefined): string | undefined => textOf(child(tree, "alias"));

/** The way down one path. */
class Step {
  readonly #override: Override;
  readonly #known: Known;
  readonly #keys: readonly string[];
  #failed = false;

  constructor(override: Override, known: Known) {
    this.#override = override;
    this.#known = known;
    this.#keys = override.path.split(".");
  }

  apply(root: TreeMap): TreeMap {
    const first = this.#keys[0] ?? "";
    if (!this.#known.fields.includes(first)) {
      this.#unknown(0, `'${first}' is not a field of a scenario`, this.#known.fields);
      return root;
    }
    const changed = this.#set(root, 0);
    return this.#failed ? root : (changed as TreeMap);
  }

  #set(tree: Tree, depth: number): Tree {
    if (depth === this.#keys.length) return this.#override.value;
    if (tree.kind === "list") return this.#setItem(tree, depth);
    if (tree.kind === "map") return this.#setField(tree, depth);
    if (isNull(tree)) return this.#setField({ kind: "map", entries: new Map(), place: tree.place }, depth);
    const above = this.#keys.slice(0, depth).join(".");
    return this.#unknown(depth, `${above} is ${tree.text}, which has no fields`, [], `set ${above} as a whole`) ?? tree;
  }

  #setField(tree: TreeMap, depth: number): Tree {
    const key = this.#keys[depth] ?? "";
    const old = tree.entries.get(key);
    if (old === undefined && aliasOf(tree) === key) return this.#set(tree, depth + 1);
    if (old === undefined && this.#mustExist(depth)) {
      const names = entriesOf(tree).map(([name]) => name);
      const above = this.#keys.slice(0, depth).join(".");
      return this.#unknown(depth, `there is no '${key}' in ${above}`, names) ?? tree;
    }
    const below = old?.value ?? { kind: "map", entries: new Map<string, Entry>(), place: this.#override.place };
    const place = this.#placeOf(depth);
    const entries = new Map(tree.entries);
    entries.set(key, {
      key: old !== undefined && depth < this.#keys.length - 1 ? old.key : place,
      value: this.#set(below, depth + 1),
    });
    return { ...tree, entries };
  }

  /** Names are the user's: only a whole new member may bring a new one, and a variable never. */
  #mustExist(depth: number): boolean {
    const named = depth === 1 && NAMED_MAPS.includes(this.#keys[0] ?? "");
    return named && (this.#keys[0] === "vars" || this.#keys.length > 2 || isNull(this.#override.value));
  }

  #setItem(tree: TreeList, depth: number): Tree {
    const key = this.#keys[depth] ?? "";
    const index = itemIndex(tree, key);
    const item = tree.items[index];
    const [only, ...others] = tree.items;
    if (item === undefined && others.length === 0 && aliasOf(only) !== undefined && child(only, key) !== undefined) {
      return { ...tree, items: [this.#set(only!, depth)] };
    }
    if (item === undefined) {
      const above = this.#keys.slice(0, depth).join(".");
      return this.#unknown(depth, `there is no '${key}' in ${above}`, itemNames(tree)) ?? tree;
    }
    const changed = this.#set(item, depth + 1);
    const items = isNull(changed) ? tree.items.toSpliced(index, 1) : tree.items.with(index, changed);
    return { ...tree, items };
  }

  /** The piece of the path at this depth. */
  #placeOf(depth: number): Place {
    const { place, path } = this.#override;
    const before = this.#keys.slice(0, depth).join(".").length + (depth === 0 ? 0 : 1);
    const flag = place.file.startsWith("--var") ? "vars.".length : 0;
    // A path that is quoted in the file, or stands in a parent's variable, is underlined as a whole.
    const offset = place.source.indexOf(path.slice(flag), place.column - 1) - (place.column - 1);
    if (offset < 0 || offset > 1) return place;
    const length = Math.max(1, (this.#keys[depth] ?? "").length);
    return { ...place, column: Math.max(1, place.column + offset + before - flag), length };
  }

  #unknown(depth: number, text: string, known: readonly string[], hint?: string): null {
    this.#failed = true;
    const spot = { place: this.#placeOf(depth), path: this.#override.path };
    const message = { text, hint: hint ?? didYouMean(this.#keys[depth] ?? "", known) };
    const variable = this.#keys[0] === "vars" && depth === 1;
    this.#known.findings.error(variable ? "unknown-variable" : "unknown-path", spot, message);
    return null;
  }
}
