/** An alias with provisioned units that moves to another version: who serves meanwhile, and what is claimed. */
import { describe, expect, test } from "vitest";
import { type AliasConfig, type Result, seconds } from "../../sim/index.ts";
import { functionOf, type Literal, liveAlias } from "../helpers/config.ts";
import { lifecycle, update } from "../helpers/lifecycle.ts";
import { play } from "../helpers/play.ts";
import { change, functionIn, readyUnits } from "../sim/kit.ts";

type Settings = NonNullable<Literal["functions"]["f"]>;

const UNDER_WAY = 200;
const LATER = 700;
/** From 100 s on `live` stands for another version. The rest is a request while it moves, and one after that. */
const moving = (moves: Partial<Literal>, settings: Settings): Literal => ({
  seconds: 800,
  functions: { f: settings },
  traffic: [{ invoke: "f:live", at: [50_000, UNDER_WAY * 1000, LATER * 1000] }],
  ...moves,
});
const published = (settings: Settings = {}): Literal =>
  moving(
    {},
    { provisioned: 1, lifecycle: lifecycle({ updates: [update(100, null, { qualifier: "live" })] }), ...settings },
  );
const rerouted = (settings: Settings = {}): Literal => {
  const to = (weight: number): Settings => ({ ...settings, aliases: [liveAlias(weight, 1)] });
  return moving({ changes: [change(100, { functions: [functionOf("f", to(1))] })] }, to(0));
};
const BOTH = [
  ["published to", published],
  ["rerouted", rerouted],
] as const;

/** READY units of versions 1 and 2, in seconds, where they change. */
function byVersion({ limits }: Result): number[][] {
  const all = limits.functions.f!.map(({ fromMs, versions = {} }) => [fromMs / 1000, versions["1"]!, versions["2"]!]);
  return all.filter(([, first, second], index) => first !== all[index - 1]?.[1] || second !== all[index - 1]?.[2]);
}
const details = ({ events }: Result): string[] => events.map(({ atMs, detail }) => `${atMs / 1000}: ${detail}`);
const starts = (timeline: readonly string[]): string[] =>
  timeline.filter((line) => / (cold|warm|provisioned) on /.test(line));

describe.each(BOTH)("w-alias-move: an alias with 1 unit that is %s", (_how, config) => {
  test("PC-15: 1 is READY all the time: the old one until the new one has come, after 7 minutes", () => {
    expect(readyUnits(play(config()).result, "f")).toEqual([[0, 1]]);
  });

  test("PC-15, ADM-4: requests meet the old version's unit, then the new one's, and no Init", () => {
    const { timeline, result } = play(config({ init: 3000 }));
    const told = ["50000ms f#1 provisioned on 1", "200000ms f#2 provisioned on 1", "700000ms f#3 provisioned on 2"];
    expect(starts(timeline)).toEqual(told);
    expect(functionIn(result, "f")).toMatchObject({ coldStartsCount: 0, spilloverCount: 0 });
  });

  test.each([
    ["of the model", 30, "100000ms f#2 provisioned on 1", "130010ms f#3 provisioned on 2"],
    ["none", 0, "100000ms f#2 provisioned on 1", "100010ms f#3 provisioned on 2"],
  ])("PC-15: another duration, %s, and 10 ms for a unit (PC-4)", (_what, move, before, after) => {
    const at = [50_000, 100_000, 100_010 + move * 1000];
    const { timeline } = play({
      ...config({ run: 1 }),
      model: { provisionedMove: seconds(move) },
      traffic: [{ invoke: "f:live", at }],
    });
    expect(starts(timeline).slice(1)).toEqual([before, after]);
  });

  test("PC-2, CONC-9, PC-20: with 1 reserved never more runs or is claimed, also where the old one is busy", () => {
    const { result, timeline } = play({
      ...config({ run: 400_000, reserved: 1 }),
      model: { provisionedMove: seconds(60) },
      traffic: [{ invoke: "f:live", at: [50_000, 170_000, 460_000] }],
    });
    // The new unit has come at 160.01 s, and waits for the old one, which is busy until 450 s.
    expect(starts(timeline)).toEqual(["50000ms f#1 provisioned on 1", "460000ms f#3 provisioned on 2"]);
    expect(functionIn(result, "f")).toMatchObject({ busyMax: 1, throttlesCount: 1 });
    expect(result.regions["us-east-1"]).toMatchObject({ claimedMax: 1, claimedMin: 1 });
    expect(readyUnits(result, "f")).toEqual([[0, 1]]);
  });

  test("PC-3, PC-20: without a reservation 1 unit is claimed of the account, before, meanwhile and after", () => {
    const { result } = play(config());
    expect(result.limits.regions["us-east-1"]).toEqual([{ fromMs: 0, concurrency: 1000, unreserved: 999 }]);
  });

  test("PC-15: results say how long a move is assumed to take, and what that rests on", () => {
    const told = (literal: Literal) =>
      play(literal).result.assumptions.filter(({ policy }) => policy === "provisionedMove");
    const basis = "420s, between the 6 and 8 minutes that a test recorded on AWS took";
    expect(told(config())).toEqual([{ policy: "provisionedMove", value: basis, rule: "PC-15" }]);
    expect(told({ ...config(), model: { provisionedMove: seconds(60) } })).toMatchObject([{ value: "60s" }]);
  });
});

