/** A run, its core and its result know what a runtime does, and not which there are: here is one more. */
import { expect, test } from "vitest";
import { AS_ON_DEMAND, type OpenRuntime } from "../../../sim/lambda/runtimes/runtime.ts";
import { Simulation } from "../../../sim/simulation.ts";
import { Admission } from "../../../sim/vocabulary/throttles.ts";
import { configOf } from "../../helpers/config.ts";

/** Serves nobody: it refuses whatever the function called `closed` is asked. */
const openClosed: OpenRuntime = (_config, { functions, parts }) => {
  const runs = (version: number): boolean => functions.settings[functions.ofVersion(version)]!.name === "closed";
  return {
    ...AS_ON_DEMAND,
    runs,
    serving: {
      invoke(now, { version }) {
        parts.door.throttled(parts.core, version, Admission.PoolFull, now);
        return Admission.PoolFull;
      },
      ownTime: (now) => now,
      onRunEnd: () => undefined,
    },
    chargesDuration: false,
    limitOf: (version) => (runs(version) ? 7 : null),
    limits: () => ({ onDemand: 7 }),
    usage: () => ({ "durable-operations": { count: 1_000_000, unit: { part: 1n, of: 1n } } }),
    assumptions: () => [{ policy: "closed", value: "always", rule: "CONC-9" }],
  };
};

test("what a runtime refuses, limits, charges and assumes stands in the result; other functions run as ever", () => {
  const config = configOf({
    functions: { closed: { run: 100 }, open: { run: 100 } },
    traffic: [
      { name: "c", invoke: "closed", at: [0, 10, 20] },
      { name: "o", invoke: "open", at: [0, 200] },
    ],
  });
  const result = new Simulation(config, {}, undefined, {}, [openClosed]).finish();
  const { closed, open } = result.functions;
  expect(closed).toMatchObject({ throttlesCount: 3, invocationsCount: 0, throttles: [{ count: 3, limit: 7 }] });
  expect(open).toMatchObject({ throttlesCount: 0, invocationsCount: 2 });
  expect(result.limits.functions.closed![0]!.onDemand).toBe(7);
  expect(result.limits.functions.open![0]!.onDemand).toBe(1000);
  expect(result.assumptions).toContainEqual({ policy: "closed", value: "always", rule: "CONC-9" });
  const kinds = result.cost.lines.map(({ subject, kind }) => `${subject} ${kind}`);
  expect(kinds).toContain("closed durable-operations");
  expect(kinds).not.toContain("closed duration");
});
