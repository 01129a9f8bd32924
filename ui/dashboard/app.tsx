/** The dashboard's one source of time, its keys, and its exit; everything it draws comes from `frame.ts`. */
import { useApp, useInput, useStdin, useStdout, useWindowSize } from "ink";
import { useCallback, useEffect, useRef, useState } from "react";
import { Exit } from "../host/exit.ts";
import type { Symbols } from "../player/drawing/symbols.ts";
import { type Film, openFilm, pageOf, pageStep, renewed, staged, stepped } from "../player/film.ts";
import { changeOf } from "../player/prompt.ts";
import type { Step } from "../player/steps.ts";
import type { View } from "../player/view.ts";
import { commandAt, toClipboard } from "./command.ts";
import { type Action, actionOf, type Command, type Mode, pressesOf } from "./keys.ts";
import { saveFrame } from "./saving.ts";
import { Screen } from "./screen.tsx";
import type { Driven } from "./session.ts";

const FRAME_MS = 100;
const RESTING_FRAME_MS = 250;
/** After a pause of the whole process the film goes on where it stood. */
const LONGEST_STEP_MS = 1_000;

export interface AppProps {
  readonly session: Driven;
  readonly symbols: Symbols;
  readonly color: boolean;
  /** Lets the shell have the terminal until the user comes back. */
  readonly suspend: () => Promise<void>;
  /** What the viewer has asked for beforehand. */
  readonly from?: Partial<View>;
}

export function App({ session, symbols, color, suspend, from = {} }: AppProps) {
  const { isRawModeSupported } = useStdin();
  const size = useFrameSize();
  const { film, now, step } = useFilm(session, from);
  const commands = useCommands({ session, now, step, suspend, symbols, size });
  const act = (action: Action): void => {
    if (isCommand(action, commands)) commands[action.kind](action);
    else if (action.kind === "back" && !hasSomethingToLeave(now().view)) session.alone();
    else step(action);
  };
  useInput(
    (input, key) => {
      for (const press of pressesOf(input, key)) {
        const action = actionOf(press, modeOf(now()));
        if (action !== null) act(action);
      }
    },
    { isActive: isRawModeSupported },
  );
  return <Screen {...film} symbols={symbols} color={color} {...size} />;
}

/** On Windows consoles a frame of full height scrolls the screen, so one row stays free there. */
function useFrameSize(): { columns: number; rows: number } {
  const { columns, rows } = useWindowSize();
  return { columns, rows: process.platform === "win32" ? rows - 1 : rows };
}

/** Otherwise Esc leaves the comparison. */
const hasSomethingToLeave = ({ prompt, overlay, enlarged, filter }: View): boolean =>
  prompt !== null || overlay !== "none" || enlarged || filter !== "";

/** Overlays are looked at as ever, in a lesson too. */
function modeOf({ show, view }: Film): Mode {
  if (view.prompt !== null) return "typing";
  const page = view.overlay === "none" ? pageOf(show, view) : null;
  if (page === null) return "film";
  return page.kind === "ask" ? "question" : "lesson";
}

interface LiveFilm {
  readonly film: Film;
  /** With all steps taken, also those not drawn yet. */
  readonly now: () => Film;
  readonly step: (step: Step) => void;
}

/** All changes go through one state, in the order in which they come; time passes here and nowhere else. */
function useFilm(session: AppProps["session"], from: Partial<View>): LiveFilm {
  const [film, setFilm] = useState(() => openFilm(session.show(), from));
  const latest = useRef(film);
  const change = useCallback((next: Film) => {
    latest.current = next;
    setFilm(next);
  }, []);
  const now = useCallback(() => latest.current, []);
  const step = useCallback((next: Step) => change(stepped(latest.current, next)), [change]);
  useEffect(() => {
    const renew = (): void => change(renewed(latest.current, session.show()));
    // What happened between the first drawing and now was heard by nobody.
    renew();
    return session.subscribe(renew);
  }, [session, change]);
  useTime(film.view.playing, step);
  if (film.show.failure !== null) throw film.show.failure;
  return { film, now, step };
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

interface Controls extends Pick<AppProps, "session" | "suspend" | "symbols">, Pick<LiveFilm, "now" | "step"> {
  readonly size: { readonly columns: number; readonly rows: number };
}

function useCommands({ session, now, step, suspend, symbols, size }: Controls): Commands {
  const { exit, suspendTerminal } = useApp();
  const { write } = useStdout();
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
    beside: () => {
      session.simulateAll();
      step({ kind: "overlay", overlay: "beside" });
    },
    ask: (command) => {
      const { show } = now();
      if (command.kind === "ask") step({ kind: "prompt", of: command.of, fields: show.fields });
    },
    apply: () => apply(session, now(), step),
    save: () => void saveFrame({ ...now(), symbols, ...size }).then(notice, exit),
    copy: () => {
      const { show, view } = now();
      const command = commandAt(staged(show, view).command, view.momentMs);
      write(toClipboard(command));
      notice(`copied: ${command}`);
    },
    leave: () => step({ kind: "leave-lesson" }),
    "turn-page": (command) => turnPage(now(), step, command.kind === "turn-page" ? command.by : 0),
  };
}

/** Enter at the prompt: keeps the filter, takes the marked field, or makes the change. */
function apply(session: AppProps["session"], { view }: Film, step: (step: Step) => void): void {
  const { prompt } = view;
  const change = prompt?.kind === "what-if" ? changeOf(prompt) : null;
  if (change === null) {
    step({ kind: "complete" });
    return;
  }
  const [problem] = session.whatIf(change.path, change.value);
  if (problem === undefined) step({ kind: "back" });
  else step({ kind: "refused", text: problem.hint === "" ? problem.text : `${problem.text}: ${problem.hint}` });
}

/** While the film runs to its stop, the first press brings it there; after the last page the lesson is over. */
function turnPage({ show, view }: Film, step: (step: Step) => void, by: number): void {
  const pages = show.lesson?.pages ?? [];
  const at = view.lesson?.page ?? 0;
  const page = pageOf(show, view);
  if (page === null) return;
  if (by > 0 && view.stopAt !== null && page.kind === "look") {
    step({ kind: "arrive" });
    return;
  }
  if (at + by < 0) return;
  if (at + by < pages.length) {
    step(pageStep(pages[at + by], at + by));
    return;
  }
  step({ kind: "leave-lesson" });
  step({ kind: "notice", text: "the lesson is over: the run is yours, w changes it" });
}

const isCommand = (action: Action, commands: Commands): action is Command => Object.hasOwn(commands, action.kind);
