/** The look of every chart: sizes, type, and a palette that colour-blind readers can tell apart (Okabe, Ito 2008). */

/** Font of the shipped file first; the others have the same widths, so a layout holds wherever it is shown. */
const FONT = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

/** Px of the plot itself, and of the room to its left and right. */
export const SIZE = { plot: 640, left: 58, right: 168, panel: 230, halfPanel: 130 } as const;
export const TEXT = { title: 16, subtitle: 12, label: 11 } as const;

/**
 * A colour for shapes, a darker one of the same hue in which text is readable on white (contrast over 4.5), and a pale
 * one for areas: opaque, so that what lies under it does not change its colour.
 */
export interface Tone {
  readonly fill: string;
  readonly text: string;
  readonly pale: string;
}
const tone = (fill: string, text: string, pale: string): Tone => ({ fill, text, pale });

export const TONES = {
  blue: tone("#0072B2", "#005F95", "#B8D8E9"),
  sky: tone("#56B4E9", "#1B6FA3", "#D0EAF9"),
  green: tone("#009E73", "#00704F", "#B8E4D8"),
  orange: tone("#E69F00", "#8A5F00", "#F9E7BF"),
  red: tone("#D55E00", "#AE4700", "#F7DFCC"),
  purple: tone("#CC79A7", "#A03E77", "#F1DAE6"),
  yellow: tone("#F0E442", "#6E6600", "#FBF7C6"),
  grey: tone("#8A8F98", "#5C626B", "#DFE0E3"),
  black: tone("#30343B", "#30343B", "#C5C6C8"),
} as const;

export const INK = { title: "#16191D", text: "#3F454D", quiet: "#5C626B", grid: "#E6E8EB", axis: "#9AA1AA" } as const;
/** Transparent, so that the grid shows through. */
export const BAND = { color: "#30343B", opacity: 0.06 } as const;
export const BACKGROUND = "#FFFFFF";
/** Dashes of a limit, and of a moment. */
export const DASH = { limit: [6, 4], moment: [2, 3] } as const;

export const CONFIG = {
  background: BACKGROUND,
  font: FONT,
  padding: 14,
  aria: false,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    fontSize: TEXT.title,
    fontWeight: "bold",
    color: INK.title,
    lineHeight: 21,
    subtitleFontSize: TEXT.subtitle,
    subtitleColor: INK.quiet,
    subtitleLineHeight: 16,
    subtitlePadding: 6,
    offset: 14,
  },
  axis: {
    labelColor: INK.text,
    labelFontSize: TEXT.label,
    labelFontWeight: "normal",
    titleColor: INK.text,
    titleFontSize: TEXT.label,
    titleFontWeight: "bold",
    gridColor: INK.grid,
    domainColor: INK.axis,
    tickColor: INK.axis,
    labelOverlap: false,
  },
} as const;
