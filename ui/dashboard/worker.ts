/** The worker thread: simulates one configuration, tells how far it is, and hands over the result. */
import { parentPort, workerData } from "node:worker_threads";
import type { SimConfig } from "../../sim/index.ts";
import { simulateInSlices } from "../simulating.ts";
import type { FromWorker } from "./thread.ts";

const post = (message: FromWorker): void => parentPort?.postMessage(message);

const result = await simulateInSlices(workerData as SimConfig, {
  onSlice: async (done) => post({ kind: "progress", done }),
});
post({ kind: "result", result });
