/** `type: eventbridge`: a bus whose rules push events. */
import { push } from "./source.ts";

export const eventbridge = push("eventbridge", "an eventbridge source", {
  delivery: "500ms",
  rule: "default 500ms (EVB-11)",
  accepts: "10ms",
});
