/**
 * What one change may touch: a thing of which there will be more is named in files of its own, and in lists. No other
 * file names one, so that one more is its files and a line in each list.
 */
import { namings, speaksOf } from "./naming.ts";
import type { SourceFile } from "./tree.ts";

interface Exception {
  readonly path: string;
  readonly names: readonly string[];
  readonly because: string;
}

interface Wall {
  /** As messages say it: "the source". */
  readonly what: string;
  /** Folders with a file, or a folder, for each, which may name that one. The first says which there are. */
  readonly homes: readonly string[];
  /** Files of the first home that are none. */
  readonly others: readonly string[];
  /** Files that may name all of them. */
  readonly lists: readonly string[];
  /** Where names are ordinary words as well: files, and statements in them, that speak of such things. */
  readonly files?: (file: SourceFile) => boolean;
  readonly speaks?: RegExp;
  readonly whole?: boolean;
  /** A key whose text is another thing, be it called alike. */
  readonly apart?: string;
  readonly exceptions: readonly Exception[];
}

const imports =
  (folder: string) =>
  ({ path, imports }: SourceFile): boolean =>
    path.startsWith(folder) || imports.some(({ target }) => target.startsWith(folder));

const OF_A_PAGE = "sections of a page have the names of their main charts";
const WANTED = "so many threads, as the user wants it";

