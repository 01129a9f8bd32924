/** What the dashboard reads at a moment, on four buckets whose sums one can do in the head. */
import { describe, expect, test } from "vitest";
import { ceilingAt, functionAt, refusedUntil, regionAt } from "../../../ui/player/moment.ts";
import { type Recording, record } from "../../../ui/player/recording.ts";
import { sampleResult } from "../../helpers/sample-result.ts";

/** Four buckets of 30 s, so that the last minute is two of them; the first is warm-up. */
function fourBuckets(): Recording {
  const sample = sampleResult();
  const checkout = {
    ...sample.series.functions.checkout!,
    requests: [100, 60, 40, 0],
    throttles: [50, 10, 0, 0],
    throttlesByCause: { "scaling-rate": [50, 2, 0, 0], "reserved-full": [0, 8, 0, 0], "reserved-zero": [0, 0, 0, 0] },
    coldStarts: [20, 5, 4, 0],
    busyMax: [300, 200, 100, 0],
    idle: [0, 10, 20, 30],
    provisionedIdle: [0, 5, 50, 50],
    latencyMsP50: [100, 200, 400, null],
    latencyMsP99: [1000, 2000, 4500, null],
    asyncDepthMax: [0, 7, 3, 0],
    asyncAgeMsMax: [null, 900, null, null],
  };
  const region = {
    concurrencyMax: [300, 200, 100, 0],
    unreservedMax: [40, 30, 20, 0],
    claimedMax: [400, 390, 380, 360],
  };
  const result = {
    ...sample,
    horizonMs: 120_000,
    ignoreMs: 30_000,
    events: sample.events
      .slice(0, 3)
      .map((event, i) => ({ ...event, atMs: i * 50_000, untilMs: i === 1 ? 110_000 : null })),
    limits: {
      functions: {
        checkout: [
          { fromMs: 0, reserved: 300, provisioned: 50, onDemand: 250 },
          { fromMs: 60_000, reserved: null, provisioned: 50, onDemand: 700 },
        ],
      },
      regions: { "us-east-1": [{ fromMs: 0, concurrency: 1000, unreserved: 640 }] },
    },
    series: { bucketMs: 30_000, buckets: 4, functions: { checkout }, regions: { "us-east-1": region } },
  };
  return record(result, { functions: [{ name: "checkout", region: "us-east-1" }], traffic: [] }, []);
}

describe("a function", () => {
  const recording = fourBuckets();
  const track = recording.functions[0]!;

  test("now: the bucket that holds the moment", () => {
    expect(functionAt(recording, track, 59_999)).toMatchObject({
      busy: 200,
      warm: 15,
      reserved: 300,
      provisioned: 50,
      provisionedBusy: 45,
      asyncDepth: 7,
      asyncAgeMs: 900,
    });
  });

  test("the last minute: two buckets, 160 requests and 60 refusals before 60 s", () => {
    const now = functionAt(recording, track, 59_999);
    expect(now.perSecond).toBeCloseTo(160 / 60);
    expect(now.throttledShare).toBe(60 / 160);
    expect(now.coldShare).toBe(25 / 100);
  });

  test("the last minute forgets what is older", () => {
    const now = functionAt(recording, track, 60_000);
    expect(now.perSecond).toBeCloseTo(100 / 60);
    expect(now.throttledShare).toBe(10 / 100);
  });

  test("at the start there is only one bucket", () => {
    expect(functionAt(recording, track, 0).perSecond).toBeCloseTo(100 / 30);
  });

  test("latency is the mean of the buckets, by requests; a bucket without an answer does not count", () => {
    expect(functionAt(recording, track, 60_000).p50Ms).toBe((200 * 60 + 400 * 40) / 100);
    expect(functionAt(recording, track, 60_000).p99Ms).toBe((2000 * 60 + 4500 * 40) / 100);
    expect(functionAt(recording, track, 119_000).p50Ms).toBe(400);
  });

  test("the end belongs to the last bucket", () => {
    expect(functionAt(recording, track, 120_000)).toMatchObject({ busy: 0, warm: 80, p50Ms: 400, asyncAgeMs: null });
  });

  test("a limit holds from its moment on", () => {
    expect([0, 59_999, 60_000].map((ms) => ceilingAt(track, ms))).toEqual([300, 300, 750]);
    expect(functionAt(recording, track, 60_000).reserved).toBeNull();
  });

  test("causes: the most frequent first, those that never happened not at all", () => {
    expect(track.causes.map(({ cause }) => cause)).toEqual(["scaling-rate", "reserved-full"]);
    expect(track.causes.map((cause) => refusedUntil(recording, cause, 29_999))).toEqual([50, 0]);
    expect(track.causes.map((cause) => refusedUntil(recording, cause, 90_000))).toEqual([52, 8]);
  });
});

describe("the Region", () => {
  const recording = fourBuckets();
  const region = recording.regions[0]!;

  test("now, and what is left of the shared pool", () => {
    expect(regionAt(recording, region, 30_000)).toMatchObject({
      name: "us-east-1",
      quota: 1000,
      inUse: 200,
      claimed: 390,
      unreservedLeft: 610,
    });
  });

  test("shares leave the warm-up out and run until now", () => {
    expect(regionAt(recording, region, 0)).toMatchObject({ throttledShare: null, coldShare: null });
    expect(regionAt(recording, region, 30_000)).toMatchObject({ throttledShare: 10 / 60, coldShare: 5 / 50 });
    expect(regionAt(recording, region, 120_000)).toMatchObject({ throttledShare: 10 / 100, coldShare: 9 / 90 });
  });
});

test("stops are the beginnings and ends of the events, in order", () => {
  expect(fourBuckets().stops).toEqual([0, 50_000, 100_000, 110_000]);
});
