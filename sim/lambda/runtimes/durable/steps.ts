/** The steps of durable functions, cut at their waits: what each invocation runs, and how long the execution waits. */
import { doubled } from "../../../kernel/column.ts";
import { type Sampler, type Stream, samplerOf } from "../../../kernel/random.ts";
import type { Duration } from "../../../kernel/time.ts";
import type { Functions } from "../../front/functions.ts";

/** One stream for each use. */
export interface StepLuck {
  readonly run: Stream;
  readonly wait: Stream;
  readonly error: Stream;
}

/** What one invocation runs: the steps from one wait to the next. */
interface Stretch {
  readonly runs: readonly Sampler[];
  /** Null after the last one. */
  readonly wait: Sampler | null;
  /** Steps that are done when it begins, waits included. */
  readonly before: number;
}

/** DUR-2: a wait ends the invocation, so there is one stretch more than there are waits; it may run nothing. */
function stretchesOf(steps: readonly { readonly kind: "run" | "wait"; readonly time: Sampler }[]): Stretch[] {
  const waits = [...steps.keys()].filter((index) => steps[index]!.kind === "wait");
  return [...waits, steps.length].map((to, index) => {
    const from = index === 0 ? 0 : waits[index - 1]! + 1;
    return { runs: steps.slice(from, to).map(({ time }) => time), wait: steps[to]?.time ?? null, before: from };
  });
}

/** Rows of drawn numbers, one for each owner: for every stretch its run, whether it fails, and the wait after it. */
export class Draws {
  readonly #width: number;
  #run: Float64Array;
  #wait: Float64Array;
  #fails: Uint8Array;
  #rows = 64;

  constructor(width: number) {
    this.#width = width;
    this.#run = new Float64Array(width * this.#rows);
    this.#wait = new Float64Array(width * this.#rows);
    this.#fails = new Uint8Array(width * this.#rows);
  }

  runOf(owner: number, stretch: number): Duration {
    return this.#run[owner * this.#width + stretch]! as Duration;
  }
  /** Meaningless after the last stretch. */
  waitOf(owner: number, stretch: number): Duration {
    return this.#wait[owner * this.#width + stretch]! as Duration;
  }
  fails(owner: number, stretch: number): boolean {
    return this.#fails[owner * this.#width + stretch] === 1;
  }

  /** Every number is drawn, whatever becomes of the execution, so that no outcome shifts another one's luck. */
  draw(owner: number, stretches: readonly Stretch[], errors: number, luck: StepLuck): void {
    this.#reach(owner);
    for (let at = 0; at < stretches.length; at++) {
      const { runs, wait } = stretches[at]!;
      const cell = owner * this.#width + at;
      let run = 0;
      for (let step = 0; step < runs.length; step++) run += runs[step]!.draw(luck.run);
      this.#run[cell] = run;
      this.#wait[cell] = wait === null ? 0 : wait.draw(luck.wait);
      this.#fails[cell] = luck.error.chance(errors) ? 1 : 0;
    }
  }

  take(owner: number, from: Draws, row: number): void {
    this.#reach(owner);
    for (let at = 0; at < this.#width; at++) {
      const cell = owner * this.#width + at;
      this.#run[cell] = from.runOf(row, at);
      this.#wait[cell] = from.waitOf(row, at);
      this.#fails[cell] = from.fails(row, at) ? 1 : 0;
    }
  }

  #reach(owner: number): void {
    for (; owner >= this.#rows; this.#rows *= 2) {
      this.#run = doubled(this.#run, Float64Array);
      this.#wait = doubled(this.#wait, Float64Array);
      this.#fails = doubled(this.#fails, Uint8Array);
    }
  }
}

/** The stretches of every durable function. DUR-1: steps are set when a function is created, and never change. */
export class Steps {
  readonly #stretches: readonly (readonly Stretch[])[];

  constructor(functions: Functions) {
    this.#stretches = functions.settings.map(({ durable }) =>
      durable === null ? [] : stretchesOf(durable.steps.map(({ kind, time }) => ({ kind, time: samplerOf(time) }))),
    );
  }

  /** Stretches of the function with most of them; 0 when none is durable. */
  get most(): number {
    return this.#stretches.reduce((most, { length }) => Math.max(most, length), 0);
  }

  of(functionIndex: number): readonly Stretch[] {
    return this.#stretches[functionIndex]!;
  }
}
