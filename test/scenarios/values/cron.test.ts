/** When cron expressions, rates and single dates come due; days are checked against a calendar. */
import { expect, test } from "vitest";
import { parseCron } from "../../../scenarios/values/cron.ts";
import type { Quantity } from "../../../scenarios/values/quantity.ts";
import {
  MOMENTS_MAX,
  momentsOf,
  parseEvery,
  parseLocalTime,
  parseTimeZone,
  type Timetable,
} from "../../../scenarios/values/timetable.ts";
import { type Duration, MICROS_PER_MINUTE, seconds, toMs } from "../../../sim/index.ts";

const DAY_SECONDS = 86_400;

function read<T>(quantity: Quantity<T>): T {
  if (!quantity.ok) throw new Error(quantity.text);
  return quantity.value;
}

/** "01-31 12:00 02-28 12:00": the moments in UTC of a run "2026-01-01 for 60d" that starts at midnight UTC. */
function dueIn(timetable: Timetable, run: string): string {
  const [from, days] = run.split(" for ");
  const startsAt = Date.parse(`${from}T00:00:00Z`);
  const moments = momentsOf(timetable, { startsAt, horizon: seconds(Number.parseInt(days ?? "", 10) * DAY_SECONDS) });
  return moments.map((at) => new Date(startsAt + toMs(at)).toISOString().slice(5, 16).replace("T", " ")).join(" ");
}

const cronIn = (expression: string, run: string, timeZone = "UTC"): string =>
  dueIn({ cron: read(parseCron(expression)), timeZone }, run);

test.each([
  ["CRON-1", "45 7 * * ? *", "2026-11-27 for 2d", "11-27 07:45 11-28 07:45"],
  ["SCH-3, with AWS's brackets", "cron(45 7 * * ? *)", "2026-11-27 for 1d", "11-27 07:45"],
  ["CRON-1, with more space", "  45  7 *\t* ? * ", "2026-11-27 for 1d", "11-27 07:45"],
  ["CRON-2, lists", "0,30 6,18 * * ? *", "2026-11-27 for 1d", "11-27 06:00 11-27 06:30 11-27 18:00 11-27 18:30"],
  ["CRON-2, a list in any order, each once", "30,0,30 6 * * ? *", "2026-11-27 for 1d", "11-27 06:00 11-27 06:30"],
  ["CRON-2, ranges", "0 9-11 * * ? *", "2026-11-27 for 1d", "11-27 09:00 11-27 10:00 11-27 11:00"],
  ["CRON-2, a range with a step", "0 8-14/3 * * ? *", "2026-11-27 for 1d", "11-27 08:00 11-27 11:00 11-27 14:00"],
  ["CRON-2, a star with a step", "*/25 5 * * ? *", "2026-11-27 for 1d", "11-27 05:00 11-27 05:25 11-27 05:50"],
  [
    "CRON-4",
    "1/10 5 * * ? *",
    "2026-11-27 for 1d",
    "11-27 05:01 11-27 05:11 11-27 05:21 11-27 05:31 11-27 05:41 11-27 05:51",
  ],
  ["CRON-8, hours that wrap", "0 22-1 * * ? *", "2026-11-27 for 1d", "11-27 00:00 11-27 01:00 11-27 22:00 11-27 23:00"],
  ["CRON-8, and step", "0 20-2/3 * * ? *", "2026-11-27 for 1d", "11-27 02:00 11-27 20:00 11-27 23:00"],
  ["CRON-1, 1 is Sunday", "0 0 ? * 1 *", "2026-11-27 for 7d", "11-29 00:00"],
  ["CRON-1, names of days", "0 0 ? * MON-WED *", "2026-11-27 for 7d", "11-30 00:00 12-01 00:00 12-02 00:00"],
  ["CRON-1, names of months", "0 0 1 FEB,apr ? *", "2026-01-01 for 365d", "02-01 00:00 04-01 00:00"],
  ["CRON-1, a year", "0 0 1 1 ? 2027-2028", "2026-01-01 for 1200d", "01-01 00:00 01-01 00:00"],
  ["CRON-1, a year that is past", "0 0 1 * ? 2025", "2026-01-01 for 365d", ""],
  ["CRON-2, a date that some months lack", "0 0 31 * ? *", "2026-01-01 for 120d", "01-31 00:00 03-31 00:00"],
  ["CRON-2, leap day", "0 0 29 2 ? *", "2026-01-01 for 2000d", "02-29 00:00"],
  [
    "CRON-7, last days of months",
    "0 12 L * ? *",
    "2026-01-01 for 120d",
    "01-31 12:00 02-28 12:00 03-31 12:00 04-30 12:00",
  ],
  ["CRON-7, last day of a leap February", "0 12 L 2 ? *", "2028-02-01 for 40d", "02-29 12:00"],
  ["CRON-7, last Friday", "0 0 ? * 6L *", "2026-01-01 for 90d", "01-30 00:00 02-27 00:00 03-27 00:00"],
  ["CRON-7, last Friday by name", "0 0 ? * FRIL *", "2026-01-01 for 31d", "01-30 00:00"],
  ["CRON-2, L alone is Saturday", "0 0 ? * L *", "2026-11-27 for 7d", "11-28 00:00"],
  ["CRON-6, second Tuesday", "0 0 ? * 3#2 *", "2026-01-01 for 70d", "01-13 00:00 02-10 00:00 03-10 00:00"],
  ["CRON-6, a fifth Thursday", "0 0 ? * THU#5 *", "2026-01-01 for 150d", "01-29 00:00 04-30 00:00"],
  ["CRON-5, the 3rd is a Saturday", "0 0 3W 1 ? *", "2026-01-01 for 31d", "01-02 00:00"],
  ["CRON-5, the 4th is a Sunday", "0 0 4W 1 ? *", "2026-01-01 for 31d", "01-05 00:00"],
  ["CRON-5, the 5th is a Monday", "0 0 5W 1 ? *", "2026-01-01 for 31d", "01-05 00:00"],
  ["CRON-5, the 1st is a Saturday: not the month before", "0 0 1W 8 ? *", "2026-07-25 for 20d", "08-03 00:00"],
  ["CRON-5, the 31st is a Sunday: not the month after", "0 0 31W 5 ? *", "2026-05-20 for 20d", "05-29 00:00"],
  ["CRON-5, a month without the 31st", "0 0 31W 6 ? *", "2026-06-01 for 40d", ""],
])("%s: %s", (_rule, expression, run, expected) => {
  expect(cronIn(expression, run)).toBe(expected);
});

