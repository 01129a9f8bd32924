/** Each rule of rounding and metering, just below and just above its limits. */
import { describe, expect, test } from "vitest";
import { exact, rounded } from "../../sim/pricing/exact.ts";
import {
  eventRequests,
  expressGbHours,
  gbSeconds,
  kafkaUnits,
  pollerSeconds,
  provisionedMs,
  snapshotMs,
  storageMb,
  streamedGb,
} from "../../sim/pricing/metering.ts";

const KB = 1_024;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test("PR-R1: a GB is 1,024 MB", () => {
  expect(rounded(gbSeconds(exact(1_024 * 1_000)), 6)).toBe(1);
  expect(rounded(gbSeconds(exact(128 * 1_000)), 6)).toBe(0.125);
});

test.each([
  ["PR-R5: an event of 0 bytes", 0, 1],
  ["PR-R5: 256 KB", 256 * KB, 1],
  ["PR-R5: a byte more", 256 * KB + 1, 2],
  ["PR-R5: 320 KB", 320 * KB, 2],
  ["PR-R5: a byte more than that", 320 * KB + 1, 3],
  ["PR-R5: 1 MB, the most there is", 1_024 * KB, 13],
])("%s", (_title, bytes, requests) => {
  expect(eventRequests(bytes)).toBe(requests);
});

test.each([
  ["PR-R6: a millisecond", 1, 5 * MINUTE],
  ["PR-R6: five minutes", 5 * MINUTE, 5 * MINUTE],
  ["PR-R6: a millisecond more", 5 * MINUTE + 1, 10 * MINUTE],
])("%s", (_title, lasted, charged) => {
  expect(provisionedMs(lasted)).toBe(charged);
});

test.each([
  ["PR-R8: a version of one hour", HOUR, 3 * HOUR],
  ["PR-R8: of three hours", 3 * HOUR, 3 * HOUR],
  ["PR-R8: a millisecond more", 3 * HOUR + 1, 3 * HOUR + 1],
])("%s", (_title, lived, charged) => {
  expect(snapshotMs(lived)).toBe(charged);
});

test.each([
  ["PR-R9: 512 MB of /tmp", 512, 0],
  ["PR-R9: 513 MB", 513, 1],
  ["PR-R9: 10,240 MB", 10_240, 9_728],
])("%s", (_title, configured, charged) => {
  expect(storageMb(configured)).toBe(charged);
});

test.each([
  ["PR-R10: a poller of one second", 1, 60],
  ["PR-R10: of a minute", 60, 60],
  ["PR-R10: begun seconds are whole ones", 60.1, 61],
])("%s", (_title, lasted, charged) => {
  expect(pollerSeconds(lasted)).toBe(charged);
});

test("LP-17: ten pollers of Kafka are one unit, eleven are two", () => {
  expect([1, 10, 11].map(kafkaUnits)).toEqual([1, 1, 2]);
});

describe("PR-R11, LP-15", () => {
  test("responses of 6 MB stream for nothing", () => {
    expect(rounded(streamedGb(1_000_000, 6), 6)).toBe(0);
  });
  test("of what is beyond, the first 100 GB of a month are free", () => {
    expect(rounded(streamedGb(102_400, 7), 6)).toBe(0);
    expect(rounded(streamedGb(204_800, 7), 6)).toBe(100);
  });
});

test("PR-R18: 101 ms of 65 MB are charged as 200 ms of 128 MB", () => {
  expect(expressGbHours(1, 101, 65)).toEqual(expressGbHours(1, 200, 128));
});

test.each([
  ["PR-R25: half a cent goes up", "0.005", 0.01],
  ["PR-R25: less does not", "0.004999999", 0],
  ["PR-R25: in decimal, where binary fractions would fall short", "1.005", 1.01],
])("%s", (_title, usd, cents) => {
  expect(rounded(exact(usd), 2)).toBe(cents);
});
