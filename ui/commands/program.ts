/** The verbs and flags of the command line. What a verb does is loaded only when it is called. */
import { Command, InvalidArgumentError, Option } from "commander";
import type { Exit } from "../host/exit.ts";
import { type ColorChoice, terminal } from "../host/terminal.ts";
import type { CheckOptions } from "./check.ts";
import type { CompareOptions } from "./compare.ts";
import type { ExplainOptions } from "./explain.ts";
import type { ReportOptions } from "./report.ts";
import type { RulesOptions } from "./rules.ts";
import type { RunOptions } from "./run.ts";
import type { SchemaOptions } from "./schema.ts";
import type { TeachOptions } from "./teach.ts";
import type { FrameSize, WatchOptions } from "./watch.ts";

const EXIT_CODES = `
Exit codes: 0 done; 1 a bug in burstlab; 2 wrong usage or a scenario with problems; 98 compare found a regression;
99 a threshold failed; 130 and 143 stopped by Ctrl-C or SIGTERM.`;
const EXAMPLES = `
Examples:
  burstlab check flash-sale.burst.yaml
  burstlab run flash-sale.burst.yaml
  burstlab run flash-sale.burst.yaml --set functions.checkout.reserved=400 --seed 42 --json
  burstlab watch flash-sale.burst.yaml
  burstlab report flash-sale.burst.yaml --html --svg --out build`;

/** Hands the exit code of the verb that ran to the caller. */
type Done = (code: Exit) => void;

/** In the order of the help. */
const VERBS: Readonly<Record<string, (root: Command, done: Done) => void>> = {
  init: addInit,
  check: addCheck,
  run: addRun,
  watch: addWatch,
  teach: addTeach,
  compare: addCompare,
  report: addReport,
  explain: addExplain,
  schema: addSchema,
  rules: addRules,
};

export const isVerb = (name: string): boolean => Object.hasOwn(VERBS, name);

/** Where the first argument is a verb, the others and their flags are not even made. */
export function program(version: string, first: string, done: Done): Command {
  const root = new Command("burstlab")
    .description("What will happen to this AWS Lambda function, with these settings, under this traffic?")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [verb]", "print help for a verb")
    .showHelpAfterError("Run 'burstlab --help' to see what there is.")
    .addHelpText("after", `${EXAMPLES}\n${EXIT_CODES}`)
    .exitOverride();
  const only = isVerb(first) ? VERBS[first] : undefined;
  for (const add of only === undefined ? Object.values(VERBS) : [only]) add(root, done);
  return root;
}

function verb(root: Command, name: string, description: string): Command {
  return root.command(name).description(description).helpOption("-h, --help", "print help");
}

function addInit(root: Command, done: Done): void {
  const command = verb(root, "init", "a first scenario, the editor schema, a GitHub workflow").argument(
    "[folder]",
    "where to write them; default: this folder",
  );
  addColor(command);
  onCall<Colored>(command, async ([folder], options) => {
    const { init } = await import("./init.ts");
    done(await init(folder ?? ".", terminal(colorChoice(options))));
  });
}

function addCheck(root: Command, done: Done): void {
  const command = verb(root, "check", "read and validate scenarios; run nothing").argument(
    "[file...]",
    "scenario files",
  );
  addOverrides(command)
    .option("--explain <id>", "what the problem with this id means, instead of checking")
    .option("--json", "problems as one JSON document on stdout");
  addColor(command);
  onCall<CheckOptions & Colored>(command, async (files, options) => {
    const { check } = await import("./check.ts");
    done(await check(files, options, terminal(colorChoice(options))));
  });
}

function addRun(root: Command, done: Done): void {
  const command = verb(root, "run", "simulate, print the summary, judge the thresholds");
  addRunOptions(command.argument("<file...>", "scenario files"));
  onCall<RunOptions & Colored>(command, async (files, options) => {
    const { run } = await import("./run.ts");
    done(await run(files, options, terminal(colorChoice(options))));
  });
}

function addRunOptions(command: Command): void {
  addSeeds(addOverrides(command), "number of seeds");
  addVariants(command, "run");
  addShape(command, { json: "the result", format: "shape of the summary" })
    .addOption(outFolder("write result.json, series.csv and .parquet, report.html, report.md and charts there"))
    .option("--junit <file>", "write the thresholds as JUnit test cases", path)
    .option("--update-baseline [file]", "keep the numbers for compare --base; default .burstlab/baseline.json", path)
    .option("--events <file>", "write every event as NDJSON; '-' for stdout", path)
    .addOption(threads());
  addMetricFiles(command)
    .option("--no-thresholds", "simulate, but judge nothing")
    .option("--strict", "the whole 95 % interval must meet the threshold");
  addPace(command, "also the digest of each seed's run, on stderr");
  addColor(command);
}