test.each([
  ["winter", "45 7 * * ? *", "2026-01-15 for 1d", "01-15 06:45"],
  ["summer", "45 7 * * ? *", "2026-07-15 for 1d", "07-15 05:45"],
  ["a local day that begins before the run's", "30 0 16 7 ? *", "2026-07-15 for 1d", "07-15 22:30"],
  ["the days around the spring shift", "0 3 * * ? *", "2026-03-28 for 3d", "03-28 02:00 03-29 01:00 03-30 01:00"],
  ["02:30 falls into the gap of spring", "30 2 * * ? *", "2026-03-28 for 3d", "03-28 01:30 03-30 00:30"],
  ["the edges of the gap", "59,0 1-3 29 3 ? *", "2026-03-28 for 3d", "03-29 00:00 03-29 00:59 03-29 01:00 03-29 01:59"],
  ["02:30 comes twice in autumn", "30 2 * * ? *", "2026-10-24 for 3d", "10-24 00:30 10-25 00:30 10-26 01:30"],
  ["the edges of the overlap", "0 1-3 25 10 ? *", "2026-10-24 for 3d", "10-24 23:00 10-25 00:00 10-25 02:00"],
])("SCH-5, Europe/Berlin: %s", (_title, expression, run, expected) => {
  expect(cronIn(expression, run, "Europe/Berlin")).toBe(expected);
});

test.each([
  ["Asia/Kolkata", "07-15 02:15"],
  ["America/New_York", "07-15 11:45"],
  ["Pacific/Kiritimati", "07-15 17:45"],
])("SCH-5: 07:45 in %s", (timeZone, expected) => {
  expect(cronIn("45 7 * * ? *", "2026-07-15 for 1d", timeZone)).toBe(expected);
});

test("the run's start is within it, its end is not, and moments count from the start", () => {
  const timetable = { cron: read(parseCron("0/10 8 * * ? *")), timeZone: "UTC" };
  const startsAt = Date.parse("2026-11-27T08:10:00Z");
  expect(momentsOf(timetable, { startsAt, horizon: seconds(1200) })).toEqual([0, 10 * MICROS_PER_MINUTE]);
  expect(momentsOf(timetable, { startsAt: startsAt + 1, horizon: seconds(600) })).toEqual([
    10 * MICROS_PER_MINUTE - 1_000,
  ]);
  expect(momentsOf(timetable, { startsAt: null, horizon: seconds(1200) })).toEqual([]);
});

test("each minute of a long run: the list ends soon after the limit", () => {
  const timetable = { cron: read(parseCron("* * * * ? *")), timeZone: "Europe/Berlin" };
  const clock = { startsAt: 0, horizon: seconds(400 * DAY_SECONDS) };
  expect(momentsOf(timetable, clock)).toHaveLength(MOMENTS_MAX + 1);
  expect(momentsOf({ rate: seconds(60), timeZone: "UTC" }, clock)).toHaveLength(MOMENTS_MAX + 1);
});

test.each([
  ["5 minutes", 12, [0, 5, 10]],
  ["rate(1 hour)", 120, [0, 60]],
  ["1 hours", 121, [0, 60, 120]],
  ["1 minute", 2, [0, 1]],
  ["2 days", 2_881, [0, 2_880]],
])("SCH-3, SCH-4: %s in %d minutes", (written, minutes, expected) => {
  const horizon = (minutes * MICROS_PER_MINUTE) as Duration;
  const moments = momentsOf({ rate: read(parseEvery(written)), timeZone: "UTC" }, { startsAt: null, horizon });
  expect(moments.map((at) => at / MICROS_PER_MINUTE)).toEqual(expected);
});

