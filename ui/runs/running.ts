/** Runs what was planned: every seed of every variant, one after the other, then judges it. */

import { evaluate, type Verdict } from "../../reports/index.ts";
import { clock } from "../../reports/numbers.ts";
import { combine, type Result, type SimConfig, toMs } from "../../sim/index.ts";
import type { Progress } from "../host/progress.ts";
import type { EventLog } from "./event-log.ts";
import { simulateInSlices } from "./executors/slices.ts";
import type { Threads } from "./executors/threads.ts";
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
  readonly threads: Threads;
}

/** @throws ProblemError, ReaderGone */
export async function runAll(plans: readonly Planned[], how: Circumstances): Promise<Ran[]> {
  const ran: Ran[] = [];
  try {
    for (const plan of plans) ran.push(await runOne(plan, how));
  } finally {
    await how.threads.close();
  }
  await how.progress.clear();
  await how.events?.close();
  return ran;
}

export async function runOne(plan: Planned, how: Circumstances): Promise<Ran> {
  const startedAt = performance.now();
  const runs: Result[] = [];
  for (const config of plan.configs) {
    const left = plan.configs.slice(runs.length);
    const each = runs.length === 0 ? 0 : (performance.now() - startedAt) / runs.length;
    if (left.length > 1 && how.events === null && how.threads.areWorth(each)) {
      runs.push(...(await runOnThreads(plan, left, how)));
      break;
    }
    runs.push(await runSeed(config, seedLabel(plan, runs.length), how));
  }
  const verdicts = how.judge ? evaluate(plan.thresholds, runs, { strict: how.strict }) : [];
  return { plan, runs, result: combine(runs), verdicts, tookMs: performance.now() - startedAt };
}

function runOnThreads(plan: Planned, left: readonly SimConfig[], how: Circumstances): Promise<Result[]> {
  const before = plan.configs.length - left.length;
  return how.threads.simulate(left, {
    deadline: how.deadline,
    onDone: (done) => void how.progress.at(seedLabel(plan, Math.min(before + done, plan.configs.length - 1))),
  });
}

function runSeed(config: SimConfig, label: string, { progress, deadline, events }: Circumstances): Promise<Result> {
  events?.begin({ scenario: config.scenario.name, variant: config.variant, seed: config.seed });
  return simulateInSlices(config, {
    deadline,
    onSlice: async (doneMs) => {
      await events?.flush();
      await progress.at(`${label}   ${clock(doneMs)} of ${clock(toMs(config.horizon))}`);
    },
    ...(events === null ? {} : { onEvent: (event) => events.add(event) }),
  });
}

function seedLabel({ scenario, variant, configs }: Planned, done: number): string {
  const seeds = configs.length === 1 ? "" : `   seed ${done + 1} of ${configs.length}`;
  return `${scenario.name}   ${variant}${seeds}`;
}
