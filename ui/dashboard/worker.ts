/** The worker thread: simulates one configuration, tells how far it is, and hands over the result. */
import { parentPort, workerData } from "node:worker_threads";
import { type SimConfig, toMs } from "../../sim/index.ts";
import { simulateInSlices } from "../simulating.ts";
import type { FromWorker } from "./thread.ts";

const post = (message: FromWorker): void => parentPort?.postMessage(message);

const config = workerData as SimConfig;
const result = await simulateInSlices(config, {
  onSlice: async (doneMs) => post({ kind: "progress", done: doneMs / toMs(config.horizon) }),
});
post({ kind: "result", result });
