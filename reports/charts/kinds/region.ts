/** Chart of a Region: what runs there by function, and what is claimed, against its quota. */
import type { RegionLimits, Result } from "../../../sim/index.ts";
import { clock, count, duration, share } from "../../words/numbers.ts";
import type { ChartKind } from "../chart.ts";
import { haloed, limitLine, line, type Part, type SideLabel, sideLabels, stack } from "../layers.ts";
import { FAR, type Guide, highestRow, lastValue, stepRows } from "../limits.ts";
import { shownName } from "../names.ts";
import { linearScale } from "../scales.ts";
import { type Chart, frame, type Layer, type Row } from "../spec.ts";
import { atStart, mostOf, NOTHING, type NumberColumn, stretchTable } from "../stretches.ts";
import { type ChartsOptions, highest, inForce, inSteps, momentsOf, type Names, peakOf, rowsOf } from "../subject.ts";
import { SIZE, TONES, type Tone } from "../theme.ts";
import { thin } from "../thin.ts";
import { timeline, warmUp } from "../timeline.ts";
import { before, namesOf, whenOf } from "../view.ts";

/** Tones of the functions with an area of their own, from the bottom up; the rest share one. */
const FUNCTION_TONES: readonly Tone[] = [TONES.blue, TONES.orange, TONES.green, TONES.sky, TONES.yellow];
const OTHERS = TONES.black;
const EDGE_Y = 5;
const LABEL_STEP = 18;

/** A Region of one run. */
interface Place {
  readonly result: Result;
  readonly series: Result["series"]["regions"][string];
  readonly quotas: readonly RegionLimits[];
}

interface Compared extends Place {
  readonly names: Names;
  readonly when: string;
}

export const region: ChartKind = {
  name: "region",
  section: "concurrency",
  applies: ({ series }) =>
    Object.keys(series.regions).filter((name) => highest(series.regions[name]!.concurrencyMax) > 0),
  build,
};

/** Without a name, of the first Region. */
function build(result: Result, options: ChartsOptions, of?: string | null): Chart {
  const name = of ?? Object.keys(result.series.regions)[0] ?? "";
  const place = placeOf(result, name);
  if (place === null) throw new RangeError(missing(result, name));
  const base = baseOf(place, name, options);
  const horizonMs = Math.max(result.horizonMs, base?.result.horizonMs ?? 0);
  const around = timeline(result, horizonMs);
  const parts = partsOf(place, name);
  const used = Math.max(1, ...[place, ...(base === null ? [] : [base])].map(mostUsed));
  const guides = guidesOf(place, base, used);
  const scale = linearScale(Math.max(used, ...guides.map(({ rows }) => highestRow(rows))), count, { whole: true });
  const layers = [
    ...around.under(SIZE.panel, true),
    ...stackOf(result, parts),
    ...guides.flatMap((each) => drawnGuide(each, inSteps(result))),
    ...around.over(SIZE.panel),
    ...sideLabels(
      labels(parts, guides, [place, used], (value) => scale.y(value, SIZE.panel)),
      SIZE.panel,
    ),
  ];
  return frame({
    title: title(place, shownName(name), base),
    subtitle: subtitle(result, base),
    horizonMs,
    panels: [{ height: SIZE.panel, scale, axisTitle: "units of concurrency", rows: around.rows, layers }],
    numbers: stretchTable(result, horizonMs, [...columns(place, base), ...functionColumns(place, name)]),
  });
}

const missing = ({ series }: Result, name: string): string =>
  `no Region "${name}" in this result; it has ${Object.keys(series.regions).join(", ")}`;

function placeOf(result: Result, name: string): Place | null {
  const series = result.series.regions[name];
  return series === undefined ? null : { result, series, quotas: result.limits.regions[name] ?? [] };
}

function baseOf({ result }: Place, name: string, { against, names }: ChartsOptions): Compared | null {
  const place = against === undefined ? null : placeOf(against, name);
  if (place === null) return null;
  const known = namesOf(result, place.result, names);
  return { ...place, names: known, when: whenOf(known) };
}

const mostUsed = ({ series }: Place): number => Math.max(highest(series.claimedMax), highest(series.concurrencyMax));

/** Functions of a Region that take its units, the busiest first: those on Managed Instances take none (LMI-1). */
function functionsOf({ result }: Place, region: string): string[] {
  const { functions, limits, series } = result;
  const busy = (name: string): number => functions[name]?.busyMean ?? 0;
  return Object.keys(functions)
    .filter((name) => functions[name]!.region === region)
    .filter((name) => !(limits.functions[name] ?? []).some(({ managed }) => managed))
    .filter((name) => highest(series.functions[name]?.busyMax ?? []) > 0)
    .sort((a, b) => busy(b) - busy(a) || (a < b ? -1 : 1));
}

/** Means add up to what runs in the Region, which the highest moments of the functions would not. */
function partsOf(place: Place, region: string): Part[] {
  const names = functionsOf(place, region);
  const { functions } = place.result.series;
  const own = names.length > FUNCTION_TONES.length ? names.slice(0, FUNCTION_TONES.length - 1) : names;
  const rest = names.slice(own.length);
  const parts = own.map((name, i): Part => {
    return { name: shownName(name), tone: FUNCTION_TONES[i]!, values: functions[name]!.busyMean };
  });
  if (rest.length === 0) return parts;
  const sums = place.series.concurrencyMax.map((_, i) =>
    rest.reduce((sum, name) => sum + functions[name]!.busyMean[i]!, 0),
  );
  return [...parts, { name: `${count(rest.length)} others`, tone: OTHERS, values: sums }];
}

