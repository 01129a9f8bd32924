/** `compare`: two files, two results or two revisions; what changed, what it does, and whether it may. */

import {
  type ComparisonDocument,
  compareText,
  comparisonDocument,
  newlyFails,
  pullRequest,
} from "../../reports/index.ts";
import { word } from "../../reports/summary/advice.ts";
import { Exit } from "../host/exit.ts";
import type { Artefact } from "../host/files.ts";
import { Progress } from "../host/progress.ts";
import type { Terminal } from "../host/terminal.ts";
import { ProblemError } from "../library/problems.ts";
import { type OpenedSides, openSides } from "../runs/compare-sides.ts";
import { type Compared, comparePairs } from "../runs/comparing.ts";
import { Executors } from "../runs/executors/executors.ts";
import { type SelectionFlags, selectionOf } from "../runs/opening.ts";
import { readTimeLimit } from "../runs/overrides.ts";
import { comparisonFiles } from "../runs/writing/compare-files.ts";
import { writeFolder } from "../runs/writing/out-folder.ts";
import { annotateVerdicts, tellProblems, tellWarnings, tellWritten } from "../runs/writing/telling.ts";

export interface CompareOptions extends SelectionFlags {
  readonly git?: string;
  readonly base?: string;
  readonly json?: boolean;
  readonly format?: "text" | "md" | "github";
  readonly out?: string;
  readonly suggest?: boolean;
  readonly commentId?: string;
  readonly linkBase?: string;
  readonly strict?: boolean;
  readonly threads?: number;
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
    const how = {
      progress,
      deadline,
      strict: options.strict === true,
      judge: false,
      events: null,
      executors: new Executors({ threads: options.threads }),
    };
    return await deliver(await comparePairs(opened.pairs, options, how), opened, { options, to });
  } catch (error) {
    await progress.clear();
    if (error instanceof ProblemError) return await tellProblems([error.problem], options.json === true, to);
    throw error;
  }
}

interface Delivery {
  readonly options: CompareOptions;
  readonly to: Terminal;
}

async function deliver(all: readonly Compared[], opened: OpenedSides, delivery: Delivery): Promise<Exit> {
  const { options, to } = delivery;
  const label = ({ label, revision }: OpenedSides["base"]) => ({ label, revision });
  const found = all.map(({ comparison }) => comparison);
  const document = comparisonDocument(label(opened.base), label(opened.head), found);
  const markdown = markdownOf(document, all, options);
  if (options.out !== undefined) {
    const pages = await comparisonFiles(document, all);
    const texts = [jsonFile(document), { path: "report.md", content: markdown }];
    await tellWritten(writeFolder(options.out, [...texts, ...pages]), options.quiet === true, to);
  }
  await to.out.write(textOf(document, markdown, delivery));
  await annotateVerdicts(brokenIn(document), options.format === "github", to);
  return exitOf(document);
}

const jsonOf = (document: ComparisonDocument): string => `${JSON.stringify(document, null, 2)}\n`;
const jsonFile = (document: ComparisonDocument): Artefact => ({ path: "comparison.json", content: jsonOf(document) });

function markdownOf(document: ComparisonDocument, all: readonly Compared[], options: CompareOptions): string {
  const results = all.map(({ base, head }) => ({ base: base?.result ?? null, head: head?.result ?? null }));
  return pullRequest(document, results, {
    id: options.commentId ?? "default",
    mermaid: options.format !== "md",
    command: commandOf(document, options),
    ...(options.linkBase === undefined ? {} : { linkBase: options.linkBase }),
  });
}

/** The same again: revisions by their commits, since names move on. */
function commandOf({ base, head, scenarios }: ComparisonDocument, options: CompareOptions): string | null {
  if (base.revision === null || head.revision === null) return null;
  const files = [...new Set(scenarios.map(({ file }) => file))];
  const seeds = scenarios.map((one) => one.seeds.length);
  const repeat = seeds.every((number) => number === seeds[0]) ? ["--repeat", String(seeds[0])] : [];
  const variants = options.allVariants === true ? ["--all-variants"] : [];
  const range = `${base.revision.slice(0, 12)}..${head.revision.slice(0, 12)}`;
  return ["burstlab compare", "--git", range, ...files.map(word), ...repeat, ...variants].join(" ");
}

function textOf(document: ComparisonDocument, markdown: string, { options, to }: Delivery): string {
  if (options.json === true) return jsonOf(document);
  if (options.format === "md" || options.format === "github") return markdown;
  const { width: columns, color } = to.out;
  return compareText(document, { columns, color, all: options.verbose === true });
}

const brokenIn = ({ scenarios }: ComparisonDocument) =>
  scenarios.flatMap(({ thresholds }) => thresholds.filter(newlyFails));

/** A metric that got worse says most about a change; a threshold may fail newly by less than the tolerance, too. */
function exitOf({ worseCount, brokenCount }: ComparisonDocument): Exit {
  if (worseCount > 0) return Exit.regression;
  return brokenCount.error > 0 ? Exit.threshold : Exit.ok;
}
