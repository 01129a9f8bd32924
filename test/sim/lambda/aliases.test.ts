/** Aliases that name their versions: requests and units divided by weight, and moved when the weights change. */
import { describe, expect, test } from "vitest";
import {
  type AliasConfig,
  type ChangeConfig,
  type ProvisionedConfig,
  type Result,
  seconds,
} from "../../../sim/index.ts";
import { constant, functionOf, type Literal, liveAlias } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { burst, change, functionIn, POLICY, range } from "../kit.ts";

type Settings = NonNullable<Literal["functions"]["f"]>;

const aliased = (alias: AliasConfig, settings: Settings = {}): Settings => ({ ...settings, aliases: [alias] });
/** The alias of `f` is another from this second on. */
const moved = (second: number, alias: AliasConfig, settings: Settings = {}): ChangeConfig =>
  change(second, { functions: [functionOf("f", aliased(alias, settings))] });

/** READY units of versions 1 and 2 from each moment on, in seconds, where they change. */
function unitsOf(result: Result): number[][] {
  const all = result.limits.functions.f!.map(({ fromMs, versions }) => [
    fromMs / 1000,
    versions!["1"]!,
    versions!["2"]!,
  ]);
  return all.filter(([, first, second], index) => first !== all[index - 1]?.[1] || second !== all[index - 1]?.[2]);
}
const invocations = (result: Result): number[] =>
  ["1", "2"].map((version) => functionIn(result, "f").versions![version]!.invocationsCount);

test("LIM-13, DUR-2: a version has the errors of its function: invocations that wait on have none", () => {
  const durable = { steps: [100, -1000, 100] };
  const { result } = play({
    functions: { f: aliased(liveAlias(0), { durable, timeout: 900_000 }) },
    traffic: [{ invoke: "f:live", at: [0], event: true }],
  });
  const f = functionIn(result, "f");
  expect([f.invocationsCount, f.errorsCount, f.versions!["1"]!.errorsCount]).toEqual([2, 0, 0]);
});

describe("requests", () => {
  test.each([
    [0, [10, 0]],
    [1, [0, 10]],
  ])("a weight of %d leaves no doubt", (weight, expected) => {
    const { result } = play({
      functions: { f: aliased(liveAlias(weight)) },
      traffic: [{ invoke: "f:live", at: range(10) }],
    });
    expect(invocations(result)).toEqual(expected);
  });

  test("ADM-4: versions share no environments; what runs when the alias moves goes on", () => {
    const { timeline, result } = play({
      functions: { f: aliased(liveAlias(0), { run: 2000 }) },
      traffic: [{ invoke: "f:live", at: [0, 9000, 12_000, 15_000] }],
      changes: [moved(10, liveAlias(1), { run: 2000 })],
    });
    expect(timeline.filter((line) => !line.includes("end"))).toEqual([
      "0ms f#1 cold on 1",
      "9000ms f#2 warm on 1",
      "12000ms f#3 cold on 2",
      "15000ms f#4 warm on 2",
    ]);
    expect(functionIn(result, "f").versions).toMatchObject({
      $LATEST: { requestsCount: 0 },
      1: { invocationsCount: 2, coldStartsCount: 1 },
      2: { invocationsCount: 2, coldStartsCount: 1 },
    });
  });

  test("another weight moves some requests over and none back", () => {
    const second = (weight: number) => {
      const { result } = play({
        functions: { f: aliased(liveAlias(weight)) },
        traffic: [{ invoke: "f:live", rate: 50 }],
      });
      return invocations(result)[1]!;
    };
    const shares = [0.1, 0.11, 0.5, 0.9].map(second);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeLessThan(shares[3]!);
  });

  test("a client's retry is an invocation of its own and draws anew; an event's retry is none", () => {
    const throttles = (event: boolean) => {
      const { result } = play({
        seconds: 600,
        functions: { f: aliased(liveAlias(0.5), event ? { errors: 1 } : { reserved: 0 }) },
        traffic: range(20).map((name) => ({
          name: `t${name}`,
          invoke: "f:live",
          at: [0],
          event,
          ...(event ? {} : { client: { retry: "legacy-python", attempts: 3 } as const }),
        })),
      });
      return ["1", "2"].map((version) => functionIn(result, "f").versions![version]!.requestsCount);
    };
    const [sync, events] = [throttles(false), throttles(true)];
    expect(sync[0]! + sync[1]!).toBe(60);
    expect(sync[0]! % 3).not.toBe(0);
    expect(events[0]! + events[1]!).toBe(60);
    expect(events[0]! % 3).toBe(0);
  });

  test("an event goes to the version that its alias names when it reaches Lambda", () => {
    const { result } = play({
      functions: { f: aliased(liveAlias(0)) },
      sources: [{ name: "uploads", type: "s3", delivery: constant(10_000) }],
      traffic: [{ invoke: "f:live", at: [0, 1000], event: true, source: "uploads" }],
      changes: [moved(10.5, liveAlias(1))],
    });
    expect(invocations(result)).toEqual([1, 1]);
  });

  test("refusals and errors are told by version", () => {
    const { result } = play({
      functions: { f: aliased(liveAlias(1), { reserved: 2, errors: 1, run: 1000 }) },
      traffic: [{ invoke: "f:live", demand: burst(0, 5) }],
    });
    expect(functionIn(result, "f").versions!["2"]).toEqual({
      requestsCount: 5,
      invocationsCount: 2,
      throttlesCount: 3,
      errorsCount: 2,
      coldStartsCount: 2,
      provisionedInvocationsCount: 0,
    });
  });
});

