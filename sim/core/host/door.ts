/** The core as the host sees it, whichever compilation it is. */
import type * as javascript from "../door.ts";

export type Door = typeof javascript;
