/** Snapshots, states, VPC and updates of a function: what a scenario becomes. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { simulate } from "../../../sim/index.ts";
import { configOf, scenarioOf, warningsOf, withTraffic } from "../reading.ts";

const SECOND = 1_000_000;
const DAYS_14 = 14 * 86_400 * SECOND;
const constant = (ms: number) => ({ kind: "constant", value: ms * 1000 });
const shop = (fields: string): string =>
  withTraffic(`functions: { checkout: { run: 200ms, init: 1s, ${fields} } }`).replace(
    "invoke: checkout",
    "invoke: 'checkout:live'",
  );
const checkout = (fields: string) => configOf(shop(fields)).functions[0]!;

test("a function that says nothing of its life has none to simulate", () => {
  expect(checkout("reserved: 5")).toMatchObject({ snapStart: null, lifecycle: null });
  expect(checkout("vpc: false")).toMatchObject({ lifecycle: null });
});

describe("snapStart", () => {
  test("SNAP-4, SNAP-6, SNAP-7: true is no hooks, 35 % of a Restore billed, 2 minutes for a snapshot", () => {
    expect(checkout("runtime: python3.14, restore: 1s, snapStart: true").snapStart).toEqual({
      beforeCheckpoint: constant(0),
      afterRestore: constant(0),
      billedRestore: { share: 0.35 },
      snapshot: constant(120_000),
      deletedAfter: null,
      charged: true,
    });
  });

  test("SNAP-10: Java's snapshots are not charged", () => {
    expect(checkout("runtime: java21, snapStart: true").snapStart).not.toHaveProperty("charged");
  });

  test("SNAP-8: only Java loses its snapshots, after 14 days unless a test shortens them", () => {
    expect(checkout("runtime: java21, snapStart: true").snapStart?.deletedAfter).toBe(DAYS_14);
    expect(checkout("runtime: java21, snapStart: { deletedAfter: 1h }").snapStart?.deletedAfter).toBe(3600 * SECOND);
    expect(checkout("runtime: dotnet8, restore: 1s, snapStart: true").snapStart?.deletedAfter).toBeNull();
  });

  test("everything can be set", () => {
    const hooks = "hooks: { beforeCheckpoint: 2s, afterRestore: { p50: 80ms, p99: 200ms } }";
    const given = `runtime: java21, restore: 500ms, snapStart: { ${hooks}, billedRestore: 136ms, snapshotTime: 90s }`;
    expect(checkout(given)).toMatchObject({
      snapStart: {
        beforeCheckpoint: constant(2000),
        afterRestore: { kind: "lognormal", p50: 80_000, p99: 200_000 },
        billedRestore: { law: constant(136) },
        snapshot: constant(90_000),
      },
      versions: [{ restore: null }, { qualifier: "live", restore: constant(500) }],
    });
  });

  test("SNAP-8: deletedAfter of another runtime is of no use", () => {
    expect(warningsOf(shop("runtime: python3.14, restore: 1s, snapStart: { deletedAfter: 1h }"))).toEqual([
      "2:109 useless-field: functions.checkout.snapStart.deletedAfter has no effect with python3.14: AWS deletes " +
        "snapshots of Java only (SNAP-8)",
    ]);
  });
});

describe("state, vpc and updates", () => {
  test("LIFE-20: true stands for 14 days, a minute of Pending, and no time at a cold start", () => {
    expect(checkout("vpc: true").lifecycle).toEqual({
      initial: "active",
      pendingFor: 60 * SECOND,
      vpc: { reclaimedAfter: DAYS_14, coldStartExtra: constant(0) },
      events: "refuse",
      updates: [],
    });
  });

  test("LIFE-25: everything can be set", () => {
    const state = "state: { initial: inactive, pendingFor: 90s, events: queue }";
    const given = checkout(`${state}, vpc: { coldStartExtra: 30ms, reclaimedAfter: 2m }`);
    expect(given.lifecycle).toMatchObject({
      initial: "inactive",
      pendingFor: 90 * SECOND,
      vpc: { reclaimedAfter: 120 * SECOND, coldStartExtra: constant(30) },
      events: "queue",
    });
  });

  test("ADM-4: updates in order of time, and the alias that is published exists", () => {
    const updates = `updates: [{ at: 3m, publish: blue, takes: 45s, waits: false }, { at: 1m, update: $LATEST }]`;
    const given = checkout(updates);
    expect(given.lifecycle?.updates).toEqual([
      { at: 60 * SECOND, qualifier: "$LATEST", takes: null, waits: true },
      { at: 180 * SECOND, qualifier: "blue", takes: 45 * SECOND, waits: false },
    ]);
    expect(given.versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "blue", "live"]);
  });

  test("an update after the end is worth a warning", () => {
    expect(warningsOf(shop("updates: [{ at: 5m, publish: live }]"))).toEqual([
      "2:64 after-the-end: functions.checkout.updates.0.at is a moment that the run does not reach",
    ]);
  });
});

describe("PC-15: waits of an update", () => {
  const updates = "updates: [{ at: 1m, publish: live, waits: false }]";
  const warned = (alias: string) =>
    warningsOf(shop(`aliases: [live, blue], provisioned: { alias: ${alias}, count: 1 }, ${updates}`));

  test("no alias with units moves at once", () => {
    const field = "functions.checkout.updates.0.waits";
    expect(warned("live")).toContainEqual(expect.stringMatching(`useless-field: ${field} has no effect`));
    expect(warned("blue").join()).not.toContain(field);
  });
});

describe("ADM-4, SNAP-4: what the scenario of a deployment in the middle of traffic says of its other variants", () => {
  const file = "what-does-a-deployment-cost-in-the-middle-of-traffic.burst.yaml";
  const text = readFileSync(new URL(`../../../scenarios/library/${file}`, import.meta.url), "utf8");
  const api = (variant: string) => simulate(scenarioOf(text).config({ variant })).functions.api!;

  test("PC-15: provisioned: nobody meets an Init, since old units serve until the new ones are READY", () => {
    const { coldStartsCount, invocationsCount, provisionedInvocationsCount, busyMax } = api("provisioned");
    expect([coldStartsCount, invocationsCount - provisionedInvocationsCount]).toEqual([0, 0]);
    expect(busyMax).toBeLessThan(api("base").busyMax / 5);
  });

  test("snapstart-impatient: 40 requests/s for some 4 s of Init and 120 s of snapshot get a 409", () => {
    const { refusals } = api("snapstart-impatient");
    expect(refusals).toMatchObject([{ cause: "version-pending", status: 409 }]);
    expect(refusals![0]!.count / 40).toBeGreaterThan(120);
    expect(refusals![0]!.count / 40).toBeLessThan(130);
  });
});
