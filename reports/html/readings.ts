/** What the pointer reads from a chart: the plotted values of each moment as text, taken from the chart's own spec. */
import type { VegaLiteSpec } from "../charts/index.ts";
import { TONES } from "../charts/theme.ts";
import { clock, count, duration, moment, rate, share } from "../numbers.ts";

type Row = Readonly<Record<string, unknown>>;

interface Layer {
  readonly data?: { readonly values?: readonly Row[] };
  readonly mark: Readonly<Record<string, unknown>>;
  readonly encoding: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
}

interface Panel {
  readonly height: number;
  readonly layer: readonly Layer[];
}

/** A plotted quantity: its name as the chart writes it, and its value at moments. */
interface Plotted {
  readonly name: string;
  readonly values: ReadonlyMap<number, number>;
}

/** Every mark whose name begins so answers the pointer. */
export const READINGS = "readings";

/** The spec with one more layer in each panel: strips that nobody sees, one for each moment; "=p99" is a value in it. */
export function withReadings(spec: VegaLiteSpec): VegaLiteSpec {
  const whole = spec as unknown as Panel & { readonly vconcat?: readonly Panel[] };
  if (whole.vconcat === undefined) return readable(whole, 0) as unknown as VegaLiteSpec;
  return { ...whole, vconcat: whole.vconcat.map(readable) } as unknown as VegaLiteSpec;
}

function readable(panel: Panel, index: number): Panel {
  const rows = readingsOf(panel);
  if (rows.length === 0) return panel;
  const strips = {
    name: `${READINGS}${index}`,
    data: { values: rows },
    mark: { type: "rect", color: TONES.black.fill, opacity: 1, tooltip: null },
    encoding: {
      x: { field: "atMs", type: "quantitative" },
      x2: { field: "untilMs" },
      y: { value: 0 },
      y2: { value: panel.height },
    },
  } as unknown as Layer;
  return { ...panel, layer: [...panel.layer, strips] };
}

function readingsOf({ layer }: Panel): Row[] {
  const axis = layer[0]?.encoding ?? {};
  const horizonMs = Number((axis.x?.scale as { domain?: number[] } | undefined)?.domain?.[1] ?? 0);
  const axisTitle = String((axis.y?.axis as { title?: unknown } | undefined)?.title ?? "value");
  const write = writerOf(JSON.stringify((axis.y?.axis as { labelExpr?: unknown } | undefined)?.labelExpr ?? ""));
  const plotted = distinct(layer.flatMap((each) => plottedBy(each, layer, axisTitle)));
  const moments = [...new Set(plotted.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const at = moments.every((ms) => ms % 1_000 === 0) ? clock : moment;
  return moments.map((ms, i) => ({
    atMs: ms,
    untilMs: moments[i + 1] ?? horizonMs,
    time: at(ms),
    ...Object.fromEntries(plotted.map(({ name, values }) => [`=${name}`, textOf(values.get(ms), write)])),
  }));
}

const textOf = (value: number | undefined, write: (value: number) => string): string =>
  value === undefined ? "-" : write(value);

/** Lines, and areas of stacks; limits stand beside the chart, and bands lie between lines. */
function plottedBy({ data, mark, encoding }: Layer, layers: readonly Layer[], axisTitle: string): Plotted[] {
  const rows = (data?.values ?? []).filter(({ value }) => typeof value === "number");
  const drawn = mark.type === "line" || mark.type === "area";
  if (!drawn || mark.strokeDash !== undefined || encoding.y2?.field === "high") return [];
  const values = rows.map(({ atMs, value, low }): [number, number] => [
    Number(atMs),
    Number(value) - (encoding.y2?.field === "low" ? Number(low) : 0),
  ]);
  return rows.length === 0 ? [] : [{ name: nameBy(mark.color, layers) ?? axisTitle, values: new Map(values) }];
}

/** The label in the dark shade of a colour names what is drawn in that colour. */
function nameBy(color: unknown, layers: readonly Layer[]): string | null {
  const tone = Object.values(TONES).find(({ fill, pale }) => fill === color || pale === color);
  const label = layers.find(
    ({ mark }) => mark.type === "text" && mark.fontWeight === "bold" && mark.color === tone?.text,
  );
  return label === undefined ? null : String(label.mark.text);
}

/** An area and the line on top of it are one quantity. */
const distinct = (all: readonly Plotted[]): Plotted[] =>
  all.filter(({ name }, i) => all.findIndex((other) => other.name === name) === i);

/** As the labels of the axis are written. */
function writerOf(labels: string): (value: number) => string {
  if (/\d\/s/.test(labels)) return rate;
  if (/\d(?:us|ms|s|m|h|d)\b/.test(labels)) return duration;
  return labels.includes(" %") ? share : count;
}
