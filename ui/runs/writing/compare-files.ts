/** The files of a comparison: a page and charts for each scenario that ran, and a first page over several. */
import type { ComparisonDocument } from "../../../reports/index.ts";
import type { Artefact } from "../../host/files.ts";
import type { Compared } from "../comparing.ts";
import { artefactsOf, foldersFor, inFolders } from "./artefacts.ts";

export async function comparisonFiles(document: ComparisonDocument, all: readonly Compared[]): Promise<Artefact[]> {
  const ran = all.filter(({ head }) => head?.result != null);
  const folders = foldersFor(
    ran.map(({ head }) => head!.result!),
    all.length > 1,
  );
  const made: Artefact[][] = [];
  for (const one of ran) made.push(await filesOf(one, document));
  const files = inFolders(made, folders);
  if (all.length === 1) return files;
  const { overview } = await import("../../../reports/html/overview.ts");
  const pages = all.map((one) => {
    const index = ran.indexOf(one);
    return { comparison: one.comparison, path: index < 0 ? null : `${folders[index]!}report.html` };
  });
  return [{ path: "report.html", content: overview(document, pages) }, ...files];
}

function filesOf({ comparison, base, head }: Compared, document: ComparisonDocument): Promise<Artefact[]> {
  const compared = {
    comparison,
    baseLabel: document.base.label,
    headLabel: document.head.label,
    base: comparison.verdict === "same" ? null : (base?.result ?? null),
  };
  return artefactsOf({ result: head!.result!, verdicts: comparison.thresholds, compared }, ["html", "svg"]);
}
