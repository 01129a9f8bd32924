/** AWS's cron grammar: six fields of text to the days and the times of day that they name. */
import type { ProblemId } from "../text/explanations.ts";
import { list, shown } from "../text/words.ts";
import type { Quantity } from "./quantity.ts";

/** Which days of a month; a weekday is 1 for Sunday to 7 for Saturday. */
type DayRule =
  | { readonly kind: "date"; readonly day: number }
  | { readonly kind: "last-date" }
  /** CRON-5: the weekday nearest to a date, in the same month. */
  | { readonly kind: "working-day"; readonly day: number }
  | { readonly kind: "weekday"; readonly weekday: number }
  /** CRON-6: the second Tuesday. */
  | { readonly kind: "nth-weekday"; readonly weekday: number; readonly nth: number }
  /** CRON-7: the last Friday. */
  | { readonly kind: "last-weekday"; readonly weekday: number };

/** Whole numbers in rising order, each once. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly DayRule[];
  readonly months: readonly number[];
  readonly years: readonly number[];
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly words: readonly string[];
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
/** CRON-1. */
const MINUTES: Field = { name: "minutes", min: 0, max: 59, words: [] };
const HOURS: Field = { name: "hours", min: 0, max: 23, words: [] };
const DATE: Field = { name: "day-of-month", min: 1, max: 31, words: [] };
const MONTH: Field = { name: "month", min: 1, max: 12, words: MONTHS };
const WEEKDAY: Field = { name: "day-of-week", min: 1, max: 7, words: WEEKDAYS };
const YEAR: Field = { name: "year", min: 1970, max: 2199, words: [] };
const ORDER = [MINUTES, HOURS, DATE, MONTH, WEEKDAY, YEAR];

const EXAMPLE = '"45 7 * * ? *" for 07:45 each day, or "0 8 ? * MON-FRI *"';
const good = <T>(value: T): Quantity<T> => ({ ok: true, value });
const bad = (text: string, hint: string, id: ProblemId = "bad-value"): Quantity<never> => ({
  ok: false,
  id,
  text,
  hint,
});
const uniqueSorted = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);

/** "45 7 * * ? *", with or without AWS's cron( ) around it. */
export function parseCron(raw: unknown): Quantity<Cron> {
  if (typeof raw !== "string") return bad("is no cron expression", `write ${EXAMPLE}`, "wrong-type");
  const inner = /^\s*cron\((.*)\)\s*$/.exec(raw)?.[1] ?? raw;
  const texts = inner.trim().toUpperCase().split(/\s+/);
  if (texts.length !== ORDER.length) {
    const names = list(
      ORDER.map(({ name }) => name),
      "and",
    );
    const text = `is '${shown(raw)}', which does not have the six fields ${names} (CRON-1)`;
    return bad(text, `write ${EXAMPLE}`);
  }
  const [minute = "", hour = "", date = "", month = "", weekday = "", year = ""] = texts;
  const days = parseDays(date, weekday);
  const [minutes, hours, months, years] = [
    parseField(MINUTES, minute),
    parseField(HOURS, hour),
    parseField(MONTH, month),
    parseField(YEAR, year),
  ];
  if (!minutes.ok) return minutes;
  if (!hours.ok) return hours;
  if (!days.ok) return days;
  if (!months.ok) return months;
  if (!years.ok) return years;
  return good({
    minutes: uniqueSorted(minutes.value),
    hours: uniqueSorted(hours.value),
    days: days.value,
    months: uniqueSorted(months.value),
    years: uniqueSorted(years.value),
  });
}

/** CRON-3: exactly one of the two is `?`. */
function parseDays(date: string, weekday: string): Quantity<DayRule[]> {
  if ((date === "?") === (weekday === "?")) {
    const text = `has '${shown(date)}' in day-of-month and '${shown(weekday)}' in day-of-week: one must be ? (CRON-3)`;
    return bad(text, `write ${EXAMPLE}`);
  }
  if (weekday === "?") return each(date, parseDate);
  if (weekday.split("#").length > 2) {
    const text = `has '${shown(weekday)}' in day-of-week, but only one # may stand there (CRON-6)`;
    return bad(text, "write one schedule for each");
  }
  return each(weekday, parseWeekday);
}

/** CRON-2, CRON-5, CRON-7. */
function parseDate(item: string): Quantity<DayRule[]> {
  if (item === "L") return good([{ kind: "last-date" }]);
  const near = /^(\w+)W$/.exec(item)?.[1];
  if (near === undefined) return rules(parseItem(DATE, item), (day) => ({ kind: "date", day }));
  return rules(single(DATE, near, item), (day) => ({ kind: "working-day", day }));
}

