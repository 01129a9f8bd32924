/** Reads a scenario with its parents and merges them: maps by key, everything else replaced, null removes. */
import type { Files } from "./files.ts";
import { Findings } from "./findings.ts";
import { readYaml } from "./read.ts";
import { child, type Entry, isNull, type Place, type Tree, type TreeMap, textOf } from "./tree.ts";

const PARENTS_MAX = 100;
/** The forms of a distribution. It is one value: a child that uses another form replaces its parent's. */
const FORMS = [
  ["constant"],
  ["p50", "p99"],
  ["mean", "cv"],
  ["exponential"],
  ["min", "max"],
  ["quantiles"],
  ["file", "column", "unit"],
];

/** The whole scenario as one tree, parents merged in; null when a text is not usable. */
export function readWithParents(text: string, file: string, files: Files, findings: Findings): TreeMap | null {
  const root = readYaml(text, { file }, findings);
  return root === null ? null : new Family(files, findings).withParents(root, file, [file]);
}

/** The parents that a text names, as it writes them; what is wrong with it is told when it is loaded. */
export function parentsNamed(text: string): string[] {
  const root = readYaml(text, { file: "" }, new Findings(""));
  return root === null ? [] : parentItems(root).flatMap((item) => textOf(item) ?? []);
}

function parentItems(root: TreeMap): readonly Tree[] {
  const named = child(root, "extends");
  return named?.kind === "list" ? named.items : named === undefined ? [] : [named];
}

class Family {
  readonly #files: Files;
  readonly #findings: Findings;
  #parents = 0;

  constructor(files: Files, findings: Findings) {
    this.#files = files;
    this.#findings = findings;
  }

  /** @param chain  shown names of the files that are being read, this one last. */
  withParents(root: TreeMap, file: string, chain: readonly string[]): TreeMap | null {
    const parents = parentItems(root).map((item) => this.#parent(item, file, chain));
    const usable = parents.filter((parent) => parent !== null);
    if (usable.length < parents.length) return null;
    return [...usable, root].reduce((merged, next) => merge(merged, next) as TreeMap);
  }

  #parent(item: Tree, by: string, chain: readonly string[]): TreeMap | null {
    const named = textOf(item);
    const spot = { place: item.place, path: "extends" };
    if (named === undefined) {
      const hint = "write a path, or a list of paths, relative to this file";
      this.#findings.error("wrong-type", spot, { text: "extends must name files", hint });
      return null;
    }
    const path = this.#files.relative(by, named);
    const file = this.#files.shown(path);
    if (chain.includes(file)) {
      const text = `this file extends itself: ${[...chain.slice(chain.indexOf(file)), file].join(" -> ")}`;
      this.#findings.error("circular-extends", spot, { text, hint: "remove one of these `extends`" });
      return null;
    }
    this.#parents += 1;
    if (this.#parents > PARENTS_MAX) {
      const text = `more than ${PARENTS_MAX} parents are pulled in`;
      this.#findings.error("too-many-parents", spot, { text, hint: "merge some of them into one file" });
      return null;
    }
    const text = this.#files.text(path);
    if (text === null) {
      const message = { text: `${file} cannot be read`, hint: "paths are relative to the file that names them" };
      this.#findings.error("cannot-read", spot, message);
      return null;
    }
    return this.#read(text, file, { place: item.place, chain });
  }

  #read(text: string, file: string, by: { place: Place; chain: readonly string[] }): TreeMap | null {
    const root = readYaml(text, { file, pulledInBy: `${by.place.file}:${by.place.line}` }, this.#findings);
    return root === null ? null : this.withParents(root, file, [...by.chain, file]);
  }
}

function merge(below: Tree, above: Tree): Tree {
  if (below.kind !== "map" || above.kind !== "map" || otherForm(below, above)) return above;
  const entries = new Map<string, Entry>(below.entries);
  for (const [key, entry] of above.entries) {
    const old = entries.get(key);
    entries.set(key, old === undefined ? entry : { key: entry.key, value: merge(old.value, entry.value) });
  }
  return { ...above, entries };
}

function otherForm(below: TreeMap, above: TreeMap): boolean {
  const [old, now] = [formOf(below), formOf(above)];
  return old !== undefined && now !== undefined && old !== now;
}

const formOf = (tree: TreeMap): readonly string[] | undefined => {
  const keys = [...tree.entries].filter(([, entry]) => !isNull(entry.value)).map(([key]) => key);
  return keys.length === 0 ? undefined : FORMS.find((form) => keys.every((key) => form.includes(key)));
};