test("PC-15: nothing is assumed of moves where no alias with units makes one", () => {
  const updates = [update(10, null, { qualifier: "live" })];
  const { assumptions } = play({
    functions: { a: { provisioned: 1 }, b: { lifecycle: lifecycle({ updates }) }, c: { aliases: [liveAlias(0, 2)] } },
  }).result;
  expect(assumptions.filter(({ policy }) => policy === "provisionedMove")).toEqual([]);
});

describe("PC-7, PC-15: where the Init of the new version fails", () => {
  test("the alias and its units stay, and what was asked for is told as FAILED", () => {
    const literal = published({ provisioned: { count: 1, initErrors: 1 } });
    const { result, timeline } = play(literal);
    expect(readyUnits(result, "f")).toEqual([[0, 1]]);
    expect(starts(timeline).at(-1)).toBe("700000ms f#3 provisioned on 1");
    expect(result.allocations).toMatchObject([{ status: "FAILED", unitsCount: 1 }]);
    expect(details(result)).toEqual([
      "100: live: 1 provisioned units asked for on the new version, the old one serves until they are READY",
      "520.01: live: 1 provisioned units FAILED: FUNCTION_ERROR_INIT_FAILURE",
      "520.01: live: 1 provisioned units wanted, 0 before",
      "520.01: live: requests stay with the old version",
    ]);
  });
});

test("PC-7, PC-15: an alias whose move has failed stays until its settings name versions anew", () => {
  const to = (weight: number, more: Settings = {}) => ({
    ...more,
    aliases: [liveAlias(weight, { count: 1, initErrors: weight === 1 ? 1 : 0 })],
  });
  const { result, timeline } = play({
    seconds: 1600,
    functions: { f: to(0) },
    traffic: [{ invoke: "f:live", at: [700_000, 1_500_000] }],
    changes: [
      change(100, { functions: [functionOf("f", to(1))] }),
      change(600, { functions: [functionOf("f", to(1, { errors: 0.5 }))] }),
    ],
  });
  expect(byVersion(result)).toEqual([[0, 1, 0]]);
  expect(starts(timeline)).toEqual(["700000ms f#1 provisioned on 1", "1500000ms f#2 provisioned on 1"]);
});

