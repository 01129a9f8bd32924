/** A node in ordinary TypeScript invokes through the door, in both compilations: it hears each invocation end once. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { type Duration, type Instant, milliseconds, type TraceEvent } from "../../../sim/index.ts";
import { Outcome } from "../../../sim/lambda/front/outcomes.ts";
import { Simulation } from "../../../sim/simulation.ts";
import { Rank } from "../../../sim/vocabulary/ranks.ts";
import { Admission } from "../../../sim/vocabulary/throttles.ts";
import { configOf, type Literal, liveAlias } from "../../helpers/config.ts";
import { lifecycle } from "../../helpers/lifecycle.ts";
import { ROOT } from "../../tidy/tree.ts";
import { functionIn, range } from "../kit.ts";

let Built: typeof Simulation;
beforeAll(async () => {
  const url = pathToFileURL(join(ROOT, "dist/sim/simulation.js")).href;
  Built = ((await import(url)) as { Simulation: typeof Simulation }).Simulation;
});

interface Invoked {
  readonly qualifier?: string;
  /** Moments in ms; item i is invoked at the i-th. */
  readonly at: readonly number[];
  readonly run?: Duration;
  /** At each outcome another item follows at once, so many times. */
  readonly more?: number;
}

/** What a node that invokes `f` has been told, in order. */
function ran(core: "js" | "wasm", literal: Literal, invoked: Invoked) {
  const events: TraceEvent[] = [];
  const Made = core === "js" ? Simulation : Built;
  const simulation = new Made(configOf(literal), { core, onEvent: (event) => events.push(event) });
  const admissions: Admission[] = [];
  const heard: [ms: number, item: number, outcome: Outcome][] = [];
  const { qualifier = "$LATEST", at, run, more = 0 } = invoked;
  const invoke = simulation.nodes.join(
    {
      onOutcome(now, item, outcome) {
        heard.push([now / 1000, item, outcome]);
        if (heard.length <= more) give(now);
      },
    },
    { name: "node", function: "f", qualifier },
  );
  const give = (now: Instant): void => {
    const item = admissions.length;
    admissions.push(Admission.NotInvokable);
    admissions[item] = invoke(now, item, run);
  };
  for (const ms of at) simulation.timer(milliseconds(ms) as number as Instant, Rank.Arrival, give);
  return { admissions, heard, result: simulation.finish(), events };
}

describe.each(["js", "wasm"] as const)("%s", (core) => {
  test("a run by the function's law, and one as long as the node says", () => {
    const literal: Literal = { functions: { f: { run: 100, init: 300 } } };
    expect(ran(core, literal, { at: [0, 1000] })).toMatchObject({
      admissions: [Admission.Cold, Admission.Warm],
      heard: [
        [400, 0, Outcome.Success],
        [1100, 1, Outcome.Success],
      ],
    });
    expect(ran(core, literal, { at: [0], run: milliseconds(70) }).heard).toEqual([[370, 0, Outcome.Success]]);
  });

  test("ADM-3: what a node invokes as it hears of an end finds the place free", () => {
    const { admissions, heard } = ran(core, { functions: { f: { reserved: 1 } } }, { at: [0], more: 3 });
    expect(admissions).toEqual([Admission.Cold, Admission.Warm, Admission.Warm, Admission.Warm]);
    expect(heard.map(([ms, item]) => [ms, item])).toEqual(range(4).map((item) => [100 * (item + 1), item]));
  });

  test("ADM-1: a refusal comes back as it is, and nothing follows", () => {
    const { admissions, heard, result } = ran(core, { functions: { f: { reserved: 2 } } }, { at: [0, 0, 0, 50, 100] });
    const refused = Admission.ReservedFull;
    expect(admissions).toEqual([Admission.Cold, Admission.Cold, refused, refused, Admission.Warm]);
    expect(heard.map(([, item]) => item)).toEqual([0, 1, 4]);
    expect(functionIn(result, "f")).toMatchObject({ invocationsCount: 3, throttlesCount: 2 });
  });

  test("LIFE-7, LIFE-10: errors and timeouts are outcomes", () => {
    const failing = ran(core, { functions: { f: { errors: 1 } } }, { at: [0] });
    expect(failing.heard).toEqual([[100, 0, Outcome.FunctionError]]);
    const late = ran(core, { functions: { f: { run: 5000, timeout: 3000 } } }, { at: [0] });
    expect(late.heard).toEqual([[3000, 0, Outcome.Timeout]]);
  });

  test("LIM-13: an alias routes by its weights", () => {
    const literal: Literal = { functions: { f: { run: 1, aliases: [liveAlias(0.25)] } } };
    const { result } = ran(core, literal, { qualifier: "live", at: range(4000) });
    const { versions } = functionIn(result, "f");
    expect(versions!["2"]!.invocationsCount / 4000).toBeCloseTo(0.25, 1);
  });
});

