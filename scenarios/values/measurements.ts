/** Recorded numbers that a scenario names: traces, and columns of measured times. */
import type { Distribution } from "../../sim/index.ts";
import type { Files } from "../text/files.ts";
import type { Findings } from "../text/findings.ts";
import { type Path, spotOf, type Tree } from "../text/tree.ts";
import type { DistributionSpec } from "./distribution.ts";
import { readColumn } from "./traces.ts";

interface Flaw {
  readonly ok: false;
  readonly row: number;
  readonly column: number;
  readonly text: string;
  readonly hint: string;
}

/** A way to read a recording, and all that its outcome depends on besides the file. */
export interface Reader<T> {
  readonly how: object;
  readonly read: (text: string) => T | Flaw;
}

/** The files of a scenario, and what has been read from them, each once. */
export class Recordings {
  readonly files: Files;
  readonly #read = new Map<string, unknown>();

  constructor(files: Files) {
    this.files = files;
  }

  of<T>(file: string, how: object, read: () => T): T {
    const key = JSON.stringify([file, how]);
    if (!this.#read.has(key)) this.#read.set(key, read());
    return this.#read.get(key) as T;
  }
}

export class Measurements {
  readonly #recordings: Recordings;
  readonly #findings: Findings;

  constructor(recordings: Recordings, findings: Findings) {
    this.#recordings = recordings;
    this.#findings = findings;
  }

  /** The law itself, or the one that the file of a `{ file, column }` holds. */
  distribution(root: Tree, path: Path, spec: DistributionSpec): Distribution | null {
    if (spec.kind !== "file") return spec;
    const { column, unit } = spec;
    const reader = { how: { column, unit }, read: (text: string) => readColumn(text, column, unit) };
    const found = this.recorded(root, path, spec.file, reader);
    return found === null ? null : { kind: "empirical", values: found.values };
  }

  /** What `read` makes of the file that is named at a path; null when it cannot, and then the findings say why. */
  recorded<T extends { readonly ok: true }>(root: Tree, path: Path, named: string, reader: Reader<T>): T | null {
    const found = this.#text(root, path, named);
    if (found === null) return null;
    const read = this.#recordings.of(found.file, reader.how, () => reader.read(found.text));
    if (read.ok) return read;
    this.#flaw(root, [...path, "file"], { ...found, flaw: read });
    return null;
  }

  /** Relative to the file that names it, which may be a parent. */
  #text(root: Tree, path: Path, named: string): { file: string; text: string } | null {
    const spot = spotOf(root, [...path, "file"]);
    const relative = this.#recordings.files.relative(spot.place.file, named);
    const file = this.#recordings.files.shown(relative);
    const text = this.#recordings.files.text(relative);
    if (text !== null) return { file, text };
    const message = { text: `${file} cannot be read`, hint: "paths are relative to the file that names them" };
    this.#findings.error("cannot-read", spot, message);
    return null;
  }

  /** Shown in the recording, since that is what is wrong. */
  #flaw(root: Tree, path: Path, { file, text, flaw }: { file: string; text: string; flaw: Flaw }): void {
    const { place, path: at } = spotOf(root, path);
    const source = text.split(/\r?\n/)[flaw.row - 1] ?? "";
    const cell = cellAt(source, flaw.column);
    const spot = { place: { file, line: flaw.row, source, ...cell }, path: at };
    const notes = [`named at ${place.file}:${place.line}`];
    this.#findings.error("bad-trace", spot, { text: flaw.text, hint: flaw.hint, notes });
  }
}

/** Where the n-th cell of a line of CSV stands. */
function cellAt(line: string, cell: number): { column: number; length: number } {
  const cells = [...line.matchAll(/(?:^|,)("(?:[^"]|"")*"|[^,]*)/g)];
  const match = cells[cell - 1];
  if (match === undefined) return { column: 1, length: Math.max(1, line.length) };
  const content = match[1] ?? "";
  return { column: match.index + match[0].length - content.length + 1, length: Math.max(1, content.length) };
}
