/** The command that opens the dashboard on the run that is shown, and the way to a terminal's clipboard. */
import { word } from "../../reports/summary/advice.ts";
import { moment } from "../../reports/words/numbers.ts";

interface Run {
  readonly file: string;
  readonly variant: string;
  readonly seed: number;
  readonly set: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
}

/** Words quoted where a shell would take them apart. */
export function watchCommand({ file, variant, seed, set, vars }: Run): string {
  const flags = (flag: string, values: Readonly<Record<string, string>>): string[] =>
    Object.entries(values).flatMap(([name, value]) => [flag, word(`${name}=${value}`)]);
  const chosen = variant === "base" ? [] : ["--variant", word(variant)];
  const given = [...chosen, "--seed", String(seed), ...flags("--set", set), ...flags("--var", vars)];
  return ["burstlab", "watch", word(file), ...given].join(" ");
}

/** The same at a moment of the run. */
export const commandAt = (command: string, ms: number): string => `${command} --at ${moment(ms)}`;

/** OSC 52: asks the terminal to put text on the clipboard, over SSH too; terminals that do not know it ignore it. */
export const toClipboard = (text: string): string => `\u001b]52;c;${Buffer.from(text).toString("base64")}\u0007`;