function addWatch(root: Command, done: Done): void {
  const command = verb(root, "watch", "the terminal dashboard; rereads the file when it changes");
  addOverrides(command.argument("<file>", "a scenario file"))
    .option("--seed <n>", "seed of the run", wholeNumber(0, HIGHEST_SEED))
    .option("--variant <name>", "the variant to show")
    .option("--at <moment>", "open paused at this moment: 02:29.6, 149.6s or 2m29s")
    .option("--record <file>", "write one frame as SVG instead, without a terminal", path)
    .option("--size <columns>x<rows>", "size of that frame; default 120x40", frameSize)
    .addOption(symbols());
  addColor(command);
  onCall<WatchOptions>(command, async (files, options) => {
    const { watch } = await import("./watch.ts");
    done(await watch(files[0] ?? "", options));
  });
}

function addTeach(root: Command, done: Done): void {
  const command = verb(root, "teach", "lessons in the dashboard; without a name, the list")
    .argument("[lesson]", "number or name of a lesson, or a scenario file with one")
    .option("--answers", "the lesson with its answers as text")
    .addOption(symbols());
  addColor(command);
  onCall<TeachOptions>(command, async ([lesson], options) => {
    const { teach } = await import("./teach.ts");
    done(await teach(lesson ?? null, options));
  });
}

function addCompare(root: Command, done: Done): void {
  const command = verb(root, "compare", "what a change does: two files, two results or two git revisions");
  addOverrides(command.argument("[file...]", "base and head; with --git or --base, the scenarios to compare"))
    .option("--git <base..head>", "two revisions: main..HEAD, main...HEAD, or main for main against your files")
    .option("--base <file>", "a baseline or a result to compare the scenarios with", path);
  addSeeds(command, "number of seeds; default 5, or more if the scenario asks for more");
  addVariants(command, "compare");
  addShape(command, { json: "the comparison", format: "shape of the report" })
    .addOption(outFolder("write comparison.json, report.md, report.html and charts there"))
    .option("--suggest", "look for the value of the changed setting that meets every threshold again")
    .option("--comment-id <id>", "marks the Markdown, so that the comment of a pull request is found again")
    .option("--link-base <url>", "where files can be seen at the head, for links to lines", path)
    .option("--strict", "the whole 95 % interval must meet the threshold")
    .addOption(threads());
  addPace(command, "every metric that moved, not only the first ones");
  addColor(command);
  onCall<CompareOptions & Colored>(command, async (files, options) => {
    const { compare } = await import("./compare.ts");
    done(await compare(files, options, terminal(colorChoice(options))));
  });
}

function addReport(root: Command, done: Done): void {
  const command = verb(root, "report", "write charts and reports of a scenario, or of a result file");
  addOverrides(command.argument("<file>", "a scenario, or a result.json written by run"))
    .option("--html", "the report as one HTML file that needs nothing else")
    .option("--interactive", "with --html: charts tell their values at the pointer")
    .option("--svg", "charts as SVG")
    .option("--png", "charts as PNG (needs the package @resvg/resvg-js)")
    .option("--vega", "charts as Vega-Lite specifications")
    .option("--md", "the report as Markdown")
    .option("--csv", "the time series as CSV")
    .option("--parquet", "the time series as Parquet")
    .addOption(outFolder("the folder to write to"));
  addSeeds(addMetricFiles(command), "number of seeds")
    .option("--variant <name>", "the variant to run")
    .option("--time-limit <duration>", "give up after this real time, for instance 60s")
    .option("--quiet", "no progress, no warnings, no paths of files written");
  addColor(command);
  onCall<ReportOptions & Colored>(command, async (files, options) => {
    const { report } = await import("./report.ts");
    done(await report(files[0] ?? "", options, terminal(colorChoice(options))));
  });
}

function addExplain(root: Command, done: Done): void {
  const command = verb(root, "explain", "why a request at a moment was refused, cold or slow");
  addOverrides(command.argument("<file>", "a result.json written by run, or a scenario, whose first seed is run"))
    .requiredOption("--at <moment>", "the moment of the run: 02:29.6, 1:02:29, 149.6s or 2m29s")
    .option("--function <name>", "the function; default: the one with most refusals then")
    .option("--seed <n>", "seed of the run", wholeNumber(0, HIGHEST_SEED))
    .option("--variant <name>", "the variant to run")
    .option("--json", "the explanation as one JSON document on stdout")
    .option("--quiet", "no progress, no warnings");
  addColor(command);
  onCall<ExplainOptions & Colored>(command, async (files, options) => {
    const { explain } = await import("./explain.ts");
    done(await explain(files[0] ?? "", options, terminal(colorChoice(options))));
  });
}

