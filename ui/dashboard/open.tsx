/** Opens the dashboard in the terminal's second screen and always leaves the first one as it was. */
import { render } from "ink";
import { Exit } from "../host/exit.ts";
import type { Symbols } from "../player/drawing/symbols.ts";
import type { View } from "../player/view.ts";
import { App } from "./app.tsx";
import type { LateSession } from "./late-session.ts";

/** What came of it: an exit code, or the error that ended it, to be told when the screen is back. */
export type Ended = { readonly code: Exit } | { readonly error: unknown };

/** How it is opened. */
export interface Opening {
  readonly symbols: Symbols;
  readonly color: boolean;
  readonly from: Partial<View>;
}

export async function openDashboard(session: LateSession, { symbols, color, from }: Opening): Promise<Ended> {
  const app = render(<App session={session} symbols={symbols} color={color} suspend={stopJob} from={from} />, {
    alternateScreen: true,
    exitOnCtrlC: false,
    // Whether this is a terminal that can be drawn on has been decided before.
    interactive: true,
    incrementalRendering: process.env.SSH_CONNECTION !== undefined,
  });
  // The first frame is out; what takes longer comes now.
  session.begin().catch((error: unknown) => breakDown(error));
  let stopped: Exit | null = null;
  let broken: unknown = null;
  const leave = (code: Exit) => (): void => {
    stopped = code;
    app.unmount();
  };
  const breakDown = (error: unknown): void => {
    broken ??= error;
    app.unmount();
  };
  const signals = { SIGINT: leave(Exit.interrupted), SIGTERM: leave(Exit.terminated), SIGHUP: leave(Exit.terminated) };
  for (const [signal, handler] of Object.entries(signals)) process.prependListener(signal as NodeJS.Signals, handler);
  process.prependListener("uncaughtException", breakDown);
  try {
    const code = await app.waitUntilExit();
    if (broken !== null) return { error: broken };
    return { code: stopped ?? (typeof code === "number" ? (code as Exit) : Exit.ok) };
  } catch (error) {
    return { error };
  } finally {
    for (const [signal, handler] of Object.entries(signals)) process.off(signal, handler);
    process.off("uncaughtException", breakDown);
  }
}

/** Ctrl-Z: stops the whole job, as the shell expects; goes on after `fg`. Windows has no jobs. */
async function stopJob(): Promise<void> {
  if (process.platform === "win32") return;
  process.kill(0, "SIGTSTP");
  await new Promise((resolve) => setImmediate(resolve));
}
