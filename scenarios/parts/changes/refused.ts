/** What people are told of a change that this version does not simulate. */
import type { Message } from "../../text/findings.ts";
import { later } from "../../values/units.ts";

/** @param because  why not, where AWS itself allows no change. */
export function notChangeable(path: string, because?: string): Message {
  if (because !== undefined) {
    return { text: `${path} cannot change during a run: ${because}`, hint: "compare two variants instead" };
  }
  const hint =
    "changes may set concurrency, reserved, provisioned.count, aliases, times, errors, async and downstreams";
  return { text: later(`changes of ${path} during a run are`), hint };
}
