/** Recorded traces: what becomes of their rows, and how their mistakes are named. */
import { describe, expect, test } from "vitest";
import { readColumn, readTrace } from "../../../scenarios/values/traces.ts";
import type { Duration } from "../../../sim/index.ts";

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("counts per interval", () => {
  test.each([
    { what: "minutes by default", text: "t,n\n0,3\n1,5\n", spec: {}, from: 0, every: MINUTE, counts: [3, 5] },
    { what: "a gap is zeros", text: "t,n\n0,3\n1,1\n4,5\n", spec: {}, from: 0, every: MINUTE, counts: [3, 1, 0, 0, 5] },
    {
      what: "the first time is kept",
      text: "t,n\n2,3\n3,5\n",
      spec: {},
      from: 2 * MINUTE,
      every: MINUTE,
      counts: [3, 5],
    },
    { what: "rows in any order", text: "t,n\n1,5\n0,3\n", spec: {}, from: 0, every: MINUTE, counts: [3, 5] },
    { what: "equal times add up", text: "t,n\n0,3\n0,4\n1,5\n", spec: {}, from: 0, every: MINUTE, counts: [7, 5] },
    { what: "a step of five minutes", text: "t,n\n0,3\n5,5\n", spec: {}, from: 0, every: 5 * MINUTE, counts: [3, 5] },
    { what: "one row takes its unit", text: "t,n\n0,3\n", spec: {}, from: 0, every: MINUTE, counts: [3] },
    { what: "unit s", text: "t,n\n0,3\n10,5\n", spec: { unit: "s" }, from: 0, every: 10 * SECOND, counts: [3, 5] },
    {
      what: "an interval of its own",
      text: "t,n\n0,3\n2,5\n",
      spec: { every: MINUTE as Duration },
      from: 0,
      every: MINUTE,
      counts: [3, 0, 5],
    },
    { what: "doubled", text: "t,n\n0,3\n1,5\n", spec: { scale: 2 }, from: 0, every: MINUTE, counts: [6, 10] },
    {
      what: "one and a half",
      text: "t,n\n0,1\n1,1\n2,1\n3,1\n",
      spec: { scale: 1.5 },
      from: 0,
      every: MINUTE,
      counts: [2, 1, 2, 1],
    },
  ] as const)("$what", ({ text, spec, from, every, counts }) => {
    const trace = readTrace(text, { time: "t", count: "n", ...spec }, HOUR);
    expect(trace).toEqual({ ok: true, demand: { kind: "counts", from, every, counts } });
  });

  test("intervals that begin at or after the horizon are left out, the one that crosses it stays", () => {
    const trace = readTrace("t,n\n0,1\n1,2\n2,3\n3,4\n", { time: "t", count: "n" }, 2.5 * MINUTE);
    expect(trace).toMatchObject({ ok: true, demand: { counts: [1, 2, 3] } });
  });
});

describe("one row per request", () => {
  test("times in seconds, sorted, without durations", () => {
    const trace = readTrace("at\n2.5\n0.000001\n", { time: "at" }, HOUR);
    expect(trace).toEqual({ ok: true, demand: { kind: "times", times: [1, 2_500_000], durations: null } });
  });

  test("durations keep to their requests when the rows are sorted", () => {
    const trace = readTrace("at,took\n20,5\n10,7\n", { time: "at", duration: "took", unit: "ms" }, HOUR);
    expect(trace).toEqual({ ok: true, demand: { kind: "times", times: [10_000, 20_000], durations: [7_000, 5_000] } });
  });

  test("the start is the end less the duration", () => {
    const trace = readTrace("end,took\n10,4\n7,2\n", { time: "end", duration: "took", end: true }, HOUR);
    expect(trace).toEqual({
      ok: true,
      demand: { kind: "times", times: [5 * SECOND, 6 * SECOND], durations: [2 * SECOND, 4 * SECOND] },
    });
  });

  test("a start below 0 moves all requests on, also those of other parts of the file", () => {
    const text = "who,end,took\na,1,4\nb,5,1\n";
    const spec = { time: "end", duration: "took", end: true, where: { who: "b" } };
    expect(readTrace(text, spec, HOUR)).toMatchObject({ demand: { times: [7 * SECOND], durations: [1 * SECOND] } });
  });

  test("where keeps the rows that have all the values", () => {
    const text = "who,what,at\na,x,1\na,y,2\nb,x,3\n";
    const trace = readTrace(text, { time: "at", where: { who: "a", what: "y" } }, HOUR);
    expect(trace).toMatchObject({ demand: { times: [2 * SECOND] } });
  });

  test("requests at or after the horizon are left out", () => {
    const trace = readTrace("at,took\n9.9,1\n10,1\n11,1\n", { time: "at", duration: "took" }, 10 * SECOND);
    expect(trace).toMatchObject({ demand: { times: [9_900_000], durations: [SECOND] } });
  });
});

