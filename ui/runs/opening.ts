/** Opens scenario files: their text, every variant asked for and all thresholds, before anything runs. */

import type { ThresholdScope } from "../../reports/judge/threshold-names.ts";
import { parseThresholds, type Threshold } from "../../reports/judge/thresholds.ts";
import { parseTolerances, type Tolerances } from "../../reports/judge/tolerances.ts";
import { load, type Problem, type Remains, type Scenario, ScenarioError } from "../../scenarios/index.ts";
import type { SimConfig } from "../../sim/index.ts";
import { destinationNames, linkNames } from "../../sim/index.ts";
import { type Read, readerBeside, readText } from "../host/files.ts";
import { sorted } from "../library/problems.ts";
import { type OverrideFlags, type Overrides, readOverrides } from "./overrides.ts";

type ReadFile = (file: string) => Read;

export interface Selection {
  readonly overrides: Overrides;
  /** Names of variants; "all" for base and every variant. */
  readonly variants: readonly string[] | "all";
  readonly seed?: number | undefined;
  readonly repeat?: number | undefined;
  /** Where files come from; default: as they lie there. */
  readonly read?: ReadFile;
}

/** Flags that choose what runs. */
export interface SelectionFlags extends OverrideFlags {
  readonly seed?: number;
  readonly repeat?: number;
  readonly variant?: readonly string[];
  readonly allVariants?: boolean;
}

export function selectionOf(flags: SelectionFlags): Selection {
  const variants = flags.allVariants === true ? "all" : (flags.variant ?? ["base"]);
  return { overrides: readOverrides(flags), variants, seed: flags.seed, repeat: flags.repeat };
}

/** One variant of one file, ready to run. */
export interface Planned {
  readonly scenario: Scenario;
  readonly variant: string;
  readonly thresholds: readonly Threshold[];
  readonly tolerances: Tolerances;
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
  const { overrides, read: readFile = readText } = selection;
  const read = readFile(file);
  if (!read.ok) return failed([read.problem]);
  const { set, vars } = overrides;
  const loaded = load(read.text, file, { read: readerBeside(file, readFile), set, vars });
  if (!loaded.ok) return failed([...loaded.problems, ...remainingFlaws(loaded.remains, readFile)]);
  const { scenario, warnings } = loaded;
  const variants = selection.variants === "all" ? ["base", ...scenario.variants] : selection.variants;
  const opened = [...new Set(variants)].map((variant) => openVariant(scenario, variant, selection));
  return { plans: opened.flatMap((one) => one.plans), problems: opened.flatMap((one) => one.problems), warnings };
}

function openVariant(scenario: Scenario, variant: string, selection: Selection): Opened {
  try {
    const configs = seedsOf(scenario, selection).map((seed) => scenario.config({ seed, variant }));
    const scope = scopeOf(configs[0]);
    const { thresholds, problems } = thresholdsOf(scenario, scope, selection.read);
    const { tolerances, flaws } = tolerancesOf(scenario, scope, selection.read);
    const plan = { scenario, variant, thresholds, tolerances, configs };
    return { plans: [plan], problems: [...problems, ...flaws], warnings: [] };
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
    ...(config === undefined ? {} : linkNames(config)),
    downstreams: names(config?.downstreams),
    ...(config === undefined ? {} : { destinations: destinationNames(config) }),
    regions: names(config?.regions),
    phases: names(config?.windows),
  };
}

/** Thresholds of a faulty scenario are read all the same, so that one round shows every mistake. */
const remainingFlaws = (remains: Remains | null, read: ReadFile): readonly Problem[] =>
  remains === null ? [] : thresholdsOf(remains, remains.names, read).problems;

function thresholdsOf(
  { thresholds: sources }: Pick<Scenario, "thresholds">,
  scope: ThresholdScope,
  read: ReadFile | undefined,
): Pick<Planned, "thresholds"> & Pick<Opened, "problems"> {
  const { thresholds, problems } = parseThresholds(sources, scope);
  return {
    thresholds,
    problems: problems.flatMap(({ index, ...flaw }) => {
      const source = sources[index];
      return source === undefined ? [] : [problemOf(flaw, { ...source, text: source.that, of: "thresholds" }, read)];
    }),
  };
}

function tolerancesOf({ tolerances: sources }: Scenario, scope: ThresholdScope, read: ReadFile | undefined) {
  const { tolerances, problems } = parseTolerances(sources, scope);
  const flaws = problems.map(({ index, ...flaw }) => {
    const source = sources[index]!;
    return problemOf(flaw, { ...source, text: source.metric, of: "tolerances" }, read);
  });
  return { tolerances, flaws };
}

type Flaw = Pick<ReturnType<typeof parseThresholds>["problems"][number], "id" | "text" | "hint" | "offset" | "length">;

/** Text of a scenario file, and where it stands. */
interface Written {
  readonly text: string;
  /** The part of the scenario that it is in. */
  readonly of: "thresholds" | "tolerances";
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** A mistake inside such a text, placed on its line of the file. */
function problemOf({ id, text, hint, offset, length }: Flaw, written: Written, readFile: ReadFile = readText): Problem {
  const { file, line, column } = written;
  const read = readFile(file);
  const source = read.ok ? (read.text.split(/\r?\n/)[line - 1] ?? "") : "";
  const start = source.indexOf(written.text, column - 1);
  // Text that is folded or escaped does not stand on its line as it is read: then the whole of it is marked.
  const at =
    start < 0 ? { column, length: Math.max(1, source.length - column + 1) } : { column: start + 1 + offset, length };
  return { id, severity: "error", text, hint, file, line, ...at, path: written.of, source };
}