/** A runtime is more than its folder as long as its settings, rows and words are fields of what all functions have. */
const RUNTIMES_NAMED: readonly Exception[] = [
  { path: "sim/config.ts", names: ["durable", "managed"], because: "fields of a function's settings" },
  { path: "sim/measure/report/config-digest.ts", names: ["durable"], because: "what counts as unused settings" },
  { path: "scenarios/parts/function/schema.ts", names: ["durable", "managed"], because: "fields of a function" },
  { path: "scenarios/parts/function/build.ts", names: ["durable", "managed"], because: "settings of a function" },
  { path: "scenarios/parts/function/kinds.ts", names: ["durable"], because: "which fields exclude each other" },
  { path: "scenarios/text/explanations.ts", names: ["durable"], because: "mistakes with its fields" },
  { path: "sim/sources/traffic.ts", names: ["durable"], because: "a caller waits for 15 minutes at most (DUR-3)" },
  { path: "sim/pricing/instances.ts", names: ["managed"], because: "which instances the price book has for it" },
  { path: "sim/pricing/assumptions.ts", names: ["durable"], because: "what is not charged" },
  { path: "sim/vocabulary/metrics/durable.ts", names: ["durable"], because: "its metrics, in prose" },
  { path: "sim/vocabulary/prices/lambda.ts", names: ["durable"], because: "rows of prices" },
  { path: "sim/vocabulary/rules/sources.ts", names: ["durable"], because: "pages of AWS" },
  { path: "sim/vocabulary/notable.ts", names: ["managed"], because: "a kind of event of a result" },
  { path: "sim/result.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "sim/lambda/runtimes/runtime.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "reports/charts/limits.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "reports/charts/kinds/concurrency.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "reports/charts/kinds/region.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "ui/player/panels/concurrency.ts", names: ["managed"], because: "what a limit of a result counts" },
  { path: "reports/words/events.ts", names: ["managed"], because: "words of a kind of event" },
  { path: "ui/player/panels/events.ts", names: ["managed"], because: "marks of a kind of event" },
  { path: "reports/words/refusals.ts", names: ["durable"], because: "words of a refusal" },
  { path: "reports/summary/summary.ts", names: ["durable"], because: "a section of the summary" },
  { path: "reports/charts/kinds/cost.ts", names: ["durable"], because: "where its charges stand in the picture" },
];

export const WALLS: readonly Wall[] = [
  {
    what: "the source",
    homes: ["sim/vocabulary/sources/", "sim/sources/", "scenarios/sources/"],
    others: ["index", "source"],
    lists: ["sim/vocabulary/sources/index.ts", "sim/sources/list.ts", "scenarios/sources/list.ts"],
    exceptions: [{ path: "scenarios/parts/lifecycle/schema.ts", names: ["direct"], because: "a call, in prose" }],
  },
  {
    what: "the downstream",
    homes: ["sim/downstream/", "scenarios/downstreams/"],
    others: ["capacity", "list"],
    lists: ["sim/downstream/list.ts", "scenarios/downstreams/list.ts"],
    speaks: /downstream|service/i,
    exceptions: [
      { path: "sim/vocabulary/metrics/downstream.ts", names: ["rate"], because: "a count as a share of others" },
      { path: "scenarios/wording.ts", names: ["rate"], because: "a field of phases, and one of thresholds" },
    ],
  },
  {
    what: "the chart",
    homes: ["reports/charts/kinds/"],
    others: [],
    lists: ["reports/charts/list.ts", "reports/charts/index.ts"],
    files: imports("reports/charts/"),
    whole: true,
    // Of a page: some are called as their main chart.
    apart: "section",
    exceptions: [
      {
        path: "reports/charts/chart.ts",
        names: ["concurrency", "throttles", "latency", "cold-starts", "cost"],
        because: OF_A_PAGE,
      },
      {
        path: "reports/html/page.ts",
        names: ["concurrency", "throttles", "latency", "cold-starts", "cost"],
        because: OF_A_PAGE,
      },
    ],
  },
  {
    what: "the runtime",
    homes: ["sim/lambda/runtimes/", "scenarios/parts/"],
    others: ["list", "runtime", "runtimes"],
    lists: ["sim/lambda/runtimes/list.ts", "scenarios/parts/list.ts"],
    exceptions: RUNTIMES_NAMED,
  },
  {
    what: "the executor",
    homes: ["ui/runs/executors/"],
    others: ["core-choice", "executor", "executors", "simulate", "slices"],
    lists: ["ui/runs/executors/executors.ts"],
    files: imports("ui/runs/"),
    exceptions: [
      "ui/commands/compare.ts",
      "ui/commands/run.ts",
      "ui/commands/watch.ts",
      "ui/runs/executors/executor.ts",
    ].map((path) => ({ path, names: ["threads"], because: WANTED })),
  },
];

/** Who names what it should not know, and exceptions that nobody needs any more. */
export function breaches(files: readonly SourceFile[], walls: readonly Wall[]): string[] {
  return walls.flatMap((wall) => breachesOf(wall, files));
}

function breachesOf(wall: Wall, files: readonly SourceFile[]): string[] {
  const names = namesOf(wall, files);
  const found = files
    .filter(({ path }) => !path.startsWith("test/") && !wall.lists.includes(path))
    .flatMap((file) =>
      foundIn(
        wall,
        file,
        names.filter((name) => !isHome(wall, name, file.path)),
      ),
    );
  return [
    ...found
      .filter((one) => !wall.exceptions.some((exception) => allowed(one, exception)))
      .map(({ path, how, name }) => `${path}${how} ${wall.what} ${name}`),
    ...wall.exceptions.flatMap((exception) =>
      exception.names
        .filter((name) => !found.some((one) => one.name === name && allowed(one, exception)))
        .map((name) => `${exception.path} need not be allowed to name ${wall.what} ${name}`),
    ),
  ];
}

interface Found {
  readonly path: string;
  readonly name: string;
  /** ":12 names", " imports". */
  readonly how: string;
}

const allowed = (one: Found, { path, names }: Exception): boolean => path === one.path && names.includes(one.name);

function foundIn(wall: Wall, file: SourceFile, names: readonly string[]): Found[] {
  const { path, imports } = file;
  const look = { names, speaks: wall.speaks && speaksOf(wall.speaks), whole: wall.whole, apart: wall.apart };
  const named = (wall.files?.(file) ?? true) ? namings(file, look) : [];
  return [
    ...imports.flatMap(({ target }) =>
      names.filter((name) => isHome(wall, name, target)).map((name) => ({ path, name, how: " imports" })),
    ),
    ...named.map(({ name, line }) => ({ path, name, how: `:${line} names` })),
  ];
}

/** "sns" of `sns.ts`, "durable" of `durable/steps.ts`. */
function namesOf({ homes: [first = ""], others }: Wall, files: readonly SourceFile[]): string[] {
  const all = files
    .filter(({ path }) => path.startsWith(first))
    .map(({ path }) => path.slice(first.length).replace(/\.ts$|\/.*$/, ""));
  return [...new Set(all)].filter((name) => !others.includes(name));
}

const isHome = ({ homes }: Wall, name: string, path: string): boolean =>
  homes.some((home) => path === `${home}${name}.ts` || path.startsWith(`${home}${name}/`));