/** CRON-2, CRON-6, CRON-7. `L` alone is the last day of the week. */
function parseWeekday(item: string): Quantity<DayRule[]> {
  if (item === "L") return good([{ kind: "weekday", weekday: 7 }]);
  const [, named, nth] = /^(\w+)#(\w+)$/.exec(item) ?? [];
  if (named !== undefined && nth !== undefined) {
    if (!/^[1-5]$/.test(nth))
      return bad(`has '${shown(item)}' in day-of-week: after # comes 1 to 5 (CRON-6)`, "as in 3#2");
    return rules(single(WEEKDAY, named, item), (weekday) => ({ kind: "nth-weekday", weekday, nth: Number(nth) }));
  }
  const last = /^(\w+)L$/.exec(item)?.[1];
  if (last === undefined) return rules(parseItem(WEEKDAY, item), (weekday) => ({ kind: "weekday", weekday }));
  return rules(single(WEEKDAY, last, item), (weekday) => ({ kind: "last-weekday", weekday }));
}

function rules(read: Quantity<number[]>, rule: (value: number) => DayRule): Quantity<DayRule[]> {
  return read.ok ? good(read.value.map(rule)) : read;
}

const parseField = (field: Field, text: string): Quantity<number[]> => each(text, (item) => parseItem(field, item));

/** The items between commas, together; or the first that is wrong. */
function each<T>(text: string, parse: (item: string) => Quantity<T[]>): Quantity<T[]> {
  const read = text.split(",").map(parse);
  return read.find((item) => !item.ok) ?? good(read.flatMap((item) => (item.ok ? item.value : [])));
}

/** `*`, `7`, `7-9`, and each of them with a step: CRON-4: `1/10` goes on to the end of the field. */
function parseItem(field: Field, item: string): Quantity<number[]> {
  const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(item);
  if (match === null) return unreadable(field, item);
  const [, star, first = "", last, step] = match;
  const open = last === undefined && step !== undefined;
  const from = star === undefined ? numberOf(field, first) : field.min;
  const to = star !== undefined || open ? field.max : numberOf(field, last ?? first);
  if (from === null || to === null) return unreadable(field, item);
  if (step !== undefined && Number(step) === 0) {
    return bad(`has '${shown(item)}' in ${field.name}, but a step is 1 or more (CRON-4)`, "as in 0/15");
  }
  const size = field.max - field.min + 1;
  // CRON-8: only hours may run past the end of the field.
  if (to < from && field !== HOURS) {
    const text = `has '${shown(item)}' in ${field.name}, which runs backwards`;
    return bad(text, `write the parts one by one, as in ${first},${last}`);
  }
  const span = to >= from ? to - from : to - from + size;
  const stride = Number(step ?? 1);
  const steps = Array.from({ length: Math.floor(span / stride) + 1 }, (_, index) => from + index * stride);
  return good(steps.map((value) => field.min + ((value - field.min) % size)));
}

/** The one value before a `W`, `L` or `#`. */
function single(field: Field, text: string, item: string): Quantity<number[]> {
  const value = numberOf(field, text);
  return value === null ? unreadable(field, item) : good([value]);
}

function numberOf({ min, max, words }: Field, text: string): number | null {
  const word = words.indexOf(text);
  if (word >= 0) return word + min;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

function unreadable({ name, min, max, words }: Field, item: string): Quantity<never> {
  const named = words.length === 0 ? "" : ` or ${words[0]} to ${words.at(-1)}`;
  const text = `has '${shown(item)}' in ${name}, which goes from ${min} to ${max}${named} (CRON-1, CRON-2)`;
  return bad(text, `write ${EXAMPLE}`);
}

/** Whether the day that holds this moment (ms since 1970, read as local time) is one of the expression's. */
export function isDayOf({ days, months, years }: Cron, local: number): boolean {
  const day = new Date(local);
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth()];
  if (!years.includes(year) || !months.includes(month + 1)) return false;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = { date: day.getUTCDate(), weekday: day.getUTCDay() + 1, last };
  return days.some((rule) => fits(rule, date));
}

interface CalendarDay {
  readonly date: number;
  readonly weekday: number;
  /** The last date of the month. */
  readonly last: number;
}

function fits(rule: DayRule, { date, weekday, last }: CalendarDay): boolean {
  switch (rule.kind) {
    case "date":
      return rule.day === date;
    case "last-date":
      return date === last;
    case "working-day":
      return rule.day <= last && date === workingDay(rule.day, { date, weekday, last });
    case "weekday":
      return rule.weekday === weekday;
    case "nth-weekday":
      return rule.weekday === weekday && Math.ceil(date / 7) === rule.nth;
    case "last-weekday":
      return rule.weekday === weekday && date + 7 > last;
  }
}

/** CRON-5: Saturday gives Friday, Sunday gives Monday; at the edges of the month, the other way. */
function workingDay(wanted: number, { date, weekday, last }: CalendarDay): number {
  const its = (((weekday - 1 + wanted - date) % 7) + 7) % 7;
  if (its === 6) return wanted === 1 ? 3 : wanted - 1;
  if (its === 0) return wanted === last ? wanted - 2 : wanted + 1;
  return wanted;
}
