/** Which key does what: while the film is looked at, while something is typed, and in a lesson. */
import { PANELS } from "../player/layout.ts";
import type { Step } from "../player/steps.ts";

/** What a key asks for beyond the view itself. */
export type Command =
  | { readonly kind: "quit" | "interrupt" | "suspend" | "reread" | "save" | "copy" | "apply" | "beside" | "leave" }
  | { readonly kind: "variant" | "turn-page"; readonly by: number }
  | { readonly kind: "ask"; readonly of: "filter" | "what-if" };

export type Action = Step | Command;

/** What keys mean now: letters are typed, or answer a lesson's question, or act on the film. */
export type Mode = "film" | "typing" | "lesson" | "question";

/** The parts of Ink's `Key` that are used. */
export interface Pressed {
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly backspace: boolean;
  readonly delete: boolean;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly home: boolean;
  readonly end: boolean;
}

/** One key: a letter, or the name of another key. */
export type Press = { readonly letter: string } | { readonly name: Name; readonly shift: boolean };

type Name =
  | "left"
  | "right"
  | "up"
  | "down"
  | "enter"
  | "escape"
  | "tab"
  | "backspace"
  | "home"
  | "end"
  | "ctrl-c"
  | "ctrl-z";

const LONG_SEEK = 10;

/** Keys that are no letters come as one when something was typed just before them. */
const CONTROL: Readonly<Record<string, Name>> = {
  "\r": "enter",
  "\n": "enter",
  "\t": "tab",
  "\u0003": "ctrl-c",
  "\u001a": "ctrl-z",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u001b": "escape",
};

/** The keys of one piece of input: fast typing can bring several letters at once. */
export function pressesOf(input: string, key: Pressed): Press[] {
  const name = nameOf(input, key);
  if (name !== null) return [{ name, shift: key.shift }];
  if (key.ctrl || key.meta) return [];
  return [...input].map((letter) => {
    const control = CONTROL[letter];
    return control === undefined ? { letter } : { name: control, shift: false };
  });
}

function nameOf(input: string, key: Pressed): Name | null {
  if (key.ctrl && input === "c") return "ctrl-c";
  if (key.ctrl && input === "z") return "ctrl-z";
  if (key.leftArrow) return "left";
  if (key.rightArrow) return "right";
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.return) return "enter";
  if (key.escape) return "escape";
  if (key.tab) return "tab";
  if (key.backspace || key.delete) return "backspace";
  if (key.home) return "home";
  return key.end ? "end" : null;
}

/** What a key asks for; null for nothing. */
export function actionOf(press: Press, mode: Mode): Action | null {
  if ("name" in press && press.name === "ctrl-c") return { kind: "interrupt" };
  if ("name" in press && press.name === "ctrl-z") return { kind: "suspend" };
  if (mode === "typing") return typed(press);
  const ofLesson = mode === "film" ? null : lessonAction(press, mode);
  return ofLesson ?? ("letter" in press ? letter(press.letter) : named(press.name, press.shift));
}

function typed(press: Press): Action | null {
  if ("letter" in press) return { kind: "typed", text: press.letter };
  switch (press.name) {
    case "backspace":
      return { kind: "erased" };
    case "up":
      return { kind: "choose", by: -1 };
    case "down":
      return { kind: "choose", by: 1 };
    case "tab":
      return { kind: "complete" };
    case "enter":
      return { kind: "apply" };
    case "escape":
      return { kind: "back" };
    default:
      return null;
  }
}

const GUESSES = "abcd";

/** A lesson takes a few keys for itself; all others work as ever. */
function lessonAction(press: Press, mode: Mode): Action | null {
  if ("letter" in press) {
    const guess = GUESSES.indexOf(press.letter);
    if (mode === "question" && guess >= 0) return { kind: "guess", answer: guess };
    if (mode === "question" && press.letter === "s") return { kind: "turn-page", by: 1 };
    return null;
  }
  if (press.name === "enter") return { kind: "turn-page", by: 1 };
  if (press.name === "backspace") return { kind: "turn-page", by: -1 };
  return press.name === "escape" ? { kind: "leave" } : null;
}

function named(name: Name, shift: boolean): Action | null {
  const far = shift ? LONG_SEEK : 1;
  switch (name) {
    case "left":
      return { kind: "seek", by: -far };
    case "right":
      return { kind: "seek", by: far };
    case "up":
      return { kind: "row", by: -1 };
    case "down":
      return { kind: "row", by: 1 };
    case "enter":
      return { kind: "enlarge" };
    case "escape":
      return { kind: "back" };
    case "tab":
      return { kind: "next-panel", by: shift ? -1 : 1 };
    case "home":
      return { kind: "start" };
    case "end":
      return { kind: "end" };
    default:
      return null;
  }
}

const LETTERS: Readonly<Record<string, Action>> = {
  " ": { kind: "play" },
  "-": { kind: "speed", by: -1 },
  _: { kind: "speed", by: -1 },
  "+": { kind: "speed", by: 1 },
  // The same key without shift.
  "=": { kind: "speed", by: 1 },
  g: { kind: "start" },
  G: { kind: "end" },
  j: { kind: "row", by: 1 },
  k: { kind: "row", by: -1 },
  n: { kind: "jump", by: 1 },
  N: { kind: "jump", by: -1 },
  v: { kind: "variant", by: 1 },
  V: { kind: "variant", by: -1 },
  b: { kind: "beside" },
  w: { kind: "ask", of: "what-if" },
  "/": { kind: "ask", of: "filter" },
  e: { kind: "overlay", overlay: "explain" },
  t: { kind: "overlay", overlay: "teach" },
  s: { kind: "save" },
  y: { kind: "copy" },
  o: { kind: "sort" },
  r: { kind: "reread" },
  "?": { kind: "overlay", overlay: "help" },
  q: { kind: "quit" },
};

function letter(input: string): Action {
  const panel = PANELS.find((number) => String(number) === input);
  if (panel !== undefined) return { kind: "panel", panel };
  return LETTERS[input] ?? { kind: "notice", text: `no key ${input} here: ? lists them all` };
}
