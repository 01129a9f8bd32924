/** Simulates in a worker thread and hears from it; the dashboard's own thread stays free to draw. */
import { Worker } from "node:worker_threads";
import type { Result, SimConfig } from "../../sim/index.ts";

export type FromWorker =
  | { readonly kind: "progress"; readonly done: number }
  | { readonly kind: "result"; readonly result: Result };

export interface Listener {
  readonly onProgress: (done: number) => void;
  readonly onResult: (result: Result) => void;
  readonly onError: (error: Error) => void;
}

/** Beside this file and of its kind: TypeScript when run from the sources, JavaScript once compiled. */
const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

/** One thread for one run after the other: what it has compiled makes the next run quicker. */
export class SimulationThread {
  #worker: Worker | null = null;
  #listener: Listener | null = null;

  /** Begins a run, in place of one that has not ended. */
  simulate(config: SimConfig, listener: Listener): void {
    if (this.#listener !== null) this.stop();
    this.#listener = listener;
    this.#worker ??= this.#start();
    this.#worker.postMessage(config);
  }

  /** Nothing more is heard of a run that has not ended; its thread ends with it. */
  stop(): void {
    if (this.#listener === null) return;
    this.#listener = null;
    this.close();
  }

  close(): void {
    void this.#worker?.terminate();
    this.#worker = null;
  }

  #start(): Worker {
    const worker = new Worker(WORKER, { name: "burstlab simulation" });
    // Waiting for work must not keep the process alive.
    worker.unref();
    worker.on("message", (message: FromWorker) => {
      if (worker !== this.#worker) return;
      const listener = this.#listener;
      if (message.kind === "progress") return listener?.onProgress(message.done);
      this.#listener = null;
      listener?.onResult(message.result);
    });
    worker.on("error", (error) => this.#failed(worker, error instanceof Error ? error : new Error(String(error))));
    worker.on("exit", (code) => {
      this.#failed(worker, new Error(`the simulation's thread ended without a result (exit code ${String(code)})`));
    });
    return worker;
  }

  #failed(worker: Worker, error: Error): void {
    if (worker !== this.#worker) return;
    this.#worker = null;
    const listener = this.#listener;
    this.#listener = null;
    listener?.onError(error);
  }
}
