/** Text to quantity and nothing else: "250ms", "6k/m", "0.2%", "1769MB", "2026-11-27T08:00:00Z". */
import { type Duration, MICROS_PER_MINUTE } from "../../sim/index.ts";
import type { ProblemId } from "../text/explanations.ts";
import { list, shown } from "../text/words.ts";

/** `text` goes on after the name of the field: "is 250, but a duration needs a unit". */
export type Quantity<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly id: ProblemId; readonly text: string; readonly hint: string };

const MICROS: Readonly<Record<string, bigint>> = {
  us: 1n,
  ms: 1_000n,
  s: 1_000_000n,
  m: 60_000_000n,
  h: 3_600_000_000n,
  d: 86_400_000_000n,
};
const DURATION_UNITS = Object.keys(MICROS);
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** Powers of ten, put behind the digits, so that 99.9% is 0.999 and not its neighbour. */
const MULTIPLES: Readonly<Record<string, string>> = { "": "e0", k: "e3", M: "e6" };
const MEGABYTES: Readonly<Record<string, number>> = { MB: 1, GB: 1_024 };
const BYTES: Readonly<Record<string, number>> = { B: 1, KB: 1_024, MB: 1_048_576, GB: 1_073_741_824 };

const good = <T>(value: T): Quantity<T> => ({ ok: true, value });
const bad = (id: ProblemId, text: string, hint: string): Quantity<never> => ({ ok: false, id, text, hint });

/** What a field needs that this value is not; says so if it looks like part of an expression. */
function unreadable(raw: unknown, what: string, example: string): Quantity<never> {
  if (typeof raw === "object" && raw !== null) {
    const found = Array.isArray(raw) ? "a list" : "a map";
    return bad("wrong-type", `is ${found}, but ${what} is needed`, `write ${example}`);
  }
  const isVariable = typeof raw === "string" && raw.includes("$");
  const hint = isVariable ? "a variable can only be a whole value, not a part of one" : `write ${example}`;
  return bad("bad-value", `is '${shown(raw)}', which is not ${what}`, hint);
}

/** Whole µs. Compound lengths run from large to small: "1h30m". */
export function parseDuration(raw: unknown): Quantity<Duration> {
  if (raw === 0) return good(0 as Duration);
  if (typeof raw === "number" || (typeof raw === "string" && /^[+-]?\d+(\.\d+)?$/.test(raw))) {
    if (Number(raw) === 0) return good(0 as Duration);
    if (Number(raw) < 0) return bad("negative", `is ${raw}, but a duration cannot be negative`, "remove the minus");
    return bad("needs-unit", `is ${raw}, but a duration needs a unit`, `write ${raw}ms or ${raw}s`);
  }
  if (typeof raw !== "string") return unreadable(raw, "a duration", "250ms, 1.5s, 5m or 1h30m");
  if (/^-\d/.test(raw))
    return bad("negative", `is ${shown(raw)}, but a duration cannot be negative`, "remove the minus");
  const parts = [...raw.matchAll(/(\d+)(?:\.(\d+))?([A-Za-zµ]+)/gy)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== raw) {
    return unreadable(raw, "a duration", "250ms, 1.5s, 5m or 1h30m");
  }
  return sumOfParts(raw, parts);
}

function sumOfParts(raw: string, parts: readonly RegExpExecArray[]): Quantity<Duration> {
  let micros = 0n;
  let above: bigint | null = null;
  for (const [, whole = "", fraction = "", unit = ""] of parts) {
    const size = MICROS[unit];
    if (size === undefined) return wrongUnit(raw, unit, "duration", DURATION_UNITS);
    if (above !== null && size >= above) {
      return bad(
        "bad-value",
        `is '${raw}', whose units do not go from large to small`,
        "write it as in 1h30m or 1m500ms",
      );
    }
    above = size;
    const scale = 10n ** BigInt(fraction.length);
    const scaled = BigInt(whole + fraction) * size;
    if (scaled % scale !== 0n)
      return bad("bad-value", `is ${raw}, which is no whole number of microseconds`, "round it");
    micros += scaled / scale;
  }
  if (micros > BigInt(Number.MAX_SAFE_INTEGER))
    return bad("out-of-range", `is ${shown(raw)}, which is too long`, "use less");
  return good(Number(micros) as Duration);
}

function wrongUnit(raw: unknown, unit: string, what: string, units: readonly string[]): Quantity<never> {
  const near = units.find((known) => known.toLowerCase() === unit.toLowerCase());
  const hint = near === undefined ? `the units of a ${what} are ${list(units, "and")}` : `did you mean '${near}'?`;
  return bad("wrong-unit", `is ${shown(raw)}, but '${shown(unit)}' is no unit of a ${what}`, hint);
}

/** Requests (or calls) per second. */
export function parseRate(raw: unknown): Quantity<number> {
  if (raw === 0) return good(0);
  if (typeof raw === "number" || (typeof raw === "string" && /^[+-]?\d+(\.\d+)?[kM]?$/.test(raw))) {
    if (String(raw).startsWith("-"))
      return bad("negative", `is ${raw}, but a rate cannot be negative`, "remove the minus");
    return bad("needs-unit", `is ${raw}, but a rate needs a unit`, `write ${raw}/s or ${raw}/m`);
  }
  if (typeof raw !== "string") return unreadable(raw, "a rate", "100/s, 6k/m or 1.2M/d");
  const match = /^(-?)(\d+(?:\.\d+)?)([A-Za-z]?)\/([A-Za-z]+)$/.exec(raw);
  if (match === null) return unreadable(raw, "a rate", "100/s, 6k/m or 1.2M/d");
  const [, minus, number, multiple = "", unit = ""] = match;
  const [times, per] = [MULTIPLES[multiple], SECONDS[unit]];
  if (per === undefined)
    return wrongUnit(
      raw,
      `/${unit}`,
      "rate",
      Object.keys(SECONDS).map((key) => `/${key}`),
    );
  if (times === undefined) {
    return bad("wrong-unit", `is ${raw}, but '${multiple}' is no multiple`, "k is a thousand, M a million");
  }
  if (minus !== "") return bad("negative", `is ${raw}, but a rate cannot be negative`, "remove the minus");
  return good(Number(`${number}${times}`) / per);
}

