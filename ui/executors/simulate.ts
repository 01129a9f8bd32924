/** What a thread of the pool does: one configuration to its result. */
import { type Result, type SimConfig, start } from "../../sim/index.ts";
import { chosenCore } from "../core-choice.ts";

export const run = (config: SimConfig): Result => start(config, chosenCore()).finish();
