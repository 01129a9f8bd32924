/** Opens scenario files: their text, every variant asked for and all thresholds, before anything runs. */
import { parseThresholds, type Threshold, type ThresholdScope } from "../reports/index.ts";
import {
  load,
  type Problem,
  type Remains,
  type Scenario,
  ScenarioError,
  type ThresholdText,
} from "../scenarios/index.ts";
import type { SimConfig } from "../sim/index.ts";
import { readerBeside, readText } from "./files.ts";
import type { Overrides } from "./overrides.ts";
import { sorted } from "./problems.ts";

export interface Selection {
  readonly overrides: Overrides;
  /** Names of variants; "all" for base and every variant. */
  readonly variants: readonly string[] | "all";
  readonly seed?: number | undefined;
  readonly repeat?: number | undefined;
}

/** One variant of one file, ready to run. */
export interface Planned {
  readonly scenario: Scenario;
  readonly variant: string;
  readonly thresholds: readonly Threshold[];
  /** One config for each seed. */
  readonly configs: readonly SimConfig[];
}

export interface Opened {
  readonly plans: readonly Planned[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** All problems of all files, in order; plans only for what has none. */
export function openAll(files: readonly string[], selection: Selection): Opened {
  const flags: Opened = { plans: [], problems: selection.overrides.problems, warnings: [] };
  const opened = [flags, ...[...new Set(files)].map((file) => open(file, selection))];
  return {
    plans: opened.flatMap((one) => one.plans),
    problems: sorted(opened.flatMap((one) => one.problems)),
    warnings: sorted(opened.flatMap((one) => one.warnings)),
  };
}

const failed = (problems: readonly Problem[]): Opened => ({ plans: [], problems, warnings: [] });

function open(file: string, selection: Selection): Opened {
  const read = readText(file);
  if (!read.ok) return failed([read.problem]);
  const { set, vars } = selection.overrides;
  const loaded = load(read.text, file, { read: readerBeside(file), set, vars });
  if (!loaded.ok) return failed([...loaded.problems, ...remainingFlaws(loaded.remains)]);
  const { scenario, warnings } = loaded;
  const variants = selection.variants === "all" ? ["base", ...scenario.variants] : selection.variants;
  const opened = [...new Set(variants)].map((variant) => openVariant(scenario, variant, selection));
  return { plans: opened.flatMap((one) => one.plans), problems: opened.flatMap((one) => one.problems), warnings };
}

function openVariant(scenario: Scenario, variant: string, selection: Selection): Opened {
  try {
    const configs = seedsOf(scenario, selection).map((seed) => scenario.config({ seed, variant }));
    const { thresholds, problems } = thresholdsOf(scenario, scopeOf(configs[0]));
    return { plans: [{ scenario, variant, thresholds, configs }], problems, warnings: [] };
  } catch (error) {
    if (error instanceof ScenarioError) return failed(error.problems);
    throw error;
  }
}

/** `--seed` and `--repeat` before `simulate.seed` and `simulate.repeat`. */
function seedsOf(scenario: Pick<Scenario, "seeds">, { seed, repeat }: Pick<Selection, "seed" | "repeat">): number[] {
  const first = seed ?? scenario.seeds[0] ?? 0;
  return Array.from({ length: repeat ?? scenario.seeds.length }, (_, index) => first + index);
}

const names = (things: readonly { readonly name: string }[] | undefined): string[] =>
  (things ?? []).map(({ name }) => name);

function scopeOf(config: SimConfig | undefined): ThresholdScope {
  return {
    functions: names(config?.functions),
    traffic: names(config?.traffic),
    sources: names(config?.sources),
    downstreams: names(config?.downstreams),
    regions: names(config?.regions),
    phases: names(config?.windows),
  };
}

/** Thresholds of a faulty scenario are read all the same, so that one round shows every mistake. */
const remainingFlaws = (remains: Remains | null): readonly Problem[] =>
  remains === null ? [] : thresholdsOf(remains, remains.names).problems;

function thresholdsOf(
  { thresholds: sources }: Pick<Scenario, "thresholds">,
  scope: ThresholdScope,
): Pick<Planned, "thresholds"> & Pick<Opened, "problems"> {
  const { thresholds, problems } = parseThresholds(sources, scope);
  return {
    thresholds,
    problems: problems.flatMap(({ index, ...flaw }) => {
      const source = sources[index];
      return source === undefined ? [] : [problemOf(flaw, source)];
    }),
  };
}

type Flaw = Pick<ReturnType<typeof parseThresholds>["problems"][number], "id" | "text" | "hint" | "offset" | "length">;

/** A mistake inside a threshold's text, placed on its line of the file. */
function problemOf({ id, text, hint, offset, length }: Flaw, threshold: ThresholdText): Problem {
  const { file, line, column, that } = threshold;
  const read = readText(file);
  const source = read.ok ? (read.text.split(/\r?\n/)[line - 1] ?? "") : "";
  const start = source.indexOf(that, column - 1);
  // Text that is folded or escaped does not stand on its line as it is read: then the whole threshold is marked.
  const at =
    start < 0 ? { column, length: Math.max(1, source.length - column + 1) } : { column: start + 1 + offset, length };
  return { id, severity: "error", text, hint, file, line, ...at, path: "thresholds", source };
}
