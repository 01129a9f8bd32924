/** The log of a run by function, sorted once for all laws. */
import type { TraceEvent } from "../../../sim/index.ts";

type ByFunction = ReadonlyMap<string, readonly TraceEvent[]>;

const sorted = new WeakMap<readonly TraceEvent[], ByFunction>();

function sort(events: readonly TraceEvent[]): ByFunction {
  const all = new Map<string, TraceEvent[]>();
  for (const event of events) {
    const own = all.get(event.function);
    if (own) own.push(event);
    else all.set(event.function, [event]);
  }
  return all;
}

/** What the log tells of one function, in order. */
export function eventsOf(events: readonly TraceEvent[], fn: string): readonly TraceEvent[] {
  const known = sorted.get(events) ?? sort(events);
  sorted.set(events, known);
  return known.get(fn) ?? [];
}
