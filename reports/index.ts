/** The way in: judgement of thresholds, and a result as text in the shape that is wanted. */
import type { Result } from "../sim/index.ts";
import { comparisonDocument } from "./compare/compare.ts";
import type { Comparison } from "./compare/comparison.ts";
import { pullRequest } from "./compare/pull-request.ts";
import { compareText } from "./compare/text.ts";
import { seriesCsv } from "./data/csv.ts";
import { document, stringify } from "./data/document.ts";
import type { Verdict } from "./judge/verdict.ts";
import { type MarkdownOptions, markdown } from "./summary/markdown.ts";
import { type SummaryOptions, summary } from "./summary/summary.ts";

export { type CompareInput, compareSides, comparisonDocument, withoutRuns } from "./compare/compare.ts";
export { type Comparison, type ComparisonDocument, newlyFails, type Suggestion } from "./compare/comparison.ts";
export { comparedKeys } from "./compare/metrics.ts";
export { pullRequest } from "./compare/pull-request.ts";
export { type CompareSide, sideOf } from "./compare/side.ts";
export { type CompareTextOptions, compareText } from "./compare/text.ts";
export { type VariantRuns, variantsMarkdown, variantsText } from "./compare/variants.ts";
export { type BaselineDocument, baseline, isBaseline, isOlderBaseline, sideOfDocument } from "./data/baseline.ts";
export { document, type ResultDocument, stringify } from "./data/document.ts";
export { type Explanation, explain, questionProblem } from "./explain/explain.ts";
export { explanationText } from "./explain/text.ts";
export { type EvaluateOptions, evaluate, passed } from "./judge/evaluate.ts";
export type { ThresholdScope } from "./judge/threshold-names.ts";
export { parseThresholds, type Threshold, type ThresholdProblem } from "./judge/thresholds.ts";
export { parseTolerances, type Tolerances } from "./judge/tolerances.ts";
export type { ThresholdSource, Verdict } from "./judge/verdict.ts";
export { metricTable } from "./metrics/metrics.ts";
export { type MarkdownImage, type MarkdownOptions, markdown } from "./summary/markdown.ts";
export { type SummaryOptions, summary } from "./summary/summary.ts";

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
