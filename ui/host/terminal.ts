/** Standard output and standard error as the commands see them: coloured or not, how wide, still read or not. */
import { styleText } from "node:util";
import type { Paint } from "../library/text.ts";

export type ColorChoice = "auto" | "always" | "never";

export interface Stream {
  readonly isTTY: boolean;
  readonly color: boolean;
  readonly width: number;
  readonly paint: Paint;
  /** The reader has gone (`| head -1`): writing more is of no use. */
  readonly closed: boolean;
  /** Resolves when the text is handed on, so that a long output never piles up in memory. */
  write(text: string): Promise<void>;
}

export interface Terminal {
  readonly out: Stream;
  readonly err: Stream;
}

interface ColorSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
}

/** Flag, then NO_COLOR, then FORCE_COLOR, which colours pipes too, then what the stream is. */
export function wantsColor(choice: ColorChoice, { env, isTTY }: ColorSurroundings): boolean {
  if (choice !== "auto") return choice === "always";
  if ((env.NO_COLOR ?? "") !== "") return false;
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return isTTY && env.TERM !== "dumb";
}

/** Width of text that goes into a pipe or a file, where no window says how wide it is. */
const WIDTH_WITHOUT_WINDOW = 100;

export function terminal(choice: ColorChoice): Terminal {
  return { out: stream(process.stdout, choice), err: stream(process.stderr, choice) };
}

function stream(target: NodeJS.WriteStream, choice: ColorChoice): Stream {
  const isTTY = target.isTTY === true;
  const color = wantsColor(choice, { env: process.env, isTTY });
  let closed = false;
  target.once("error", () => {
    closed = true;
  });
  return {
    get closed() {
      return closed;
    },
    isTTY,
    color,
    width: target.columns > 0 ? target.columns : WIDTH_WITHOUT_WINDOW,
    paint: painter(color),
    write: (text) =>
      new Promise((resolve) => {
        if (closed) resolve();
        else target.write(text, () => resolve());
      }),
  };
}

export function painter(color: boolean): Paint {
  return color ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}
