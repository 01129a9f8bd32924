/** Extensions and spare environments: how the log tells of them, and their laws. */
import type { TraceEvent } from "../../sim/index.ts";
import { type Law, same } from "./law.ts";
import type { Attempt } from "./runs/attempts.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";

/** When an attempt came to the environment that it ended in, and how it found that. */
export const cameAt = ({ start, moved }: Attempt): number => moved ?? start;
export const foundIt = ({ kind, moved }: Attempt): Attempt["kind"] => (moved === null ? kind : "warm");

function tallied(run: Observed): string[] {
  return stretches(run).flatMap(({ numbers, covers }) =>
    Object.entries(numbers.functions).flatMap(([fn, one]) => {
      const told = (kind: TraceEvent["kind"]) =>
        eventsOf(run.events, fn).filter((event) => event.kind === kind && covers(event.atUs)).length;
      return [
        ...same(`${fn} extensions`, one.afterRunMsSamples ?? 0, told("release")),
        ...same(`${fn} moved`, one.proactiveInitsCount ?? 0, told("move")),
      ];
    }),
  );
}

/** Each Init that has begun ends, with its request or without: none is lost, and none is measured twice. */
const inits = ({ result, config, events }: Observed): string[] =>
  config.ignore > 0
    ? []
    : Object.entries(result.functions).flatMap(([fn, one]) => {
        const starting = eventsOf(events, fn).filter(({ kind }) => kind === "cold").length;
        const left = result.series.functions[fn]!.starting.at(-1)!;
        return same(`${fn} Inits that ended + Inits going on`, one.initMsSamples + left, starting);
      });

export const ENVIRONMENTS: readonly Law[] = [
  { title: "LIFE-8, LIFE-16, MET-5: extensions and moved requests are what the log counts", breaches: tallied },
  {
    title: "LIFE-1, LIFE-16: every cold start begins one Init, which ends once, whoever waits for it",
    breaches: inits,
  },
];
