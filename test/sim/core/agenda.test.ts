/** The agenda of the core: always what a sorted list would give, whatever the slots, the distances and the crowds. */
import { describe, expect, test } from "vitest";
import { Agenda, Entry, NOTHING, RANKS } from "../../../sim/core/base/agenda.ts";
import { InvariantError } from "../../../sim/kernel/assert.ts";
import { Stream } from "../../../sim/kernel/random.ts";
import type { Instant } from "../../../sim/kernel/time.ts";
import { keyOf, timeOf } from "../../../sim/kernel/timers.ts";
import { range } from "../kit.ts";

type Added = [at: number, rank: number];

/** Widths of a slot that runs have, in µs. */
const WIDTHS = range(18).map((power) => 8 * 2 ** power);
const SLOTS_OF_WHEELS = 4096 * 2048;
/** Lengths of time in slots: the open slot, each wheel, the turn from one to the other, and beyond both. */
const REACHES = [0, 1, 24, 2000, 4095, 4097, 50_000, SLOTS_OF_WHEELS - 3, SLOTS_OF_WHEELS + 3, 3 * SLOTS_OF_WHEELS];

const isBefore = (a: Entry, b: Entry): boolean => a.key < b.key || (a.key === b.key && a.sequence < b.sequence);

/** An agenda without a limit, and a sorted list of what is on it. */
class Both {
  readonly agenda = new Agenda();
  readonly sorted: Entry[] = [];
  now = 0;

  /** @param width  of a slot, in µs. */
  constructor(width = 1024) {
    this.agenda.scale = 1 / (width * RANKS);
    this.agenda.limitKey = Number.POSITIVE_INFINITY;
  }

  add(at: number, rank: number, entry = new Entry()): Entry {
    this.agenda.add(entry, at, rank, 1);
    let from = 0;
    let to = this.sorted.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isBefore(this.sorted[middle]!, entry)) from = middle + 1;
      else to = middle;
    }
    this.sorted.splice(from, 0, entry);
    return entry;
  }

  /** What the agenda gives next, and what the list does. */
  take(): [found: Entry | null, expected: Entry | null] {
    const found = this.agenda.take();
    if (found !== null) {
      found.kind = NOTHING;
      this.now = timeOf(found.key);
    }
    return [found, this.sorted.shift() ?? null];
  }

  /** How many of the next ones are not those of the list. */
  wrong(count: number): number {
    return range(count).filter(() => {
      const [found, expected] = this.take();
      return found !== expected;
    }).length;
  }
}

const filled = (entries: readonly Added[], width?: number): Both => {
  const both = new Both(width);
  for (const [at, rank] of entries) both.add(at, rank);
  return both;
};

/** Numbers of the entries in the order in which they come, 1 being the first that was added. */
const order = ({ agenda }: Both): number[] => {
  const found: number[] = [];
  for (let entry = agenda.take(); entry !== null; entry = agenda.take()) found.push(entry.sequence);
  return found;
};

describe("agenda", () => {
  test.each<[string, Added[], number[]]>([
    [
      "time first",
      [
        [30, 0],
        [10, 5],
        [20, 2],
      ],
      [2, 3, 1],
    ],
    [
      "rank at equal times (ADM-3)",
      [
        [10, 6],
        [10, 1],
        [10, 5],
      ],
      [2, 3, 1],
    ],
    [
      "sequence at equal times and ranks",
      [
        [10, 1],
        [10, 1],
        [10, 1],
      ],
      [1, 2, 3],
    ],
    [
      "an earlier time beats a lower rank",
      [
        [11, 0],
        [10, 7],
      ],
      [2, 1],
    ],
  ])("orders by %s", (_title, entries, expected) => {
    expect(order(filled(entries))).toEqual(expected);
    expect(order(filled(entries, 8))).toEqual(expected);
  });

  test("is empty at first, and again when all has been taken", () => {
    const both = filled([[5, 3]]);
    expect(new Both().take()).toEqual([null, null]);
    expect(both.wrong(1)).toBe(0);
    expect(both.take()).toEqual([null, null]);
  });

  test("what is on it may not be put there twice; what has been taken may", () => {
    const both = new Both();
    const entry = both.add(10, 1);
    expect(() => both.agenda.add(entry, 20, 1, 1)).toThrow(InvariantError);
    expect(both.wrong(1)).toBe(0);
    both.add(20, 1, entry);
    expect(both.take()).toEqual([entry, entry]);
  });

  test("what lies so late that no slot is exact is left where it is, and what comes before it comes", () => {
    const both = new Both();
    both.agenda.limitKey = keyOf(1_000_000 as Instant, 0);
    const late = new Entry();
    both.agenda.add(late, 1e19, 5, 1);
    expect(both.agenda.take()).toBeNull();
    const early = both.add(999_999, 1);
    expect([both.agenda.take(), both.agenda.take()]).toEqual([early, null]);
  });

  test("a key holds its time exactly, to 30 years", () => {
    const far = 30 * 365 * 86_400 * 1_000_000;
    const both = filled([
      [far + 1, 0],
      [far, 7],
    ]);
    const [first] = both.take();
    expect([first!.key, timeOf(first!.key)]).toEqual([keyOf(far as Instant, 7), far]);
    expect(both.wrong(1)).toBe(0);
  });
});