function stackOf(result: Result, parts: readonly Part[]): Layer[] {
  const kept = thin(parts.map(({ values }) => values));
  const thinned = parts.map((part): Part => ({ ...part, values: kept.map((index) => part.values[index]!) }));
  return stack(thinned, momentsOf(result, kept), inSteps(result));
}

function guidesOf(place: Place, base: Compared | null, used: number): Guide[] {
  const rows = ({ result }: Place, column: readonly number[]): Row[] => rowsOf(result, thin([column]), column);
  const solid = { dashed: false } as const;
  const quota = quotaRows(place, used);
  const { claimedMax, concurrencyMax } = place.series;
  const apart = claimedMax.some((claimed, i) => claimed !== concurrencyMax[i]);
  const own: Guide[] = [
    { rows: rows(place, claimedMax), label: "claimed, most", tone: TONES.purple, ...solid },
    { rows: apart ? rows(place, concurrencyMax) : [], label: "running, most", tone: TONES.black, ...solid },
    { rows: quota, label: `quota ${count(lastValue(quota))}`, tone: TONES.red, dashed: true },
  ];
  if (base === null) return own.filter(({ rows }) => highestRow(rows) > 0);
  const was = quotaRows(base, used);
  const steps = ({ quotas }: Place): string =>
    quotas.map(({ fromMs, concurrency }) => `${fromMs} ${concurrency}`).join();
  const differs = steps(base) !== steps(place);
  const name = base.names.base;
  const other: Guide[] = [
    { rows: rows(base, base.series.claimedMax), label: `claimed, most (${name})`, tone: TONES.grey, ...solid },
    { rows: differs ? was : [], label: `quota ${count(lastValue(was))} (${name})`, tone: TONES.grey, dashed: true },
  ];
  return [...other, ...own].filter(({ rows }) => highestRow(rows) > 0);
}

const quotaRows = ({ result, quotas }: Place, used: number): Row[] =>
  stepRows(quotas, ({ concurrency }) => concurrency, [used * FAR, result.horizonMs]);

function drawnGuide({ rows, tone, dashed }: Guide, steps: boolean): Layer[] {
  if (dashed) return [limitLine(rows, tone)];
  return tone === TONES.black ? line(rows, tone, 0.8, steps) : haloed(rows, tone, steps);
}

/** Names of the areas from the bottom up, lines where they end, and at the edge a quota that is not drawn. */
function labels(
  parts: readonly Part[],
  guides: readonly Guide[],
  [{ quotas }, used]: readonly [Place, number],
  y: (value: number) => number,
): SideLabel[] {
  const far = quotas.filter(({ concurrency }) => concurrency > used * FAR).slice(-1);
  const lowest = SIZE.panel - parts.length * LABEL_STEP - 8;
  return [
    ...far.map(({ concurrency }) => ({ text: `↑ quota ${count(concurrency)}`, y: EDGE_Y, tone: TONES.red })),
    ...guides.map(({ rows, label, tone }) => ({ text: label, y: Math.min(lowest, y(lastValue(rows))), tone })),
    ...parts.map(({ name, tone }, i) => {
      return { text: name, y: SIZE.panel - 8 - i * LABEL_STEP, tone, swatch: true };
    }),
  ];
}

function columns(place: Place, base: Compared | null): NumberColumn[] {
  const side = ({ result, series, quotas }: Place, suffix: string): NumberColumn[] => [
    mostOf(result, `units claimed, most${suffix}`, series.claimedMax, count),
    mostOf(result, `requests running, most${suffix}`, series.concurrencyMax, count),
    atStart(`quota${suffix}`, (atMs) => {
      const quota = inForce(quotas, atMs);
      return quota === undefined ? NOTHING : count(quota.concurrency);
    }),
  ];
  return base === null
    ? side(place, "")
    : [...side(base, ` (${base.names.base})`), ...side(place, ` (${base.names.head})`)];
}

function functionColumns(place: Place, region: string): NumberColumn[] {
  return functionsOf(place, region)
    .slice(0, FUNCTION_TONES.length)
    .map((name) =>
      mostOf(place.result, `running of ${shownName(name)}, most`, place.result.series.functions[name]!.busyMax, count),
    );
}

function subtitle(result: Result, base: Compared | null): string {
  const areas = `Areas: running by function, mean of each ${duration(result.series.bucketMs)}`;
  const lines = "claimed: running, reserved or provisioned; dashed: quota";
  return `${areas}; ${lines}${base === null ? "" : `; grey: ${base.names.base}`}${warmUp(result)}`;
}

function title({ result, series, quotas }: Place, shown: string, base: Compared | null): string {
  const claimed = peakOf(result, series.claimedMax);
  const running = peakOf(result, series.concurrencyMax);
  const quota = inForce(quotas, claimed?.atMs ?? 0)?.concurrency;
  if (claimed === null || running === null || quota === undefined) return `${shown} has no unit claimed`;
  if (claimed.value === 0 && base === null) return `No unit of ${shown} is claimed`;
  const most = `At most ${count(claimed.value)}`;
  const of = ` of the ${count(quota)} units of ${shown} are claimed`;
  if (base === null) {
    const part = share(claimed.value / Math.max(1, quota));
    return `${most}${of} (${part}), at ${clock(claimed.atMs)}; at most ${count(running.value)} run`;
  }
  const was = (column: readonly number[]): string => count(peakOf(base.result, column)?.value ?? 0);
  const then = (now: number, column: readonly number[]): string => before(count(now), was(column), base.when);
  const run = `at most ${count(running.value)} run, ${then(running.value, base.series.concurrencyMax)}`;
  return `${most}${of}, ${then(claimed.value, base.series.claimedMax)}; ${run}`;
}
