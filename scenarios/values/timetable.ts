/** Moments of a run at which a cron expression, a rate or a single date comes due, in any time zone. */
import type { Duration, Instant } from "../../sim/index.ts";
import { MICROS_PER_MILLISECOND, MICROS_PER_MINUTE } from "../../sim/index.ts";
import { shown } from "../text/words.ts";
import { type Cron, isDayOf } from "./cron.ts";
import { parseInstant, type Quantity } from "./quantity.ts";

/** When the run takes place. */
export interface Clock {
  /** Milliseconds since 1970 in UTC; null when the scenario does not say. */
  readonly startsAt: number | null;
  readonly horizon: Duration;
}

/** SCH-3. `at` is the wall clock's time as milliseconds since 1970, whatever the zone. */
export interface Timetable {
  readonly cron?: Cron | undefined;
  readonly rate?: Duration | undefined;
  readonly at?: number | undefined;
  readonly timeZone: string;
}

export const MOMENTS_MAX = 100_000;
const DAY = 86_400_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
const MINUTES_OF: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1_440 };

/** Rising; without `startsAt`, only a rate has any. The list ends soon after MOMENTS_MAX. */
export function momentsOf(timetable: Timetable, { startsAt, horizon }: Clock): Instant[] {
  if (timetable.rate !== undefined) return ratesOf(timetable.rate, horizon);
  if (startsAt === null) return [];
  const end = startsAt + horizon / MICROS_PER_MILLISECOND;
  const toUtc = zoneOf(timetable.timeZone);
  const moments: Instant[] = [];
  for (const local of localTimes(timetable, startsAt, end)) {
    const utc = toUtc(local);
    if (utc === null || utc < startsAt || utc >= end) continue;
    moments.push(((utc - startsAt) * MICROS_PER_MILLISECOND) as Instant);
    if (moments.length > MOMENTS_MAX) break;
  }
  return moments;
}

/** SCH-4: at once, and then every so often; a day has 24 hours. */
function ratesOf(every: Duration, horizon: Duration): Instant[] {
  const length = Math.min(Math.ceil(horizon / every), MOMENTS_MAX + 1);
  return Array.from({ length }, (_, index) => (index * every) as Instant);
}

/** What the wall clock shows when the timetable is due, a day too early and too late included. */
function* localTimes({ cron, at }: Timetable, start: number, end: number): Generator<number> {
  if (at !== undefined) yield at;
  if (cron === undefined) return;
  const first = Math.max(Math.floor(start / DAY) - 1, 0);
  const last = Math.min(Math.floor(end / DAY) + 1, Date.UTC(2200, 0) / DAY);
  for (let day = first; day <= last; day += 1) {
    if (isDayOf(cron, day * DAY)) yield* timesOfDay(cron, day * DAY);
  }
}

function* timesOfDay({ hours, minutes }: Cron, midnight: number): Generator<number> {
  for (const hour of hours) {
    for (const minute of minutes) yield midnight + hour * HOUR + minute * MINUTE;
  }
}

/** SCH-5: from the wall clock to UTC; null in the gap of spring, and the first of both in the overlap of autumn. */
function zoneOf(timeZone: string): (local: number) => number | null {
  if (timeZone === "UTC") return (local) => local;
  const offsetAt = offsetsOf(timeZone);
  const known = new Map<number, number>();
  const roughOffset = (moment: number): number => {
    const hour = Math.floor(moment / HOUR) * HOUR;
    const offset = known.get(hour) ?? offsetAt(hour);
    known.set(hour, offset);
    return offset;
  };
  return (local) => {
    const [before, later] = [roughOffset(local - DAY), roughOffset(local + DAY)];
    if (before === later) return local - before;
    const fitting = [local - before, local - later].filter((utc) => utc + offsetAt(utc) === local);
    return fitting.length === 0 ? null : Math.min(...fitting);
  };
}

/** How far the wall clock is ahead of UTC at a moment. */
function offsetsOf(timeZone: string): (utc: number) => number {
  const numeric = "numeric";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  return (utc) => {
    const part = new Map(format.formatToParts(utc).map(({ type, value }) => [type as string, Number(value)]));
    const [year = 0, month = 1, day, hour, minute, second] = ["year", "month", "day", "hour", "minute", "second"].map(
      (name) => part.get(name),
    );
    return Date.UTC(year, month - 1, day, hour, minute, second) - utc;
  };
}

/** "5 minutes", with or without AWS's rate( ) around it. */
export function parseEvery(raw: unknown): Quantity<Duration> {
  const hint = "write 5 minutes, 1 hour or 2 days";
  const inner = typeof raw === "string" ? (/^\s*rate\((.*)\)\s*$/.exec(raw)?.[1] ?? raw) : "";
  const [, number = "", unit = ""] = /^\s*(\d+)\s+(minute|hour|day)s?\s*$/.exec(inner) ?? [];
  const value = Number(number) * (MINUTES_OF[unit] ?? 0) * MICROS_PER_MINUTE;
  if (unit !== "" && value > 0 && Number.isSafeInteger(value)) return { ok: true, value: value as Duration };
  const found = typeof raw === "object" && raw !== null ? "no plain text" : `'${shown(raw)}'`;
  return { ok: false, id: "bad-value", text: `is ${found}, which is no rate as AWS writes it (SCH-3)`, hint };
}

/** "2026-11-27T08:00:00", with or without AWS's at( ) around it. */
export function parseLocalTime(raw: unknown): Quantity<number> {
  const inner = typeof raw === "string" ? (/^\s*at\((.*)\)\s*$/.exec(raw)?.[1] ?? raw) : "";
  const read = parseInstant(`${inner}Z`);
  if (read.ok) return read;
  const ends = inner.endsWith("Z") && parseInstant(inner).ok;
  const hint = ends ? "leave out the Z: timeZone says which clock is meant" : "write a time like 2026-11-27T08:00:00";
  const found = typeof raw === "object" && raw !== null ? "no plain text" : `'${shown(raw)}'`;
  return { ok: false, id: "bad-value", text: `is ${found}, which is no date and time of a clock (SCH-3)`, hint };
}

/** IANA names; Node also takes offsets like +02:00, which AWS does not. */
export function parseTimeZone(raw: unknown): Quantity<string> {
  if (typeof raw === "string" && /^[A-Za-z]/.test(raw) && isTimeZone(raw)) return { ok: true, value: raw };
  const text = `is '${shown(raw)}', which is no IANA time zone (SCH-5)`;
  return { ok: false, id: "unknown-value", text, hint: "write a name like Europe/Berlin, America/New_York or UTC" };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
