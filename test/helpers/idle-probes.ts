/** Replays recorded idle probes: requests sent to an idle function after known pauses, each seen to be cold or warm. */
import { readFileSync } from "node:fs";
import { type IdleLifetime, type Instant, milliseconds, start } from "../../sim/index.ts";
import { configOf } from "./config.ts";

export interface Probe {
  readonly pauseMinutes: number;
  readonly cold: boolean;
}

/** Rows of [minutes since the previous request, response in seconds, colour]: blue was cold, red warm. */
export function readProbes(name: string): Probe[] {
  const text = readFileSync(new URL(`../data/idle/${name}`, import.meta.url), "utf8");
  const { points } = JSON.parse(text) as { points: [number, number, string][] };
  return points.map(([pauseMinutes, , colour]) => ({ pauseMinutes, cold: colour.includes("blue") }));
}

const RUN_MS = 100;

/** Whether the simulator starts cold for each probe, each sent as long after the last as it was on AWS. */
export function replay(probes: readonly Probe[], idleLifetime: IdleLifetime, seed = 1): boolean[] {
  // The first request of all is always cold: it only opens the first pause.
  let at = 0;
  const times = [0, ...probes.map(({ pauseMinutes }) => (at += RUN_MS + pauseMinutes * 60_000))];
  const cold: boolean[] = [];
  const config = configOf({
    seed,
    seconds: Math.ceil(at / 1000) + 10,
    model: { idleLifetime },
    functions: { probe: { run: RUN_MS } },
    traffic: [
      {
        invoke: "probe",
        demand: { kind: "times", times: times.map((ms) => milliseconds(ms) as number as Instant), durations: null },
      },
    ],
  });
  const listen = ({ kind }: { kind: string }) => {
    if (kind === "cold" || kind === "warm") cold.push(kind === "cold");
  };
  start(config, { onEvent: listen }).finish();
  return cold.slice(1);
}
