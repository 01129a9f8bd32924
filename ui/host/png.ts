/** SVG to PNG at twice its size, with the shipped font and no other, so that every machine draws the same picture. */
import { fileURLToPath } from "node:url";

const SCALE = 2;
const FAMILY = "Arimo";
const FONT_FILES = ["Arimo-Regular.ttf", "Arimo-Bold.ttf"].map((file) =>
  fileURLToPath(new URL(`./fonts/${file}`, import.meta.url)),
);

/** @throws Error that names the package to install, when it is missing. */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  const { Resvg } = await loadResvg();
  const drawing = new Resvg(svg, {
    fitTo: { mode: "zoom", value: SCALE },
    font: {
      loadSystemFonts: false,
      fontFiles: FONT_FILES,
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
      monospaceFamily: FAMILY,
    },
  });
  return drawing.render().asPng();
}

async function loadResvg(): Promise<typeof import("@resvg/resvg-js")> {
  try {
    return await import("@resvg/resvg-js");
  } catch (cause) {
    const hint = "PNG pictures need the package @resvg/resvg-js: npm install @resvg/resvg-js";
    throw new Error(hint, { cause });
  }
}
