/** The right-hand side of a threshold: a number with its unit, a percentage, or a change against the base. */
import type { Verdict } from "./verdict.ts";

/** A piece of a threshold's text, and where it starts. */
export interface Piece {
  readonly text: string;
  readonly offset: number;
}

/** What is wrong with a piece, and what to do. Offset and length are characters of the whole threshold. */
export interface Flaw {
  readonly id: string;
  readonly text: string;
  readonly hint: string;
  readonly offset: number;
  readonly length: number;
}

export type Checked<T> = { readonly value: T } | { readonly flaw: Flaw };

/** What the measured value is compared with. */
export type Bound =
  /** In the metric's own unit; `ofLimit`: a share of the gauge's limit. */
  | { readonly kind: "fixed"; readonly value: number; readonly ofLimit: boolean }
  /** The value on the other side of a comparison, plus `change`: a share of it if `relative`. */
  | { readonly kind: "base"; readonly change: number; readonly relative: boolean };

/** What a value is measured in, and whether a percentage of a limit makes sense for it. */
export interface Measure {
  /** As the user wrote it, for messages. */
  readonly metric: string;
  readonly unit: Verdict["unit"];
  readonly hasLimit: boolean;
  readonly isGauge: boolean;
}

interface Literal {
  readonly kind: "number" | "percent" | "time" | "rate" | "money";
  /** Percent as a share, time in ms, rate per second, money in US dollars. */
  readonly value: number;
}

const NUMBER = "[0-9]+(?:\\.[0-9]+)?";
const PLAIN = new RegExp(`^${NUMBER}$`);
const PERCENT = new RegExp(`^(${NUMBER})\\s?%$`);
const TIME = new RegExp(`^(?:${NUMBER}(?:us|ms|s|m|h|d))+$`);
const TIME_PART = new RegExp(`(${NUMBER})(us|ms|s|m|h|d)`, "g");
const RATE = new RegExp(`^(${NUMBER})([kM]?)/(s|m|h|d)$`);
const MONEY = new RegExp(`^\\$(${NUMBER})([kM]?)$`);
const BASE = /^base(?:\s*([+-])\s*(.+))?$/;

/** Milliseconds in a unit of time, as a power of ten and a factor, so that "0.3s" is exactly 300. */
const TIME_UNITS: Readonly<Record<string, { readonly power: number; readonly times: number }>> = {
  us: { power: -3, times: 1 },
  ms: { power: 0, times: 1 },
  s: { power: 3, times: 1 },
  m: { power: 3, times: 60 },
  h: { power: 3, times: 3_600 },
  d: { power: 3, times: 86_400 },
};
const POWERS: Readonly<Record<string, number>> = { "": 0, k: 3, M: 6 };

const EXAMPLES: Readonly<Record<Verdict["unit"], string>> = {
  ms: "a time such as 250ms or 1.5s",
  share: "a percentage such as 0.1%",
  count: "a number such as 0 or 300",
  perSecond: "a rate such as 100/s or 6k/m",
  usd: "an amount such as $4.95",
};
const NOUNS: Readonly<Record<Verdict["unit"], string>> = {
  ms: "a time",
  share: "a share",
  count: "a count",
  perSecond: "a rate",
  usd: "an amount of money",
};
const FITTING: Readonly<Record<Verdict["unit"], Literal["kind"]>> = {
  ms: "time",
  share: "percent",
  count: "number",
  perSecond: "rate",
  usd: "money",
};

/** Reads "0.1%", "2.5s", "$4.95", "base + 5%"; a flaw when it is none of these or does not suit the metric. */
export function parseBound(piece: Piece, measure: Measure): Checked<Bound> {
  const base = BASE.exec(piece.text);
  if (base === null) return fixed(piece, measure);
  const [, sign, change] = base;
  if (change === undefined) return { value: { kind: "base", change: 0, relative: true } };
  const factor = sign === "-" ? -1 : 1;
  const percent = literal(change);
  if (percent?.kind === "percent") return { value: { kind: "base", change: factor * percent.value, relative: true } };
  const offset = piece.offset + piece.text.length - change.length;
  const amount = fixed({ text: change, offset }, { ...measure, hasLimit: false });
  if ("flaw" in amount) return amount;
  return {
    value: { kind: "base", change: factor * (amount.value.kind === "fixed" ? amount.value.value : 0), relative: false },
  };
}

