/** Draws a chart for the page, which writes title and ground itself. Loads Vega, so import it only to draw. */

import { drawSvg } from "../charts/draw.ts";
import type { NamedChart, VegaLiteSpec } from "../charts/index.ts";
import type { DrawnChart } from "./report.ts";
import { slimSvg } from "./slim.ts";

/** To the right, words have room where a wider font than ours shows them. */
const PADDING = { left: 2, top: 2, right: 16, bottom: 2 } as const;

export async function drawnFor({ spec, ...chart }: NamedChart): Promise<DrawnChart> {
  return { ...chart, subtitle: subtitleOf(spec), svg: slimSvg(await drawSvg(untitled(spec))) };
}

/** The spec without its title, on the ground of the page. */
export function untitled({ title, ...spec }: VegaLiteSpec): VegaLiteSpec {
  return { ...spec, background: "transparent", padding: PADDING } as VegaLiteSpec;
}

function subtitleOf({ title }: VegaLiteSpec): string {
  const lines = typeof title === "object" && !Array.isArray(title) ? (title as { subtitle?: unknown }).subtitle : "";
  return [lines ?? ""].flat().join(" ");
}
