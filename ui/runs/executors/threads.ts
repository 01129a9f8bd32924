/** Runs several seeds at once, each on a thread of its own. A result does not depend on where it was made. */
import { availableParallelism } from "node:os";
import type { Piscina } from "piscina";
import { compiledCore, type Result, type SimConfig } from "../../../sim/index.ts";
import { ProblemError } from "../../library/problems.ts";
import { chosenCore } from "./core-choice.ts";
import type { run } from "./simulate.ts";
import { TIME_LIMIT } from "./slices.ts";

/** Below this, a run ends before threads have begun: the rest goes on where it is. */
const WORTH_MS = 300;
/** In the bundle beside its one file, else beside this one and of its kind. */
const FILE = new URL(import.meta.url.endsWith(".ts") ? "./simulate.ts" : "./simulate.js", import.meta.url);

interface Batch {
  /** On `performance.now()`'s clock. */
  readonly deadline: number;
  readonly onDone: (done: number) => void;
}

export class Threads {
  readonly #number: number;
  readonly #always: boolean;
  #pool: Piscina | null = null;

  /** As many as asked for (0: all cores), else all cores but one, and these only where they are worth it. */
  constructor(wanted: number | undefined) {
    const cores = availableParallelism();
    this.#number = wanted === undefined ? Math.max(1, cores - 1) : wanted === 0 ? cores : wanted;
    this.#always = wanted !== undefined;
  }

  /** Whether runs like one that took so long should go on here. */
  areWorth(tookMs: number): boolean {
    return this.#number > 1 && (this.#always || tookMs > WORTH_MS);
  }

  /** Results in the order of the configurations. @throws ProblemError when the deadline passes. */
  async simulate(configs: readonly SimConfig[], { deadline, onDone }: Batch): Promise<Result[]> {
    const pool = await this.#started();
    const left = deadline - performance.now();
    const signal = Number.isFinite(left) ? { signal: AbortSignal.timeout(Math.max(0, Math.ceil(left))) } : {};
    let done = 0;
    const runs = configs.map(async (config): Promise<Result> => {
      const result = (await pool.run(config, { ...signal, name: "run" })) as ReturnType<typeof run>;
      done += 1;
      onDone(done);
      return result;
    });
    try {
      return await Promise.all(runs);
    } catch (error) {
      await Promise.allSettled(runs);
      if (error instanceof Error && error.name === "AbortError") throw new ProblemError(TIME_LIMIT);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = null;
  }

  async #started(): Promise<Piscina> {
    const { Piscina: Pool } = await import("piscina");
    // Compiled here already, unless JavaScript is asked for: each thread would do it again.
    const workerData = chosenCore().core === "js" ? null : compiledCore();
    this.#pool ??= new Pool({ filename: FILE.href, minThreads: this.#number, maxThreads: this.#number, workerData });
    return this.#pool;
  }
}
