/** Runs what was planned: every seed of every variant, then judges it. */

import { evaluate, type Verdict } from "../../reports/index.ts";
import { clock } from "../../reports/words/numbers.ts";
import { combine, type Result, toMs } from "../../sim/index.ts";
import type { Progress } from "../host/progress.ts";
import type { EventLog } from "./event-log.ts";
import type { Ahead } from "./executors/executor.ts";
import type { Executors } from "./executors/executors.ts";
import type { Planned } from "./opening.ts";

/** What came of one plan. */
export interface Ran {
  readonly plan: Planned;
  /** One for each seed. */
  readonly runs: readonly Result[];
  /** Means over the seeds. */
  readonly result: Result;
  readonly verdicts: readonly Verdict[];
  /** Real time that it took. */
  readonly tookMs: number;
}

export interface Circumstances {
  readonly progress: Progress;
  readonly deadline: number;
  readonly strict: boolean;
  readonly judge: boolean;
  readonly events: EventLog | null;
  readonly executors: Executors;
}

/** @throws ProblemError, ReaderGone */
export async function runAll(plans: readonly Planned[], how: Circumstances): Promise<Ran[]> {
  const ran: Ran[] = [];
  try {
    for (const plan of plans) ran.push(await runOne(plan, how));
  } finally {
    await how.executors.close();
  }
  await how.progress.clear();
  await how.events?.close();
  return ran;
}

export async function runOne(plan: Planned, how: Circumstances): Promise<Ran> {
  const startedAt = performance.now();
  const { deadline, events, progress } = how;
  const runs = await how.executors.simulate(plan.configs, {
    deadline,
    onProgress: async (ahead) => {
      await events?.flush();
      await progress.at(told(plan, ahead));
    },
    ...(events === null ? {} : { listener: (config) => events.of(config) }),
  });
  const verdicts = how.judge ? evaluate(plan.thresholds, runs, { strict: how.strict }) : [];
  return { plan, runs, result: combine(runs), verdicts, tookMs: performance.now() - startedAt };
}

/** Which run it is, and how far. */
function told({ scenario, variant, configs }: Planned, { ended, doneMs }: Ahead): string {
  const number = Math.min(ended + 1, configs.length);
  const seed = configs.length === 1 ? "" : `   seed ${number} of ${configs.length}`;
  const moment = doneMs === null ? "" : `   ${clock(doneMs)} of ${clock(toMs(configs[number - 1]!.horizon))}`;
  return `${scenario.name}   ${variant}${seed}${moment}`;
}