function addSchema(root: Command, done: Done): void {
  const command = verb(root, "schema", "print the JSON Schema of scenario files").option(
    "--metrics",
    "print the metrics that thresholds can name, instead",
  );
  addColor(command);
  onCall<SchemaOptions & Colored>(command, async (_files, options) => {
    const { schema } = await import("./schema.ts");
    done(await schema(options, terminal(colorChoice(options))));
  });
}

function addRules(root: Command, done: Done): void {
  const command = verb(root, "rules", "the rules of AWS behind every number: meaning, source, settings, tests")
    .argument("[id]", "one rule, for instance RES-7")
    .option("--family <name>", "only the rules whose ids begin so, for instance RES")
    .option("--json", "the rules as one JSON document on stdout");
  addColor(command);
  onCall<RulesOptions & Colored>(command, async ([id], options) => {
    const { rules } = await import("./rules.ts");
    done(await rules(id ?? null, options, terminal(colorChoice(options))));
  });
}

/** Commander gives the arguments one by one, then the options, then itself. */
function onCall<Options>(command: Command, act: (files: string[], options: Options) => Promise<void>): void {
  command.action((...given: unknown[]) => act([given[0] ?? []].flat() as string[], command.opts() as Options));
}

function addOverrides(command: Command): Command {
  return command
    .option("--set <path=value>", "override one field, repeatable: functions.checkout.reserved=400", collect)
    .option("--var <name=value>", "override one variable, repeatable: peak=1200/s", collect);
}

/** Times in these files count from `simulate.startsAt`, else from 1970. */
function addMetricFiles(command: Command): Command {
  return command
    .option(
      "--emf <file>",
      "write CloudWatch's one-minute metrics in its embedded metric format, from simulate.startsAt, else 1970",
      path,
    )
    .option("--otlp <file>", "write OpenTelemetry's metrics of functions (faas.*) as OTLP JSON, times likewise", path);
}

const symbols = (): Option =>
  new Option("--symbols <set>", "what charts are drawn with").choices(["braille", "block", "plain"]);

function addSeeds(command: Command, repeat: string): Command {
  return command
    .option("--seed <n>", "seed of the first run", wholeNumber(0, HIGHEST_SEED))
    .option("--repeat <n>", repeat, wholeNumber(1, MOST_SEEDS));
}

function addVariants(command: Command, act: string): Command {
  return command
    .option("--variant <name>", `a variant to ${act}, repeatable; 'base' is the file as it is`, collect)
    .addOption(new Option("--all-variants", "base and every variant").conflicts("variant"));
}

function addShape(command: Command, { json, format }: { readonly json: string; readonly format: string }): Command {
  return command
    .addOption(new Option("--json", `${json} as one JSON document on stdout`).conflicts("format"))
    .addOption(
      new Option("--format <shape>", `${format}; github: md, and ::error lines on stderr`).choices([
        "text",
        "md",
        "github",
      ]),
    );
}

function addPace(command: Command, verbose: string): Command {
  return command
    .option("--time-limit <duration>", "give up after this real time, for instance 60s")
    .addOption(new Option("--quiet", "no progress, no warnings, no paths of files written").conflicts("verbose"))
    .option("--verbose", verbose);
}

const threads = (): Option =>
  new Option("--threads <n>", "seeds run at once; 0: all cores; default: all cores but one")
    .env("BURSTLAB_THREADS")
    .argParser(wholeNumber(0, MOST_THREADS));

interface Colored {
  readonly color?: ColorChoice | false;
}

const colorChoice = ({ color: choice }: Colored): ColorChoice => (choice === false ? "never" : (choice ?? "auto"));

function addColor(command: Command): void {
  command.addOption(color()).option("--no-color", "the same as --color never");
}

function color(): Option {
  return new Option("--color <when>", "colour of the output")
    .choices(["auto", "always", "never"])
    .default("auto")
    .env("BURSTLAB_COLOR");
}

function outFolder(description: string): Option {
  return new Option("--out <dir>", description).env("BURSTLAB_OUT").argParser(path);
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** As many as `simulate.repeat` may ask for. */
const MOST_SEEDS = 10_000;
const MOST_THREADS = 1_024;
const HIGHEST_SEED = Number.MAX_SAFE_INTEGER - MOST_SEEDS;

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** "120x40". */
function frameSize(text: string): FrameSize {
  const [, columns, rows] = /^(\d{2,3})x(\d{2,3})$/.exec(text) ?? [];
  if (columns !== undefined && rows !== undefined) return { columns: Number(columns), rows: Number(rows) };
  throw new InvalidArgumentError("It must be like 120x40.");
}

/** `--out "$UNSET"` must not write into the present folder. */
function path(text: string): string {
  if (text !== "") return text;
  throw new InvalidArgumentError("It must not be empty.");
}