describe("mistakes", () => {
  test.each([
    { text: "", spec: {}, row: 1, column: 1, says: "the file is empty", hint: "its first line must name the columns" },
    {
      text: "at\n",
      spec: {},
      row: 1,
      column: 1,
      says: "the file has a header but no rows",
      hint: "add at least one row",
    },
    { text: "att\n1\n", spec: {}, row: 1, column: 1, says: "there is no column 'at'", hint: "did you mean 'att'?" },
    {
      text: "one,two\n1,2\n",
      spec: {},
      row: 1,
      column: 1,
      says: "there is no column 'at'",
      hint: "columns here: one, two",
    },
    {
      text: "at,n\n1,2\n",
      spec: { count: "m" },
      row: 1,
      column: 1,
      says: "there is no column 'm'",
      hint: "columns here: at, n",
    },
    {
      text: "at\n1\nsoon\n",
      spec: {},
      row: 3,
      column: 1,
      says: "at is 'soon', which is not a number",
      hint: "write digits, with a point for decimals",
    },
    {
      text: 'at\n"1,5"\n',
      spec: {},
      row: 2,
      column: 1,
      says: "at is '1,5', which is not a number",
      hint: "use a point for decimals",
    },
    {
      text: "at,n\n1,-2\n",
      spec: { count: "n" },
      row: 2,
      column: 2,
      says: "n is -2, but it cannot be negative",
      hint: "correct or remove the row",
    },
    { text: "at,n\n1\n", spec: {}, row: 2, column: 1, says: "this row has 1 cell, the header has 2" },
    {
      text: "who,at\nann,1\n",
      spec: { where: { who: "anne" } },
      row: 1,
      column: 1,
      says: "no row is left where who is 'anne'",
      hint: "did you mean 'ann'?",
    },
    {
      text: "at\n7200\n",
      spec: {},
      row: 2,
      column: 1,
      says: "no row is left: the earliest is at 7200 s, the run ends at 3600 s",
    },
    {
      text: "at\n1e300\n",
      spec: {},
      row: 2,
      column: 1,
      says: "at is 1e300, which is too long for a run",
      hint: "check 'unit'",
    },
    {
      text: "at,n\n0,1\n1,1\n2.5,1\n",
      spec: { count: "n" },
      row: 4,
      column: 1,
      says: "this time is no whole number of intervals of 60 s after the first",
    },
    { text: "at,n\n0,1\n", spec: { end: true }, row: 1, column: 1, says: "'end: true' needs 'duration'" },
    { text: "at,n\n0,1\n", spec: { scale: 2 }, row: 1, column: 1, says: "'every' and 'scale' need 'count'" },
    {
      text: "at,n\n0,1\n",
      spec: { count: "n", duration: "n" },
      row: 1,
      column: 1,
      says: "'duration' cannot be used with 'count'",
    },
  ])("$says", ({ text, spec, row, column, says, hint }) => {
    const expected = { ok: false, row, column, text: says, hint: hint ?? expect.any(String) };
    expect(readTrace(text, { time: "at", ...spec }, HOUR)).toEqual(expected);
  });
});

describe("a column of measured times", () => {
  test("in the unit given, in the order of the file", () => {
    expect(readColumn("id,took\n1,2.5\n2,1\n", "took", "s")).toEqual({ ok: true, values: [2_500_000, 1_000_000] });
  });

  test("in ms by default", () => {
    expect(readColumn("ms\n0.25\n", "ms")).toEqual({ ok: true, values: [250] });
  });

  test.each([
    { text: "ms\n1\nx\n", column: "ms", row: 3, at: 1, says: "ms is 'x', which is not a number" },
    { text: "id,ms\n1,-1\n", column: "ms", row: 2, at: 2, says: "ms is -1, but it cannot be negative" },
    { text: "ms\n1\n", column: "us", row: 1, at: 1, says: "there is no column 'us'" },
    { text: "ms\n", column: "ms", row: 1, at: 1, says: "the file has a header but no rows" },
  ])("$says", ({ text, column, row, at, says }) => {
    expect(readColumn(text, column)).toMatchObject({ ok: false, row, column: at, text: says });
  });
});
