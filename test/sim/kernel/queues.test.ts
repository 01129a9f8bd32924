/** The two event queues and the pool of ids. */
import { describe, expect, test } from "vitest";
import { InvariantError } from "../../../sim/kernel/assert.ts";
import { EventQueue, keyOf, Sequence, timeOf } from "../../../sim/kernel/event-queue.ts";
import { Pool } from "../../../sim/kernel/pool.ts";
import { Stream } from "../../../sim/kernel/random.ts";
import type { Instant } from "../../../sim/kernel/time.ts";
import { Timers } from "../../../sim/kernel/timers.ts";
import { range } from "../kit.ts";

type Pushed = [at: number, rank: number, item: number];

const filled = (events: readonly Pushed[]): EventQueue => {
  const queue = new EventQueue(new Sequence());
  events.forEach(([at, rank, item]) => {
    queue.push(at as Instant, rank, item % 7, item);
  });
  return queue;
};
/** Key of the next event. */
const nextOf = (queue: EventQueue): number => {
  queue.look();
  return queue.nextKey;
};
const drained = (queue: EventQueue): number[] =>
  range(queue.size).map(() => {
    queue.look();
    queue.pop();
    return queue.poppedItem;
  });

describe("event queue", () => {
  test.each<[string, Pushed[], number[]]>([
    [
      "time first",
      [
        [30, 0, 3],
        [10, 5, 1],
        [20, 2, 2],
      ],
      [1, 2, 3],
    ],
    [
      "rank at equal times (ADM-3)",
      [
        [10, 6, 3],
        [10, 1, 1],
        [10, 5, 2],
      ],
      [1, 2, 3],
    ],
    [
      "sequence at equal times and ranks",
      [
        [10, 1, 7],
        [10, 1, 8],
        [10, 1, 9],
      ],
      [7, 8, 9],
    ],
    [
      "an earlier time beats a lower rank",
      [
        [11, 0, 2],
        [10, 7, 1],
      ],
      [1, 2],
    ],
  ])("orders by %s", (_title, events, order) => {
    expect(drained(filled(events))).toEqual(order);
  });

  test.each([1, 2, 3])(
    "seed %i: 3,000 events, three times its first size, leave it as a sorted array would",
    (seed) => {
      const luck = new Stream(seed, "queue");
      // Few distinct times, so that ties are common.
      const events = range(3000).map(
        (item): Pushed => [Math.floor(luck.uniform() * 50), Math.floor(luck.uniform() * 8), item],
      );
      const sorted = [...events].sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).map(([, , item]) => item);
      expect(drained(filled(events))).toEqual(sorted);
    },
  );

  test("keeps the order when pushes and pops alternate", () => {
    const luck = new Stream(4, "queue");
    const queue = filled([]);
    const waiting: Pushed[] = [];
    const push = (now: number, item: number): void => {
      const event: Pushed = [now + Math.floor(luck.uniform() * 20), Math.floor(luck.uniform() * 8), item];
      waiting.push(event);
      waiting.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
      queue.push(event[0] as Instant, event[1], 0, item);
    };
    const pop = (): number => {
      const key = nextOf(queue);
      queue.pop();
      expect([timeOf(key), key % 8, queue.poppedItem]).toEqual(waiting.shift());
      return timeOf(key);
    };
    range(20).map((item) => push(0, item));
    range(500, 20).reduce((_now, item) => {
      const now = pop();
      push(now, item);
      return now;
    }, 0);
    expect(queue.size).toBe(20);
  });

  test.each([1, 40])("%i events that bring about their next ones keep their places among the others", (chains) => {
    const luck = new Stream(5, "queue");
    const queue = new EventQueue(new Sequence());
    const waiting: Pushed[] = [];
    const expectIt = (event: Pushed): void => {
      waiting.push(event);
      waiting.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    };
    const next = (now: number, item: number): void => {
      const event: Pushed = [now + Math.floor(luck.uniform() * 900), 6, item];
      expectIt(event);
      queue.pushNext(event[0] as Instant, event[1], 1, item);
    };
    range(chains).map((item) => next(0, item));
    for (let popped = 0; waiting.length > 0; popped++) {
      const now = timeOf(nextOf(queue));
      queue.pop();
      expect([now, queue.poppedItem]).toEqual([waiting[0]![0], waiting.shift()![2]]);
      if (queue.poppedKind === 1 && popped < 2000) {
        const { poppedItem } = queue;
        const other: Pushed = [now + Math.floor(luck.uniform() * 900), Math.floor(luck.uniform() * 8), 100 + popped];
        const first = luck.chance(0.5);
        if (first) next(now, poppedItem);
        expectIt(other);
        queue.push(other[0] as Instant, other[1], 0, other[2]);
        if (!first) next(now, poppedItem);
      }
      expect(queue.size).toBe(waiting.length);
    }
    expect(nextOf(queue)).toBe(Number.POSITIVE_INFINITY);
  });

  test("gives back the kind, and tells its key, its sequence and its size", () => {
    const queue = filled([
      [5, 3, 9],
      [4, 2, 8],
    ]);
    expect([queue.size, nextOf(queue), queue.nextSequence]).toEqual([2, keyOf(4 as Instant, 2), 2]);
    queue.pop();
    expect([queue.poppedKind, queue.poppedItem, queue.size]).toEqual([1, 8, 1]);
    queue.look();
    queue.pop();
    expect([queue.size, nextOf(queue)]).toEqual([0, Number.POSITIVE_INFINITY]);
  });

  test("a key holds its time exactly, to 30 years", () => {
    const far = (30 * 365 * 86_400 * 1_000_000) as Instant;
    expect(timeOf(keyOf(far, 7))).toBe(far);
    expect(keyOf(far, 7)).toBeLessThan(keyOf((far + 1) as Instant, 0));
  });
});

