/** Provisioned concurrency that scales: what a scenario becomes, and what it is told. */
import { describe, expect, test } from "vitest";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const MINUTE = 60_000_000;
const shop = (fields: string, more = ""): string =>
  withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }${more === "" ? "" : `\n${more}`}`)
    .replace("invoke: checkout", "invoke: 'checkout:live'")
    .replace("{ for: 5m }", "{ for: 30m, startsAt: 2026-11-27T07:30:00Z }")
    .replace("for: 5m, rate", "for: 30m, rate");
const units = (fields: string): string => shop(`provisioned: { alias: live, ${fields} }`);
const provisionedOf = (fields: string) => configOf(units(fields)).functions[0]?.versions[1]?.provisioned;

const AUTOSCALE = "autoscale: { min: 10, max: 100, target: 0.7 }";

/** One schedule may lean on the bound of another. */
const RAISED = "{ rate: 10 minutes, min: 150 }";
const RAISES = "{ rate: 1 hour, max: 200 }";

test("CONC-2: what claimed capacity does while others still run on it", () => {
  const fullLimitOf = (region: string) => configOf(shop("", region)).regions[0]?.model.fullLimit;
  expect(fullLimitOf("")).toBe(undefined);
  expect(fullLimitOf("region: { model: { fullLimit: serve } }")).toBe("serve");
});

test("PC-4: units are READY as the run begins unless the scenario says otherwise", () => {
  expect(provisionedOf("count: 5")).toEqual({
    count: 5,
    allocateAtStart: false,
    initErrors: 0,
    autoscale: null,
    schedules: [],
  });
  expect(provisionedOf("count: 5, allocateAtStart: true")).toMatchObject({ count: 5, allocateAtStart: true });
});

test("AAS-2 to AAS-6, OQ-7: the defaults of target tracking", () => {
  expect(provisionedOf(`count: 10, ${AUTOSCALE}`)?.autoscale).toEqual({
    min: 10,
    max: 100,
    target: 0.7,
    highPoints: 3,
    lowPoints: 15,
    statistic: "average",
    scaleInCooldown: 0,
    scaleOutCooldown: 0,
  });
});

test("AAS-2 to AAS-6: everything of target tracking can be set", () => {
  const autoscale = `autoscale: { min: 0, max: 50, target: 90%, highPoints: 1, lowPoints: 3, statistic: maximum,
    scaleInCooldown: 5m, scaleOutCooldown: 30s }`;
  expect(provisionedOf(`count: 10, ${autoscale}`)?.autoscale).toEqual({
    min: 0,
    max: 50,
    target: 0.9,
    highPoints: 1,
    lowPoints: 3,
    statistic: "maximum",
    scaleInCooldown: 5 * MINUTE,
    scaleOutCooldown: MINUTE / 2,
  });
});

test("AAS-12: schedules as moments of the run, in the order of the file", () => {
  const schedule = `schedule: [{ cron: "45 7 * * ? *", min: 20 }, { rate: 20 minutes, max: 80 },
    { at: 2026-11-27T08:50:00, timeZone: Europe/Berlin, min: 5, max: 60 }]`;
  expect(provisionedOf(`count: 10, ${AUTOSCALE}, ${schedule}`)?.schedules).toEqual([
    { at: [15 * MINUTE], min: 20, max: null },
    { at: [0, 20 * MINUTE], min: null, max: 80 },
    { at: [20 * MINUTE], min: 5, max: 60 },
  ]);
});

test("SCH-4: a rate needs no startsAt", () => {
  const text = units("count: 10, schedule: [{ rate: 20 minutes, min: 20 }]").replace(", startsAt", " } #");
  expect(configOf(text).functions[0]?.versions[1]?.provisioned?.schedules[0]?.at).toEqual([0, 20 * MINUTE]);
});

test("AAS-10, AAS-12: no units at first, and a schedule that brings some", () => {
  const text = units('count: 0, schedule: [{ cron: "45 7 * * ? *", min: 20 }]');
  expect(configOf(text).functions[0]?.versions[1]?.provisioned).toMatchObject({ count: 0, schedules: [{ min: 20 }] });
  expect(warningsOf(text)).toEqual([]);
});

test("PC-4: how fast units are allocated", () => {
  expect(configOf(shop("")).regions[0]?.model).toMatchObject({
    provisionedPreparation: 1.5 * MINUTE,
    provisionedPerMinute: 6000,
  });
  const model = "region: { model: { provisionedPreparation: 2m, provisionedPerMinute: 500 } }";
  expect(configOf(shop("", model)).regions[0]?.model).toMatchObject({
    provisionedPreparation: 2 * MINUTE,
    provisionedPerMinute: 500,
  });
});

test("PC-15: how long an alias with units takes to move", () => {
  const moves = (move: string) =>
    configOf(shop("", `region: { model: { provisionedMove: ${move} } }`)).regions[0]?.model;
  expect(moves("6m")).toMatchObject({ provisionedMove: 6 * MINUTE });
  expect(configOf(shop("")).regions[0]?.model).not.toHaveProperty("provisionedMove");
});

const AT = "functions.checkout.provisioned";

describe("errors", () => {
  test.each([
    ["count: 0", `out-of-range: ${AT}.count is 0, but must be at least 1 (LIM-16)`],
    ["count: -1", `negative: ${AT}.count is -1, but a count cannot be negative`],
    [
      "count: 9, autoscale: { min: 1, max: 9, target: 0.91 }",
      `out-of-range: ${AT}.autoscale.target is 0.91, but must be from 0.1 to 0.9 (AAS-2)`,
    ],
    [
      "count: 9, autoscale: { min: 1, max: 9, target: 9% }",
      `out-of-range: ${AT}.autoscale.target is 9%, but must be from 0.1 to 0.9 (AAS-2)`,
    ],
    ["count: 9, autoscale: { min: 1, max: 9 }", `missing-field: ${AT}.autoscale has no 'target'`],
    [
      "count: 9, autoscale: { min: -1, max: 9, target: 0.7 }",
      `negative: ${AT}.autoscale.min is -1, but a count cannot be negative`,
    ],
    [
      "count: 9, autoscale: { min: 10, max: 9, target: 0.7 }",
      `not-rising: ${AT}.autoscale.max is 9, but min is 10 (AAS-1)`,
    ],
    [
      "count: 9, autoscale: { min: 1, max: 9, target: 0.7, statistic: p99 }",
      `unknown-value: ${AT}.autoscale.statistic is 'p99', which is none of its values`,
    ],
    ["count: 9, schedule: [{ min: 10 }]", `pick-one: ${AT}.schedule.0 needs 'cron', 'rate' or 'at'`],
    [
      'count: 9, schedule: [{ cron: "0 8 * * ? *", rate: 1 hour, min: 10 }]',
      `pick-one: ${AT}.schedule.0 has both 'cron' and 'rate'`,
    ],
    ["count: 9, schedule: [{ rate: 1 hour }]", `missing-field: ${AT}.schedule.0 sets neither min nor max (AAS-12)`],
    [
      "count: 9, schedule: [{ rate: 1 hour, min: 3, max: 2 }]",
      `not-rising: ${AT}.schedule.0.max is 2, but min is 3 (AAS-1)`,
    ],
    [
      `count: 10, ${AUTOSCALE}, schedule: [{ rate: 1 hour, min: 101 }]`,
      `outside-bounds: ${AT}.schedule.0.min is 101, but nothing raises max above 100 (AAS-1)`,
    ],
    [
      `count: 10, ${AUTOSCALE}, schedule: [{ rate: 1 hour, max: 9 }]`,
      `outside-bounds: ${AT}.schedule.0.max is 9, but nothing lowers min below 10 (AAS-1)`,
    ],
    [
      'count: 9, schedule: [{ cron: "45 25 * * ? *", min: 10 }]',
      `bad-value: ${AT}.schedule.0.cron has '25' in hours, which goes from 0 to 23 (CRON-1, CRON-2)`,
    ],
    [
      "count: 9, schedule: [{ rate: 5m, min: 10 }]",
      `bad-value: ${AT}.schedule.0.rate is '5m', which is no rate as AWS writes it (SCH-3)`,
    ],
    [
      'count: 9, schedule: [{ cron: "0 8 * * ? *", timeZone: Mars, min: 10 }]',
      `unknown-value: ${AT}.schedule.0.timeZone is 'Mars', which is no IANA time zone (SCH-5)`,
    ],
  ])("%s", (fields, expected) => {
    expect(problemsOf(units(fields)).map(({ id, text }) => `${id}: ${text}`)).toEqual([expected]);
  });

  test("cron and at need to know when the run begins", () => {
    const text = withTraffic(`functions:
  checkout:
    run: 200ms
    provisioned:
      alias: live
      count: 5
      schedule:
        - { cron: "45 7 * * ? *", min: 20 }
        - { at: 2026-11-27T08:00:00, min: 20 }`);
    const problems = problemsOf(text);
    expect(problems.map(lineOf)).toEqual([
      `9:19 missing-field: ${AT}.schedule.0.cron needs simulate.startsAt: on which day, and when, does the run begin?`,
      `10:17 missing-field: ${AT}.schedule.1.at needs simulate.startsAt: on which day, and when, does the run begin?`,
    ]);
    expect(problems[0]?.hint).toBe("add it under simulate, for instance startsAt: 2026-11-27T07:30:00Z");
  });

  test("a schedule that comes due too often", () => {
    const text = units("count: 9, schedule: [{ rate: 1 minute, min: 10 }]").replace("for: 30m,", "for: 70d,");
    expect(problemsOf(text).map(({ id }) => id)).toEqual(["too-many-moments"]);
  });
});

describe("warnings", () => {
  test.each([
    [units(`count: 9, ${AUTOSCALE}`), `outside-bounds: ${AT}.count is 9, but autoscale.min is 10 (AAS-1)`],
    [units(`count: 101, ${AUTOSCALE}`), `outside-bounds: ${AT}.count is 101, but autoscale.max is 100 (AAS-1)`],
    [
      units(`count: 0, ${AUTOSCALE}`),
      `never-scales: ${AT}.count is 0, from which target tracking never starts (AAS-10)`,
    ],
    [
      shop(`reserved: 60, provisioned: { alias: live, count: 10, ${AUTOSCALE} }`),
      `scaling-over-limit: ${AT}.autoscale.max is 100: scaling may ask for 100, but only 60 fit (PC-2)`,
    ],
    [
      shop(`provisioned: { alias: live, count: 10, ${AUTOSCALE} }`, "region: { concurrency: 199 }"),
      `scaling-over-limit: ${AT}.autoscale.max is 100: scaling may ask for 100, but only 99 fit (PC-3, CONC-8)`,
    ],
    [
      units("count: 9, schedule: [{ rate: 1 hour, min: 901 }]"),
      `scaling-over-limit: ${AT}.schedule.0.min is 901: scaling may ask for 901, but only 900 fit (PC-3, CONC-8)`,
    ],
    [
      units('count: 9, schedule: [{ cron: "45 8 * * ? *", min: 10 }]'),
      `never-fires: ${AT}.schedule.0.cron never comes due in the run`,
    ],
    [
      units("count: 9, schedule: [{ rate: 1 hour, timeZone: Europe/Berlin, min: 10 }]"),
      `useless-field: ${AT}.schedule.0.timeZone has no effect with rate (SCH-4)`,
    ],
  ])("%s", (text, expected) => {
    expect(warningsOf(text).map((line) => line.replace(/^\S+ /, ""))).toEqual([expected]);
  });

  test.each([
    ["AAS-1: at the lower bound", units(`count: 10, ${AUTOSCALE}`)],
    ["AAS-1: at the upper bound", units(`count: 100, ${AUTOSCALE}`)],
    ["AAS-12: a schedule that raises both bounds", units(`count: 10, ${AUTOSCALE}, schedule: [${RAISED}, ${RAISES}]`)],
    ["PC-2: as many as are reserved", shop(`reserved: 100, provisioned: { alias: live, count: 10, ${AUTOSCALE} }`)],
    [
      "CONC-8: as many as fit",
      shop(`provisioned: { alias: live, count: 10, ${AUTOSCALE} }`, "region: { concurrency: 200 }"),
    ],
  ])("none: %s", (_title, text) => {
    expect(warningsOf(text)).toEqual([]);
  });

  test("PC-2: also where a change leaves less", () => {
    const fields = `reserved: 100, provisioned: { alias: live, count: 10, ${AUTOSCALE} }`;
    const text = shop(fields, "changes: [{ at: 10m, set: { functions.checkout.reserved: 60 } }]");
    expect(warningsOf(text).map((line) => line.replace(/^\S+ /, ""))).toEqual([
      `scaling-over-limit: ${AT}.autoscale.max is 100: scaling may ask for 100, but only 60 fit (PC-2)`,
    ]);
  });

  test("CONC-8: what other functions claim is not left", () => {
    const text = units(`count: 10, ${AUTOSCALE}`).replace(
      "checkout: {",
      "search: { run: 1s, reserved: 801 }, checkout: {",
    );
    expect(warningsOf(text).map((line) => line.replace(/^\S+ /, ""))).toEqual([
      `scaling-over-limit: ${AT}.autoscale.max is 100: scaling may ask for 100, but only 99 fit (PC-3, CONC-8)`,
    ]);
  });
});
