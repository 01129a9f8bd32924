/** Fields of cost: free tier, discount, length of a month, prices of one's own. */
import { PRICES, RUN_PRICES } from "../../../sim/index.ts";
import { choice, exponent, fields, number, share } from "../../values/units.ts";

/** By row of the price book. */
const prices = fields("prices", () =>
  Object.fromEntries(
    RUN_PRICES.map((id) => {
      const { item, usd, per, unit } = PRICES[id]!;
      const list = `${usd} for ${per === 1 ? "" : `${per} `}${unit}`;
      return [id, exponent({ max: 1_000 }).optional().describe(`USD of ${item}; default ${list}.`)];
    }),
  ),
);

export const costSchema = fields("cost", () => ({
  freeTier: choice(["none", "onDemand", "account"])
    .prefault("none")
    .describe(
      "Monthly free tier: none, onDemand (functions without provisioned units) or account; default none (LP-8).",
    ),
  discount: share().prefault(0).describe("Negotiated share off every list price, 0% to 100%; default 0 (CF-9)."),
  monthHours: number({ min: 672, max: 744, rule: "PR-R24" })
    .prefault(730)
    .describe("Hours of the month that a run is scaled to, 672 to 744; default 730 (CF-8)."),
  prices: prices
    .prefault({})
    .describe("USD in place of list prices, as in { LP-2: 0.0000147 }; the discount is not taken off these."),
}));
