/** Puts the values of variables where `$name` stands. */
import type { Findings } from "./findings.ts";
import {
  brokenAt,
  child,
  type Entry,
  entriesOf,
  type Path,
  type Place,
  pathText,
  spotOf,
  type Tree,
  type TreeMap,
} from "./tree.ts";
import { didYouMean, shown } from "./words.ts";

/** A whole value; `$LATEST` is AWS's name for a function's unpublished version. */
const VARIABLE = /^\$(?!LATEST$)([A-Za-z_][A-Za-z0-9_-]*)$/;
const USES_MAX = 10_000;

/** The tree without `vars` and without `$names`. */
export function replaceVariables(root: TreeMap, findings: Findings): TreeMap {
  const rest = new Map([...root.entries].filter(([key]) => key !== "vars"));
  checkNames(root, findings);
  const replacer = new Replacer(root, findings);
  const tree = replacer.replaced({ ...root, entries: rest }, [], []);
  for (const [name] of entriesOf(child(root, "vars"))) replacer.check(name);
  return tree as TreeMap;
}

function checkNames(root: TreeMap, findings: Findings): void {
  const vars = child(root, "vars");
  if (vars !== undefined && vars.kind !== "map") {
    const message = { text: "vars must be a map of names", hint: "write vars: { peak: 900/s }" };
    findings.error("wrong-type", spotOf(root, ["vars"]), message);
  }
  for (const [name, entry] of entriesOf(vars).filter(([each]) => !VARIABLE.test(`$${each}`))) {
    const hint = "begin with a letter, then letters, digits, - and _; LATEST is AWS's";
    const message = { text: `'${shown(name)}' cannot be the name of a variable`, hint };
    findings.error("bad-name", { place: entry.key, path: `vars.${name}` }, message);
  }
}

class Replacer {
  readonly #root: TreeMap;
  readonly #values: ReadonlyMap<string, Tree>;
  readonly #findings: Findings;
  #uses = 0;

  constructor(root: TreeMap, findings: Findings) {
    this.#root = root;
    this.#findings = findings;
    this.#values = new Map(entriesOf(child(root, "vars")).map(([name, entry]) => [name, entry.value]));
  }

  /** A variable that nothing uses must be right as well. */
  check(name: string): void {
    const value = this.#values.get(name);
    if (value !== undefined) this.replaced(value, ["vars", name], [name]);
  }

  /** @param open  the variables whose values we are inside of. */
  replaced(tree: Tree, path: Path, open: readonly string[]): Tree {
    if (tree.kind === "list") {
      return { ...tree, items: tree.items.map((item, index) => this.replaced(item, [...path, index], open)) };
    }
    if (tree.kind === "map") {
      const entries = [...tree.entries].map(([key, entry]): [string, Entry] => [
        key,
        { key: entry.key, value: this.replaced(entry.value, [...path, key], open) },
      ]);
      return { ...tree, entries: new Map(entries) };
    }
    const name = typeof tree.value === "string" ? VARIABLE.exec(tree.value)?.[1] : undefined;
    return name === undefined ? tree : this.#valueOf(name, { place: tree.place, path, open });
  }

  #valueOf(name: string, use: { place: Place; path: Path; open: readonly string[] }): Tree {
    const spot = { place: use.place, path: pathText(this.#root, use.path) };
    const value = this.#values.get(name);
    if (value === undefined) {
      const hint = didYouMean(name, [...this.#values.keys()], `define it: vars: { ${name}: ... }`);
      this.#findings.error("unknown-variable", spot, { text: `there is no variable '${name}'`, hint });
      return brokenAt(use.place);
    }
    if (use.open.includes(name)) {
      const chain = [...use.open.slice(use.open.indexOf(name)), name].map((each) => `$${each}`).join(" -> ");
      const message = { text: `the variable stands for itself: ${chain}`, hint: "give one of them a value" };
      this.#findings.error("circular-variable", spot, message);
      return brokenAt(use.place);
    }
    this.#uses += 1;
    if (this.#uses > USES_MAX) {
      const text = `variables are used more than ${USES_MAX} times`;
      this.#findings.error("too-many-variables", { ...spot, path: "vars" }, { text, hint: "write some values out" });
      return brokenAt(use.place);
    }
    const result = this.replaced(value, ["vars", name], [...use.open, name]);
    const usedAs = `$${name} at ${use.place.file}:${use.place.line}`;
    return { ...result, place: { ...result.place, usedAs } };
  }
}
