/** The price book: every row complete and sourced, and rows that follow from others. */
import { describe, expect, test } from "vitest";
import { PRICES, RUN_PRICES } from "../../../sim/index.ts";
import { exact, rounded, times } from "../../../sim/pricing/exact.ts";
import { PriceList } from "../../../sim/pricing/price-list.ts";
import { KINDS } from "../../../sim/vocabulary/prices/kinds.ts";
import { REGIONAL_PRICES } from "../../../sim/vocabulary/prices/lambda.ts";
import { PRICE_SOURCES } from "../../../sim/vocabulary/prices/price.ts";

const rows = Object.entries(PRICES);
const usd = (id: string) => exact(PRICES[id]!.usd);
const LIST = { prices: {}, discount: 0 };

describe("every row", () => {
  test("has a price, a unit, a month and known sources", () => {
    const faulty = rows.filter(
      ([, { usd: price, per, unit, asOf, sources, item }]) =>
        !/^\d+\.\d+$/.test(price) ||
        Number(price) <= 0 ||
        per < 1 ||
        unit === "" ||
        item === "" ||
        !/^20\d\d-[01]\d$/.test(asOf) ||
        sources.length === 0 ||
        sources.some((source) => PRICE_SOURCES[source] === undefined),
    );
    expect(faulty).toEqual([]);
  });

  test("that is sure comes from AWS itself or its price list of 2026", () => {
    const sure = rows.filter(([, { confidence }]) => confidence === "A");
    expect(sure.length).toBeGreaterThan(30);
    expect(sure.filter(([, { asOf }]) => !asOf.startsWith("2026"))).toEqual([]);
  });

  test("that a kind of cost names is there, and so are those of Regions", () => {
    const named = Object.values(KINDS).flatMap(({ prices }) => Object.values(prices).flat());
    const regional = Object.values(REGIONAL_PRICES).flatMap(Object.keys);
    expect([...named, ...regional, ...RUN_PRICES].filter((id) => PRICES[id] === undefined)).toEqual([]);
  });

  test("every source is that of some row", () => {
    const read = new Set(rows.flatMap(([, { sources }]) => sources));
    expect(Object.keys(PRICE_SOURCES).filter((source) => !read.has(source as never))).toEqual([]);
  });
});

test.each([
  ["LP-18: m7g.xlarge", "ST-17/m7g.xlarge", "LP-18/m7g.xlarge"],
  ["LP-18: m6i.large", "ST-16/m6i.large", "LP-18/m6i.large"],
  ["LP-19: c7i.xlarge", "ST-18/c7i.xlarge", "LP-19/c7i.xlarge"],
  ["LP-19: c7g.xlarge", "ST-18/c7g.xlarge", "LP-19/c7g.xlarge"],
])("%s: the fee is 15 %% of the instance", (_title, instance, fee) => {
  expect(times(usd(instance), exact("0.15"))).toEqual(usd(fee));
});

test.each([
  ["LP-23, no upfront", "LP-23/x86_64/no-upfront", "LP-2", 0.12],
  ["LP-23, all upfront", "LP-23/x86_64/all-upfront", "LP-2", 0.17],
  ["LP-23, no upfront on arm", "LP-23/arm64/no-upfront", "LP-5", 0.12],
  ["LP-23, all upfront on arm", "LP-23/arm64/all-upfront", "LP-5", 0.17],
  ["LP-24, units", "LP-24/provisioned", "LP-9/x86_64", 0.12],
  ["LP-24, duration on units", "LP-24/duration", "LP-10/x86_64", 0.12],
])("%s: a Savings Plan takes off what it says", (_title, plan, list, off) => {
  expect(1 - Number(PRICES[plan]!.usd) / Number(PRICES[list]!.usd)).toBeCloseTo(off, 2);
});

test("CF-4: provisioned units pay from 60 % on", () => {
  const [unit, own, demand] = ["LP-9/x86_64", "LP-10/x86_64", "LP-2"].map((id) => Number(PRICES[id]!.usd));
  expect(unit! / (demand! - own!)).toBeCloseTo(0.6, 4);
});

describe("a price list", () => {
  const of = (id: string, region = "us-east-1", list: Partial<typeof LIST> = {}) =>
    rounded(new PriceList({ ...LIST, ...list }).usd(id, region), 12);

  test("is that of us-east-1, but for Regions that are known to differ", () => {
    expect(of("LP-2", "eu-west-1")).toBe(0.0000166667);
    expect(of("LP-2", "af-south-1")).toBe(0.0000221);
    expect(of("LP-1", "ap-east-1")).toBe(0.28);
  });

  test("has the discount taken off", () => expect(of("LP-1", "us-east-1", { discount: 0.25 })).toBe(0.15));

  test("takes prices of one's own as they are", () => {
    expect(of("LP-2", "us-east-1", { discount: 0.25, prices: { "LP-2": 1.47e-5 } })).toBe(0.0000147);
  });
});
