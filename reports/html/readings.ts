/** What the pointer reads from a chart: the plotted values of each moment as text, taken from the chart's own spec. */
import type { VegaLiteSpec } from "../charts/index.ts";
import { BACKGROUND, TONES } from "../charts/theme.ts";
import { clock, count, duration, moment, rate, share } from "../words/numbers.ts";

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

type Whole = Panel & { readonly vconcat?: readonly Panel[] };

/** A plotted quantity: its name as the chart writes it, and its value at moments. */
interface Plotted {
  readonly name: string;
  readonly values: ReadonlyMap<number, number | null>;
}

/** "reservation full: 271 408": the sum of the run is of no use at a moment. */
const TOTAL = /: [\d ]+$/;
const SECOND = 1_000;
/** Words for more would outweigh what their order saves. */
const MOST_SECONDS = 1_800;

/** Every mark whose name begins so answers the pointer. */
export const READINGS = "readings";

/** The spec with a layer more in each panel: strips that nobody sees, one a moment, with values such as "=p99". */
export function withReadings(spec: VegaLiteSpec): VegaLiteSpec {
  const whole = spec as unknown as Whole;
  const panels = panelsOf(whole).map(readable);
  return (whole.vconcat === undefined ? panels[0] : { ...whole, vconcat: panels }) as unknown as VegaLiteSpec;
}

const panelsOf = (whole: Whole): readonly Panel[] => whole.vconcat ?? [whole];

/** The words for whole seconds up to the last moment of any chart, in order: steps lead from one to the next. */
export function secondsOf(specs: readonly VegaLiteSpec[]): string[] {
  const panels = specs.flatMap((spec) => panelsOf(spec as unknown as Whole));
  const last = Math.max(0, ...panels.flatMap(({ layer }) => layer.flatMap(({ data }) => lastMoment(data?.values))));
  const seconds = Math.floor(last / SECOND);
  return seconds > MOST_SECONDS ? [] : Array.from({ length: seconds + 1 }, (_, second) => clock(second * SECOND));
}

const lastMoment = (rows: readonly Row[] = []): number[] => rows.slice(-1).map(({ atMs }) => Number(atMs ?? 0));

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
  if (horizonMs === 0) return [];
  const write = writerOf(JSON.stringify((axis.y?.axis as { labelExpr?: unknown } | undefined)?.labelExpr ?? ""));
  const plotted = distinct(layer.flatMap((each) => plottedBy(each, layer, axisTitle)));
  const moments = plotted.reduce<number[]>(
    (most, { values }) => (values.size > most.length ? [...values.keys()] : most),
    [],
  );
  const at = moments.every((ms) => ms % SECOND === 0) ? clock : moment;
  const columns = plotted.map(({ name, values }) => ({ name, texts: along(moments, values).map(textBy(write)) }));
  return moments.map((ms, i) => ({
    atMs: ms,
    untilMs: moments[i + 1] ?? horizonMs,
    time: at(ms),
    ...Object.fromEntries(columns.map(({ name, texts }) => [`=${name}`, texts[i]])),
  }));
}

const textBy =
  (write: (value: number) => string) =>
  (value: number | null): string =>
    value === null ? "-" : write(value);

/** What a quantity is at each moment: as it was drawn last before; both in the order of time. */
function along(moments: readonly number[], values: ReadonlyMap<number, number | null>): (number | null)[] {
  const drawn = [...values];
  let next = 0;
  return moments.map((ms) => {
    while ((drawn[next]?.[0] ?? Number.POSITIVE_INFINITY) <= ms) next += 1;
    return drawn[next - 1]?.[1] ?? null;
  });
}

/** Lines, and areas of stacks; limits stand beside the chart, and bands lie between lines. */
function plottedBy({ data, mark, encoding }: Layer, layers: readonly Layer[], axisTitle: string): Plotted[] {
  const rows = data?.values ?? [];
  const drawn = (mark.type === "line" || mark.type === "area") && mark.color !== BACKGROUND;
  if (!drawn || mark.strokeDash !== undefined || encoding.y2?.field === "high") return [];
  const floor = (low: unknown): number => (encoding.y2?.field === "low" ? Number(low) : 0);
  const values = rows.map(({ atMs, value, low }): [number, number | null] => [
    Number(atMs),
    typeof value === "number" ? value - floor(low) : null,
  ]);
  return rows.length === 0 ? [] : [{ name: nameBy(mark.color, layers) ?? axisTitle, values: new Map(values) }];
}

/** The label in the dark shade of a colour names what is drawn in that colour. */
function nameBy(color: unknown, layers: readonly Layer[]): string | null {
  const tone = Object.values(TONES).find(({ fill, pale }) => fill === color || pale === color);
  const label = layers.find(
    ({ mark }) => mark.type === "text" && mark.fontWeight === "bold" && mark.color === tone?.text,
  );
  return label === undefined ? null : String(label.mark.text).replace(TOTAL, "");
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