test("SCH-4: days of a rate have 24 hours, whatever the clock does", () => {
  const timetable = { rate: read(parseEvery("1 day")), timeZone: "Europe/Berlin" };
  expect(dueIn(timetable, "2026-03-28 for 3d")).toBe("03-28 00:00 03-29 00:00 03-30 00:00");
});

test.each([
  ["2026-11-27T08:00:00", "UTC", "11-27 08:00"],
  ["at(2026-11-27T08:00:00)", "Europe/Berlin", "11-27 07:00"],
  ["2026-11-28T00:30:00", "Europe/Berlin", "11-27 23:30"],
  ["2026-11-28T00:00:00", "UTC", ""],
])("SCH-3: at %s in %s", (written, timeZone, expected) => {
  expect(dueIn({ at: read(parseLocalTime(written)), timeZone }, "2026-11-27 for 1d")).toBe(expected);
});

test("SCH-5: at a time that the spring shift skips, nothing happens", () => {
  const at = read(parseLocalTime("2026-03-29T02:30:00"));
  expect(dueIn({ at, timeZone: "Europe/Berlin" }, "2026-03-28 for 3d")).toBe("");
});

test.each([
  ["45 7 * * *", "is '45 7 * * *', which does not have the six fields minutes, hours, day-of-month"],
  ["60 7 * * ? *", "has '60' in minutes, which goes from 0 to 59 (CRON-1, CRON-2)"],
  ["0 24 * * ? *", "has '24' in hours, which goes from 0 to 23"],
  ["0 0 0 * ? *", "has '0' in day-of-month, which goes from 1 to 31"],
  ["0 0 ? * 0 *", "has '0' in day-of-week, which goes from 1 to 7 or SUN to SAT"],
  ["0 0 * JUNE ? *", "has 'JUNE' in month, which goes from 1 to 12 or JAN to DEC"],
  ["0 0 * * ? 2200", "has '2200' in year, which goes from 1970 to 2199"],
  ["0 0 * * * *", "has '*' in day-of-month and '*' in day-of-week: one must be ? (CRON-3)"],
  ["0 0 ? * ? *", "has '?' in day-of-month and '?' in day-of-week: one must be ? (CRON-3)"],
  ["? 0 * * ? *", "has '?' in minutes"],
  ["0 0 * L ? *", "has 'L' in month"],
  ["0 0 ? * 3W *", "has '3W' in day-of-week"],
  ["0 0 3#2 * ? *", "has '3#2' in day-of-month"],
  ["0 0 ? * 3#6 *", "has '3#6' in day-of-week: after # comes 1 to 5 (CRON-6)"],
  ["0 0 ? * 3#1,6#3 *", "has '3#1,6#3' in day-of-week, but only one # may stand there (CRON-6)"],
  ["0 0 LW * ? *", "has 'LW' in day-of-month"],
  ["0 0 ? * SAT-SUN *", "has 'SAT-SUN' in day-of-week, which runs backwards"],
  ["30-10 0 * * ? *", "has '30-10' in minutes, which runs backwards"],
  ["*/0 0 * * ? *", "has '*/0' in minutes, but a step is 1 or more (CRON-4)"],
  ["0,,5 0 * * ? *", "has '' in minutes"],
  ["-5 0 * * ? *", "has '-5' in minutes"],
  [7, "is no cron expression"],
])("cron %s is refused", (written, text) => {
  expect(parseCron(written)).toMatchObject({ ok: false, text: expect.stringContaining(text) });
});

test.each([
  [parseEvery("5m"), "is '5m', which is no rate as AWS writes it (SCH-3)", "write 5 minutes, 1 hour or 2 days"],
  [parseEvery("0 minutes"), "is '0 minutes', which is no rate", "write 5 minutes"],
  [parseEvery("5 seconds"), "is '5 seconds', which is no rate", "write 5 minutes"],
  [parseEvery([5]), "is no plain text, which is no rate", "write 5 minutes"],
  [parseLocalTime("2026-02-30T08:00:00"), "which is no date and time of a clock (SCH-3)", "2026-11-27T08:00:00"],
  [parseLocalTime("2026-11-27T08:00:00Z"), "is '2026-11-27T08:00:00Z'", "leave out the Z"],
  [parseLocalTime("08:00"), "is '08:00'", "2026-11-27T08:00:00"],
  [parseTimeZone("Europe/Berln"), "is 'Europe/Berln', which is no IANA time zone (SCH-5)", "Europe/Berlin"],
  [parseTimeZone("+02:00"), "is '+02:00', which is no IANA time zone", "Europe/Berlin"],
])("refused: %o", (refusal, text, hint) => {
  expect(refusal).toMatchObject({
    ok: false,
    text: expect.stringContaining(text),
    hint: expect.stringContaining(hint),
  });
});
