/** What a thread of the pool does: one configuration to its result. */
import { type Result, type SimConfig, simulate } from "../../sim/index.ts";

export const run = (config: SimConfig): Result => simulate(config);