describe.each(["js", "wasm"] as const)("%s, functions of other kinds", (core) => {
  test("a state that allows no invocation is a refusal of its own", () => {
    const { admissions, heard } = ran(
      core,
      { functions: { f: { lifecycle: lifecycle({ initial: "pending" }) } } },
      {
        at: [0],
      },
    );
    expect(admissions[0]).toBeGreaterThanOrEqual(Admission.NotInvokable);
    expect(heard).toEqual([]);
  });

  test("DUR-2: of a durable function it hears the end of the execution", () => {
    const literal: Literal = { functions: { f: { durable: { steps: [200, -10_000, 300] } } } };
    expect(ran(core, literal, { at: [0, 5] }).heard).toEqual([
      [10_500, 0, Outcome.Success],
      [10_505, 1, Outcome.Success],
    ]);
  });

  test.each([
    { what: "a number beyond 32 bits", item: 2 ** 31, said: "32 bits" },
    { what: "no number", item: Number.NaN, said: "32 bits" },
    { what: "a negative run", run: -1, said: "length" },
    { what: "a run that is no number", run: Number.NaN, said: "length" },
    { what: "part of a µs", run: 0.5, said: "length" },
    { what: "another moment", later: -1, said: "moment" },
  ])("$what is a broken invariant", ({ item = 0, run, later = 0, said }) => {
    const simulation = new (core === "js" ? Simulation : Built)(configOf({ functions: { f: {} } }), { core });
    const node = { name: "node", function: "f", qualifier: "$LATEST" };
    const invoke = simulation.nodes.join({ onOutcome: () => {} }, node);
    const give = (now: Instant) => void invoke((now + later) as Instant, item, run as Duration | undefined);
    simulation.timer(1000 as Instant, Rank.Arrival, give);
    expect(() => simulation.finish()).toThrow(said);
  });

  test("TEN-3, DUR-3: none invokes a function with tenants, or waits for more than 15 minutes", () => {
    const tenants: Literal = { functions: { f: { tenancy: {} as never } } };
    expect(() => ran(core, tenants, { at: [0] })).toThrow("TEN-3");
    const long = (timeout: number): Literal => ({ functions: { f: { durable: { steps: [1], timeout } } } });
    expect(() => ran(core, long(900_001), { at: [0] })).toThrow("DUR-3");
    expect(ran(core, long(900_000), { at: [0] }).heard).toHaveLength(1);
  });

  test("LMI: Managed Instances", () => {
    const literal: Literal = { functions: { f: { managed: { min: 1, perEnvironment: 2 } } } };
    const { admissions, heard } = ran(core, literal, { at: [0, 0, 0] });
    expect(admissions[2]).toBe(Admission.ManagedConcurrency);
    expect(heard.map(([, item]) => item)).toEqual([0, 1]);
  });

  test("the event log tells an invocation of a node from its beginning to its end", () => {
    const { events } = ran(core, { functions: { f: {} } }, { at: [0] });
    expect(events.map(({ kind }) => kind)).toEqual(["arrive", "cold", "ready", "end", "answer"]);
  });
});

test("both compilations tell a node the same", () => {
  const literal: Literal = {
    seconds: 120,
    functions: {
      f: { run: { kind: "lognormal", p50: milliseconds(100), p99: milliseconds(900) }, reserved: 3, errors: 0.1 },
    },
    traffic: [{ invoke: "f", rate: 20, arrivals: "poisson" }],
  };
  const at = range(1000).map((index) => index * 97);
  const [js, wasm] = [ran("js", literal, { at }), ran("wasm", literal, { at })];
  expect(js.heard.length).toBeGreaterThan(300);
  expect(wasm.heard).toEqual(js.heard);
  expect(wasm.admissions).toEqual(js.admissions);
  expect(wasm.result.digest).toBe(js.result.digest);
});
