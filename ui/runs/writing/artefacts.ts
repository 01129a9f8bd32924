/** The files that a result becomes: document, series, report, charts. What draws is loaded only when it is wanted. */
import { type ChartsOptions, charts, type NamedChart, variantCharts } from "../../../reports/charts/index.ts";
import type { ComparedWith } from "../../../reports/html/report.ts";
import { document, type MarkdownImage, markdown, render, stringify, type Verdict } from "../../../reports/index.ts";
import type { Result } from "../../../sim/index.ts";
import { type Artefact, codeOf } from "../../host/files.ts";
import { ProblemError, plainProblem } from "../../library/problems.ts";

export type Content = "json" | "csv" | "parquet" | "md" | "html" | "interactive" | "svg" | "png" | "vega";

/** What a report is about: a run just made, or one read from a file. */
export interface Reported {
  readonly result: Result;
  readonly verdicts: readonly Verdict[];
  /** One for each seed, where they are at hand. */
  readonly runs?: readonly Result[];
  /** The other side, drawn behind it and told on the page. */
  readonly compared?: ComparedWith & { readonly base: Result | null };
}

const isPicture = (content: Content): boolean => content === "svg" || content === "png";
/** The page comes in two kinds, of which one is written. */
const isPage = (content: Content): boolean => content === "html" || content === "interactive";
const showsCharts = (content: Content): boolean => isPicture(content) || isPage(content) || content === "vega";

/** @throws ProblemError when a picture needs a package that is not installed. */
export async function artefactsOf(reported: Reported, contents: readonly Content[]): Promise<Artefact[]> {
  const { result, verdicts } = reported;
  const drawn = contents.some(showsCharts) ? charts(result, againstOf(reported)) : [];
  const images = imagesOf(drawn, contents);
  const texts: Readonly<Partial<Record<Content, () => Artefact>>> = {
    json: () => ({ path: "result.json", content: stringify(document(result, verdicts, reported.runs)) }),
    csv: () => ({ path: "series.csv", content: render(result, "csv") }),
    md: () => ({ path: "report.md", content: markdown(result, verdicts, { images }) }),
  };
  return [
    ...contents.flatMap((content) => texts[content]?.() ?? []),
    ...(contents.some(isPage) ? [await page(reported, drawn, contents.includes("interactive"))] : []),
    ...(contents.includes("parquet") ? [await parquet(result)] : []),
    ...(contents.includes("vega") ? drawn.map(vegaFile) : []),
    ...(contents.some(isPicture) ? await pictures(drawn, contents) : []),
  ];
}

function againstOf({ compared }: Reported): ChartsOptions {
  if (compared?.base == null) return {};
  return { against: compared.base, names: { base: compared.baseLabel, head: compared.headLabel } };
}

async function page(reported: Reported, drawn: readonly NamedChart[], interactive: boolean): Promise<Artefact> {
  const { htmlReport } = await import("./html-report.ts");
  return { path: "report.html", content: await htmlReport(reported, drawn, interactive) };
}

async function parquet(result: Result): Promise<Artefact> {
  const { seriesParquet } = await import("./parquet.ts");
  return { path: "series.parquet", content: seriesParquet(result) };
}

function vegaFile({ name, spec }: NamedChart): Artefact {
  return { path: `charts/${name}.vl.json`, content: `${JSON.stringify(spec, null, 2)}\n` };
}

/** The report shows the pictures that are written beside it. */
function imagesOf(drawn: readonly NamedChart[], contents: readonly Content[]): MarkdownImage[] {
  const kind = contents.find(isPicture);
  return kind === undefined ? [] : drawn.map(({ name, title }) => ({ title, path: `charts/${name}.${kind}` }));
}

async function pictures(drawn: readonly NamedChart[], contents: readonly Content[]): Promise<Artefact[]> {
  const { drawSvg } = await import("../../../reports/charts/draw.ts");
  const made: Artefact[] = [];
  for (const { name, spec } of drawn) {
    const svg = await drawSvg(spec);
    if (contents.includes("svg")) made.push({ path: `charts/${name}.svg`, content: svg });
    if (contents.includes("png")) made.push({ path: `charts/${name}.png`, content: await png(svg) });
  }
  return made;
}

async function png(svg: string): Promise<Uint8Array> {
  const { svgToPng } = await import("../../host/png.ts");
  try {
    return await svgToPng(svg);
  } catch (error) {
    const missing = error instanceof Error && codeOf(error.cause) === "ERR_MODULE_NOT_FOUND";
    if (!missing) throw error;
    throw new ProblemError(
      plainProblem("missing-package", "--png", error.message, "or use --svg, which needs nothing"),
    );
  }
}

/** Small multiples of scenarios that ran in several variants, in a folder beside theirs: "flash-sale-variants". */
export async function variantArtefacts(results: readonly Result[], contents: readonly Content[]): Promise<Artefact[]> {
  const files = [...new Set(results.map(({ scenario }) => scenario.file))];
  const groups = files.map((file) => results.filter(({ scenario }) => scenario.file === file));
  const several = groups.filter(({ length }) => length > 1);
  const names = several.map(([first]) => plainFolder(`${first!.scenario.name}-variants`));
  const made = await Promise.all(
    several.map(async (group) => {
      const drawn = variantCharts(group);
      const specs = contents.includes("vega") ? drawn.map(vegaFile) : [];
      return [...specs, ...(contents.some(isPicture) ? await pictures(drawn, contents) : [])];
    }),
  );
  return inFolders(made, numbered(names));
}

/** As they are written: each list in the folder of the same index. */
export function inFolders(lists: readonly (readonly Artefact[])[], folders: readonly string[]): Artefact[] {
  return lists.flatMap((artefacts, i) =>
    artefacts.map(({ path, content }) => ({ path: `${folders[i]}${path}`, content })),
  );
}

/** A folder of its own for each result, when there are several: "flash-sale-base". */
export function foldersFor(results: readonly Result[], apart = results.length > 1): string[] {
  if (!apart) return results.map(() => "");
  return numbered(results.map(({ scenario, variant }) => plainFolder(`${scenario.name}-${variant}`)));
}

const plainFolder = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, "_");

function numbered(names: readonly string[]): string[] {
  return names.map((name, index) => {
    const before = names.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? `${name}/` : `${name}-${before + 1}/`;
  });
}
