/** Quotas on configuration: what lies just inside is accepted, what lies just outside is a problem naming the rule. */
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, withTraffic } from "../scenarios/reading.ts";

const shop = (fields: string): string => withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }`);
const told = (fields: string): string[] => problemsOf(shop(fields)).map(({ id, text }) => `${id}: ${text}`);
const targeting = (target: string): string =>
  `provisioned: { alias: live, count: 1, autoscale: { min: 1, max: 2, target: ${target} } }`;

describe("accepted, refused", () => {
  test.each([
    ["LIM-1: memory", "memory: 128MB", "memory: 127MB", /^out-of-range: .*LIM-1/],
    ["LIM-1: memory", "memory: 10240MB", "memory: 10241MB", /^out-of-range: .*LIM-1/],
    ["LIM-2: timeout", "timeout: 1s", "timeout: 999ms", /^out-of-range: .*LIM-2/],
    ["LIM-2: timeout", "timeout: 900s", "timeout: 901s", /^out-of-range: .*LIM-2/],
    ["RES-4: reservation", "reserved: 0", "reserved: -1", /^negative: .*reserved/],
    ["RES-4: reservation", "reserved: 2", "reserved: 1.5", /^bad-value: .*reserved/],
    ["LIM-15: reservation", "reserved: 900", "reserved: 901", /^reserved-too-high: .*CONC-7/],
    [
      "LIM-16: provisioned units",
      "provisioned: { alias: live, count: 1 }",
      "provisioned: { alias: live, count: 0 }",
      /^out-of-range: .*LIM-16/,
    ],
    [
      "PC-1: units of an alias",
      "provisioned: { alias: live, count: 1 }",
      "provisioned: { alias: $LATEST, count: 1 }",
      /^provisioned-on-latest: .*PC-1/,
    ],
    ["AAS-2: target", targeting("10%"), targeting("9%"), /^out-of-range: .*AAS-2/],
    ["AAS-2: target", targeting("90%"), targeting("91%"), /^out-of-range: .*AAS-2/],
    [
      "PC-2: provisioned units within a reservation",
      "reserved: 10, provisioned: { alias: live, count: 10 }",
      "reserved: 10, provisioned: { alias: live, count: 11 }",
      /^provisioned-over-reserved: .*PC-2/,
    ],
    [
      "PC-3, EX-19: provisioned units without a reservation",
      "provisioned: { alias: live, count: 900 }",
      "provisioned: { alias: live, count: 901 }",
      /^provisioned-too-high: .*PC-3/,
    ],
    [
      "PC-19, SNAP-3: SnapStart beside provisioned units",
      "runtime: java21, snapStart: true",
      "runtime: java21, snapStart: true, provisioned: { alias: live, count: 1 }",
      /^provisioned-with-snapstart: .*PC-19/,
    ],
    ["LIM-17: asynchronous retries", "async: { retries: 2 }", "async: { retries: 3 }", /^out-of-range: .*LIM-17/],
    ["LIM-17: age of events", "async: { maxAge: 60s }", "async: { maxAge: 59s }", /^out-of-range: .*ASY-7/],
    ["LIM-17: age of events", "async: { maxAge: 21600s }", "async: { maxAge: 21601s }", /^out-of-range: .*ASY-7/],
    ["LIM-12: alias", "aliases: [live-2_b]", "aliases: ['2']", /^bad-name: .*LIM-12/],
    ["LIM-12: alias", "aliases: [a]", "aliases: [a.b]", /^bad-name: .*LIM-12/],
  ])("%s: '%s', '%s'", (_rule, accepted, refused, problem) => {
    expect(told(accepted)).toEqual([]);
    expect(told(refused)).toEqual([expect.stringMatching(problem)]);
  });

  test.each([
    ["java11", "nodejs24.x"],
    ["python3.12", "python3.11"],
    ["dotnet8", "dotnet6"],
    ["java21", "ruby3.4"],
  ])("SNAP-1, LIM-19: SnapStart with '%s', '%s'", (accepted, refused) => {
    const fields = (runtime: string) => `runtime: ${runtime}, snapStart: true, init: 1s, restore: 1s`;
    expect(told(fields(accepted))).toEqual([]);
    expect(told(fields(refused))).toEqual([expect.stringMatching(/^snapstart-runtime: .*SNAP-1/)]);
  });

  // Since July 2026; AWS's own base images of these runtimes as they are.
  test.each([
    ["runtime: java21, snapStart: true", "runtime: nodejs24.x, snapStart: true"],
    ["runtime: python3.13, snapStart: true", "runtime: python3.11, snapStart: true"],
    ["runtime: nodejs24.x, snapStart: { label: Allow }", "runtime: provided.al2023, snapStart: true"],
    ["snapStart: { label: Allow }", "snapStart: true"],
  ])("SNAP-1: SnapStart of an image with '%s', '%s'", (accepted, refused) => {
    const fields = (more: string) => `package: image, init: 1s, restore: 1s, ${more}`;
    expect(told(fields(accepted))).toEqual([]);
    expect(told(fields(refused))).toEqual([expect.stringMatching(/^snapstart-runtime: .*SNAP-1/)]);
  });

  test.each([
    ["provisioned: { alias: live, count: 1 }", /^provisioned-with-snapstart: .*PC-19/],
    ["ephemeralStorage: 513MB", /^snapstart-storage: .*SNAP-3/],
    ["tenancy: perTenant", /^tenancy-conflict: .*TEN-3/],
  ])("SNAP-3: no more than of a ZIP file: %s", (field, problem) => {
    const image = "package: image, runtime: java21, snapStart: true, init: 1s, restore: 1s";
    expect(told(`${image}, ${field}`)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  test("SNAP-1, SNAP-13: no Restore of an image was measured, so that of a ZIP file does not stand for it", () => {
    const restores = (kind: string) => told(`runtime: java21, snapStart: true, package: ${kind}`);
    expect(restores("zip")).toEqual([]);
    expect(restores("image")).toEqual([expect.stringMatching(/^no-measurement: .*no Restore .*package: image/)]);
  });

  test.each([
    ["LIM-11: a function's name", 64, (name: string) => `functions: { checkout: { run: 1s }, ${name}: { run: 1s } }`],
    ["LIM-12: an alias", 128, (name: string) => `functions: { checkout: { run: 1s, aliases: [${name}] } }`],
  ])("%s of %i characters, of one more", (_rule, longest, text) => {
    expect(problemsOf(withTraffic(text("a".repeat(longest))))).toEqual([]);
    expect(problemsOf(withTraffic(text("a".repeat(longest + 1)))).map(({ id }) => id)).toEqual(["bad-name"]);
  });
});

describe("defaults", () => {
  const config = configOf(withTraffic("functions: { checkout: { run: 200ms } }"));

  test("CONC-2: 1,000 units; CONC-3: 10 in a new account", () => {
    expect(config.regions[0]!.concurrency).toBe(1000);
    const fresh = configOf(
      withTraffic("region: { concurrency: new-account }\nfunctions: { checkout: { run: 200ms } }"),
    );
    expect(fresh.regions[0]!.concurrency).toBe(10);
  });
  test("LIM-1, LIM-2: 128 MB and 3 s", () => {
    expect(config.functions[0]).toMatchObject({ memoryMb: 128, timeout: 3_000_000 });
  });
  test("ASY-3, ASY-7: two retries, 6 h", () => {
    expect(config.functions[0]!.async).toMatchObject({ retries: 2, maxAge: 6 * 3_600_000_000 });
  });
  test("SDK-7: callers retry in the standard mode of 2026", () => {
    expect(config.traffic[0]!.client!.retry).toBe("standard-2026");
  });
});
