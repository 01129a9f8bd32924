/** Random numbers: one named `alea` stream per use, derived from (seed, name), and the samplers drawn from them. */
import alea from "seedrandom/lib/alea.js";
import { assert, InvariantError } from "./assert.ts";
import type { Distribution } from "./distribution.ts";
import { QuantileTable } from "./quantile-table.ts";
import { type Duration, microseconds } from "./time.ts";

const HALF_STEP = 1 / 8_589_934_592;
/** Of alea (J. Baagøe): its multiplier, and the value of its last bit. */
const MULTIPLIER = 2_091_639;
const STEP = 2.3283064365386963e-10;

/** The state with which seedrandom's `alea` begins, for a seed. */
export const aleaState = (seed: string) => alea(seed, { state: true }).state();

/** Uniform numbers strictly between 0 and 1. */
export interface Uniforms {
  uniform(): number;
}

/** The state of `alea`: three fractions of 32 bits and a carry. */
class Alea {
  // Not declared without a value: V8 would hold them as objects, and make one at every step.
  s0 = 0.5;
  s1 = 0.5;
  s2 = 0.5;
  carry = 1;

  /** Seeds as seedrandom does. */
  constructor(seed: string) {
    const state = aleaState(seed);
    this.s0 = state.s0;
    this.s1 = state.s1;
    this.s2 = state.s2;
    this.carry = state.c;
  }
}

/** A stream of uniform numbers strictly between 0 and 1: those of seedrandom's `alea`, stepped here without a call. */
export class Stream {
  readonly #seed: string;
  /** Made with the first draw: many streams are never drawn from. */
  #alea: Alea | null = null;

  /** The same seed and name give the same numbers, whatever other streams exist. */
  constructor(seed: number, name: string) {
    this.#seed = `${seed}/${name}`;
  }

  /** alea has 32 bits; half a step keeps 0 and 1 out. */
  uniform(): number {
    return this.#next() + HALF_STEP;
  }

  /** True with this probability; always one draw, so that changing a probability shifts no other draw. */
  chance(probability: number): boolean {
    return this.#next() < probability;
  }

  /** Exponential with mean 1. */
  exponential(): number {
    return EXPONENTIAL.at(this.uniform());
  }

  #next(): number {
    const alea = this.#alea ?? this.#begin();
    const next = MULTIPLIER * alea.s0 + alea.carry * STEP;
    const carry = next | 0;
    alea.s0 = alea.s1;
    alea.s1 = alea.s2;
    alea.s2 = next - carry;
    alea.carry = carry;
    return alea.s2;
  }

  #begin(): Alea {
    this.#alea = new Alea(this.#seed);
    return this.#alea;
  }
}

export const EXPONENTIAL = new QuantileTable((share) => -Math.log(share));

/** Samples of one law, in whole µs. */
export class Sampler {
  /** The value of a constant law, which draws nothing; -1 for any other. */
  readonly #constant: number;
  /** A law with a table takes one uniform, so that a higher one gives a higher sample; -1 without a table. */
  readonly #scale: number;
  readonly #law: Distribution;
  /** Of a law with a table: made, or found, with the first draw, for many laws are never drawn. */
  #table: QuantileTable | null = null;
  /** Of any other law. */
  readonly #other: Draw;

  constructor(law: Distribution) {
    this.#constant = law.kind === "constant" ? law.value : -1;
    this.#scale = tableScaleOf(law);
    this.#law = law;
    this.#other = this.#scale < 0 ? drawOf(law) : (stream) => this.#firstDraw(stream);
  }

  /** One sample. */
  draw(stream: Uniforms): Duration {
    if (this.#table !== null) return Math.floor(this.#scale * this.#table.at(stream.uniform()) + 0.5) as Duration;
    return this.#constant >= 0 ? (this.#constant as Duration) : this.#other(stream);
  }

  #firstDraw(stream: Uniforms): Duration {
    this.#table = quantileTableOf(this.#law);
    return this.draw(stream);
  }
}

/** Validity of the parameters is the reader's business. */
export const samplerOf = (law: Distribution): Sampler => new Sampler(law);

/** Of a law with a table: by what the table's values are multiplied; -1 for any other law. */
export function tableScaleOf(law: Distribution): number {
  if (law.kind === "exponential") return law.mean;
  if (law.kind !== "lognormal") return -1;
  assert(law.p50 > 0 && law.p99 >= law.p50, "log-normal: 0 < p50 <= p99");
  return law.p50;
}

export function quantileTableOf(law: Distribution): QuantileTable {
  if (law.kind === "exponential") return EXPONENTIAL;
  if (law.kind === "lognormal") return logNormalTable(Math.log(law.p99 / law.p50) / Z99);
  throw new InvariantError(`no table of ${law.kind}`);
}

/** 99th percentile of the standard normal law. */
const Z99 = 2.3263478740408408;

/** The tables of log-normal laws of median 1 used last, by sigma: laws of one shape share one, whatever the median. */
const LOG_NORMALS = new Map<number, QuantileTable>();
const LOG_NORMALS_KEPT = 64;

function logNormalTable(sigma: number): QuantileTable {
  const table = LOG_NORMALS.get(sigma) ?? new QuantileTable((share) => Math.exp(sigma * normalQuantile(share)));
  LOG_NORMALS.delete(sigma);
  LOG_NORMALS.set(sigma, table);
  if (LOG_NORMALS.size > LOG_NORMALS_KEPT) LOG_NORMALS.delete(LOG_NORMALS.keys().next().value!);
  return table;
}

type Draw = (stream: Uniforms) => Duration;

