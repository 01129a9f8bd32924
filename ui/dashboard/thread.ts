/** Starts a simulation in a worker thread and hears from it; the dashboard's own thread stays free to draw. */
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

/** Stops the thread; nothing is heard from it any more. */
export type Stop = () => void;

/** Beside this file and of its kind: TypeScript when run from the sources, JavaScript once compiled. */
const WORKER = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

export function simulateInThread(config: SimConfig, listener: Listener): Stop {
  const worker = new Worker(WORKER, { workerData: config, name: "burstlab simulation" });
  let over = false;
  const end = (): void => {
    over = true;
    void worker.terminate();
  };
  worker.on("message", (message: FromWorker) => {
    if (over) return;
    if (message.kind === "progress") return listener.onProgress(message.done);
    end();
    listener.onResult(message.result);
  });
  worker.on("error", (error) => {
    if (over) return;
    over = true;
    listener.onError(error instanceof Error ? error : new Error(String(error)));
  });
  worker.on("exit", (code) => {
    if (over) return;
    over = true;
    listener.onError(new Error(`the simulation's thread ended without a result (exit code ${String(code)})`));
  });
  return end;
}
