/** A report as one page of HTML that needs nothing beside it: no network, no script, no file. */
import type { ChartSection } from "../charts/index.ts";
import { changesSection } from "./changes.ts";
import { costSection } from "./cost.ts";
import { figuresFor } from "./figures.ts";
import { destinationsTable, downstreamsTable, eventsTable, executionsList, functionsTable } from "./functions.ts";
import { type Content, isEmpty, type Markup, markup } from "./markup.ts";
import { endingsTable, refusalsTable, regionsTable } from "./refusals.ts";
import type { HtmlReport } from "./report.ts";
import { reproduceSection } from "./reproduce.ts";
import { htmlDocument } from "./shell.ts";
import { thresholdsTable } from "./thresholds.ts";
import { judgement, verdictHead } from "./verdict.ts";

interface Section {
  /** Its place in the page. */
  readonly id: string;
  readonly heading: string;
  readonly content: Content;
}

/** The whole document; the same report gives the same bytes. */
export function html(report: HtmlReport): string {
  const sections = sectionsOf(report);
  const { result, verdicts, interactive } = report;
  const { words } = judgement(verdicts);
  const body = markup`${verdictHead(report)}
${contents(sections)}
<main id="content" tabindex="-1">
${sections.map(sectionMarkup)}</main>`;
  return htmlDocument({ title: [result.scenario.name, " ", words], body, interactive });
}

function contents(sections: readonly Section[]): Markup {
  const links = sections.map(({ id, heading }) => markup`<li><a href="#${id}">${heading}</a></li>\n`);
  return markup`<nav aria-label="Contents"><ul>
${links}</ul></nav>`;
}

const sectionMarkup = ({ id, heading, content }: Section): Markup =>
  markup`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${content}
</section>
`;

/** In the order of questions: did it hold, what moved, why, what it cost, what it rests on. */
function sectionsOf(report: HtmlReport): Section[] {
  const { result, verdicts, charts, compared } = report;
  const { functions } = result;
  const cold = Object.values(functions).some(({ coldStartsCount }) => coldStartsCount > 0);
  const answered = Object.values(functions).some(({ durationMsSamples }) => durationMsSamples > 0);
  const asynchronous = [eventsTable(result), destinationsTable(result), executionsList(result)];
  const drawn = (section: ChartSection): Content => figuresFor(section, charts);
  const changes = compared === undefined ? [] : [section("changes", "What changed", changesSection(compared))];
  return [
    section("thresholds", "Thresholds", thresholdsTable(verdicts)),
    ...changes,
    section("concurrency", "Concurrency and limits", [drawn("concurrency"), regionsTable(result)]),
    section("throttles", "Throttles by reason", [
      refusalsTable(result),
      drawn("throttles"),
      endingsTable("caller", result.traffic),
      endingsTable("source", result.sources),
      endingsTable("call", result.calls ?? {}),
      endingsTable("send", result.sends ?? {}),
    ]),
    section("latency", "Latency", orElse(drawn("latency"), answered ? null : "No request was answered.")),
    section("cold-starts", "Cold starts", orElse(drawn("cold-starts"), cold ? null : "No start was cold.")),
    section("async", "Asynchronous events", orElse([drawn("async"), asynchronous], "No event came asynchronously.")),
    section("cost", "Cost", [costSection(result), drawn("cost")]),
    section("functions", "Functions", [functionsTable(result), downstreamsTable(result), drawn("functions")]),
    section("reproduce", "How to reproduce", reproduceSection(report)),
  ];
}

const section = (id: string, heading: string, content: Content): Section => ({ id, heading, content });

/** What there is, or the sentence that says that there is nothing. */
function orElse(content: Content, otherwise: string | null): Content {
  return otherwise !== null && isEmpty(content) ? markup`<p>${otherwise}</p>` : content;
}
