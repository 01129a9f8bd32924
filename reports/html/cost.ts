/** The section on cost: of the run and of a month like it, by function, and the lines of the month's bill. */
import type { Result } from "../../sim/index.ts";
import { costPieces, payersOf, priceText } from "../words/cost-text.ts";
import { count, money } from "../words/numbers.ts";
import { type Content, code, type Markup, markup, named } from "./markup.ts";
import { dataTable, folded } from "./table.ts";

export function costSection(result: Result): Markup {
  const [total = "", ...rest] = costPieces(result);
  const rows = payersOf(result).map(([name, { costUsd, costMonthUsd }]): Content[] => [
    named(name),
    money(costUsd),
    costMonthUsd === null ? "-" : money(costMonthUsd),
  ]);
  const table = { caption: "Cost by function, dearest first", heads: ["function", "run", "month"], align: "lrr", rows };
  return markup`<p><strong>${total}</strong>${rest.map((piece) => markup`, ${piece}`)}.</p>
${rows.length === 0 ? null : dataTable(table)}
${bill(result)}`;
}

function bill({ cost }: Result): Content {
  const lines = cost.month?.lines ?? [];
  if (lines.length === 0) return null;
  const rows = lines.map(({ region, kind, price, quantity, freeQuantity, unit, priceUsd, per, usd }): Content[] => [
    kind,
    named(region),
    `${count(quantity)} ${unit}`,
    freeQuantity === 0 ? "" : count(freeQuantity),
    priceText({ priceUsd, per }),
    money(usd),
    code(price),
  ]);
  const heads = ["for", "Region", "quantity", "free", "price", "USD", "row of the price book"];
  return folded(
    `The month's bill (${count(rows.length)} lines)`,
    dataTable({ caption: "The month's bill", heads, align: "llrrrrl", rows }),
  );
}
