/** Which key does what, and how the bottom line and the help tell it. */
import { PANELS } from "./layout.ts";
import type { Step } from "./view.ts";

/** What a key asks for beyond the view itself. */
export type Command =
  | { readonly kind: "quit" | "interrupt" | "suspend" | "reread" }
  | { readonly kind: "variant"; readonly by: number };

export type Action = Step | Command;

/** The parts of Ink's `Key` that are used. */
export interface Pressed {
  readonly leftArrow: boolean;
  readonly rightArrow: boolean;
  readonly upArrow: boolean;
  readonly downArrow: boolean;
  readonly return: boolean;
  readonly escape: boolean;
  readonly tab: boolean;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly home: boolean;
  readonly end: boolean;
}

const LONG_SEEK = 10;

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
  o: { kind: "sort" },
  r: { kind: "reread" },
  "?": { kind: "help" },
  q: { kind: "quit" },
  // Keys that are no letters come as one when something was typed just before them.
  "\r": { kind: "enlarge" },
  "\t": { kind: "next-panel", by: 1 },
  "\u0003": { kind: "interrupt" },
  "\u001a": { kind: "suspend" },
};

/** What a key press asks for; fast typing can bring several letters at once. */
export function actionsOf(input: string, key: Pressed): Action[] {
  const special = specialKey(input, key);
  if (special !== null) return [special];
  if (key.ctrl || key.meta) return [];
  return [...input].map(letter);
}

function specialKey(input: string, key: Pressed): Action | null {
  const far = key.shift ? LONG_SEEK : 1;
  if (key.ctrl && input === "c") return { kind: "interrupt" };
  if (key.ctrl && input === "z") return { kind: "suspend" };
  if (key.leftArrow) return { kind: "seek", by: -far };
  if (key.rightArrow) return { kind: "seek", by: far };
  if (key.upArrow) return { kind: "row", by: -1 };
  if (key.downArrow) return { kind: "row", by: 1 };
  if (key.return) return { kind: "enlarge" };
  if (key.escape) return { kind: "back" };
  if (key.tab) return { kind: "next-panel", by: key.shift ? -1 : 1 };
  if (key.home) return { kind: "start" };
  return key.end ? { kind: "end" } : null;
}

function letter(input: string): Action {
  const panel = PANELS.find((number) => String(number) === input);
  if (panel !== undefined) return { kind: "panel", panel };
  return LETTERS[input] ?? { kind: "notice", text: `no key ${input} here: ? lists them all` };
}
