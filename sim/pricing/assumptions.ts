/** What a bill rests on beyond AWS's price list: choices of the scenario, and what a run cannot know. */
import type { FunctionConfig, SimConfig } from "../config.ts";
import { hasUnits } from "../lambda/front/every-settings.ts";
import type { Assumption } from "../result.ts";
import { BOOK, BOOK_REGION } from "../vocabulary/prices/book.ts";
import { REGIONAL_PRICES } from "../vocabulary/prices/lambda.ts";
import { COST_DEFAULTS } from "./price-list.ts";

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`;

/** Regions in name order, then functions in name order. */
export function costAssumptions({ cost = COST_DEFAULTS, regions, functions, traffic }: SimConfig): Assumption[] {
  const { discount, monthHours, freeTier, prices } = cost;
  const own = Object.keys(prices).sort(byCodeUnit);
  const sized = traffic.filter(({ requestsPerEvent }) => requestsPerEvent !== undefined).map(({ name }) => name);
  return [
    { policy: "freeTier", value: freeTier, rule: "PR-R4" },
    { policy: "monthHours", value: String(monthHours), rule: "PR-R24" },
    ...(discount === 0 ? [] : [{ policy: "discount", value: percent(discount), rule: "CF-9" }]),
    ...own.map((price) => ({ policy: `price (${price})`, value: String(prices[price]), rule: price })),
    ...regions
      .map(({ name }) => name)
      .sort(byCodeUnit)
      .flatMap(foreign),
    ...sized
      .sort(byCodeUnit)
      .map((name) => ({ policy: `payload (${name})`, value: "that of every event", rule: "PR-R5" })),
    ...[...functions].sort((a, b) => byCodeUnit(a.name, b.name)).flatMap(ofFunction),
  ];
}

/** Prices of another Region than the book's: never taken without a word. */
function foreign(region: string): Assumption[] {
  if (region === BOOK_REGION) return [];
  const own = Object.keys(REGIONAL_PRICES[region] ?? {});
  const but = own.length === 0 ? "" : `, but its own ${own.join(", ")}`;
  return [{ policy: `prices (${region})`, value: `${BOOK}${but}`, rule: "PR-R3" }];
}

function ofFunction(settings: FunctionConfig): Assumption[] {
  const { name, versions, snapStart, durable } = settings;
  const provisioned = hasUnits(settings);
  const kept = snapStart?.charged === true && versions.some(({ restore }) => restore !== null);
  return [
    ...(provisioned
      ? [{ policy: `provisionedCharge (${name})`, value: "not rounded up at the end of the run", rule: "PR-R6" }]
      : []),
    ...(provisioned ? [{ policy: `provisionedInits (${name})`, value: "as duration on units", rule: "PC-17" }] : []),
    ...(kept ? [{ policy: `snapshotsKept (${name})`, value: "the latest of each alias", rule: "PR-R8" }] : []),
    ...(durable === null ? [] : [{ policy: `durableData (${name})`, value: "0 GB", rule: "LP-21" }]),
  ];
}
