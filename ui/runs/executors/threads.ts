/** Runs made on threads of their own, several at once, or one beside a caller that has to stay free. */
import { availableParallelism } from "node:os";
import { MessageChannel } from "node:worker_threads";
import type { Piscina } from "piscina";
import { compiledCore, type Result, type SimConfig } from "../../../sim/index.ts";
import { ProblemError } from "../../library/problems.ts";
import { chosenCore } from "./core-choice.ts";
import { type Executor, type Place, TIME_LIMIT, type Wanted, type Work } from "./executor.ts";
import type { run, Task } from "./simulate.ts";

/** Below this, a run ends before threads have begun: the rest goes on where it is. */
const WORTH_MS = 300;
/** In the bundle beside its one file, else beside this one and of its kind. */
const FILE = new URL(import.meta.url.endsWith(".ts") ? "./simulate.ts" : "./simulate.js", import.meta.url);

export const threads: Place = {
  takes: ({ count, eachMs, work }, wanted) => {
    if (work.listener !== undefined) return false;
    if (work.apart === true) return true;
    return count > 1 && numberOf(wanted) > 1 && (wanted.threads !== undefined || eachMs > WORTH_MS);
  },
  open: (wanted) => new Threads(numberOf(wanted)),
};

/** As many as asked for, else all cores but one. */
function numberOf({ threads: wanted }: Wanted): number {
  const cores = availableParallelism();
  return wanted === undefined ? Math.max(1, cores - 1) : wanted === 0 ? cores : wanted;
}

class Threads implements Executor {
  readonly atOnce = Number.POSITIVE_INFINITY;
  readonly #number: number;
  #pool: Piscina | null = null;

  constructor(number: number) {
    this.#number = number;
  }

  async simulate(configs: readonly SimConfig[], { deadline, signal, onProgress }: Work): Promise<Result[]> {
    const pool = await this.#started(signal);
    const given = signalOf(deadline, signal);
    const asked = { ...(given === undefined ? {} : { signal: given }), name: "run" };
    let ended = 0;
    const runs = configs.map(async (config): Promise<Result> => {
      if (configs.length === 1) return alone(pool, config, { asked, onProgress });
      const task: Task = { config, progress: null };
      const result = (await pool.run(task, asked)) as Awaited<ReturnType<typeof run>>;
      ended += 1;
      void onProgress?.({ ended, doneMs: null });
      return result;
    });
    try {
      return await Promise.all(runs);
    } catch (error) {
      await Promise.allSettled(runs);
      signal?.throwIfAborted();
      if (error instanceof Error && error.name === "AbortError") throw new ProblemError(TIME_LIMIT);
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
    this.#pool = null;
  }

  async #started(signal: AbortSignal | undefined): Promise<Piscina> {
    const { Piscina: Pool } = await import("piscina");
    signal?.throwIfAborted();
    // Compiled here already, unless JavaScript is asked for: each of several threads would do it again.
    const workerData = chosenCore().core === "js" || this.#number === 1 ? null : compiledCore();
    this.#pool ??= new Pool({ filename: FILE.href, minThreads: this.#number, maxThreads: this.#number, workerData });
    return this.#pool;
  }
}

/** Whichever gives up first. */
function signalOf(deadline: number | undefined, signal: AbortSignal | undefined): AbortSignal | undefined {
  const left = (deadline ?? Number.POSITIVE_INFINITY) - performance.now();
  if (!Number.isFinite(left)) return signal;
  const timeout = AbortSignal.timeout(Math.max(0, Math.ceil(left)));
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
}

interface Alone {
  readonly asked: NonNullable<Parameters<Piscina["run"]>[1]>;
  readonly onProgress: Work["onProgress"];
}

/** One run that tells how far it is, but nothing any more once it has ended. */
async function alone(pool: Piscina, config: SimConfig, { asked, onProgress }: Alone): Promise<Result> {
  const { port1: heard, port2: progress } = new MessageChannel();
  heard.on("message", (doneMs: number) => void onProgress?.({ ended: 0, doneMs }));
  heard.unref();
  try {
    const task: Task = { config, progress };
    return (await pool.run(task, { ...asked, transferList: [progress] })) as Awaited<ReturnType<typeof run>>;
  } finally {
    heard.removeAllListeners("message");
    heard.close();
  }
}
