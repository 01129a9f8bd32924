/** What goes to standard output when runs are over: summaries, Markdown, or one JSON document. */
import { document, markdown, stringify, summary, variantsMarkdown, variantsText } from "../../../reports/index.ts";
import type { Stream } from "../../host/terminal.ts";
import type { Ran } from "../running.ts";

/** Several results stand in one document, so that standard output is always exactly one. */
export const RESULTS_SCHEMA = "burstlab.results/1";

export function jsonOf(ran: readonly Ran[]): string {
  const documents = ran.map(({ result, verdicts, runs }) => stringify(document(result, verdicts, runs)));
  if (documents.length === 1) return documents.join("");
  return `{"schema": "${RESULTS_SCHEMA}", "results": [\n${documents.join(",")}]}\n`;
}

export function textOf(ran: readonly Ran[], format: "text" | "md" | "github", stream: Stream): string {
  const each = ran.map((one) => (format === "text" ? summaryOf(one, stream) : markdownOf(one)));
  return [...each, ...besideEachOther(ran, format, stream)].join("\n");
}

/** The variants of each scenario in one table, when several ran. */
function besideEachOther(ran: readonly Ran[], format: string, { width, color }: Stream): string[] {
  const files = [...new Set(ran.map(({ plan }) => plan.scenario.file))];
  const tables = files.map((file) => {
    const own = ran.filter(({ plan }) => plan.scenario.file === file);
    const runs = own.map(({ plan: { thresholds, tolerances }, ...one }) => ({ ...one, thresholds, tolerances }));
    return format === "text" ? variantsText(runs, { columns: width, color }) : variantsMarkdown(runs);
  });
  return tables.filter((text) => text !== "");
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