describe("PC-15: an alias of two versions with 10 units", () => {
  const routed = (moves: readonly (readonly [second: number, weight: number, count?: number])[]) =>
    play({
      seconds: 1200,
      functions: { f: { aliases: [liveAlias(0, 10)] } },
      traffic: [{ invoke: "f:live", rate: 1 }],
      changes: moves.map(([second, weight, count = 10]) =>
        change(second, { functions: [functionOf("f", { aliases: [liveAlias(weight, count)] })] }),
      ),
    }).result;
  const invocations = (result: Result) =>
    ["1", "2"].map((version) => functionIn(result, "f").versions![version]!.invocationsCount);

  test("goes over with all of them at once", () => {
    const result = routed([[100, 1]]);
    expect(byVersion(result)).toEqual([
      [0, 10, 0],
      [520.1, 0, 10],
    ]);
    expect(invocations(result)).toEqual([521, 679]);
    expect(details(result)).toContain("100: live: requests stay with version 1 until the units of version 2 are READY");
  });

  test("moves back before they have come: nothing has happened", () => {
    const result = routed([
      [100, 1],
      [300, 0],
    ]);
    expect(byVersion(result)).toEqual([[0, 10, 0]]);
    expect(invocations(result)).toEqual([1200, 0]);
  });

  test("has fewer units meanwhile: those that are not needed go; with none left it goes over at once", () => {
    const result = routed([
      [100, 1],
      [200, 1, 4],
      [300, 1, 0],
    ]);
    expect(byVersion(result)).toEqual([
      [0, 10, 0],
      [200, 4, 0],
      [300, 0, 0],
    ]);
    expect(invocations(result)).toEqual([300, 900]);
  });

  test("has more units meanwhile: they come after the move, and count from when they are asked for (PC-20)", () => {
    const result = routed([
      [100, 1],
      [200, 1, 30],
    ]);
    expect(byVersion(result)).toEqual([
      [0, 10, 0],
      [520.1, 0, 10],
      [520.3, 0, 30],
    ]);
    expect(result.regions["us-east-1"]!.claimedMax).toBe(30);
  });

  test("has shares of both while it moves: requests follow them at once, units when they have come", () => {
    const result = routed([
      [100, 1],
      [200, 0.5],
    ]);
    expect(byVersion(result)[0]).toEqual([0, 10, 0]);
    // As before: what is called off leaves its places in the line (PC-4).
    expect(byVersion(result).at(-1)).toEqual([520.1, 5, 5]);
    expect(Math.min(...byVersion(result).map(([, first, second]) => first! + second!))).toBe(10);
  });
});

describe("PC-2, PC-15: versions go from one alias with units to another", () => {
  const alias = (name: string, version: number, units: number | null): AliasConfig => ({
    ...liveAlias(0, units),
    name,
    version: String(version),
    additional: null,
  });
  const aliases = (
    live: [version: number, units: number],
    beta: [version: number, units: number | null],
  ): Settings => ({
    aliases: [alias("beta", ...beta), alias("live", ...live)],
    versions: ["$LATEST", "1", "2"].map((qualifier) => ({ qualifier, provisioned: null, restore: null })),
  });
  const changed = (before: Settings, ...after: Settings[]) =>
    play({
      seconds: 800,
      functions: { f: before },
      traffic: [
        { invoke: "f:live", rate: 1 },
        { invoke: "f:beta", rate: 1 },
      ],
      changes: after.map((settings, index) => change(100 + index, { functions: [functionOf("f", settings)] })),
    }).result;

  test("two aliases change places: each keeps its number of units", () => {
    const result = changed(aliases([1, 10], [2, 20]), aliases([2, 10], [1, 20]));
    expect(byVersion(result)).toEqual([
      [0, 10, 20],
      [100, 10, 10],
      [520.1, 20, 10],
    ]);
    expect(result.regions["us-east-1"]).toMatchObject({ unreservedMax: 0, claimedMax: 30 });
  });

  test("with equal numbers there is nothing to wait for", () => {
    const result = changed(aliases([1, 10], [2, 10]), aliases([2, 10], [1, 10]));
    expect(byVersion(result)).toEqual([[0, 10, 10]]);
    expect(details(result).filter((line) => line.includes("stay"))).toEqual([]);
  });

  test("one takes the version of another whose units are taken away: nothing is left of those", () => {
    const result = changed(aliases([1, 10], [2, 20]), aliases([2, 10], [2, null]));
    expect(byVersion(result).at(-1)).toEqual([100, 0, 10]);
  });

  test("one whose units are taken away leaves none to the other that has not gone yet", () => {
    const result = changed(aliases([1, 10], [2, 20]), aliases([2, 10], [1, 20]), aliases([2, 0], [1, 20]));
    expect(byVersion(result).at(-1)).toEqual([520.1, 20, 0]);
  });
});
