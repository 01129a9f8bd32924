/** The way in: judgement of thresholds, and a result as text in the shape that is wanted. */
import type { Result } from "../sim/index.ts";
import { comparisonDocument } from "./compare.ts";
import { compareText } from "./compare-text.ts";
import type { Comparison } from "./comparison.ts";
import { seriesCsv } from "./csv.ts";
import { document, stringify } from "./document.ts";
import { type MarkdownOptions, markdown } from "./markdown.ts";
import { pullRequest } from "./pull-request.ts";
import { type SummaryOptions, summary } from "./summary.ts";
import type { Verdict } from "./verdict.ts";

export { type BaselineDocument, baseline, isBaseline, sideOfDocument } from "./baseline.ts";
export { type CompareInput, compareSides, comparisonDocument, withoutRuns } from "./compare.ts";
export { type CompareSide, sideOf } from "./compare-side.ts";
export { type CompareTextOptions, compareText } from "./compare-text.ts";
export { type Comparison, type ComparisonDocument, newlyFails, type Suggestion } from "./comparison.ts";
export { document, type ResultDocument, stringify } from "./document.ts";
export { type EvaluateOptions, evaluate, passed } from "./evaluate.ts";
export { type Explanation, explain, questionProblem } from "./explain.ts";
export { explanationText } from "./explain-text.ts";
export { type MarkdownImage, type MarkdownOptions, markdown } from "./markdown.ts";
export { metricTable } from "./metrics.ts";
export { pullRequest } from "./pull-request.ts";
export { type SummaryOptions, summary } from "./summary.ts";
export type { ThresholdScope } from "./threshold-names.ts";
export { parseThresholds, type Threshold, type ThresholdProblem } from "./thresholds.ts";
export { parseTolerances, type Tolerances } from "./tolerances.ts";
export { type VariantRuns, variantsMarkdown, variantsText } from "./variants.ts";
export type { ThresholdSource, Verdict } from "./verdict.ts";

export type Format = "terminal" | "markdown" | "json" | "csv";

export interface RenderOptions extends Partial<SummaryOptions>, MarkdownOptions {
  /** What `evaluate` found; nothing is judged without. */
  readonly verdicts?: readonly Verdict[];
}

const DEFAULT_COLUMNS = 80;

/** A result as a summary, a Markdown report, the result document, or its time series; a comparison as text or JSON. */
export function render(result: Result | Comparison, format: Format, options: RenderOptions = {}): string {
  if (!("schema" in result)) return renderComparison(result, format, options);
  const verdicts = options.verdicts ?? [];
  if (format === "markdown") return markdown(result, verdicts, options);
  if (format === "json") return stringify(document(result, verdicts));
  if (format === "csv") return seriesCsv(result);
  return summary(result, verdicts, { columns: DEFAULT_COLUMNS, color: false, ...options });
}

function renderComparison(comparison: Comparison, format: Format, options: RenderOptions): string {
  const [base, head] = [
    { label: "base", revision: null },
    { label: "head", revision: null },
  ];
  const document = comparisonDocument(base, head, [comparison]);
  if (format === "markdown") return pullRequest(document, [], { id: "default", mermaid: true, command: null });
  if (format === "json") return stringify(document);
  if (format === "csv") throw new RangeError("a comparison has no time series");
  return compareText(document, { columns: DEFAULT_COLUMNS, color: false, ...options });
}
