/** Fields of a durable function: its steps and waits, and how long an execution may take. */
import * as z from "zod";
import { FACTS } from "../../../sim/index.ts";
import { distribution } from "../../values/distribution.ts";
import { count, duration, fields } from "../../values/units.ts";

const step = fields("a step", () => ({
  run: distribution().optional().describe("The step runs for this long; a distribution; this or wait."),
  wait: distribution()
    .optional()
    .describe("The invocation ends, and another goes on after this long; a distribution; this or run (DUR-2)."),
}));

export const durable = fields("durable", () => ({
  steps: z.array(step).describe("Steps and waits, one after the other; required (DUR-2)."),
  repeat: count({ min: 1, max: FACTS.durableOperations.value, rule: "DUR-4" })
    .prefault(1)
    .describe("How often the steps follow one another, 3000 operations in all at most; default 1 (DUR-4)."),
  executionTimeout: duration({ min: "1s", max: `${FACTS.executionMaxSeconds.value}s`, rule: "DUR-1" }).describe(
    "From the start of the first invocation, 1s to 31622400s; at most 15m for synchronous callers; required (DUR-1).",
  ),
  retentionPeriod: duration({ min: "1d", max: `${FACTS.historyMaxDays.value}d`, rule: "DUR-1" })
    .optional()
    .describe("How long AWS keeps the history, 1d to 90d; no rule of concurrency depends on it (DUR-1)."),
  replayPerStep: duration()
    .prefault("0s")
    .describe("What a continuation spends on each step or wait that is done; default 0 (DUR-2)."),
}));

export type DurableSpec = z.output<typeof durable>;