describe.each(WIDTHS)("slots of %d µs: as a sorted list", (width) => {
  test("3,000 entries at 50 moments, so that ties are common", () => {
    const luck = new Stream(width, "agenda");
    const moment = () => Math.floor(luck.uniform() * 50) * Math.ceil(width / 7);
    expect(
      filled(
        range(3000).map((): Added => [moment(), Math.floor(luck.uniform() * 8)]),
        width,
      ).wrong(3001),
    ).toBe(0);
  });

  test("20,000 from now to beyond both wheels, added while others are taken", () => {
    const luck = new Stream(width, "agenda/far");
    const both = new Both(width);
    const early = range(20_000).map(() => {
      const reach = REACHES[Math.floor(luck.uniform() * REACHES.length)]! * width;
      both.add(both.now + Math.floor(luck.uniform() * (reach + width)), Math.floor(luck.uniform() * 8));
      return luck.uniform() < 0.45 ? both.wrong(1) : 0;
    });
    expect(early.filter((wrong) => wrong > 0)).toEqual([]);
    expect(both.wrong(20_001)).toBe(0);
  });

  test("each thing that happens brings about the next: 40 chains, never more than 40 on the agenda", () => {
    const luck = new Stream(width, "agenda/chains");
    const both = filled(
      range(40).map((): Added => [0, 6]),
      width,
    );
    const wrong = range(4000).filter(() => {
      const [found, expected] = both.take();
      both.add(both.now + Math.floor(luck.uniform() ** 4 * 9000 * width), Math.floor(luck.uniform() * 8), found!);
      return found !== expected;
    });
    expect(wrong).toEqual([]);
    expect(both.wrong(41)).toBe(0);
  });
});

describe("crowds in one slot of 8,192 µs", () => {
  const START = 8192 * 5000;
  const crowd = (count: number, offset: (number: number) => number): Both =>
    filled(
      range(count).map((number): Added => [START + offset(number), 3]),
      8192,
    );

  // 24 are kept in a list, more in a heap beside it.
  test.each([24, 25, 26, 10_000])("%d that come earlier and earlier", (count) => {
    expect(crowd(count, (number) => 8000 - (number % 8000)).wrong(count + 1)).toBe(0);
  });
  test.each([24, 25, 26, 10_000])("%d at one moment", (count) => {
    expect(crowd(count, () => 17).wrong(count + 1)).toBe(0);
  });
  test("10,000 more while 10,000 are taken, before, at and after the present ones", () => {
    const luck = new Stream(1, "crowd");
    const both = crowd(10_000, () => Math.floor(luck.uniform() * 4000));
    const wrong = range(10_000).map(() => {
      const taken = both.wrong(1);
      both.add(both.now + Math.floor(luck.uniform() * 100), Math.floor(luck.uniform() * 8));
      return taken;
    });
    expect(wrong.filter((count) => count > 0)).toEqual([]);
    expect(both.wrong(10_001)).toBe(0);
  });
});

describe("limit", () => {
  const limited = (at: number, rank: number, sequence: number, width = 1024): number[] => {
    const both = filled(
      [
        [10, 2],
        [10, 3],
        [10, 3],
        [50_000_000, 0],
      ],
      width,
    );
    both.agenda.limitKey = keyOf(at as Instant, rank);
    both.agenda.limitSequence = sequence;
    return order(both);
  };

  test.each([
    [10, 2, 1, []],
    [10, 2, 2, [1]],
    [10, 3, 2, [1]],
    [10, 3, 3, [1, 2]],
    [10, 3, 9, [1, 2, 3]],
    [49_999_999, 7, 9, [1, 2, 3]],
    [50_000_000, 0, 5, [1, 2, 3, 4]],
  ])("at %d, rank %d, sequence %d: what comes before it, and nothing else", (at, rank, sequence, expected) => {
    expect(limited(at, rank, sequence)).toEqual(expected);
    expect(limited(at, rank, sequence, 8)).toEqual(expected);
  });

  test("an agenda is made with a limit before everything", () => {
    const agenda = new Agenda();
    agenda.add(new Entry(), 0, 0, 1);
    expect(agenda.take()).toBeNull();
  });

  test("a crowd has the same limit, to the sequence", () => {
    const both = filled(range(100).map((): Added => [10, 3]));
    both.agenda.limitKey = keyOf(10 as Instant, 3);
    both.agenda.limitSequence = 71;
    expect(order(both)).toEqual(range(70, 1));
  });

  test.each(WIDTHS)("slots of %d µs: what was met early may be overtaken by what is added then", (width) => {
    const both = filled([[3_000 * width, 1]], width);
    both.agenda.limitKey = 1;
    both.agenda.limitSequence = 0;
    expect(both.agenda.take()).toBeNull();
    for (const slots of [0, 2_000, 2_999, 3_001, 9_000]) both.add(slots * width + 1, 1);
    // Crowded, too.
    for (const number of range(30)) both.add(2_500 * width + (number % 7), 2);
    both.agenda.limitKey = Number.POSITIVE_INFINITY;
    expect(both.wrong(37)).toBe(0);
  });
});
