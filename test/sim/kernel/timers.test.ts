/** Timers: rare events in the same order, and by the same counter, as those of the core's agenda. */
import { describe, expect, test } from "vitest";
import { Agenda, Entry } from "../../../sim/core/base/agenda.ts";
import type { Instant } from "../../../sim/kernel/time.ts";
import { keyOf, lastKeyOf, Timers, timeOf } from "../../../sim/kernel/timers.ts";
import { range } from "../kit.ts";

type Set = [at: number, rank: number, item: number];

describe("timers", () => {
  const run = (events: readonly Set[]): number[] => {
    const timers = new Timers({ sequence: 0 });
    const told: number[] = [];
    events.forEach(([at, rank, item]) => {
      timers.set(at as Instant, rank, () => told.push(item));
    });
    range(events.length).forEach(() => {
      timers.pop()(0 as Instant);
    });
    expect(timers.nextKey).toBe(Number.POSITIVE_INFINITY);
    return told;
  };

  test("equal keys keep the order in which they were set, 200 of them", () => {
    expect(run(range(200).map((item): Set => [10, 2, item]))).toEqual(range(200));
  });

  test("order by time, then rank", () => {
    expect(
      run([
        [20, 0, 3],
        [10, 4, 2],
        [10, 3, 1],
      ]),
    ).toEqual([1, 2, 3]);
  });

  test("tell the key and the sequence of the next one", () => {
    const timers = new Timers({ sequence: 6 });
    expect([timers.nextKey, timers.nextSequence]).toEqual([Number.POSITIVE_INFINITY, 0]);
    timers.set(9 as Instant, 1, () => undefined);
    timers.set(5 as Instant, 3, () => undefined);
    expect([timeOf(timers.nextKey), timers.nextKey % 8, timers.nextSequence]).toEqual([5, 3, 8]);
    timers.pop();
    expect([timeOf(timers.nextKey), timers.nextKey % 8, timers.nextSequence]).toEqual([9, 1, 7]);
  });

  test("a key holds its time exactly, to 30 years; the last key of a moment lies before the next moment", () => {
    const far = (30 * 365 * 86_400 * 1_000_000) as Instant;
    expect([timeOf(keyOf(far, 0)), timeOf(lastKeyOf(far))]).toEqual([far, far]);
    expect(lastKeyOf(far)).toBeLessThan(keyOf((far + 1) as Instant, 0));
  });
});

describe("timers and the agenda", () => {
  const entry = new Entry();

  test("have one counter and the same keys: of equal ones, what was set first comes first", () => {
    const agenda = new Agenda();
    const timers = new Timers(agenda);
    timers.set(10 as Instant, 1, () => undefined);
    agenda.add(entry, 10, 1, 1);
    timers.set(10 as Instant, 1, () => undefined);
    expect(timers.nextKey).toBe(entry.key);
    // The agenda goes up to the next timer: the first is before its entry, the second is not.
    agenda.limitKey = timers.nextKey;
    agenda.limitSequence = timers.nextSequence;
    expect(agenda.take()).toBeNull();
    timers.pop();
    agenda.limitSequence = timers.nextSequence;
    expect(agenda.take()).toBe(entry);
  });
});
