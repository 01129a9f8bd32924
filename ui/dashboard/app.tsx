/** The dashboard's one source of time, its keys, and its exit; everything it draws comes from `screen.tsx`. */
import { useApp, useInput, useStdin, useWindowSize } from "ink";
import { useCallback, useEffect, useState } from "react";
import { Exit } from "../exit.ts";
import { type Film, openFilm, renewed, stepped } from "./film.ts";
import { type Action, actionsOf, type Command } from "./keys.ts";
import { Screen } from "./screen.tsx";
import type { Session } from "./session.ts";
import type { Symbols } from "./symbols.ts";
import type { Step } from "./view.ts";

const FRAME_MS = 100;
const RESTING_FRAME_MS = 250;
/** After a pause of the whole process the film goes on where it stood. */
const LONGEST_STEP_MS = 1_000;

export interface AppProps {
  readonly session: Pick<Session, "show" | "subscribe" | "reread" | "turnTo">;
  readonly symbols: Symbols;
  /** Lets the shell have the terminal until the user comes back. */
  readonly suspend: () => Promise<void>;
}

export function App({ session, symbols, suspend }: AppProps) {
  const { isRawModeSupported } = useStdin();
  const { columns, rows } = useFrameSize();
  const { film, step } = useFilm(session);
  const commands = useCommands(session, step, suspend);
  const act = (action: Action): void => (isCommand(action) ? commands[action.kind](action) : step(action));
  useInput((input, key) => actionsOf(input, key).forEach(act), { isActive: isRawModeSupported });
  return <Screen {...film} symbols={symbols} columns={columns} rows={rows} />;
}

/** On Windows consoles a frame of full height scrolls the screen, so one row stays free there. */
function useFrameSize(): { columns: number; rows: number } {
  const { columns, rows } = useWindowSize();
  return { columns, rows: process.platform === "win32" ? rows - 1 : rows };
}

/** All changes go through one state, in the order in which they come; time passes here and nowhere else. */
function useFilm(session: AppProps["session"]): { film: Film; step: (step: Step) => void } {
  const [film, setFilm] = useState(() => openFilm(session.show()));
  const step = useCallback((next: Step) => setFilm((now) => stepped(now, next)), []);
  useEffect(() => {
    const renew = (): void => {
      const show = session.show();
      setFilm((now) => renewed(now, show));
    };
    // What happened between the first drawing and now was heard by nobody.
    renew();
    return session.subscribe(renew);
  }, [session]);
  useTime(film.view.playing, step);
  if (film.show.failure !== null) throw film.show.failure;
  return { film, step };
}

function useTime(playing: boolean, step: (step: Step) => void): void {
  useEffect(() => {
    let last = performance.now();
    const timer = setInterval(
      () => {
        const now = performance.now();
        step({ kind: "tick", elapsedMs: Math.min(LONGEST_STEP_MS, now - last) });
        last = now;
      },
      playing ? FRAME_MS : RESTING_FRAME_MS,
    );
    return () => clearInterval(timer);
  }, [playing, step]);
}

type Commands = Readonly<Record<Command["kind"], (command: Command) => void>>;

function useCommands(session: AppProps["session"], step: (step: Step) => void, suspend: AppProps["suspend"]): Commands {
  const { exit, suspendTerminal } = useApp();
  const notice = (text: string): void => step({ kind: "notice", text });
  return {
    quit: () => exit(Exit.ok),
    interrupt: () => exit(Exit.interrupted),
    // A terminal that cannot be handed over is an error like any other: it ends the dashboard with its message.
    suspend: () => void suspendTerminal(suspend).catch(exit),
    reread: () => {
      notice("the file was read again");
      session.reread();
    },
    variant: (command) => {
      if (!session.turnTo(command.kind === "variant" ? command.by : 0)) notice("this scenario has no other variant");
    },
  };
}

const COMMANDS: readonly string[] = ["quit", "interrupt", "suspend", "reread", "variant"] satisfies Command["kind"][];
const isCommand = (action: Action): action is Command => COMMANDS.includes(action.kind);
