/** `type: sns`: a topic that pushes its messages. */
import { push } from "./source.ts";

export const sns = push("sns", "an sns source", { delivery: "0s", rule: "default 0 (INV-2)", accepts: "10ms" });
