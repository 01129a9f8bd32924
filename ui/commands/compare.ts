/** `compare`: two files, two results or two revisions; what changed, what it does to every metric, and whether it may. */
import { type ComparisonDocument, compareText, comparisonDocument } from "../../reports/index.ts";
import { type OpenedSides, openSides } from "../compare-sides.ts";
import { type Compared, comparePairs } from "../comparing.ts";
import { Exit } from "../exit.ts";
import { type OverrideFlags, readOverrides, readTimeLimit } from "../overrides.ts";
import { ProblemError } from "../problems.ts";
import { Progress } from "../progress.ts";
import { tellProblems, tellWarnings } from "../telling.ts";
import type { Terminal } from "../terminal.ts";

export interface CompareOptions extends OverrideFlags {
  readonly git?: string;
  readonly base?: string;
  readonly seed?: number;
  readonly repeat?: number;
  readonly variant?: readonly string[];
  readonly allVariants?: boolean;
  readonly json?: boolean;
  readonly format?: "text" | "md" | "github";
  readonly out?: string;
  readonly strict?: boolean;
  readonly timeLimit?: string;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

export async function compare(files: readonly string[], options: CompareOptions, to: Terminal): Promise<Exit> {
  const progress = new Progress(to.err, options.quiet === true);
  try {
    const limit = readTimeLimit(options.timeLimit);
    const opened = openSides({ git: options.git, base: options.base, files, selection: selectionOf(options) });
    const problems = [...(typeof limit === "number" ? [] : [limit]), ...opened.problems];
    if (problems.length > 0) return await tellProblems([...problems, ...opened.warnings], options.json === true, to);
    if (options.quiet !== true) await tellWarnings(opened.warnings, to);
    const deadline = performance.now() + (typeof limit === "number" ? limit : 0);
    const how = { progress, deadline, strict: options.strict === true, judge: false, events: null };
    return await deliver(await comparePairs(opened.pairs, options, how), opened, { options, to });
  } catch (error) {
    await progress.clear();
    if (error instanceof ProblemError) return await tellProblems([error.problem], options.json === true, to);
    throw error;
  }
}

function selectionOf(options: CompareOptions) {
  const variants = options.allVariants === true ? ("all" as const) : (options.variant ?? ["base"]);
  return { overrides: readOverrides(options), variants, seed: options.seed, repeat: options.repeat };
}

interface Delivery {
  readonly options: CompareOptions;
  readonly to: Terminal;
}

async function deliver(all: readonly Compared[], opened: OpenedSides, { options, to }: Delivery): Promise<Exit> {
  const label = ({ label, revision }: OpenedSides["base"]) => ({ label, revision });
  const found = all.map(({ comparison }) => comparison);
  const document = comparisonDocument(label(opened.base), label(opened.head), found);
  await to.out.write(textOf(document, { options, to }));
  return exitOf(document);
}

function textOf(document: ComparisonDocument, { options, to }: Delivery): string {
  if (options.json === true) return `${JSON.stringify(document, null, 2)}\n`;
  const { width: columns, color } = to.out;
  return compareText(document, { columns, color, all: options.verbose === true });
}

/** A metric that got worse says most about a change; a threshold may fail newly by less than the tolerance, too. */
function exitOf({ worseCount, brokenCount }: ComparisonDocument): Exit {
  if (worseCount > 0) return Exit.regression;
  return brokenCount.error > 0 ? Exit.threshold : Exit.ok;
}
