/** Every way to run functions that is not on demand: one folder for each, and one line here. */
import type { SimConfig } from "../../config.ts";
import { openDurable } from "./durable/runtime.ts";
import { openManaged } from "./managed/runtime.ts";
import type { Runtime, RuntimeOwners } from "./runtime.ts";

/** Null where no function of the config is run so, and nothing else pays for it. */
type Open = (config: SimConfig, owners: RuntimeOwners) => Runtime | null;

/** In the order in which results tell of them. */
export const RUNTIMES: readonly Open[] = [openDurable, openManaged];
