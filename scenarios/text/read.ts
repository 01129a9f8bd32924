/** Reads one YAML text into a tree that knows line and column, and says what is wrong with the text. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLError,
  type YAMLMap,
} from "yaml";
import type { ProblemId } from "./explanations.ts";
import type { Findings, Message } from "./findings.ts";
import { brokenAt, type Entry, type Place, plainValue, type Tree, type TreeMap, type TreeScalar } from "./tree.ts";
import { didYouMean, shown } from "./words.ts";

const CHARACTERS_MAX = 5 * 1024 * 1024;
const ALIAS_USES_MAX = 100;

/** How a text is known: its file and, for a parent, the line that pulled it in. */
interface Origin {
  readonly file: string;
  readonly pulledInBy?: string;
}

const BROKEN = "broken";

/** The reading of one text. */
class Reader {
  readonly #lines: readonly string[];
  readonly #counter = new LineCounter();
  readonly #origin: Origin;
  readonly #findings: Findings;
  readonly #document: Document.Parsed;
  /** Everything in the text of a flag stands where the flag stands. */
  readonly #flag: Place | null;
  #aliasUses = 0;

  constructor(text: string, origin: Origin | Place, findings: Findings) {
    this.#flag = "line" in origin ? origin : null;
    this.#origin = origin;
    this.#findings = findings;
    this.#lines = text.split(/\r?\n/);
    this.#document = parseDocument(text, { lineCounter: this.#counter, prettyErrors: false, merge: true });
  }

  root(): Tree | typeof BROKEN {
    const syntax = this.#document.errors.filter((error) => error.code !== "DUPLICATE_KEY");
    const repeated = this.#document.errors.filter((error) => error.code === "DUPLICATE_KEY");
    // After the first syntax error the parser is guessing; what it says next would send the reader to wrong places.
    for (const error of [...syntax.slice(0, 1), ...repeated, ...this.#document.warnings]) this.#syntax(error);
    if (syntax.length + repeated.length + this.#document.warnings.length > 0) return BROKEN;
    return this.#value(this.#document.contents as Node | null, this.#place(0, 1));
  }

  #place(start: number, end: number): Place {
    if (this.#flag !== null) return this.#flag;
    const { line, col } = this.#counter.linePos(start);
    const source = this.#lines[line - 1] ?? "";
    const length = Math.max(1, Math.min(end - start, source.length - col + 1));
    return { ...this.#origin, line, column: col, length, source };
  }

  #placeOf(node: Node | null | undefined): Place {
    const [start, end] = node?.range ?? [0, 1];
    return this.#place(start, end);
  }

  #problem(id: ProblemId, place: Place, message: Message): void {
    this.#findings.error(id, { place, path: "" }, message);
  }

  #syntax(error: YAMLError): void {
    const place = this.#place(error.pos[0], error.pos[1]);
    if (error.code === "TAB_AS_INDENT") {
      this.#problem("tab-indent", place, { text: "a tab is used as indentation", hint: "use spaces" });
      return;
    }
    if (error.code === "DUPLICATE_KEY") {
      const key = /^[^\s:]+/.exec(place.source.slice(place.column - 1))?.[0] ?? "";
      const hint = "keep one of the two, or merge them";
      this.#problem(
        "repeated-key",
        { ...place, length: Math.max(1, key.length) },
        {
          text: `'${shown(key)}' stands twice in the same map`,
          hint,
        },
      );
      return;
    }
    if (error.code === "RESOURCE_EXHAUSTION") {
      this.#problem("too-deep", place, { text: "the nesting is too deep to be read", hint: "flatten it" });
      return;
    }
    if (error.code === "MULTIPLE_DOCS") {
      const hint = "keep one: remove the line with ---";
      this.#problem("bad-yaml", place, { text: "the file holds more than one YAML document", hint });
      return;
    }
    const reason = `${error.message.slice(0, 1).toLowerCase()}${error.message.slice(1)}`;
    this.#problem("bad-yaml", place, { text: `this is not valid YAML: ${reason}`, hint: yamlHint(error) });
  }

  #tree(node: Node): Tree {
    if (isAlias(node)) return this.#alias(node);
    if (isMap(node)) return this.#map(node);
    const place = this.#placeOf(node);
    if (isSeq(node)) {
      const items = node.items.map((item) => this.#value(item as Node | null, place));
      return { kind: "list", items, place };
    }
    return isScalar(node) ? scalar(node.value, node.source, place) : scalar(null, "", place);
  }

