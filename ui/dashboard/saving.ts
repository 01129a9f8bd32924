/** `s`: the frame as SVG, PNG and text, in the folder that the user is in. */
import { clock } from "../../reports/words/numbers.ts";
import { writeAll } from "../host/files.ts";
import { svgToPng } from "../host/png.ts";
import { frameSvg, frameText } from "../player/drawing/frame-svg.ts";
import { frameLines } from "../player/frame.ts";
import type { FrameInput } from "../player/frame-input.ts";

/** What a picture of the frame is called for a screen reader. */
export const frameTitle = ({ show, view }: Pick<FrameInput, "show" | "view">): string =>
  `burstlab: ${show.scenario}, ${show.variant}, at ${clock(view.momentMs)}`;

/** What was written, or why it could not be. */
export async function saveFrame(input: FrameInput): Promise<string> {
  const { show, view, columns } = input;
  const lines = frameLines({ ...input, view: { ...view, notice: null, prompt: null } });
  const svg = frameSvg(lines, columns, frameTitle(input));
  const run = `${fileWord(show.scenario)}-${fileWord(show.variant)}`;
  const name = `burstlab-${run}-${clock(view.momentMs).replaceAll(":", "")}`;
  const png = await pngOf(svg);
  const problem = writeAll("s", ".", [
    { path: `${name}.svg`, content: svg },
    { path: `${name}.txt`, content: frameText(lines) },
    ...(png === null ? [] : [{ path: `${name}.png`, content: png }]),
  ]);
  if (problem !== null) return `not saved: ${problem.text}`;
  const kinds = png === null ? "svg, txt; png needs the package @resvg/resvg-js" : "svg, txt, png";
  return `saved ./${name} (${kinds})`;
}

/** Null without the package that draws it. */
async function pngOf(svg: string): Promise<Uint8Array | null> {
  try {
    return await svgToPng(svg);
  } catch (error) {
    if (error instanceof Error && error.message.includes("@resvg/resvg-js")) return null;
    throw error;
  }
}

const fileWord = (text: string): string =>
  text
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
