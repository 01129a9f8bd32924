/** Runs action.yml as GitHub does: its `run:` steps in bash, with the environment, contexts and files of a runner. */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse } from "yaml";
import { ROOT, textOf } from "../tidy/tree.ts";
import { folder } from "./cli.ts";
import { REPOSITORY, TOKEN } from "./comment-api.ts";

interface ActionStep {
  readonly id?: string;
  readonly name: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
  readonly "continue-on-error"?: boolean;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string; readonly description: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly ActionStep[] };
}

export const action = parse(textOf("action.yml")) as Action;

export interface Event {
  readonly name: string;
  readonly payload: object;
  readonly ref: string;
  readonly sha: string;
}

export interface How {
  readonly workspace: string;
  readonly event: Event;
  readonly apiUrl: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Environment of the job or of the step that uses the action. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  /** Of the whole action: that of its first step that failed, or 0. */
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly artifact: { readonly name: string; readonly files: readonly string[] } | null;
}

type Outputs = Readonly<Record<string, string>>;

interface Run {
  readonly how: How;
  readonly temp: string;
  readonly done: Map<string, Outputs>;
  readonly log: string[];
  readonly codes: number[];
  readonly artifacts: { readonly name: string; readonly files: readonly string[] }[];
}

export async function runAction(how: How): Promise<Outcome> {
  const run: Run = { how, temp: folder(), done: new Map(), log: [], codes: [], artifacts: [] };
  writeFileSync(join(run.temp, "event.json"), JSON.stringify(how.event.payload));
  writeFileSync(join(run.temp, "summary.md"), "");
  mkdirSync(join(run.temp, "runner"));
  for (const step of action.runs.steps) if (holds(step.if, run)) await stepIn(run, step);
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, run)]);
  return {
    code: run.codes.find((code) => code !== 0) ?? 0,
    log: run.log.join(""),
    summary: readFileSync(join(run.temp, "summary.md"), "utf8"),
    outputs: Object.fromEntries(outputs),
    artifact: run.artifacts[0] ?? null,
  };
}

async function stepIn(run: Run, step: ActionStep): Promise<void> {
  if (step.uses?.startsWith("actions/upload-artifact@") === true) return upload(run, step);
  if (step.run === undefined) return;
  const at = String(run.done.size);
  const outputFile = join(run.temp, `output-${at}`);
  const script = join(run.temp, `script-${at}.sh`);
  writeFileSync(outputFile, "");
  writeFileSync(script, filled(step.run, run));
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, filled(value, run)]);
  const env = { ...environment(run), ...Object.fromEntries(own), GITHUB_OUTPUT: outputFile };
  const { code, text } = await bash(script, run.how.workspace, env);
  run.log.push(text);
  run.codes.push(code);
  run.done.set(step.id ?? at, outputsIn(readFileSync(outputFile, "utf8")));
}

function upload(run: Run, step: ActionStep): void {
  const { name = "", path = "" } = step.with ?? {};
  const files = readdirSync(filled(path, run), { recursive: true, encoding: "utf8" }).sort();
  run.artifacts.push({ name: filled(name, run), files });
  run.done.set(step.id ?? "", { "artifact-url": `https://github.com/${REPOSITORY}/actions/runs/1/artifacts/2` });
}

function environment({ how: { workspace, event, apiUrl, env }, temp }: Run): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(BURSTLAB_|INPUT_|NO_COLOR|FORCE_COLOR|CI$|GITHUB_|RUNNER_)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_ACTION_PATH: ROOT,
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: join(temp, "event.json"),
    GITHUB_REF: event.ref,
    GITHUB_SHA: event.sha,
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: apiUrl,
    GITHUB_RUN_ID: "1",
    GITHUB_STEP_SUMMARY: join(temp, "summary.md"),
    RUNNER_TEMP: join(temp, "runner"),
    RUNNER_OS: "Linux",
    ...env,
  };
}

/** The line with which the runner starts bash. */
function bash(script: string, cwd: string, env: NodeJS.ProcessEnv): Promise<{ code: number; text: string }> {
  const child = spawn("bash", ["--noprofile", "--norc", "-e", "-o", "pipefail", script], { cwd, env });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? -1, text }));
  });
}

/** `name<<word`, the lines of the value, `word`. */
function outputsIn(text: string): Outputs {
  const blocks = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n\2$/gm);
  return Object.fromEntries([...blocks].map(([, name = "", , value = ""]) => [name, value]));
}

const filled = (text: string, run: Run): string =>
  text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_all, expression: string) => resolved(expression, run));

function resolved(expression: string, { how, done }: Run): string {
  const [context, name = "", , output = ""] = expression.split(".");
  if (context === "inputs") return how.inputs?.[name] ?? filledDefault(action.inputs[name]?.default ?? "");
  if (context === "steps") return done.get(name)?.[output] ?? "";
  if (context === "env") return how.env?.[name] ?? "";
  throw new Error(`no such context: ${expression}`);
}

const filledDefault = (text: string): string => text.replace(/\$\{\{ github\.token \}\}/, TOKEN);

/** The few conditions that action.yml uses; without a function of status, a step runs only while all is well. */
function holds(condition: string | undefined, run: Run): boolean {
  const inner = /^\$\{\{\s*(.*?)\s*\}\}$/.exec(condition ?? "")?.[1] ?? "";
  const parts = inner === "" ? [] : inner.split(" && ");
  const well = run.codes.every((code) => code === 0) || parts.includes("!cancelled()");
  return well && parts.every((part) => part === "!cancelled()" || differs(part, run));
}

function differs(part: string, run: Run): boolean {
  const [, left, right] = /^(\S+) != '(.*)'$/.exec(part) ?? [];
  if (left === undefined) throw new Error(`no such condition: ${part}`);
  return resolved(left, run) !== right;
}
