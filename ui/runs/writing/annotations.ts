/** Annotations that GitHub Actions puts on the changed line: `::error file=...::text`. */

export interface Annotation {
  readonly level: "error" | "warning";
  readonly title: string;
  readonly text: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** GitHub shows ten annotations of a kind for a step and drops the rest without a word. */
const SHOWN = 10;

const escapeData = (text: string): string =>
  text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const escapeProperty = (text: string): string => escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

/** One line for each of the first ten of a kind; one more line tells how many were left out. */
export function annotationLines(annotations: readonly Annotation[]): string {
  return (["error", "warning"] as const).flatMap((level) => linesOf(level, annotations)).join("");
}

function linesOf(level: Annotation["level"], annotations: readonly Annotation[]): string[] {
  const all = annotations.filter((annotation) => annotation.level === level);
  if (all.length <= SHOWN) return all.map(lineOf);
  const kept = all.slice(0, SHOWN - 1);
  const rest = String(all.length - kept.length);
  return [...kept.map(lineOf), `::${level} title=burstlab::${rest} more of this kind, in the log of this step\n`];
}

function lineOf({ level, title, text, file, line, column }: Annotation): string {
  const place = file.startsWith("--")
    ? []
    : [`file=${escapeProperty(file)}`, `line=${String(line)}`, `col=${String(column)}`];
  const properties = [...place, `title=${escapeProperty(title)}`].join(",");
  return `::${level} ${properties}::${escapeData(text)}\n`;
}
