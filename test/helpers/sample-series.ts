/** What the sample Result is made from: four functions, their series, and the arithmetic around them. */
import type {
  CloudWatch,
  CloudWatchFunction,
  Distributed,
  FunctionSeries,
  Gauged,
  Histogram,
  RegionSeries,
} from "../../sim/index.ts";

export const SECONDS = 900;
export const REGION = "us-east-1";
export const PEAK: Span = { from: 150, to: 750 };

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one function of the sample is made from. Times in ms, `demand` in requests per second. */
export interface Shape {
  readonly demand: (second: number) => number;
  readonly meanMs: number;
  readonly p50: number;
  readonly p99: number;
  readonly reserved: number | null;
  readonly provisioned: number;
  readonly coldShare: number;
  readonly async: boolean;
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  checkout: {
    demand: saleRate,
    meanMs: 326,
    p50: 210,
    p99: 1980,
    reserved: 300,
    provisioned: 50,
    coldShare: 0.006,
    async: false,
  },
  fulfil: {
    demand: (second) => (second < 120 ? 0 : 70),
    meanMs: 710,
    p50: 610,
    p99: 2300,
    reserved: 60,
    provisioned: 0,
    coldShare: 0.001,
    async: false,
  },
  search: {
    demand: (second) => 80 + wave(second, SECONDS, 40),
    meanMs: 95,
    p50: 85,
    p99: 240,
    reserved: null,
    provisioned: 0,
    coldShare: 0.011,
    async: false,
  },
  thumbs: {
    demand: () => 12,
    meanMs: 2150,
    p50: 1900,
    p99: 6400,
    reserved: null,
    provisioned: 0,
    coldShare: 0.042,
    async: true,
  },
};

/** Two minutes of 50/s, half a minute of climb to 900/s, ten minutes of 900/s with a wave, then down again. */
function saleRate(second: number): number {
  if (second < 120) return 50;
  if (second < PEAK.from) return 50 + (850 * (second - 120)) / 30;
  if (second < PEAK.to) return 900 + wave(second - PEAK.from, 57, 60);
  return 900 - (850 * (second - PEAK.to)) / 150;
}

export function functionSeries(shape: Shape, factor: number): FunctionSeries {
  const limit = shape.reserved ?? 1000;
  const demand = perSecond((second) => shape.demand(second) * factor);
  const wanted = demand.map((rate) => (rate * shape.meanMs) / 1000);
  const requests = demand.map(Math.round);
  const refused = wanted.map((units) => Math.max(0, units + 8 - limit) / Math.max(1, units));
  const throttles = requests.map((count, i) => Math.round(count * refused[i]!));
  const busyMax = wanted.map((units) => Math.min(limit, Math.ceil(units * 1.1)));
  const running = wanted.map((units) => Math.min(limit, Math.round(units)));
  const onDemand = busyMax.map((units) => Math.max(0, units - shape.provisioned));
  const slow = refused.map((share) => 1 + share * 4);
  const empty = requests.map((count) => count === 0);
  return {
    requests,
    throttles,
    throttlesByCause: sum(throttles) === 0 ? {} : { "reserved-full": throttles },
    coldStarts: requests.map((count, i) => spread((count - throttles[i]!) * shape.coldShare, i)),
    errors: requests.map((count, i) => (i % 20 === 0 ? Math.round(count * 0.04) : 0)),
    spillover: onDemand.map((units) => (shape.provisioned === 0 ? 0 : Math.round(units * 2.7))),
    busyMax,
    busyMean: wanted.map((units) => rounded(Math.min(limit, units))),
    starting: requests.map((count) => Math.round(count * shape.coldShare * 0.4)),
    running,
    idle: busyMax.map((units, i) => Math.max(0, units - running[i]!)),
    provisionedIdle: running.map((units) => Math.max(0, shape.provisioned - units)),
    latencyMsP50: slow.map((times, i) => (empty[i] ? null : rounded(shape.p50 * times))),
    latencyMsP95: slow.map((times, i) => (empty[i] ? null : rounded(shape.p50 * 2 * times + shape.p99 / 4))),
    latencyMsP99: slow.map((times, i) => (empty[i] ? null : rounded(shape.p99 * times))),
    asyncDepthMax: requests.map((_, i) => (shape.async ? Math.round(8 + wave(i, 90, 6)) : 0)),
    asyncAgeMsMax: requests.map((_, i) => (shape.async ? Math.round(900 + wave(i, 90, 800)) : null)),
  };
}

export function cloudWatch(series: Readonly<Record<string, FunctionSeries>>, region: RegionSeries): CloudWatch {
  return {
    periodMs: 60_000,
    functions: mapValues(SHAPES, (shape, name) => ({ "AWS/Lambda": cloudWatchFunction(shape, series[name]!) })),
    regions: {
      [REGION]: {
        "AWS/Lambda": {
          ConcurrentExecutions: perMinute(region.concurrencyMax, highest),
          UnreservedConcurrentExecutions: perMinute(region.unreservedMax, highest),
          ClaimedAccountConcurrency: perMinute(region.claimedMax, highest),
        },
      },
    },
  };
}

