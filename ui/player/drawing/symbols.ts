/** The three sets of signs that a terminal may be able to show, and the choice between them. */

export type SymbolSet = "braille" | "block" | "plain";

export interface Symbols {
  readonly set: SymbolSet;
  readonly corners: readonly [topLeft: string, topRight: string, bottomLeft: string, bottomRight: string];
  readonly horizontal: string;
  readonly vertical: string;
  /** Before the row or panel that the keys act on. */
  readonly pointer: string;
  /** In front of a limit's name: the line as the charts draw it. */
  readonly limit: string;
  readonly passed: string;
  readonly failed: string;
  readonly warned: string;
  readonly playing: string;
  readonly paused: string;
  readonly descending: string;
  readonly dash: string;
  /** Before a change of the settings and a phase of the traffic, in the list of events. */
  readonly bullet: string;
  readonly filled: string;
  readonly empty: string;
  readonly barEnds: readonly [left: string, right: string];
  /** From nothing to full. */
  readonly spark: readonly string[];
  readonly left: string;
  readonly right: string;
  readonly up: string;
  readonly down: string;
}

const BLOCK: Symbols = {
  set: "block",
  corners: ["┌", "┐", "└", "┘"],
  horizontal: "─",
  vertical: "│",
  pointer: "▸",
  limit: "┄",
  passed: "✓",
  failed: "✗",
  warned: "!",
  playing: "▶",
  paused: "‖",
  descending: "↓",
  dash: "–",
  bullet: "·",
  filled: "█",
  empty: "░",
  barEnds: ["▕", "▏"],
  spark: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇"],
  left: "←",
  right: "→",
  up: "↑",
  down: "↓",
};

const PLAIN: Symbols = {
  set: "plain",
  corners: ["+", "+", "+", "+"],
  horizontal: "-",
  vertical: "|",
  pointer: ">",
  limit: "-",
  passed: "ok",
  failed: "X",
  warned: "!",
  playing: ">",
  paused: "=",
  descending: "*",
  dash: "-",
  bullet: "*",
  filled: "#",
  empty: ".",
  barEnds: ["[", "]"],
  spark: [" ", ".", ":", "-", "=", "+", "*", "#"],
  left: "<-",
  right: "->",
  up: "up",
  down: "down",
};

const SETS: Readonly<Record<SymbolSet, Symbols>> = {
  braille: { ...BLOCK, set: "braille" },
  block: BLOCK,
  plain: PLAIN,
};

export const symbolsOf = (set: SymbolSet): Symbols => SETS[set];

/** Without a choice: braille, but plain on the Linux console, whose fonts have neither braille nor blocks. */
export const defaultSet = (term: string | undefined): SymbolSet => (term === "linux" ? "plain" : "braille");
