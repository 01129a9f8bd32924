/** What a scenario says of its cost, as SimConfig has it. */
import type { SimConfig } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";

/** Nothing where the scenario says nothing. */
export function costOf({ cost }: Checked): Pick<SimConfig, "cost"> {
  if (cost === null) return {};
  const own = Object.entries(cost.prices).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return { cost: { ...cost, prices: Object.fromEntries(own) } };
}
