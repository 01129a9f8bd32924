/** How AWS bills (PR, CF), and the prices themselves (LP, FD, MS, ST), which the price book holds row by row. */
import { PRICES } from "../prices/book.ts";
import { PRICE_SOURCES, type Price, type PriceSource } from "../prices/price.ts";
import type { Confidence, Rule } from "./rule.ts";

/** Id, confidence, where it was read, meaning. */
type Row = readonly [id: string, confidence: Confidence, sources: readonly PriceSource[], meaning: string];

const PR: readonly Row[] = [
  ["PR-R1", "DE", ["PR1"], "A duration is rounded up to 1 ms, each invocation by itself; a GB is 1,024 MB."],
  ["PR-R2", "DE", ["PR1"], "Charged time is the handler, the code of its Init, and what extensions end with."],
  ["PR-R3", "DE", ["PR1"], "Tiers of duration are of a month, by account, Region and architecture."],
  ["PR-R4", "DE", ["PR1"], "The free tier goes off first; functions with provisioned units have none."],
  ["PR-R5", "DE", ["PR1"], "An event is one request up to 256 KB, and one more for each 64 KB begun beyond."],
  ["PR-R6", "DE", ["PR1"], "Provisioned units are charged while they are configured, in steps of 5 minutes."],
  ["PR-R7", "DE", ["PR1"], "What runs beyond the provisioned units is charged like any other run."],
  ["PR-R8", "DE", ["PR1"], "A snapshot is charged by version, for 3 hours at least; a restore by memory."],
  ["PR-R9", "DE", ["PR1"], "Storage in /tmp above 512 MB is charged for the charged time of each run."],
  ["PR-R10", "DE", ["PR1"], "Units of event pollers are charged by the second, for a minute at least."],
  ["PR-R11", "DE", ["PR1"], "Of a streamed response the first 6 MB are free; a GB of it is 1,024 MB."],
  ["PR-R12", "MOD", [], "A request that is answered with 429 ran nothing, and is not charged."],
  ["PR-R18", "DE", ["PR13"], "Standard workflows pay each transition; Express ones time in 100 ms, in 64 MB."],
  ["PR-R24", "DE", ["PR1", "PR5"], "A month has 720, 730 or 744 hours, as AWS's examples vary: a scenario may say."],
  ["PR-R25", "DE", ["PR1"], "Each line of a bill is rounded to cents, half up; the total adds rounded lines."],
];

const CF: readonly Row[] = [
  ["CF-1", "DE", ["PR1"], "On demand: charged time by memory, in tiers, and a price for each request."],
  ["CF-2", "DE", ["PR1"], "A cold start adds its Init to the charged time of the first run."],
  ["CF-3", "DE", ["PR1"], "Provisioned: memory while configured, cheaper time on the units, and requests."],
  ["CF-4", "DE", ["PR1"], "Provisioned units pay from 60 % of use on, by the prices of x86."],
  ["CF-5", "DE", ["PR1"], "SnapStart: memory of each version while it is kept, and of each restore."],
  ["CF-8", "MOD", [], "A run is charged as it is, and a month like it beside; only a month has a free tier."],
  ["CF-9", "DE", ["PR1"], "Managed Instances: the instance, 15 % of its list price on top, and requests."],
];

/** Cited, and no row of the book: what they say is that something costs nothing. */
const FREE: readonly Row[] = [
  ["LP-8", "DE", ["PR1", "PR2"], "Free each month: 1M requests, and 400,000 GB-s of both architectures together."],
  ["LP-20", "DE", ["PR1"], "Time on Managed Instances costs nothing: their instances are paid instead."],
];

/** Families whose rules are prices: numbers of the book, which no test could prove. */
export const PRICE_FAMILIES: readonly string[] = ["LP", "FD", "MS", "ST"];

const familyOf = (id: string): string => id.slice(0, id.indexOf("-"));

const rulesOf = (rows: readonly Row[]): Rule[] =>
  rows.map(([id, confidence, sources, meaning]) => {
    const read = sources.map((key) => PRICE_SOURCES[key].what);
    return { id, family: familyOf(id), meaning, confidence: [confidence], sources: read };
  });

const SURE: Readonly<Record<Price["confidence"], Confidence>> = { A: "DE", B: "OBS", C: "OBS" };

/** The rows of one id as one rule: the first price, and how many more there are. */
function priceRule(id: string, rows: readonly Price[]): Rule {
  const [{ item, usd, per, unit, confidence, sources }] = rows as readonly [Price, ...Price[]];
  const each = per === 1 ? unit : `${per === 1_000_000 ? "1M" : per} ${unit}`;
  const more = rows.length === 1 ? "" : `, and ${rows.length - 1} more`;
  return {
    id,
    family: familyOf(id),
    meaning: `Price of ${item}: ${usd} USD (${each})${more}.`,
    confidence: [SURE[confidence]],
    sources: sources.map((key) => PRICE_SOURCES[key].what),
  };
}

const numberOf = ({ id }: Rule): number => Number(id.slice(id.indexOf("-") + 1));

function priceRules(family: string): Rule[] {
  const byId = new Map<string, Price[]>();
  for (const [row, price] of Object.entries(PRICES)) {
    const [id = row] = row.split("/");
    byId.set(id, [...(byId.get(id) ?? []), price]);
  }
  const rules = [...[...byId].map(([id, rows]) => priceRule(id, rows)), ...rulesOf(FREE)];
  return rules.filter((rule) => rule.family === family).sort((a, b) => numberOf(a) - numberOf(b));
}

export const PRICING_RULES: readonly Rule[] = [...rulesOf(PR), ...rulesOf(CF), ...PRICE_FAMILIES.flatMap(priceRules)];
