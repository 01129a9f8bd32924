/** The inputs of the Action, read from the environment and checked; all mistakes are told together. */
import { Failure } from "./failure.ts";

export type Env = Readonly<Record<string, string | undefined>>;

export interface CompareInputs {
  /** Globs, at least one. */
  readonly scenarios: readonly string[];
  readonly base: string;
  readonly id: string;
  readonly variants: "base" | "all";
  readonly repeat: number;
  readonly threads: number;
  readonly version: string;
}

export type FailOn = "error" | "warn" | "worse" | "never";
export type CommentWhen = "auto" | "always" | "never";

export interface CommentInputs {
  readonly id: string;
  readonly comment: CommentWhen;
  readonly token: string;
}

export interface FinishInputs extends CommentInputs {
  readonly failOn: FailOn;
}

export function compareInputs(env: Env): CompareInputs {
  const reader = new Reader(env);
  const inputs: CompareInputs = {
    scenarios: reader.lines("scenarios"),
    base: reader.matching("base", /^[^\s-]\S*$/, "merge-base, a revision, or file:PATH"),
    id: readId(reader),
    variants: reader.oneOf("variants", ["base", "all"]),
    repeat: reader.count("repeat", 1),
    threads: reader.count("threads", 0),
    version: reader.matching("version", /^([\w^~*][\w.^~*+-]*)?$/, "a version such as 1.4.0, or empty"),
  };
  reader.done();
  return inputs;
}

export function finishInputs(env: Env): FinishInputs {
  const reader = new Reader(env);
  const failOn = reader.oneOf<FailOn>("fail-on", ["error", "warn", "worse", "never"]);
  const inputs = { failOn, ...readComment(reader) };
  reader.done();
  return inputs;
}

export function commentInputs(env: Env): CommentInputs {
  const reader = new Reader(env);
  const inputs = readComment(reader);
  reader.done();
  return inputs;
}

const readComment = (reader: Reader): CommentInputs => ({
  id: readId(reader),
  comment: reader.oneOf<CommentWhen>("comment", ["auto", "always", "never"]),
  token: reader.text("token"),
});

/** It stands in a hidden marker, which it must not be able to close. */
const readId = (reader: Reader): string =>
  reader.matching("id", /^[A-Za-z0-9_.]([A-Za-z0-9_.]|-(?!-)){0,63}$/, "up to 64 letters, digits, '.', '_' and '-'");

class Reader {
  readonly #env: Env;
  readonly #mistakes: string[] = [];

  constructor(env: Env) {
    this.#env = env;
  }

  text(name: string): string {
    return (this.#env[`INPUT_${name.toUpperCase().replaceAll("-", "_")}`] ?? "").trim();
  }

  lines(name: string): string[] {
    const lines = this.text(name).split(/\r?\n/);
    const kept = lines.map((line) => line.trim()).filter((line) => line !== "");
    if (kept.length === 0) this.#mistakes.push(`${name} is empty; it names scenario files, as a glob`);
    return kept;
  }

  oneOf<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const found = choices.find((choice) => choice === this.text(name));
    if (found === undefined) this.#mistakes.push(`${name} is '${this.text(name)}'; it is one of ${choices.join(", ")}`);
    return found ?? choices[0];
  }

  count(name: string, min: number): number {
    const text = this.text(name);
    const value = Number(text);
    const good = /^\d{1,6}$/.test(text) && value >= min;
    if (!good) this.#mistakes.push(`${name} is '${text}'; it is a whole number from ${min}`);
    return value;
  }

  matching(name: string, pattern: RegExp, what: string): string {
    const text = this.text(name);
    if (!pattern.test(text)) this.#mistakes.push(`${name} is '${text}'; it is ${what}`);
    return text;
  }

  /** @throws Failure when anything was wrong. */
  done(): void {
    if (this.#mistakes.length > 0) throw new Failure(`inputs of the action: ${this.#mistakes.join("\n")}`);
  }
}
