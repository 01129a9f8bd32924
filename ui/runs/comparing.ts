/** Runs both sides of every pair with the same seeds, and compares them. */
import {
  type CompareInput,
  type CompareSide,
  type Comparison,
  compareSides,
  sideOf,
  withoutRuns,
} from "../../reports/index.ts";
import { type Difference, differences } from "../../scenarios/index.ts";
import type { SimConfig } from "../../sim/index.ts";
import type { Planned } from "./opening.ts";
import { type Circumstances, runOne } from "./running.ts";
import type { Entry, Pair } from "./sides.ts";
import { suggest } from "./suggesting.ts";

export interface CompareWanted {
  readonly seed?: number | undefined;
  readonly repeat?: number | undefined;
  /** Look for the value that would have been right. */
  readonly suggest?: boolean | undefined;
}

/** A comparison, and the sides behind it for charts and files; null where a side has not been run. */
export interface Compared {
  readonly comparison: Comparison;
  readonly base: CompareSide | null;
  readonly head: CompareSide | null;
}

/** Seeds of a comparison when neither the flags nor the file ask for more. */
const SEEDS = 5;

/** @throws ProblemError */
export async function comparePairs(
  pairs: readonly Pair[],
  wanted: CompareWanted,
  how: Circumstances,
): Promise<Compared[]> {
  const compared: Compared[] = [];
  try {
    for (const pair of pairs) compared.push(await comparePair(pair, wanted, how));
  } finally {
    await how.executors.close();
  }
  await how.progress.clear();
  return compared;
}

async function comparePair({ base, head }: Pair, wanted: CompareWanted, how: Circumstances): Promise<Compared> {
  const seeds = seedsOf({ base, head }, wanted);
  const before = planWith(base, seeds);
  const after = planWith(head, seeds);
  const { name, file, variant } = (head ?? base)!;
  const changes = before !== null && after !== null ? changesBetween(before, after) : null;
  const known = { name, file, variant, changes };
  if (head === null) return notRun(known, seeds, "removed");
  const judgement = { thresholds: after?.thresholds ?? [], tolerances: after?.tolerances ?? {}, strict: how.strict };
  if (before !== null && after !== null && sameRuns(before, after)) {
    if (sameThresholds(before, after)) return notRun(known, seeds, "same");
    const once = await run(after, how);
    return compared({ ...known, ...judgement, base: once, head: once });
  }
  const from = base === null ? null : (base.stored ?? (await run(before!, how)));
  const found = compared({ ...known, ...judgement, base: from, head: head.stored ?? (await run(after!, how)) });
  if (wanted.suggest !== true || after === null) return found;
  return { ...found, comparison: { ...found.comparison, suggestion: await suggest(found.comparison, after, how) } };
}

const compared = (input: CompareInput): Compared => ({
  comparison: compareSides(input),
  base: input.base,
  head: input.head,
});

/** What need not run to be known. */
function notRun(
  known: Parameters<typeof withoutRuns>[0],
  seeds: readonly number[],
  verdict: "same" | "removed",
): Compared {
  return { comparison: withoutRuns(known, seeds, verdict), base: null, head: null };
}

async function run(plan: Planned, how: Circumstances): Promise<CompareSide> {
  const { runs, result } = await runOne(plan, { ...how, judge: false });
  return sideOf(runs, result);
}

/** What a flag asks for; else those of a result on file, so that the other side meets the same; else the head's. */
function seedsOf({ base, head }: Pair, { seed, repeat }: CompareWanted): readonly number[] {
  const stored = [base, head].map((entry) => entry?.stored?.seeds ?? []).find((seeds) => seeds.length > 0);
  if (stored !== undefined && seed === undefined && repeat === undefined) return stored;
  const own = (head?.plan ?? base?.plan)?.scenario.seeds ?? [0];
  const first = seed ?? own[0] ?? 0;
  return Array.from({ length: repeat ?? Math.max(SEEDS, own.length) }, (_, index) => first + index);
}

function planWith(entry: Entry | null, seeds: readonly number[]): Planned | null {
  if (entry?.plan == null) return null;
  const { scenario, variant } = entry.plan;
  return { ...entry.plan, configs: seeds.map((seed) => scenario.config({ seed, variant })) };
}

function changesBetween(base: Planned, head: Planned): Difference[] {
  return differences(base.scenario, head.scenario, head.variant);
}

/** A run follows from its configuration: where nothing but names differs, there is nothing to run. */
function sameRuns(base: Planned, head: Planned): boolean {
  const text = ({ scenario: _scenario, variant: _variant, ...rest }: SimConfig): string => JSON.stringify(rest);
  const [before, after] = [base.configs[0], head.configs[0]];
  return before !== undefined && after !== undefined && text(before) === text(after);
}

function sameThresholds(base: Planned, head: Planned): boolean {
  const text = ({ scenario }: Planned): string =>
    JSON.stringify(scenario.thresholds.map(({ that, level, ifEmpty }) => [that, level, ifEmpty]));
  return text(base) === text(head);
}
