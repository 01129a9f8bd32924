/** Arbitraries of what AWS leaves unsaid about environments and queues: LIFE-16 and ASY-8. */
import fc from "fast-check";
import { milliseconds } from "../../../sim/index.ts";

export const UNDOCUMENTED = {
  proactiveInit: fc.boolean(),
  asyncBacklogSlowdown: fc.constantFrom(0, 0, 1, 500_000).map(milliseconds),
};
