/** `watch`: the terminal dashboard; where there is no terminal to draw on, what `run` does. */
import type { Problem } from "../../scenarios/index.ts";
import { ENGINE } from "../../sim/index.ts";
import { bugReport } from "../bug.ts";
import type { Session, SessionOptions } from "../dashboard/session.ts";
import { defaultSet, type SymbolSet, symbolsOf } from "../dashboard/symbols.ts";
import { Exit } from "../exit.ts";
import { type OverrideFlags, readOverrides } from "../overrides.ts";
import { ProblemError } from "../problems.ts";
import { tellProblems } from "../telling.ts";
import { type ColorChoice, type Terminal, terminal, wantsColor } from "../terminal.ts";
import { run } from "./run.ts";

export interface WatchOptions extends OverrideFlags {
  readonly seed?: number;
  readonly variant?: string;
  readonly symbols?: SymbolSet;
  readonly color?: ColorChoice | false;
}

export async function watch(file: string, options: WatchOptions): Promise<Exit> {
  const color = options.color === false ? "never" : (options.color ?? "auto");
  const to = terminal(color);
  const reason = whyNot(process.env);
  if (reason !== null) return runInstead(file, { options, reason, to });
  const { set, vars, problems } = readOverrides(options);
  if (problems.length > 0) return tellProblems(problems, false, to);
  const { seed = null, variant = "base", symbols } = options;
  return dashboard({ file, set, vars, seed, variant, lesson: false }, { symbols, color, to });
}

interface Opening {
  readonly symbols?: SymbolSet | undefined;
  readonly color: ColorChoice;
  readonly to: Terminal;
}

/** Opens the dashboard on this terminal, and returns when the user leaves it. */
export async function dashboard(options: SessionOptions, { symbols, color, to }: Opening): Promise<Exit> {
  prepare(color);
  const { Session } = await import("../dashboard/session.ts");
  const session = new Session(options);
  try {
    session.reread();
    return await show(session, symbols ?? defaultSet(process.env.TERM), to);
  } finally {
    session.close();
  }
}

async function show(session: Session, symbols: SymbolSet, to: Terminal): Promise<Exit> {
  const hopeless = session.show().problems.filter(isHopeless);
  if (hopeless.length > 0) return tellProblems(hopeless, false, to);
  const { openDashboard } = await import("../dashboard/open.tsx");
  const ended = await openDashboard(session, symbolsOf(symbols));
  if ("code" in ended) return ended.code;
  if (ended.error instanceof ProblemError) return tellProblems([ended.error.problem], false, to);
  await to.err.write(bugReport(ended.error, ENGINE));
  return Exit.bug;
}

/** Editing the scenario cannot help: its name or a flag is wrong. */
const isHopeless = ({ id, file }: Problem): boolean =>
  id.startsWith("file-") || id === "unknown-variant" || file.startsWith("--");

/** Both are read by Ink's and React's modules when they are loaded, so this comes before. */
function prepare(color: ColorChoice): void {
  process.env.NODE_ENV = "production";
  if (color === "always") process.env.FORCE_COLOR = "1";
  else if (!wantsColor(color, { env: process.env, isTTY: true })) process.env.FORCE_COLOR = "0";
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
