/** The only place where a number becomes text: counts, shares, lengths of time, moments, rates, intervals. */
import type { Verdict } from "../judge/verdict.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Shares below this many percent are too small to write out. */
const SMALLEST_PERCENT = 0.00001;

/** "810 322"; a mean over seeds below 100 keeps up to two decimals: "12.4". */
export function count(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || size === 0) return grouped(value, 0);
  return size >= 0.01 ? withoutZeros(value.toFixed(2)) : significant(value);
}

/** A share of 0..1 as percent: "2.41 %", "39.7 %", "0.012 %"; never "0 %" or "100 %" unless it is exactly that. */
export function share(value: number): string {
  const percent = Math.abs(value) * 100;
  if (percent > 0 && percent < SMALLEST_PERCENT) return `${value < 0 ? "> -" : "< "}${SMALLEST_PERCENT} %`;
  if (percent < 100 && percent > 100 - SMALLEST_PERCENT)
    return `${value < 0 ? "< -" : "> "}${100 - SMALLEST_PERCENT} %`;
  const text = percentText(value, percentDecimals(percent));
  const fixed = percent >= 0.1 && percent < 99.95;
  return `${fixed ? text : withoutZeros(text)} %`;
}

/** A number of per cent or of percentage points without its sign and unit: "2.41", "0.012", "120". */
export function percentage(percent: number): string {
  return withoutZeros(percentText(percent / 100, percentDecimals(percent)));
}

/** A length of time in ms: "0ms", "250us", "4.2ms", "210ms", "1.98s", "15m", "1h 30m", "2d". */
export function duration(ms: number): string {
  if (ms < 0) return `-${duration(-ms)}`;
  if (ms === 0) return "0ms";
  if (ms < 0.9995) return `${significant(ms * 1000)}us`;
  if (ms < 9.95) return `${withoutZeros(ms.toFixed(1))}ms`;
  if (ms < 999.5) return `${ms.toFixed(0)}ms`;
  if (ms < MINUTE - 50) return `${secondsText(ms / SECOND)}s`;
  return longDuration(ms);
}

/** A moment of the run: "02:29.612", "1:02:29.612". */
export function moment(ms: number): string {
  const whole = Math.round(ms);
  return `${clock(whole)}.${padded(whole % SECOND, 3)}`;
}

/** A moment of the run to the second, fractions dropped: "07:30", "1:02:29". */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / SECOND);
  const hours = Math.floor(seconds / 3600);
  const rest = `${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`;
  return hours === 0 ? rest : `${hours}:${rest}`;
}

/** "912/s", "4.5/s", "0.02/s". */
export function rate(perSecond: number): string {
  const size = Math.abs(perSecond);
  if (size >= 100 || size === 0) return `${grouped(perSecond, 0)}/s`;
  return `${size >= 0.1 ? withoutZeros(perSecond.toFixed(1)) : significant(perSecond)}/s`;
}

/** Dollars: "$4.95", "$0.0012". */
export function money(usd: number): string {
  const size = Math.abs(usd);
  const text = size === 0 || size >= 0.01 ? grouped(size, 2) : significant(size);
  return `${usd < 0 ? "-" : ""}$${text}`;
}

/** A value in its metric's own unit. */
export function quantity(value: number, unit: Verdict["unit"]): string {
  return WRITERS[unit](value);
}

/** "[1.95s, 2.01s]"; shares without their sign and both with the same digits: "[2.35, 2.47]". */
export function interval([low, high]: readonly [number, number], unit: Verdict["unit"]): string {
  if (unit !== "share") return `[${quantity(low, unit)}, ${quantity(high, unit)}]`;
  const decimals = Math.max(...[low, high].map((end) => percentDecimals(Math.abs(end) * 100)));
  return `[${percentText(low, decimals)}, ${percentText(high, decimals)}]`;
}

/** The shortest text that reads back as the same number, for files that programs read. */
export function exact(value: number): string {
  return String(value);
}

/** To one decimal where it needs one: "3", "7.9". */
export const tenths = (value: number): string => exact(Math.round(value * 10) / 10);

/** "42", "42 to 46", "7, 9"; nothing without any. */
export function seedRange(seeds: readonly number[]): string {
  const [first = 0] = seeds;
  const inRow = seeds.length > 1 && seeds.every((seed, i) => seed === first + i);
  return inRow ? `${exact(first)} to ${exact(seeds.at(-1) ?? first)}` : seeds.map(exact).join(", ");
}

const WRITERS: Readonly<Record<Verdict["unit"], (value: number) => string>> = {
  ms: duration,
  share,
  count,
  perSecond: rate,
  usd: money,
};

/** Percent, as a number of decimals: two below 10, one above, more where two digits would be lost near 0 or 100. */
function percentDecimals(percent: number): number {
  if (percent === 0 || percent === 100) return 0;
  if (percent < 0.1) return decimalsFor(percent);
  if (percent < 9.995) return 2;
  if (percent < 99.95 || percent > 100) return 1;
  return decimalsFor(100 - percent);
}

/** Decimals that show two digits of a number below 1, at most six. */
function decimalsFor(small: number): number {
  let decimals = 2;
  while (decimals < 6 && small * 10 ** decimals < 9.95) decimals += 1;
  return decimals;
}

function percentText(value: number, decimals: number): string {
  return (value * 100).toFixed(decimals);
}

function secondsText(seconds: number): string {
  if (Number.isInteger(seconds)) return seconds.toFixed(0);
  return seconds < 9.995 ? seconds.toFixed(2) : seconds.toFixed(1);
}

/** The two largest units that are not zero: "1m 30s", "1h 30m", "2d 3h". */
function longDuration(ms: number): string {
  const step = ms < HOUR ? SECOND : ms < DAY ? MINUTE : HOUR;
  const whole = Math.round(ms / step) * step;
  const parts = [
    { size: Math.floor(whole / DAY), unit: "d" },
    { size: Math.floor(whole / HOUR) % 24, unit: "h" },
    { size: Math.floor(whole / MINUTE) % 60, unit: "m" },
    { size: Math.floor(whole / SECOND) % 60, unit: "s" },
  ];
  return parts
    .filter(({ size }) => size > 0)
    .map(({ size, unit }) => `${size}${unit}`)
    .join(" ");
}

/** Two significant digits of a small number, written out: "0.0012". */
function significant(value: number): string {
  const digits = Math.abs(value) >= 10 ? 0 : Math.min(12, Math.max(1, decimalsFor(Math.abs(value))));
  return withoutZeros(value.toFixed(digits));
}

/** Thousands apart by a space: "810 322". */
function grouped(value: number, decimals: number): string {
  const [whole, fraction] = value.toFixed(decimals).split(".");
  const spaced = whole!.replace(/\B(?=(\d{3})+$)/g, " ");
  return fraction === undefined ? spaced : `${spaced}.${fraction}`;
}

const withoutZeros = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);
const padded = (value: number, width: number): string => String(value).padStart(width, "0");
