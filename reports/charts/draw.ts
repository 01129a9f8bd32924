/** Draws a chart as SVG: the same spec gives the same bytes on every machine. Loads Vega, so import it only to draw. */
import * as vega from "vega";
import { compile } from "vega-lite";
import { textWidth } from "../words/text-width.ts";
import type { VegaLiteSpec } from "./index.ts";

/** What Vega's own types leave out: how it measures text. */
interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
}
interface Measures {
  readonly textMetrics: { width: (item: TextItem, text: unknown) => number };
}

/** Vega's own size for text that names none. */
const FONT_SIZE = 11;
const BOLD_FROM = 600;

/**
 * One chart as a complete SVG document on a white ground.
 * @throws Error when Vega or Vega-Lite warns: a chart that is not what its spec says must not be shown.
 */
export async function drawSvg(spec: VegaLiteSpec): Promise<string> {
  const doubts: string[] = [];
  const logger = vega.logger(vega.Warn, undefined, (_, __, args) => {
    doubts.push(args.join(" "));
  });
  measureByShippedFont();
  const view = new vega.View(vega.parse(compile(spec, { logger }).spec), { renderer: "none", logger });
  try {
    const svg = await view.toSVG();
    if (doubts.length > 0) throw new Error(`Vega would not draw this chart as its spec says: ${doubts.join("; ")}`);
    return described(svg, typeof spec.description === "string" ? spec.description : "");
  } finally {
    view.finalize();
  }
}

/** Vega would guess at widths, or measure with whatever canvas is installed. */
function measureByShippedFont(): void {
  const { textMetrics } = vega as unknown as Measures;
  textMetrics.width = ({ fontSize, fontWeight }, text) => {
    const bold = fontWeight === "bold" || Number(fontWeight) >= BOLD_FROM;
    return textWidth(String(text ?? ""), fontSize ?? FONT_SIZE, bold);
  };
}

/** For screen readers: the whole drawing is one picture, with its finding as its name. */
function described(svg: string, description: string): string {
  return svg.replace(' class="marks"', () => ` role="img" aria-label="${escaped(description)}"`);
}

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);
