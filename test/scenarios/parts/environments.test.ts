/** Extensions, spare environments, slow queues and failing units, as a scenario says them. */
import { describe, expect, test } from "vitest";
import { simulate } from "../../../sim/index.ts";
import { configOf, lineOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const shop = (fields: string, more = ""): string =>
  withTraffic(`${more}functions: { checkout: { run: 200ms, ${fields} } }`);

describe("LIFE-8: extensions", () => {
  test("any distribution; default none", () => {
    expect(configOf(shop("extensions: { afterRun: 40ms }")).functions[0]!.afterRun).toEqual({
      kind: "constant",
      value: 40_000,
    });
    expect(configOf(shop("memory: 1GB")).functions[0]!.afterRun).toBeNull();
  });

  test("afterRun is required", () => {
    expect(problemsOf(shop("extensions: {}")).map(lineOf)).toEqual([
      "2:38 missing-field: functions.checkout.extensions has no 'afterRun'",
    ]);
  });

  test("a change brings them, or takes them away", () => {
    const changes = "changes: [{ at: 1m, set: { functions.checkout.extensions.afterRun: 1s } }]\n";
    expect(configOf(shop("extensions: { afterRun: 40ms }", changes)).changes[0]!.functions[0]!.afterRun).toEqual({
      kind: "constant",
      value: 1_000_000,
    });
  });
});

test("LIFE-16, ASY-8: options of the model", () => {
  const model = "region: { model: { proactiveInit: true, asyncBacklogSlowdown: 2s } }\n";
  expect(configOf(shop("memory: 1GB", model)).regions[0]!.model).toMatchObject({
    proactiveInit: true,
    asyncBacklogSlowdown: 2_000_000,
  });
});

describe("PC-7: initErrors of provisioned units", () => {
  test("a share, whose failures the result tells under AWS's names", () => {
    const units = "provisioned: { alias: live, count: 5, allocateAtStart: true, initErrors: 100% }, init: 1s";
    const config = configOf(shop(units).replace("invoke: checkout", "invoke: 'checkout:live'"));
    expect(simulate(config).allocations).toEqual([
      {
        function: "checkout",
        qualifier: "live",
        unitsCount: 5,
        askedMs: 0,
        endedMs: 91_010,
        status: "FAILED",
        statusReason: "FUNCTION_ERROR_INIT_FAILURE",
      },
    ]);
  });

  test("a warning where nothing is ever allocated", () => {
    const units = shop("provisioned: { alias: live, count: 5, initErrors: 10% }").replace(
      "checkout, ph",
      "'checkout:live', ph",
    );
    expect(warningsOf(units)).toEqual([
      "2:88 useless-field: functions.checkout.provisioned.initErrors has no effect where no units are asked for",
    ]);
  });
});
