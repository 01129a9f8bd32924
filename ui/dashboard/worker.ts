/** The worker thread: simulates one configuration after the other, tells how far it is, and hands over the results. */
import { parentPort } from "node:worker_threads";
import { type SimConfig, toMs } from "../../sim/index.ts";
import { simulateInSlices } from "../runs/executors/slices.ts";
import type { FromWorker } from "./thread.ts";

const post = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on("message", async (config: SimConfig) => {
  const result = await simulateInSlices(config, {
    onSlice: async (doneMs) => post({ kind: "progress", done: doneMs / toMs(config.horizon) }),
  });
  post({ kind: "result", result });
});
