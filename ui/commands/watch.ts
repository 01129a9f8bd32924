/** `watch`: the terminal dashboard; where there is no terminal to draw on, what `run` does. */
import { ENGINE } from "../../sim/index.ts";
import { LateSession } from "../dashboard/late-session.ts";
import type { SessionOptions } from "../dashboard/session.ts";
import { bugReport } from "../host/bug.ts";
import { Exit } from "../host/exit.ts";
import { readText } from "../host/files.ts";
import { type ColorChoice, type Terminal, terminal, wantsColor } from "../host/terminal.ts";
import { ProblemError } from "../library/problems.ts";
import { defaultSet, type SymbolSet, symbolsOf } from "../player/drawing/symbols.ts";
import type { View } from "../player/view.ts";
import { Executors } from "../runs/executors/executors.ts";
import { readMoment } from "../runs/moments.ts";
import { type OverrideFlags, readOverrides } from "../runs/overrides.ts";
import { tellProblems } from "../runs/writing/telling.ts";
import { run } from "./run.ts";

export interface WatchOptions extends OverrideFlags {
  readonly seed?: number;
  readonly variant?: string;
  readonly symbols?: SymbolSet;
  /** The moment to open at, paused. */
  readonly at?: string;
  /** A still of one frame instead of the dashboard, and its size. */
  readonly record?: string;
  readonly size?: FrameSize;
  readonly color?: ColorChoice | false;
}

/** In columns and rows. */
export interface FrameSize {
  readonly columns: number;
  readonly rows: number;
}

/** The run on the screen, then those awaited; what a thread has compiled makes its next run quicker. */
const ONE_AT_A_TIME = { threads: 1 };
const STILL_SIZE: FrameSize = { columns: 120, rows: 40 };

export async function watch(file: string, options: WatchOptions): Promise<Exit> {
  const color = options.color === false ? "never" : (options.color ?? "auto");
  const to = terminal(color);
  try {
    return await watchOrRecord(file, options, { color, to });
  } catch (error) {
    if (error instanceof ProblemError) return tellProblems([error.problem], false, to);
    throw error;
  }
}

async function watchOrRecord(
  file: string,
  options: WatchOptions,
  { color, to }: Pick<Opening, "color" | "to">,
): Promise<Exit> {
  const reason = options.record === undefined ? whyNot(process.env) : null;
  if (reason !== null) return runInstead(file, { options, reason, to });
  const { set, vars, problems } = readOverrides(options);
  if (problems.length > 0) return tellProblems(problems, false, to);
  const { seed = null, variant = "base", symbols, at } = options;
  const session = { file, set, vars, seed, variant, lesson: false };
  const atMs = at === undefined ? null : readMoment(at);
  if (options.record !== undefined) return recordTo(options.record, session, { ...options, atMs, to });
  return dashboard(session, { symbols, color, to, ...(atMs === null ? {} : { from: { momentMs: atMs } }) });
}

/** The same picture in every place: neither the terminal nor its colours play a part. */
async function recordTo(
  file: string,
  options: SessionOptions,
  { symbols, size, atMs, to }: Pick<WatchOptions, "symbols" | "size"> & { atMs: number | null; to: Terminal },
): Promise<Exit> {
  const { Session } = await import("../dashboard/session.ts");
  const { recordStill } = await import("../dashboard/still.ts");
  const executors = new Executors(ONE_AT_A_TIME);
  const session = new Session(options, executors);
  try {
    session.reread();
    const still = { file, atMs, ...(size ?? STILL_SIZE), symbols: symbolsOf(symbols ?? "braille") };
    const problems = await recordStill(session, still);
    if (problems.length > 0) return tellProblems(problems, false, to);
    await to.err.write(`${file}\n`);
    return Exit.ok;
  } finally {
    session.close();
    await executors.close();
  }
}

interface Opening {
  readonly symbols?: SymbolSet | undefined;
  readonly color: ColorChoice;
  readonly to: Terminal;
  readonly from?: Partial<View>;
}

/** Opens the dashboard on this terminal, and returns when the user leaves it. */
export async function dashboard(options: SessionOptions, { symbols, color, to, from = {} }: Opening): Promise<Exit> {
  const read = readText(options.file);
  if (!read.ok) return tellProblems([read.problem], false, to);
  const colored = prepare(color);
  const { openDashboard } = await import("../dashboard/open.tsx");
  const executors = new Executors(ONE_AT_A_TIME);
  const session = new LateSession(options, executors);
  try {
    const chosen = symbolsOf(symbols ?? defaultSet(process.env.TERM));
    const ended = await openDashboard(session, { symbols: chosen, color: colored, from });
    if ("code" in ended) return ended.code;
    if (ended.error instanceof ProblemError) return await tellProblems([ended.error.problem], false, to);
    await to.err.write(bugReport(ended.error, ENGINE));
    return Exit.bug;
  } finally {
    session.close();
    await executors.close();
  }
}

/** Read by Ink's and React's modules when they are loaded, so this comes before. @returns whether to use colour. */
function prepare(color: ColorChoice): boolean {
  process.env.NODE_ENV = "production";
  const colored = wantsColor(color, { env: process.env, isTTY: true });
  process.env.FORCE_COLOR = colored ? "1" : "0";
  return colored;
}

/** Why no dashboard can be drawn here; null if it can. */
export function whyNot(env: NodeJS.ProcessEnv): string | null {
  if (!["", "0", "false"].includes(env.CI ?? "")) return "CI is set";
  if (env.TERM === "dumb") return "TERM is dumb";
  if (process.stdin.isTTY !== true) return "standard input is no terminal";
  return process.stdout.isTTY === true ? null : "standard output is no terminal";
}

interface Instead {
  readonly options: WatchOptions;
  readonly reason: string;
  readonly to: Terminal;
}

async function runInstead(file: string, { options, reason, to }: Instead): Promise<Exit> {
  await to.err.write(`${reason}, so there is no dashboard: running 'burstlab run ${file}' instead.\n`);
  const { set, var: vars, seed, variant } = options;
  const chosen = variant === undefined ? {} : { variant: [variant] };
  const given = { ...(set === undefined ? {} : { set }), ...(vars === undefined ? {} : { var: vars }) };
  return run([file], { ...given, ...chosen, ...(seed === undefined ? {} : { seed }) }, to);
}
