/** What a chart is made of: a title that states the finding, one or two panels over the same time, and their frame. */
import type { TopLevelSpec } from "vega-lite";
import { wrapEvenly } from "../words/text-width.ts";
import { type Scale, timeAxis, valueAxis } from "./scales.ts";
import type { ChartNumbers } from "./stretches.ts";
import { CONFIG, SIZE, TEXT } from "./theme.ts";

export type VegaLiteSpec = TopLevelSpec;
/** One layer of a panel. */
export type Layer = Extract<TopLevelSpec, { layer: unknown }>["layer"][number];
/** One point: `atMs` and the values drawn there. */
export type Row = Record<string, number | string | null>;

export interface Panel {
  readonly height: number;
  readonly scale: Scale;
  /** What the vertical axis counts, with its unit. */
  readonly axisTitle: string;
  /** Rows of text between the axis title and the plot. */
  readonly rows: number;
  readonly layers: readonly Layer[];
}

/** A chart: its drawing, and for those who cannot see it its finding and its data. */
export interface Chart {
  /** The finding as one line of plain text. */
  readonly title: string;
  readonly spec: VegaLiteSpec;
  readonly numbers: ChartNumbers;
}

interface Heading {
  /** The finding, in words and numbers. */
  readonly title: string;
  /** What is drawn. */
  readonly subtitle: string;
  readonly numbers: ChartNumbers;
}

interface Frame extends Heading {
  readonly horizonMs: number;
  readonly panels: readonly Panel[];
  /** Px between two panels. */
  readonly spacing?: number;
}

const TITLE_WIDTH = SIZE.left + SIZE.plot + SIZE.right;

export function frame({ horizonMs, panels, spacing = 12, ...heading }: Frame): Chart {
  const drawn = panels.map((panel, i) => panelSpec(panel, horizonMs, i === panels.length - 1));
  return chartOf(heading, drawn.length === 1 ? drawn[0]! : { vconcat: drawn, spacing });
}

/** Anything drawn, under its heading. */
export function chartOf({ title, subtitle, numbers }: Heading, drawn: object): Chart {
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: {
      text: wrapEvenly(keptTogether(title), TITLE_WIDTH, TEXT.title, true),
      subtitle: wrapEvenly(keptTogether(subtitle), TITLE_WIDTH, TEXT.subtitle),
    },
    description: `${title}. ${subtitle}`,
    config: structuredClone(CONFIG) as object,
    ...drawn,
  } as VegaLiteSpec;
  return { title, spec, numbers };
}

/** No line ends within "15 219", "2.4 %" or "1h 30m". */
const keptTogether = (text: string): string => text.replace(/(?<=\d[hmd]?) (?=[\d%])/g, "\u00a0");

/** The first layer carries the scales and axes that the others share, and shows nothing itself. */
function panelSpec({ scale, axisTitle, rows, height, layers }: Panel, horizonMs: number, last: boolean): object {
  const x = {
    field: "atMs",
    type: "quantitative",
    scale: { domain: [0, horizonMs], nice: false },
    axis: timeAxis(horizonMs, last),
  };
  const y = {
    field: "value",
    type: "quantitative",
    scale: { type: scale.type, domain: [...scale.domain], nice: false },
    axis: valueAxis(scale, axisTitle, rows),
  };
  const axes = {
    data: { values: [{ atMs: 0, value: scale.domain[1] }] },
    mark: { type: "point", opacity: 0 },
    encoding: { x, y },
  };
  return { width: SIZE.plot, height, layer: [axes, keepRoom(), ...layers] };
}

/** An invisible rule that makes the room for labels equally wide in every chart. */
export function keepRoom(): Layer {
  return {
    data: { values: [{}] },
    mark: { type: "rule", opacity: 0 },
    encoding: { x: { value: 0 }, x2: { value: SIZE.plot + SIZE.right }, y: { value: 0 } },
  };
}
