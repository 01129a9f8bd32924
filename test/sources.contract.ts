/**
 * One suite for all sources, on generated settings: whatever its type, a source keeps these laws. A new type is one
 * more entry of `sim/sources/contracts.ts`.
 */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { REFUSALS, SOURCE_TYPES, type SourceTypeName, STATE_REFUSALS } from "../sim/index.ts";
import { BELLS, CONTRACTS, HOPPERS, type LawName, type SourceContract, TARGET } from "./sim/sources/contracts.ts";
import { type Case, settings } from "./sources/cases.ts";
import { ENDINGS, endingOf, lawsWith } from "./sources/laws.ts";
import { builtEngine, resultOf } from "./sources/play.ts";

const SEED = 20_261_129;
const RUNS = 100;

let laws: ReturnType<typeof lawsWith>;
beforeAll(async () => {
  laws = lawsWith(await builtEngine());
});

const LAWS: readonly LawName[] = [
  "ends once",
  "attempts",
  "records",
  "latencies",
  "cut",
  "determinism",
  "slices",
  "compilations",
  "neighbour",
];

/** Whole runs are compared, which takes longest: on half of the cases. */
const LONG: readonly LawName[] = ["determinism", "slices", "compilations"];

interface Held {
  /** Of its cases. */
  readonly seed: number;
  readonly name: string;
  readonly contract: SourceContract;
  /** What is known of its type. */
  readonly tenants: boolean;
  readonly takesRecords: boolean;
}

/** TEN-3: none of those that act by themselves. */
const MADE_UP = [
  { name: "a bell, which only tests know", contract: BELLS, tenants: false, takesRecords: false },
  { name: "a hopper, which only tests know", contract: HOPPERS, tenants: false, takesRecords: true },
];

const HELD: readonly Held[] = [
  ...MADE_UP.map((one, place) => ({ ...one, seed: SEED - place })),
  ...Object.entries(SOURCE_TYPES).map(([name, { tenants, takesRecords }], place) => ({
    seed: SEED + 1 + place,
    name,
    contract: CONTRACTS[name as SourceTypeName],
    tenants,
    takesRecords,
  })),
];

const CAUSES = [...REFUSALS, ...STATE_REFUSALS].map(({ cause }) => cause);

/** How requests ended in this run, and what refused them. */
function seenIn(one: Case): string[] {
  const { sources, functions } = resultOf(one);
  const endings = Object.values(sources).flatMap((source) => ENDINGS.filter((ending) => endingOf(source, ending) > 0));
  const { throttles, refusals = [] } = functions[TARGET]!;
  return [...endings, ...[...throttles, ...refusals].map(({ cause }) => cause)];
}

describe.each(HELD)("$name", ({ contract, tenants, takesRecords, seed }) => {
  const { arranging, skips, known, endings, never } = contract;
  const cases = fc.record({ given: settings(tenants), arranging, takesRecords: fc.constant(takesRecords) });
  const options = { numRuns: RUNS, seed };
  const halved = { ...options, numRuns: RUNS / 2 };

  test.each(LAWS)("%s", { timeout: 120_000 }, (law) => {
    const holds = fc.property(cases, (one) => {
      expect(laws[law](one)).toBe("");
    });
    if (skips[law] !== undefined) expect(skips[law]).not.toBe("");
    else if (known[law] === undefined) fc.assert(holds, LONG.includes(law) ? halved : options);
    else
      expect(fc.check(holds, { ...options, endOnFailure: true }), `kept now: ${known[law]}`).toMatchObject({
        failed: true,
      });
  });

  test("the generated runs end in every way, and are refused for every cause, that is open to it", () => {
    const seen = new Set<string>();
    const open = [...endings, ...CAUSES.filter((cause) => never[cause] === undefined)];
    // What is seldom may ask for more than the cases of the laws: whoever adds a case shifts all that are drawn.
    for (const [place, one] of fc.sample(cases, { ...options, numRuns: 5 * RUNS }).entries()) {
      if (place >= RUNS && open.every((what) => seen.has(what))) break;
      for (const what of seenIn(one)) seen.add(what);
    }
    expect(ENDINGS.filter((ending) => seen.has(ending)).sort()).toEqual([...endings].sort());
    expect(CAUSES.filter((cause) => seen.has(cause))).toEqual(CAUSES.filter((cause) => never[cause] === undefined));
    expect(Object.values(never).filter((reason) => reason === "")).toEqual([]);
  });
});
