/** The report that `burstlab compare` left in a folder, checked: for the second workflow a stranger may write it. */
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ComparisonDocument } from "../../reports/compare/comparison.ts";
import { Failure } from "./failure.ts";
import { child, object } from "./surroundings.ts";

export const MARKDOWN_FILE = "report.md";
export const JSON_FILE = "comparison.json";

export interface Report {
  readonly markdown: string;
  readonly verdict: ComparisonDocument["verdict"];
  readonly worseCount: number;
  readonly brokenCount: ComparisonDocument["brokenCount"];
}

const SCHEMA: ComparisonDocument["schema"] = "burstlab.comparison/1";
const VERDICTS: Readonly<Record<ComparisonDocument["verdict"], true>> = {
  same: true,
  "no change": true,
  "within tolerance": true,
  better: true,
  worse: true,
  differs: true,
  new: true,
  removed: true,
};

/** The first line of the comment, by which it is found again. */
export const markerOf = (id: string): string => `<!-- burstlab:comment id=${id} -->`;

/** @throws Failure when a file is missing or is not what `compare` writes. */
export function readReport(folder: string, id: string): Report {
  const markdown = read(folder, MARKDOWN_FILE);
  if (!markdown.startsWith(`${markerOf(id)}\n`))
    throw new Failure(`${MARKDOWN_FILE} does not begin with the marker of the comment '${id}'`, 1);
  return { markdown, ...countsOf(parse(read(folder, JSON_FILE))) };
}

function read(folder: string, name: string): string {
  const file = join(folder, name);
  try {
    if (!lstatSync(file).isFile()) throw new Error("not a plain file");
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Failure(`the report ${name} cannot be read: ${String(error)}`, 1);
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new Failure(`${JSON_FILE} is not valid JSON: ${String(error)}`, 1);
  }
}

function countsOf(value: unknown): Omit<Report, "markdown"> {
  const document = object(value);
  const broken = child(document, "brokenCount");
  const verdict = Object.keys(VERDICTS).find((known) => known === document.verdict) as Report["verdict"] | undefined;
  const counts = [document.worseCount, broken.error, broken.warn];
  const [worseCount = 0, error = 0, warn = 0] = counts.filter(isCount);
  if (document.schema === SCHEMA && verdict !== undefined && counts.every(isCount))
    return { verdict, worseCount, brokenCount: { error, warn } };
  throw new Failure(`${JSON_FILE} is not a comparison that this action knows (${SCHEMA}); use matching versions`, 1);
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
