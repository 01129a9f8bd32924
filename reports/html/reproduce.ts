/** The section on how to get the same result again: command, engine, seeds, digests, prices and assumptions. */
import type { Result } from "../../sim/index.ts";
import type { ComparedSide } from "../compare/comparison.ts";
import { reproduction } from "../summary/advice.ts";
import { count, seedRange } from "../words/numbers.ts";
import { type Content, code, codeBlock, type Markup, markup, named } from "./markup.ts";
import type { HtmlReport } from "./report.ts";
import { dataTable, folded } from "./table.ts";

export function reproduceSection(report: HtmlReport): Markup {
  const { result, compared } = report;
  const command = reproduction(result, report);
  const { base = null, head = null } = compared?.comparison ?? {};
  const sides = compared === undefined ? [] : [sideOf(compared.baseLabel, base), sideOf(compared.headLabel, head)];
  return markup`${command === null ? null : codeBlock([command])}
<p>The run is the same when the digest of its result is the same. Settings given by flags are not in this command.</p>
${identity(result)}
${sides}${assumptions(result)}`;
}

function identity({ engine, seeds, scenario, cost, digest }: Result): Markup {
  return facts([
    ["scenario file", scenario.file === "" ? "none" : code(scenario.file)],
    ["scenario digest", code(scenario.digest)],
    ["engine", code(engine)],
    ["seeds", seedRange(seeds)],
    ["prices", code(cost.book)],
    ["result digest", code(digest)],
  ]);
}

function sideOf(label: string, side: ComparedSide | null): Content {
  if (side === null) return null;
  return markup`<h3>${named(label)}</h3>
${facts([
  ["engine", code(side.engine)],
  ["scenario digest", code(side.scenarioDigest)],
  ["prices", code(side.prices)],
  ["result digest", code(side.digest)],
])}
`;
}

const facts = (pairs: readonly (readonly [term: string, what: Content])[]): Markup =>
  markup`<dl>${pairs.map(([term, what]) => markup`<div><dt>${term}</dt><dd>${what}</dd></div>\n`)}</dl>`;

/** What AWS leaves open: a reader must see what is fact and what is model. */
function assumptions({ assumptions: all }: Result): Content {
  if (all.length === 0) return null;
  const rows = all.map(({ policy, value, rule }): Content[] => [code(policy), code(value), code(rule)]);
  return folded(
    `Assumptions (${count(rows.length)}): AWS leaves these open, and the result rests on them`,
    dataTable({ caption: "Assumptions", heads: ["policy", "value", "rule"], align: "lll", rows }),
  );
}
