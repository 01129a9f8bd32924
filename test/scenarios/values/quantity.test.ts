/** Quantities: what can be written, and what is said about the rest. */
import { expect, test } from "vitest";
import {
  parseCount,
  parseDuration,
  parseInstant,
  parseRate,
  parseShare,
  parseSize,
  parseTimeOfDay,
} from "../../../scenarios/values/quantity.ts";

test.each([
  ["250us", 250],
  ["250ms", 250_000],
  ["1.5s", 1_500_000],
  ["0.1s", 100_000],
  ["4.35ms", 4_350],
  ["5m", 300_000_000],
  ["6h", 21_600_000_000],
  ["1d", 86_400_000_000],
  ["1h30m", 5_400_000_000],
  ["1m500ms", 60_500_000],
  [0, 0],
  ["0s", 0],
])("duration %s is %d µs", (written, micros) => {
  expect(parseDuration(written)).toEqual({ ok: true, value: micros });
});

test.each([
  [250, "needs-unit", "is 250, but a duration needs a unit", "write 250ms or 250s"],
  ["250", "needs-unit", "is 250, but a duration needs a unit", "write 250ms or 250s"],
  [-5, "negative", "is -5, but a duration cannot be negative", "remove the minus"],
  ["-5s", "negative", "is -5s, but a duration cannot be negative", "remove the minus"],
  ["5 s", "bad-value", "is '5 s', which is not a duration", "write 250ms, 1.5s, 5m or 1h30m"],
  ["30m1h", "bad-value", "is '30m1h', whose units do not go from large to small", "write it as in 1h30m or 1m500ms"],
  ["0.5us", "bad-value", "is 0.5us, which is no whole number of microseconds", "round it"],
  ["5S", "wrong-unit", "is 5S, but 'S' is no unit of a duration", "did you mean 's'?"],
  ["5w", "wrong-unit", "is 5w, but 'w' is no unit of a duration", "the units of a duration are us, ms, s, m, h and d"],
  ["999999d", "out-of-range", "is 999999d, which is too long", "use less"],
  [
    "$a/s",
    "bad-value",
    "is '$a/s', which is not a duration",
    "a variable can only be a whole value, not a part of one",
  ],
  [{}, "wrong-type", "is a map, but a duration is needed", "write 250ms, 1.5s, 5m or 1h30m"],
  [true, "bad-value", "is 'true', which is not a duration", "write 250ms, 1.5s, 5m or 1h30m"],
])("duration %s is refused: %s", (written, id, text, hint) => {
  expect(parseDuration(written)).toEqual({ ok: false, id, text, hint });
});

test.each([
  ["100/s", 100],
  ["6k/m", 100],
  ["86.4k/d", 1],
  ["1.8M/h", 500],
  ["0.5/s", 0.5],
  [0, 0],
  ["0/s", 0],
])("rate %s is %d per second", (written, perSecond) => {
  expect(parseRate(written)).toEqual({ ok: true, value: perSecond });
});

test.each([
  [50, "needs-unit", "write 50/s or 50/m"],
  ["2k", "needs-unit", "write 2k/s or 2k/m"],
  ["-5/s", "negative", "remove the minus"],
  [-5, "negative", "remove the minus"],
  ["5/ms", "wrong-unit", "the units of a rate are /s, /m, /h and /d"],
  ["5K/s", "wrong-unit", "k is a thousand, M a million"],
  ["fast", "bad-value", "write 100/s, 6k/m or 1.2M/d"],
])("rate %s is refused: %s", (written, id, hint) => {
  expect(parseRate(written)).toMatchObject({ ok: false, id, hint });
});

test.each([
  ["0.2%", 0.002],
  ["99.9%", 0.999],
  ["100%", 1],
  [0.002, 0.002],
  [0, 0],
  [1, 1],
])("share %s is %d", (written, share) => {
  expect(parseShare(written)).toEqual({ ok: true, value: share });
});

test.each([
  [5, "out-of-range", "write 5% if that is meant"],
  ["101%", "out-of-range", "write at most 100%"],
  ["-1%", "negative", "remove the minus"],
  ["half", "bad-value", "write 0.2% or 0.002"],
  [Number.NaN, "bad-value", "write 0.2% or 0.002"],
])("share %s is refused: %s", (written, id, hint) => {
  expect(parseShare(written)).toMatchObject({ ok: false, id, hint });
});

test.each([
  ["1769MB", 1769],
  ["1GB", 1024],
  ["1.5GB", 1536],
])("size %s is %d MB", (written, megabytes) => {
  expect(parseSize(written)).toEqual({ ok: true, value: megabytes });
});

test.each([
  [512, "needs-unit", "write 512MB"],
  ["512mb", "wrong-unit", "did you mean 'MB'?"],
  ["0.3GB", "bad-value", "round it"],
])("size %s is refused: %s", (written, id, hint) => {
  expect(parseSize(written)).toMatchObject({ ok: false, id, hint });
});

test.each([
  ["300", "wrong-type", "write 300 without quotes"],
  ["2k", "bad-value", "write 2000"],
  [1.5, "bad-value", "round it"],
  [-1, "negative", "remove the minus"],
  [Number.POSITIVE_INFINITY, "bad-value", "round it"],
])("count %s is refused: %s", (written, id, hint) => {
  expect(parseCount(written)).toMatchObject({ ok: false, id, hint });
});

test.each([
  ["1970-01-02T08:00:00Z", 32 * 3_600_000],
  ["1972-02-29T00:00:01Z", (2 * 365 + 59) * 86_400_000 + 1_000],
])("moment %s is %d ms after 1970 began", (written, milliseconds) => {
  expect(parseInstant(written)).toEqual({ ok: true, value: milliseconds });
});

test.each(["2026-02-29T08:00:00Z", "2026-13-01T08:00:00Z", "2026-11-27T24:00:00Z", "2026-11-27", "08:00"])(
  "moment %s is refused",
  (written) => {
    expect(parseInstant(written)).toMatchObject({ ok: false, id: "bad-value" });
  },
);

test("a time of day", () => {
  expect(parseTimeOfDay("08:05")).toEqual({ ok: true, value: 29_100_000_000 });
  expect(parseTimeOfDay("8:05")).toMatchObject({ ok: false, hint: 'write "08:05"' });
  expect(parseTimeOfDay("24:00")).toMatchObject({ ok: false, text: "is 24:00, which no clock shows" });
});
