/** Collects every problem of one reading, each once, and puts them in the order of the files. */
import type { ProblemId } from "./explanations.ts";
import type { Problem } from "./problem.ts";
import type { Spot } from "./tree.ts";

export interface Message {
  /** What is wrong, with the value found and the rule if there is one. */
  readonly text: string;
  /** What to do about it. */
  readonly hint: string;
  readonly notes?: readonly string[];
}

export class Findings {
  readonly #mainFile: string;
  readonly #found: Map<string, Problem>;
  readonly #context: string | null;

  constructor(mainFile: string, found = new Map<string, Problem>(), context: string | null = null) {
    this.#mainFile = mainFile;
    this.#found = found;
    this.#context = context;
  }

  /** The same collection; what is first found through it says so: "in variant 'peak'". */
  within(context: string): Findings {
    return new Findings(this.#mainFile, this.#found, context);
  }

  error(id: ProblemId, spot: Spot, message: Message): void {
    this.#add("error", id, spot, message);
  }

  warning(id: ProblemId, spot: Spot, message: Message): void {
    this.#add("warning", id, spot, message);
  }

  get failed(): boolean {
    return this.errors.length > 0;
  }
  get errors(): Problem[] {
    return this.#sorted("error");
  }
  get warnings(): Problem[] {
    return this.#sorted("warning");
  }

  /** The same mistake met again, in a variant or after a change, is not told again. */
  #add(severity: Problem["severity"], id: ProblemId, { place, path }: Spot, message: Message): void {
    const key = [id, place.file, place.line, place.column, path].join("\n");
    if (this.#found.has(key)) return;
    const { usedAs, ...where } = place;
    const notes = [
      ...(usedAs === undefined ? [] : [`used as ${usedAs}`]),
      ...(this.#context === null ? [] : [this.#context]),
      ...(message.notes ?? []),
    ];
    const { text, hint } = message;
    this.#found.set(key, { id, severity, text, hint, ...where, path, ...(notes.length === 0 ? {} : { notes }) });
  }

  #sorted(severity: Problem["severity"]): Problem[] {
    const files = [...new Set([this.#mainFile, ...[...this.#found.values()].map((problem) => problem.file)])];
    return [...this.#found.values()]
      .filter((problem) => problem.severity === severity)
      .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column);
  }
}