/** An amount in a unit, or a percentage, whatever the unit: how large a change may be. */
export function parseAmount(
  piece: Piece,
  metric: string,
  unit: Verdict["unit"],
): Checked<{ readonly value: number; readonly percent: boolean }> {
  const measure = { metric, unit, hasLimit: false, isGauge: false };
  const found = literal(piece.text);
  if (found === null) return { flaw: unreadable(piece, measure) };
  if (found.kind === "percent") return { value: { value: found.value, percent: true } };
  const amount = fixed(piece, measure);
  return "flaw" in amount ? amount : { value: { value: found.value, percent: false } };
}

function fixed(piece: Piece, measure: Measure): Checked<Bound> {
  const found = literal(piece.text);
  if (found === null) return { flaw: unreadable(piece, measure) };
  const { kind, value } = found;
  if (kind === "percent" && measure.hasLimit) return { value: { kind: "fixed", value, ofLimit: true } };
  const bareAmount = kind === "number" && measure.unit === "usd";
  const bareShare = kind === "number" && measure.unit === "share" && value <= 1;
  const bareZero = kind === "number" && value === 0;
  if (kind === FITTING[measure.unit] || bareAmount || bareShare || bareZero)
    return { value: { kind: "fixed", value, ofLimit: false } };
  return { flaw: unfit(piece, measure, kind) };
}

function literal(text: string): Literal | null {
  if (PLAIN.test(text)) return { kind: "number", value: Number(text) };
  const percent = PERCENT.exec(text);
  if (percent !== null) return { kind: "percent", value: scaled(percent[1]!, -2) };
  if (TIME.test(text)) {
    const parts = [...text.matchAll(TIME_PART)].map(([, digits, unit]) => {
      const { power, times } = TIME_UNITS[unit!]!;
      return scaled(digits!, power) * times;
    });
    return { kind: "time", value: parts.reduce((sum, part) => sum + part, 0) };
  }
  const money = MONEY.exec(text);
  if (money !== null) return { kind: "money", value: scaled(money[1]!, POWERS[money[2]!]!) };
  const rate = RATE.exec(text);
  if (rate === null) return null;
  const seconds = TIME_UNITS[rate[3]!]!.times;
  return { kind: "rate", value: scaled(rate[1]!, POWERS[rate[2]!]!) / seconds };
}

/** Digits times a power of ten, rounded once: "0.57" and -2 is 0.0057, where 0.57 / 100 is not. */
function scaled(digits: string, power: number): number {
  return Number(`${digits}e${power}`);
}

function unreadable(piece: Piece, { unit }: Measure): Flaw {
  const text = piece.text === "" ? "the value is missing" : `'${piece.text}' is not a value`;
  return flaw("threshold-value", piece, text, `write ${EXAMPLES[unit]}`);
}

function unfit(piece: Piece, measure: Measure, kind: Literal["kind"]): Flaw {
  const { metric, unit } = measure;
  if (kind === "percent" && measure.isGauge) {
    const text = `${metric} has no limit that ${piece.text} could be a percentage of`;
    return flaw("no-limit", piece, text, `write ${EXAMPLES[unit]}`);
  }
  const hints: Partial<Record<Verdict["unit"], string>> = {
    ms: `did you mean ${piece.text}ms or ${piece.text}s?`,
    share: `did you mean ${piece.text}%?`,
    perSecond: `did you mean ${piece.text}/s?`,
  };
  const guess = kind === "number" ? hints[unit] : undefined;
  const text = `${metric} is ${NOUNS[unit]}, but '${piece.text}' is not`;
  return flaw("wrong-unit", piece, text, guess ?? `write ${EXAMPLES[unit]}`);
}

export function flaw(id: string, piece: Piece, text: string, hint: string): Flaw {
  return { id, text, hint, offset: piece.offset, length: Math.max(1, piece.text.length) };
}
