/** Every way to run functions that is not on demand: one folder for each, and one line here. */
import { openDurable } from "./durable/runtime.ts";
import { openManaged } from "./managed/runtime.ts";
import type { OpenRuntime } from "./runtime.ts";

/** In the order in which results tell of them. */
export const RUNTIMES: readonly OpenRuntime[] = [openDurable, openManaged];
