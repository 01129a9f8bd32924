/** Applies the parts of the schema to the sections of a tree. */
import type * as z from "zod";
import type { Findings, Message } from "./text/findings.ts";
import { Report } from "./text/report.ts";
import { child, contentOf, entriesOf, itemsOf, type Path, type Tree, type TreeMap, toPlain } from "./text/tree.ts";
import { didYouMean, shown } from "./text/words.ts";
import { LATER_HINT, later, type NameRule, parseName } from "./values/units.ts";
import { keysOf, Wording } from "./wording.ts";

/** What stands at a path of the tree: a function, a source, an entry of traffic. */
export interface Member<T> {
  readonly name: string;
  readonly path: Path;
  readonly spec: T | null;
}

const NAME: NameRule = { what: "a name", pattern: /^[A-Za-z0-9_-]+$/, max: 64 };

/** What has been read, by what is written: base, variants and the moments of changes have most of it in common. */
export class Specs {
  readonly #read = new Map<z.ZodType, Map<string, unknown>>();

  /** What `schema` makes of `content`, from `read` when that is new; nothing is kept of what it cannot read. */
  of<T>(schema: z.ZodType<T>, content: string, read: () => z.ZodSafeParseResult<T>): z.ZodSafeParseResult<T> {
    const known = this.#read.get(schema) ?? new Map<string, unknown>();
    this.#read.set(schema, known);
    if (known.has(content)) return { success: true, data: known.get(content) as T };
    const result = read();
    if (result.success) known.set(content, result.data);
    return result;
  }
}

/** Reads the sections of one tree, each apart, so that a mistake in one does not hide those in another. */
export class Sections {
  readonly #tree: TreeMap;
  readonly #report: Report;
  readonly #specs: Specs;

  constructor(tree: TreeMap, findings: Findings, specs: Specs) {
    this.#tree = tree;
    this.#specs = specs;
    this.#report = new Report(tree, findings);
  }

  /** The top level has these fields, and no others. */
  fields(known: readonly string[]): void {
    for (const key of this.#tree.entries.keys()) {
      if (!known.includes(key)) this.#unknownField(key, known);
    }
    if (this.has("sweep")) {
      const message = { text: later("sweeps are"), hint: LATER_HINT };
      this.#report.errorAt("unsupported", this.#report.keySpot(["sweep"]), message);
    }
  }

  has(section: string): boolean {
    return child(this.#tree, section) !== undefined;
  }

  missing(section: string, message: Message): void {
    this.#report.errorAt("missing-field", { ...this.#report.spot([section]), path: section }, message);
  }

  tooMany(section: string, message: Message): void {
    this.#report.errorAt("pick-one", this.#report.keySpot([section]), message);
  }

  /** A section that is one thing. */
  one<T>(section: string, schema: z.ZodType<T>): T | null {
    return this.#check(schema, [section]);
  }

  oneIfGiven<T>(section: string, schema: z.ZodType<T>): T | null {
    return this.has(section) ? this.one(section, schema) : null;
  }

  /** A map by the user's names. */
  members<T>(section: string, schema: z.ZodType<T>, rule = NAME): Member<T>[] {
    return entriesOf(this.#ofKind(section, "map")).map(([name, entry]) => {
      const path = [section, name];
      const read = parseName(name, rule);
      if (!read.ok) {
        const message = { text: `'${shown(name)}' ${read.text}`, hint: read.hint };
        this.#report.errorAt(read.id, { place: entry.key, path: path.join(".") }, message);
      }
      return { name, path, spec: this.#check(schema, path) };
    });
  }

  items<T>(section: string, schema: z.ZodType<T>): Member<T>[] {
    return itemsOf(this.#ofKind(section, "list")).map((_, index) => {
      return { name: String(index), path: [section, index], spec: this.#check(schema, [section, index]) };
    });
  }

  #ofKind(section: string, kind: "map" | "list"): Tree | undefined {
    const tree = child(this.#tree, section);
    if (tree === undefined || tree.kind === kind) return tree;
    const found = tree.kind === "scalar" ? `'${shown(tree.text)}'` : `a ${tree.kind}`;
    const needed = kind === "map" ? "a map of names" : "a list";
    const hint = kind === "map" ? "write names below it" : "begin each item with a dash";
    this.#report.error("wrong-type", [section], { text: `is ${found}, but must be ${needed}`, hint });
    return undefined;
  }

  #unknownField(key: string, known: readonly string[]): void {
    const text = `'${shown(key)}' is not a field of a scenario`;
    const hint = didYouMean(key, known, "remove it, or see the fields below");
    const notes = [`fields here: ${known.join(", ")}`];
    this.#report.errorAt("unknown-key", this.#report.keySpot([key]), { text, hint, notes });
  }

  /**
   * What stands at `path`, or null; then the findings say why. What has only keys too many is read without them, so
   * that what else is wrong with it is told in the same breath.
   */
  #check<T>(schema: z.ZodType<T>, path: Path): T | null {
    const tree = this.#report.at(path);
    const content = tree === undefined ? "" : contentOf(tree);
    const read = this.#specs.of(schema, content, () => schema.safeParse(plainOf(tree), { jitless: true }));
    if (read.success) return read.data;
    const plain = plainOf(tree);
    const wording = new Wording(this.#report);
    for (const issue of read.error.issues) wording.issue(issue, [...path, ...keysOf(issue)]);
    for (const issue of read.error.issues) if (issue.code === "unrecognized_keys") removeKeys(plain, issue);
    return schema.safeParse(plain, { jitless: true }).data ?? null;
  }
}

const plainOf = (tree: Tree | undefined): unknown => (tree === undefined ? undefined : toPlain(tree));

function removeKeys(plain: unknown, issue: z.core.$ZodIssue & { code: "unrecognized_keys" }): void {
  const owner = keysOf(issue).reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], plain);
  for (const key of issue.keys) delete (owner as Record<string, unknown>)[key];
}
