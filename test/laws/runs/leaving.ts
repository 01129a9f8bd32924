/** Which event of the log gives an environment back, and which attempt leaves its Init. */
import type { SimConfig, TraceEvent } from "../../../sim/index.ts";
import type { Attempt } from "./attempts.ts";

const hasExtensions = ({ functions }: SimConfig, name: string): boolean =>
  functions.some((settings) => settings.name === name && settings.afterRun !== null);

/** Whether an invocation gives its environment back with this event: with extensions, that comes after the end. */
export function frees(config: SimConfig, { kind, function: name, detail }: TraceEvent): boolean {
  if (kind === "release") return true;
  return kind === "end" && (detail === "timeout" || !hasExtensions(config, name));
}

/** The attempt that leaves its Init: that of this request or, if its caller has gone, the one that waits longest. */
export const leaving = (attempts: readonly Attempt[], event: TraceEvent): Attempt => {
  const waiting = attempts.filter(({ ready, function: name }) => name === event.function && ready === null);
  return waiting.find(({ request }) => request === event.request) ?? waiting[0]!;
};