describe("PC-15: units of a weighted alias", () => {
  test.each([
    ["nearest", 0.25, 10, [7, 3]],
    ["nearest", 0.03, 10, [10, 0]],
    ["up", 0.03, 10, [9, 1]],
    ["up", 0.07, 100, [93, 7]],
    ["down", 0.25, 10, [8, 2]],
    ["down", 0.29, 100, [71, 29]],
  ] as const)("divided, rounded %s: a share of %d of %i", (aliasUnits, weight, count, expected) => {
    const { result } = play({ model: { aliasUnits }, functions: { f: aliased(liveAlias(weight, count)) } });
    expect(unitsOf(result)).toEqual([[0, ...expected]]);
    expect(result.assumptions.filter(({ rule }) => rule === "PC-15")).toEqual([
      { policy: "aliasUnits", value: aliasUnits, rule: "PC-15" },
    ]);
  });

  test("nothing is assumed where no alias divides units", () => {
    const { result } = play({ functions: { f: aliased(liveAlias(0.5)), g: { provisioned: 3 } } });
    expect(result.assumptions.filter(({ rule }) => rule === "PC-15")).toEqual([]);
  });

  test("they move with the weights: new ones come 90 s and more later, and old ones serve until then (PC-4)", () => {
    const { result } = play({
      seconds: 400,
      functions: { f: aliased(liveAlias(0, 10)) },
      changes: [moved(100, liveAlias(0.5, 10)), moved(300, liveAlias(1, 10))],
    });
    expect(unitsOf(result)).toEqual([
      [0, 10, 0],
      [190.05, 5, 5],
      [390.05, 0, 10],
    ]);
    expect(result.regions["us-east-1"]!.claimedMax).toBe(10);
  });

  test("a busy unit of the version that was left goes after its request, and one that has come waits for it", () => {
    const { result } = play({
      seconds: 300,
      model: { provisionedMove: seconds(90) },
      functions: { f: aliased(liveAlias(0, 2), { run: 20_000 }) },
      traffic: [{ invoke: "f:live", at: [185_000] }],
      changes: [moved(100, liveAlias(1, 2), { run: 20_000 })],
    });
    expect(unitsOf(result)).toEqual([
      [0, 2, 0],
      [190.02, 1, 1],
      [205, 0, 2],
    ]);
  });

  test("a weight that is undone while units are on their way calls them off, and no old one has gone", () => {
    const { result } = play({
      seconds: 300,
      functions: { f: aliased(liveAlias(0, 10)) },
      changes: [moved(100, liveAlias(0.5, 10)), moved(150, liveAlias(0, 10))],
    });
    expect(unitsOf(result)).toEqual([[0, 10, 0]]);
  });

  test("another number of units is divided by the weights in force", () => {
    const { result } = play({
      seconds: 200,
      functions: { f: aliased(liveAlias(0.5, 4)) },
      changes: [moved(10, liveAlias(0.5, 8)), moved(150, liveAlias(0.5, 0))],
    });
    expect(unitsOf(result)).toEqual([
      [0, 2, 2],
      [100.04, 4, 4],
      [150, 0, 0],
    ]);
  });

  test("MET-12: a version whose share comes to no unit spills over, beside the units of the other one", () => {
    const { result } = play({
      functions: { f: aliased(liveAlias(0.04, 10), { run: 10 }) },
      traffic: [{ invoke: "f:live", rate: 10 }],
    });
    const [first, second] = invocations(result);
    expect(first! + second!).toBe(600);
    expect(second).toBeGreaterThan(0);
    expect(functionIn(result, "f")).toMatchObject({ provisionedInvocationsCount: first, spilloverCount: second });
  });

  test("AAS-1: an alias is one target: 7 or 8 of its 10 units busy, 4 of each version, want 10 x 0.75 / 0.7", () => {
    const { result } = play({
      seconds: 300,
      functions: { f: aliased(liveAlias(0.5, { count: 10, autoscale: POLICY }), { run: 1000 }) },
      traffic: ["f:1", "f:2"].map((invoke) => ({ invoke, rate: 4 })),
    });
    expect(unitsOf(result)).toEqual([
      [0, 5, 5],
      [270.01, 5, 6],
    ]);
  });

  test("PC-4, PC-5: units that were asked for as the run begins come all together", () => {
    const provisioned: Partial<ProvisionedConfig> = { count: 4, allocateAtStart: true };
    const { result } = play({ seconds: 100, functions: { f: aliased(liveAlias(0.25, provisioned)) } });
    expect(unitsOf(result)).toEqual([
      [0, 0, 0],
      [90.04, 3, 1],
    ]);
  });
});
