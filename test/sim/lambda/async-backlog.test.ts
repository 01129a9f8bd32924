/** A long queue is read slowly: waits grow with the events that wait, up to their maximum age. */
import { describe, expect, test } from "vitest";
import { milliseconds, seconds } from "../../../sim/index.ts";
import type { Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { burst, functionIn } from "../kit.ts";

/** For each event that waits already, the next wait is this many seconds longer. */
const slowed = (each: number, events: number, more: Partial<Literal> = {}) =>
  play({
    seconds: 300,
    model: { asyncBacklogSlowdown: seconds(each * 1000), asyncPollDelay: milliseconds(10) },
    functions: { f: { run: 0 } },
    traffic: [{ invoke: "f", event: true, demand: burst(0, events) }],
    ...more,
  });
const at = (played: ReturnType<typeof play>, kinds: readonly string[]): number[] =>
  played.events.filter(({ kind }) => kinds.includes(kind)).map(({ atUs }) => atUs / 1e6);

describe("ASY-8: a long backlog slows reads and lengthens intervals", () => {
  test("five events at once, one second for each that waits: read one second apart", () => {
    expect(at(slowed(1, 5), ["cold", "warm"])).toEqual([0.01, 1.01, 2.01, 3.01, 4.01]);
  });

  test("for 1,000 waiting events it is once the setting", () => {
    const played = slowed(0.004, 1001);
    expect(at(played, ["cold", "warm"]).at(-1)).toBe(4.01);
  });

  test("retries after a refusal wait longer too: 1 and 2 s, and one more for the other event", () => {
    const functions = { f: { run: 100_000, reserved: 1 } };
    const traffic = [
      { name: "holder", invoke: "f", at: [0] },
      { name: "events", invoke: "f", event: true, demand: burst(0, 2) },
    ];
    const refused = at(slowed(1, 0, { functions, traffic }), ["throttle"]);
    expect(refused.slice(0, 6)).toEqual([0.01, 1.01, 2.01, 3.01, 5.01, 6.01]);
  });

  test("retries after an error as well: 60 s, and 30 for the event that waits beside it", () => {
    const functions = { f: { run: 0, errors: 1, async: { retries: 1 } } };
    expect(at(slowed(30, 2, { functions }), ["cold", "warm"])).toEqual([0.01, 30.01, 90.01, 120.01]);
  });

  test("ASY-7, ASY-11: events that are not read before their maximum age expire unseen", () => {
    const played = slowed(30, 5, { functions: { f: { run: 0, async: { maxAgeSeconds: 60 } } } });
    expect(at(played, ["cold", "warm"])).toEqual([0.01, 30.01]);
    expect(at(played, ["drop"])).toEqual([60, 60, 60]);
    expect(functionIn(played.result, "f")).toMatchObject({
      asyncAgeMsSamples: 2,
      asyncExpiredCount: 3,
      asyncRetriesCount: 0,
    });
  });

  test("ASY-9: with a reservation of 0 events go on at once, however many there are", () => {
    const played = slowed(30, 3, { functions: { f: { reserved: 0 } } });
    expect(at(played, ["drop"])).toEqual([0, 0, 0]);
  });

  test("off, which is the default, the queue has no say, and no assumption is listed", () => {
    const off = slowed(0, 5);
    expect(at(off, ["cold", "warm"])).toEqual([0.01, 0.01, 0.01, 0.01, 0.01]);
    const told = (played: typeof off) =>
      played.result.assumptions.flatMap(({ policy, value }) => (policy === "asyncBacklogSlowdown" ? [value] : []));
    expect([told(off), told(slowed(1, 1))]).toEqual([[], ["1000000ms"]]);
  });
});