/** 0 to 1; also written as a percentage. */
export function parseShare(raw: unknown): Quantity<number> {
  const percent = typeof raw === "string" ? /^(-?\d+(?:\.\d+)?)%$/.exec(raw)?.[1] : undefined;
  if (percent === undefined && typeof raw !== "number") return unreadable(raw, "a share", "0.2% or 0.002");
  const value = percent === undefined ? Number(raw) : Number(`${percent}e-2`);
  if (value < 0) return bad("negative", `is ${raw}, but a share cannot be negative`, "remove the minus");
  if (value > 1) {
    const hint = percent === undefined ? `write ${raw}% if that is meant` : "write at most 100%";
    return bad("out-of-range", `is ${raw}, but a share lies between 0 and 1 (100%)`, hint);
  }
  return Number.isNaN(value) ? unreadable(raw, "a share", "0.2% or 0.002") : good(value);
}

/** MB as Lambda means them: 1 GB is 1,024 MB. */
export const parseSize = (raw: unknown): Quantity<number> => sized(raw, MEGABYTES, "MB");

/** Bytes, 1 KB being 1,024 of them. */
export const parseBytes = (raw: unknown): Quantity<number> => sized(raw, BYTES, "B");

/** A whole number of the smallest unit. */
function sized(raw: unknown, units: Readonly<Record<string, number>>, smallest: "MB" | "B"): Quantity<number> {
  if (typeof raw === "number")
    return bad("needs-unit", `is ${raw}, but a size needs a unit`, `write ${raw}${smallest}`);
  const match = typeof raw === "string" ? /^(\d+(?:\.\d+)?)([A-Za-z]+)$/.exec(raw) : null;
  if (match === null) return unreadable(raw, "a size", smallest === "MB" ? "512MB or 1GB" : "200B, 4KB or 6MB");
  const [, number, unit = ""] = match;
  const size = units[unit];
  if (size === undefined) return wrongUnit(raw, unit, "size", Object.keys(units));
  const value = Number(number) * size;
  return Number.isInteger(value)
    ? good(value)
    : bad("bad-value", `is ${raw}, which is no whole number of ${smallest === "MB" ? "MB" : "bytes"}`, "round it");
}

/** A whole number, 0 or more. */
export function parseCount(raw: unknown): Quantity<number> {
  if (typeof raw === "string" && /^-?\d+$/.test(raw)) {
    return bad("wrong-type", `is the text '${raw}', but a number is needed`, `write ${raw} without quotes`);
  }
  if (typeof raw === "string" && /^\d+(\.\d+)?[kM]$/.test(raw)) {
    const value = Number(`${raw.slice(0, -1)}${MULTIPLES[raw.slice(-1)] ?? ""}`);
    return bad("bad-value", `is ${raw}, but only rates may be written with k or M`, `write ${value}`);
  }
  if (typeof raw !== "number") return unreadable(raw, "a whole number", "a number like 300");
  if (raw < 0) return bad("negative", `is ${raw}, but a count cannot be negative`, "remove the minus");
  if (!Number.isSafeInteger(raw)) return bad("bad-value", `is ${raw}, which is not a whole number`, "round it");
  return good(raw);
}

/** A number, 0 or more. */
export function parseExponent(raw: unknown): Quantity<number> {
  if (typeof raw !== "number" || !Number.isFinite(raw)) return unreadable(raw, "a number", "a number like 1 or 0.8");
  return raw >= 0 ? good(raw) : bad("negative", `is ${raw}, but cannot be negative`, "remove the minus");
}

/** A number above 0. */
export function parseFactor(raw: unknown): Quantity<number> {
  if (typeof raw !== "number" || !Number.isFinite(raw)) return unreadable(raw, "a number", "a number like 1.5");
  return raw > 0 ? good(raw) : bad("out-of-range", `is ${raw}, but must be above 0`, "write a number like 1.5");
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 2026-11-27T08:00:00Z as milliseconds since 1970. */
export function parseInstant(raw: unknown): Quantity<number> {
  const example = "2026-11-27T08:00:00Z";
  const match = typeof raw === "string" ? /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)Z$/.exec(raw) : null;
  if (match === null) return unreadable(raw, "a moment in UTC", example);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0);
  if (day < 1 || day > days || hour > 23 || minute > 59 || second > 59) {
    return bad("bad-value", `is ${raw}, a moment that does not exist`, `write a moment like ${example}`);
  }
  return good(Date.parse(String(raw)));
}

/** A time of day in UTC as in 08:05; it comes once a day. */
export function parseTimeOfDay(raw: unknown): Quantity<Duration> {
  const match = typeof raw === "string" ? /^(\d\d):(\d\d)$/.exec(raw) : null;
  if (match === null) return unreadable(raw, "a time of day", '"08:05"');
  const [hour = 0, minute = 0] = match.slice(1).map(Number);
  if (hour > 23 || minute > 59) return bad("bad-value", `is ${raw}, which no clock shows`, 'write a time like "08:05"');
  return good(((hour * 60 + minute) * MICROS_PER_MINUTE) as Duration);
}
