/** Runs a small config and tells what happened, as lines a person can follow. */
import { type Result, start, type TraceEvent } from "../../sim/index.ts";
import { configOf, type Literal } from "./config.ts";

export interface Played {
  readonly result: Result;
  readonly events: readonly TraceEvent[];
  /** "  0ms checkout#1 cold on 1", "100ms checkout#1 end success": no arrivals, answers or queue entries. */
  readonly timeline: readonly string[];
}

const TOLD = new Set<TraceEvent["kind"]>([
  "cold",
  "warm",
  "provisioned",
  "throttle",
  "refuse",
  "end",
  "release",
  "move",
  "drop",
  "expire",
]);

function line(event: TraceEvent): string {
  const who = event.request === 0 ? event.function : `${event.function}#${event.request}`;
  const where =
    event.environment > 0 && event.kind !== "end" && event.kind !== "release" ? ` on ${event.environment}` : "";
  const detail = event.detail === "" ? "" : ` ${event.detail}`;
  return `${event.atUs / 1000}ms ${who} ${event.kind}${where}${detail}`;
}

export function play(literal: Literal): Played {
  const events: TraceEvent[] = [];
  const result = start(configOf(literal), { onEvent: (event) => events.push(event) }).finish();
  return { result, events, timeline: events.filter((event) => TOLD.has(event.kind)).map(line) };
}
