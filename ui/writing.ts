/** What goes to standard output when runs are over: summaries, Markdown, or one JSON document. */
import { document, markdown, stringify, summary } from "../reports/index.ts";
import type { Ran } from "./running.ts";
import type { Stream } from "./terminal.ts";

/** Several results stand in one document, so that standard output is always exactly one. */
export const RESULTS_SCHEMA = "burstlab.results/1";

export function jsonOf(ran: readonly Ran[]): string {
  const documents = ran.map(({ result, verdicts }) => stringify(document(result, verdicts)));
  if (documents.length === 1) return documents.join("");
  return `{"schema": "${RESULTS_SCHEMA}", "results": [\n${documents.join(",")}]}\n`;
}

export function textOf(ran: readonly Ran[], format: "text" | "md" | "github", stream: Stream): string {
  return ran.map((one) => (format === "text" ? summaryOf(one, stream) : markdownOf(one))).join("\n");
}

function summaryOf({ plan, result, verdicts, tookMs, runs }: Ran, { width, color }: Stream): string {
  return summary(result, verdicts, {
    columns: width,
    color,
    elapsedSeconds: tookMs / 1000,
    runs: runs.length,
    variants: plan.scenario.variants,
  });
}

function markdownOf({ plan, result, verdicts }: Ran): string {
  return markdown(result, verdicts, { variants: plan.scenario.variants });
}