/** How a law without a table is drawn. */
export function drawOf(law: Distribution): Draw {
  switch (law.kind) {
    case "constant":
      return () => law.value;
    case "gamma":
      return gamma(law.mean, law.cv);
    case "uniform":
      return (stream) => microseconds(law.min + (law.max - law.min) * stream.uniform());
    case "quantiles":
      return quantileTable(law.points);
    case "empirical":
      return empirical(law.values);
    default:
      throw new InvariantError(`no way to draw ${law.kind}`);
  }
}

/**
 * Marsaglia and Tsang's method (2000) by squeeze on the normal law; below shape 1 a uniform power corrects shape + 1.
 */
function gamma(mean: Duration, cv: number): Draw {
  assert(cv > 0, "gamma: cv > 0");
  const shape = 1 / (cv * cv);
  const scale = mean / shape;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const standard = (stream: Uniforms): number => {
    for (;;) {
      const x = normalQuantile(stream.uniform());
      const root = 1 + c * x;
      const v = root * root * root;
      if (v > 0 && Math.log(stream.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  if (shape >= 1) return (stream) => microseconds(standard(stream) * scale);
  return (stream) => microseconds(standard(stream) * Math.exp(Math.log(stream.uniform()) / shape) * scale);
}

function quantileTable(points: readonly (readonly [number, Duration])[]): Draw {
  assert(points.length > 0, "quantiles: at least one point");
  const shares = points.map(([share]) => share);
  const values = points.map(([, value]) => value);
  const last = points.length - 1;
  return (stream) => {
    const u = stream.uniform();
    if (u <= shares[0]!) return values[0]!;
    if (u >= shares[last]!) return values[last]!;
    let right = 1;
    while (shares[right]! < u) right++;
    const part = (u - shares[right - 1]!) / (shares[right]! - shares[right - 1]!);
    return microseconds(values[right - 1]! + part * (values[right]! - values[right - 1]!));
  };
}

function empirical(values: readonly Duration[]): Draw {
  assert(values.length > 0, "empirical: at least one value");
  return (stream) => values[Math.floor(stream.uniform() * values.length)]!;
}

/** Weights of the numbers from 0 on, added up: number k has the weight 1 / (k + 1)^skew (Zipf's law). */
export function zipf(count: number, skew: number, upTo: Float64Array): void {
  let sum = 0;
  for (let rank = 0; rank < count; rank++) {
    sum += (rank + 1) ** -skew;
    upTo[rank] = sum;
  }
}

/**
 * Quantile of the standard normal law for 0 < p < 1: Wichura's algorithm AS 241 (1988), relative error about 1e-16.
 * One uniform gives one normal number and a higher uniform a higher one, so two what-ifs stay comparable draw by draw.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRAL_TOP, r)) / polynomial(CENTRAL_BOTTOM, r);
  }
  const tail = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value =
    tail <= 5
      ? polynomial(MIDDLE_TOP, tail - 1.6) / polynomial(MIDDLE_BOTTOM, tail - 1.6)
      : polynomial(FAR_TOP, tail - 5) / polynomial(FAR_BOTTOM, tail - 5);
  return q < 0 ? -value : value;
}

function polynomial(coefficients: Float64Array, x: number): number {
  let sum = coefficients[7]!;
  for (let power = 6; power >= 0; power--) sum = sum * x + coefficients[power]!;
  return sum;
}

const CENTRAL_TOP = Float64Array.of(
  3.387132872796366608,
  133.14166789178437745,
  1971.5909503065514427,
  13731.693765509461125,
  45921.953931549871457,
  67265.770927008700853,
  33430.575583588128105,
  2509.0809287301226727,
);
const CENTRAL_BOTTOM = Float64Array.of(
  1,
  42.313330701600911252,
  687.1870074920579083,
  5394.1960214247511077,
  21213.794301586595867,
  39307.89580009271061,
  28729.085735721942674,
  5226.495278852545925,
);
const MIDDLE_TOP = Float64Array.of(
  1.42343711074968357734,
  4.6303378461565452959,
  5.7694972214606914055,
  3.64784832476320460504,
  1.27045825245236838258,
  0.24178072517745061177,
  0.0227238449892691845833,
  7.7454501427834140764e-4,
);
const MIDDLE_BOTTOM = Float64Array.of(
  1,
  2.05319162663775882187,
  1.6763848301838038494,
  0.68976733498510000455,
  0.14810397642748007459,
  0.0151986665636164571966,
  5.475938084995344946e-4,
  1.05075007164441684324e-9,
);
const FAR_TOP = Float64Array.of(
  6.6579046435011037772,
  5.4637849111641143699,
  1.7848265399172913358,
  0.29656057182850489123,
  0.026532189526576123093,
  0.0012426609473880784386,
  2.71155556874348757815e-5,
  2.01033439929228813265e-7,
);
const FAR_BOTTOM = Float64Array.of(
  1,
  0.59983220655588793769,
  0.13692988092273580531,
  0.0148753612908506148525,
  7.868691311456132591e-4,
  1.8463183175100546818e-5,
  1.4215117583164458887e-7,
  2.04426310338993978564e-15,
);

/** Parts of a period in which a wave is drawn as a straight line: off by at most 0.13 % of its swing. */
export const WAVE_STEPS = 64;
// Cut to twelve digits, so that a last bit that differs between platforms cannot matter.
const SINES = Float64Array.from(
  { length: WAVE_STEPS },
  (_, step) => Math.round(Math.sin((2 * Math.PI * step) / WAVE_STEPS) * 1e12) / 1e12,
);

/** sin(2 pi step / WAVE_STEPS) for a whole step, 0 or more. */
export const waveAt = (step: number): number => SINES[step % WAVE_STEPS]!;