describe("timers", () => {
  const run = (events: readonly Pushed[]): number[] => {
    const timers = new Timers(new Sequence());
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
    expect(run(range(200).map((item): Pushed => [10, 2, item]))).toEqual(range(200));
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

  test("one counter for both queues: what was scheduled first has the lower sequence", () => {
    const sequence = new Sequence();
    const timers = new Timers(sequence);
    const queue = new EventQueue(sequence);
    queue.push(10 as Instant, 1, 0, 0);
    timers.set(10 as Instant, 1, () => undefined);
    expect(timers.nextKey).toBe(nextOf(queue));
    expect(queue.nextSequence).toBeLessThan(timers.nextSequence);
  });
});

describe("pool of ids", () => {
  test("makes small numbers and gives out first the one freed last", () => {
    const pool = new Pool();
    expect([pool.take(), pool.take(), pool.take()]).toEqual([0, 1, 2]);
    pool.give(0);
    pool.give(2);
    expect([pool.inUse, pool.size]).toEqual([1, 3]);
    expect([pool.take(), pool.take(), pool.take()]).toEqual([2, 0, 3]);
    expect([pool.inUse, pool.size]).toEqual([4, 4]);
  });

  test("takes 200 back and gives them all out again, each once", () => {
    const pool = new Pool();
    range(200).map(() => pool.take());
    range(200).forEach((id) => {
      pool.give(id);
    });
    expect(pool.inUse).toBe(0);
    expect(
      range(200)
        .map(() => pool.take())
        .sort((a, b) => a - b),
    ).toEqual(range(200));
    expect(pool.size).toBe(200);
  });

  test.each([
    ["never made", 1],
    ["given back already", 0],
  ])("an id %s is refused", (_title, id) => {
    const pool = new Pool();
    pool.take();
    pool.give(0);
    expect(() => pool.give(id)).toThrow(InvariantError);
  });
});

describe("event queue over long times", () => {
  const SECOND = 1_000_000;
  /** Lengths of time that land in the heap, in each wheel, and beyond both. */
  const REACHES = [0, 200, 5_000, 900_000, 3 * SECOND, 600 * SECOND, 5_000 * SECOND, 40_000 * SECOND];

  test.each([1, 2, 3])(
    "seed %i: 20,000 events from now to days ahead, pushed while others leave, come in order",
    (seed) => {
      const luck = new Stream(seed, "wheels");
      const queue = filled([]);
      const keys: number[] = [];
      const left: number[] = [];
      let now = 0;
      const push = (item: number): void => {
        const reach = REACHES[Math.floor(luck.uniform() * REACHES.length)]!;
        const at = now + 1 + Math.floor(luck.uniform() * reach);
        const rank = Math.floor(luck.uniform() * 7);
        keys.push(at * 8 + rank + item / 1e6);
        queue.push(at as Instant, rank, item % 16, item);
      };
      const pop = (): void => {
        const key = nextOf(queue);
        now = timeOf(key);
        queue.pop();
        expect(queue.poppedKind).toBe(queue.poppedItem % 16);
        left.push(key + queue.poppedItem / 1e6);
      };
      range(20_000).forEach((item) => {
        push(item);
        if (luck.uniform() < 0.45) pop();
      });
      const between = [...left];
      while (queue.size > 0) pop();
      expect(between).toEqual([...between].sort((a, b) => a - b));
      expect(left).toEqual([...keys].sort((a, b) => a - b));
    },
  );

  test("what was looked at early may still be overtaken by what is scheduled then", () => {
    const queue = filled([[3_000 * SECOND, 1, 1]]);
    expect(nextOf(queue)).toBe(keyOf((3_000 * SECOND) as Instant, 1));
    queue.push(10 as Instant, 1, 0, 2);
    queue.push((2_000 * SECOND) as Instant, 1, 0, 3);
    expect(drained(queue)).toEqual([2, 3, 1]);
  });
});
