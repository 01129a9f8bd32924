/** What a thread of the pool does: one configuration to its result. */
import { type MessagePort, workerData } from "node:worker_threads";
import { adoptCore, type Result, type SimConfig, start } from "../../../sim/index.ts";
import { chosenCore } from "./core-choice.ts";
import { simulateInSlices } from "./slices.ts";

export interface Task {
  readonly config: SimConfig;
  /** Where to tell how much simulated time is done; null where nobody asks. */
  readonly progress: MessagePort | null;
}

if (workerData instanceof WebAssembly.Module) adoptCore(workerData);

export const run = async ({ config, progress }: Task): Promise<Result> =>
  progress === null
    ? start(config, chosenCore()).finish()
    : simulateInSlices(config, { onSlice: async (doneMs) => progress.postMessage(doneMs) });