  #value(node: Node | null, parent: Place): Tree {
    return node === null ? scalar(null, "", parent) : this.#tree(node);
  }

  #map(node: YAMLMap): TreeMap {
    const own = new Map<string, Entry>();
    const merged = new Map<string, Entry>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const key = this.#placeOf(pair.key);
      const name = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : null;
      if (name === null) {
        this.#problem("bad-yaml", key, { text: "a key must be plain text", hint: "write a word before the colon" });
      } else if (isScalar(pair.key) && typeof pair.key.value === "symbol") {
        for (const [inherited, entry] of this.#mergedEntries(pair.value)) merged.set(inherited, entry);
      } else {
        own.set(name, { key, value: this.#value(pair.value, key) });
      }
    }
    return { kind: "map", entries: new Map([...merged, ...own]), place: this.#placeOf(node) };
  }

  /** `<<`: the maps named there give what the map does not have itself; the first of several wins. */
  #mergedEntries(node: Node | null): [string, Entry][] {
    const tree = this.#value(node, this.#placeOf(node));
    const maps = tree.kind === "list" ? [...tree.items].reverse() : [tree];
    return maps.flatMap((map): [string, Entry][] => {
      if (map.kind === "map") return [...map.entries];
      const text = "'<<' needs a map, or a list of maps";
      this.#problem("bad-yaml", map.place, { text, hint: "write <<: *name, where name is a map's anchor" });
      return [];
    });
  }

  /** Each use is resolved anew and counted, so that aliases inside aliases cannot grow without bound. */
  #alias(node: Alias): Tree {
    this.#aliasUses += 1;
    const place = this.#placeOf(node);
    if (this.#aliasUses > ALIAS_USES_MAX) {
      if (this.#aliasUses === ALIAS_USES_MAX + 1) {
        const text = `this is one alias too many: a file may use them ${ALIAS_USES_MAX} times`;
        this.#problem("too-many-aliases", place, { text, hint: "use `vars`, or write the values out" });
      }
      return brokenAt(place);
    }
    const target = node.resolve(this.#document);
    if (target !== undefined) return this.#tree(target);
    const hint = didYouMean(node.source, this.#anchors(), "put &name before the value that it stands for");
    this.#problem("unknown-anchor", place, { text: `'*${node.source}' has no anchor before it`, hint });
    return brokenAt(place);
  }

  #anchors(): string[] {
    return this.#lines.flatMap((line) =>
      [...line.matchAll(/(?<![^\s,[{])&([^\s,[\]{}]+)/g)].map((match) => match[1] ?? ""),
    );
  }
}

function scalar(value: unknown, source: string | undefined, place: Place): TreeScalar {
  const kept = plainValue(value);
  return { kind: "scalar", value: kept, text: source ?? String(kept), place };
}

function yamlHint(error: YAMLError): string {
  if (error.code === "TAG_RESOLVE_FAILED") return "remove the tag: values need none";
  if (error.code === "BAD_SCALAR_START" || error.code === "BLOCK_AS_IMPLICIT_KEY") return "put the value in quotes";
  return "check the indentation, brackets and quotes here";
}

/** The tree of a file; null when there is nothing usable in it, and then the findings say why. */
export function readYaml(text: string, origin: Origin, findings: Findings): TreeMap | null {
  if (text.length > CHARACTERS_MAX) {
    const spot = { place: { ...origin, line: 1, column: 1, length: 1, source: "" }, path: "" };
    const size = (text.length / 1024 / 1024).toFixed(1);
    const hint = "put recordings into a trace file, or split the scenario with `extends`";
    findings.error("too-large", spot, { text: `the file has ${size} MB, but at most 5 MB are read`, hint });
    return null;
  }
  const tree = new Reader(text.replace(/^\uFEFF/, ""), origin, findings).root();
  if (tree === BROKEN) return null;
  if (tree.kind === "map") return tree;
  const spot = { place: tree.place, path: "" };
  if (tree.kind === "scalar" && tree.value === null) {
    const hint = "begin with `version: 1`, or run `burstlab init` for a first scenario";
    findings.error("empty-file", spot, { text: "the file is empty", hint });
  } else {
    const hint = "write fields like `simulate:` and `functions:`";
    findings.error("wrong-type", spot, { text: `a scenario is a map of fields, not a ${tree.kind}`, hint });
  }
  return null;
}

/** A value given on the command line, read as YAML; null when it is not valid, and then the findings say why. */
export function readFlag(text: string, place: Place, findings: Findings): Tree | null {
  const tree = new Reader(text, place, findings).root();
  return tree === BROKEN ? null : tree;
}
