/** Stands for the session until the first frame is drawn: reading and checking a scenario takes longer than drawing. */

import type { Problem } from "../../scenarios/index.ts";
import { ProblemError } from "../library/problems.ts";
import { blankShow, type Show } from "../player/show.ts";
import type { Executors } from "../runs/executors/executors.ts";
import type { Driven, Session, SessionOptions } from "./session.ts";

/** Editing the scenario cannot help: its name or a flag is wrong. */
const isHopeless = ({ id, file }: Problem): boolean =>
  id.startsWith("file-") || id === "unknown-variant" || file.startsWith("--");

export class LateSession implements Driven {
  readonly #options: SessionOptions;
  readonly #executors: Executors;
  readonly #blank: Show;
  readonly #listeners = new Set<() => void>();
  #session: Session | null = null;
  #closed = false;
  #failed: Show | null = null;

  constructor(options: SessionOptions, executors: Executors) {
    this.#options = options;
    this.#executors = executors;
    this.#blank = blankShow(options);
  }

  /** Loads what reads scenarios and simulates them, and begins. */
  readonly begin = async (): Promise<void> => {
    const { Session } = await import("./session.ts");
    if (this.#closed) return;
    this.#session = new Session(this.#options, this.#executors);
    this.#session.subscribe(this.#tell);
    this.#session.reread();
    const hopeless = this.#session.show().problems.find(isHopeless);
    if (hopeless !== undefined) this.#failed = { ...this.#blank, failure: new ProblemError(hopeless) };
    this.#tell();
  };

  readonly show = (): Show => this.#failed ?? this.#session?.show() ?? this.#blank;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  readonly reread = (): void => this.#session?.reread();
  readonly turnTo = (by: number): boolean => this.#session?.turnTo(by) ?? false;
  readonly whatIf = (path: string, value: string): readonly Problem[] => this.#session?.whatIf(path, value) ?? [];
  readonly simulateAll = (): void => this.#session?.simulateAll();
  readonly alone = (): void => this.#session?.alone();

  readonly close = (): void => {
    this.#closed = true;
    this.#session?.close();
  };

  readonly #tell = (): void => {
    for (const listener of this.#listeners) listener();
  };
}
