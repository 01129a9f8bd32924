/** Durable functions of generated configs, and the laws of their executions. */
import fc from "fast-check";
import { type DurableConfig, type FunctionResult, milliseconds, type WindowResult } from "../../sim/index.ts";
import { pick, time, whole } from "./configs/parts.ts";
import { allOf, type Law, near, same } from "./law.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { stretches } from "./runs/stretches.ts";

const step = fc.oneof(
  fc.record({ kind: pick<"run">("run"), time: time(0, 1500) }),
  fc.record({ kind: pick<"wait">("wait"), time: time(0, 9000) }),
);

export const durable: fc.Arbitrary<DurableConfig> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 6 }),
  executionTimeout: whole(1, 40).map((tenth) => milliseconds(tenth * tenth * 500)),
  replayPerStep: pick(0, 20).map(milliseconds),
});

/** Of the durable functions of a stretch of the run. */
function executions(run: Observed, numbers: WindowResult): [name: string, of: FunctionResult, DurableConfig][] {
  return run.config.functions.flatMap((settings): [string, FunctionResult, DurableConfig][] =>
    settings.durable === null ? [] : [[settings.name, numbers.functions[settings.name]!, settings.durable]],
  );
}

const lawOf = (title: string, breaches: (found: ReturnType<typeof executions>[number], run: Observed) => string[]) => ({
  title,
  breaches: (run: Observed) => executions(run, run.result).flatMap((found) => breaches(found, run)),
});

export const EXECUTIONS: readonly Law[] = [
  {
    title: "DUR-1: each execution that begins ends once, or is pending, in every stretch of a result",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) =>
        executions(run, numbers).flatMap(([name, one]) => {
          const ended = one.executionsSucceededCount! + one.executionsFailedCount! + one.executionsTimedOutCount!;
          return [
            ...same(`${name} ended`, one.executionMsSamples, ended),
            ...same(`${name} begun`, one.executionsStartedCount, ended + one.executionsPendingCount!),
            ...allOf(
              [one.executionsPendingCount!],
              (pending) => pending >= 0,
              (pending) => `${name}: ${pending} pending`,
            ),
          ];
        }),
      ),
  },
  lawOf("DUR-1: none lasts longer than it may", ([name, one, { executionTimeout }]) =>
    allOf(
      [one.executionMsMax ?? 0],
      (longest) => longest <= executionTimeout / 1000,
      (longest) => `${name}: ${longest} ms of ${executionTimeout} us`,
    ),
  ),
  lawOf("DUR-1: what runs at the end is pending, and executions over time = their time", ([name, one], { config }) => {
    if (config.ignore > 0) return [];
    const ms = config.horizon / 1000;
    const known = (one.executionMsMean ?? 0) * one.executionMsSamples!;
    // Both means are rounded to three decimals.
    const tolerance = 0.000501 * (ms + one.executionMsSamples!);
    const complete = one.executionsPendingCount === 0;
    return [
      ...same(`${name} at the end`, one.executionsRunningLast, one.executionsPendingCount),
      ...(complete ? near(`${name} over time`, one.executionsRunningMean! * ms, known, tolerance) : []),
    ];
  }),
  lawOf("DUR-2: what waits is an execution that runs, and holds no unit", ([name, one], { config, events }) => {
    const waiting = [one.executionsWaitingMax! <= one.executionsRunningMax!, one.executionsWaitingMin! >= 0];
    const own = eventsOf(events, name).filter(({ kind }) => kind === "end");
    const suspended = own.filter(({ detail }) => detail === "suspended").length;
    const over = one.resumptionsCount! + one.executionsWaitingLast!;
    return [
      ...(waiting.includes(false) ? [`${name}: more executions wait than run`] : []),
      ...(config.ignore === 0 && over > suspended
        ? [`${name}: ${over} waits, but ${suspended} runs ended in one`]
        : []),
    ];
  }),
];
