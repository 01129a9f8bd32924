/** A notable event in the room that there is: what happened, under which rule, how often, how long. */
import { EVENTS, type Line } from "../../reports/words/events.ts";
import type { NotableEvent } from "../../sim/index.ts";

export function eventText(event: NotableEvent, width: number): string {
  const [needed, ...more]: Line = EVENTS[event.kind].line(event);
  let text = needed;
  for (const part of more) {
    if (text.length + part.length > width) break;
    text += part;
  }
  return text;
}