function cloudWatchFunction(shape: Shape, series: FunctionSeries): CloudWatchFunction {
  const nothing = perMinute(series.requests, () => null);
  const invocations = series.requests.map((count, i) => count - series.throttles[i]!);
  const wherever = <T>(used: boolean, column: readonly number[], of: (values: number[]) => T): (T | null)[] =>
    used ? perMinute(column, of) : nothing;
  const provisioned = series.running.map((units) => Math.min(shape.provisioned, units));
  const steady = shape.provisioned > 0;
  return {
    Invocations: perMinute(invocations, sum),
    Errors: perMinute(series.errors, sum),
    Throttles: perMinute(series.throttles, sum),
    DurationAverage: perMinute(series.requests, (counts) => (sum(counts) === 0 ? null : shape.meanMs)),
    DurationMaximum: perMinute(series.requests, (counts) => (sum(counts) === 0 ? null : shape.p99 * 1.5)),
    ConcurrentExecutions: perMinute(series.busyMax, highest),
    ProvisionedConcurrentExecutions: wherever(steady, provisioned, highest),
    ProvisionedConcurrencyUtilization: wherever(steady, provisioned, (units) => highest(units) / shape.provisioned),
    ProvisionedConcurrencyInvocations: wherever(steady, provisioned, sum),
    ProvisionedConcurrencySpilloverInvocations: wherever(steady, series.spillover, sum),
    AsyncEventsReceived: wherever(shape.async, series.requests, sum),
    AsyncEventAgeAverage: wherever(shape.async, series.requests, () => 320),
    AsyncEventAgeMaximum: wherever(shape.async, series.asyncDepthMax, (depths) => highest(depths) * 120),
    AsyncEventsDropped: wherever(shape.async, series.requests, () => 0),
    DeadLetterErrors: nothing,
    DestinationDeliveryFailures: nothing,
    RecursiveInvocationsDropped: nothing,
  };
}

/** A log-normal time in numbers: flattened statistics and a histogram that agree with each other. */
export function times<Name extends string>(
  name: Name,
  samples: number,
  p50: number,
  p99: number,
): { numbers: Distributed<Name>; histogram: Histogram } {
  const at = (normal: number): number | null => (samples === 0 ? null : rounded(p50 * (p99 / p50) ** (normal / 2.326)));
  const statistics = { Mean: at(0.4), Min: at(-2.4), Max: at(3), P50: at(0), P95: at(1.645), P99: at(2.326) };
  const named = Object.entries(statistics).map(([key, value]) => [`${name}${key}`, value]);
  const shares: [normal: number, share: number][] = [
    [-1.282, 0.1],
    [-0.674, 0.15],
    [0, 0.25],
    [0.674, 0.25],
    [1.282, 0.15],
    [1.645, 0.05],
    [2.326, 0.04],
  ];
  const bars = shares.map(([normal, share]): [number, number] => [at(normal) ?? 0, Math.floor(samples * share)]);
  const last: [number, number] = [at(3) ?? 0, samples - sum(bars.map(([, count]) => count))];
  return {
    numbers: Object.fromEntries([[`${name}Samples`, samples], ...named]) as Distributed<Name>,
    histogram: [...bars, last].filter(([, count]) => count > 0),
  };
}

export function gauge<Name extends string>(
  name: Name,
  means: number[],
  peaks: number[],
  { from, to }: Span,
): Gauged<Name> {
  const inside = means.slice(from, to);
  const numbers = {
    [`${name}Mean`]: rounded(sum(inside) / inside.length),
    [`${name}Min`]: Math.floor(Math.min(...inside)),
    [`${name}Max`]: highest(peaks.slice(from, to)),
    [`${name}Last`]: Math.round(inside.at(-1) ?? 0),
  };
  return numbers as Gauged<Name>;
}

export function mapValues<In, Out>(record: Readonly<Record<string, In>>, to: (value: In, name: string) => Out) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, to(value, name)]));
}

function perMinute<T>(column: readonly number[], of: (values: number[]) => T): T[] {
  return Array.from({ length: SECONDS / 60 }, (_, minute) => of(column.slice(minute * 60, minute * 60 + 60)));
}

export function perSecond<T>(of: (second: number) => T): T[] {
  return Array.from({ length: SECONDS }, (_, second) => of(second));
}

const wave = (second: number, period: number, swing: number): number =>
  swing * Math.sin((2 * Math.PI * second) / period);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const highest = (values: readonly number[]): number => Math.max(...values);
export const addUp = (a: readonly number[], b: readonly number[]): number[] => a.map((value, i) => value + b[i]!);
const rounded = (value: number): number => Math.round(value * 1000) / 1000;
/** A share of something each second, as whole numbers that add up to it. */
const spread = (perSecondShare: number, second: number): number =>
  Math.floor((second + 1) * perSecondShare) - Math.floor(second * perSecondShare);
