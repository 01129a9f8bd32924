/** What a thread of the pool does: one configuration to its result. */
import { workerData } from "node:worker_threads";
import { adoptCore, type Result, type SimConfig, start } from "../../../sim/index.ts";
import { chosenCore } from "./core-choice.ts";

if (workerData instanceof WebAssembly.Module) adoptCore(workerData);

export const run = (config: SimConfig): Result => start(config, chosenCore()).finish();
