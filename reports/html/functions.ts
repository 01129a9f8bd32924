/** Tables of functions: their requests and times, their asynchronous events, and the services that they call. */
import type { FunctionResult, Result } from "../../sim/index.ts";
import { byTrouble, executionPieces } from "../summary/sections.ts";
import { droppedText } from "../words/drops.ts";
import { hasCallers, partText, percentileTexts, timeText } from "../words/function-cells.ts";
import { count, money } from "../words/numbers.ts";
import { type Content, type Markup, markup, named } from "./markup.ts";
import { dataTable } from "./table.ts";

export function functionsTable({ functions }: Result): Markup {
  const all = Object.entries(functions).sort(byTrouble);
  if (all.length === 0) return markup`<p>The scenario has no function.</p>`;
  return dataTable({
    caption: "Functions, those with most refusals first",
    heads: [
      "function",
      "requests",
      "throttled",
      "errors",
      "cold",
      "p50",
      "p95",
      "p99",
      "times of",
      "busy max",
      "environments max",
      "cost",
    ],
    align: "lrrrrrrrlrrr",
    rows: all.map(([name, fn]) => [named(name), ...cells(fn)]),
    marked: (row) => (all[row]?.[1].throttlesCount ?? 0) > 0,
  });
}

function cells(fn: FunctionResult): string[] {
  return [
    count(fn.requestsCount),
    partText(fn.throttlesCount, fn.requestsCount),
    partText(fn.errorsCount, fn.invocationsCount),
    partText(fn.coldStartsCount, fn.invocationsCount),
    ...percentileTexts(fn),
    hasCallers(fn) ? "callers" : fn.durationMsSamples > 0 ? "runs" : "-",
    count(Math.ceil(fn.busyMax)),
    count(Math.ceil(fn.environmentsMax)),
    money(fn.costUsd),
  ];
}

/** MET-13 to MET-15 and the ages of events. */
export function eventsTable({ functions }: Result): Content {
  const rows = Object.entries(functions)
    .filter(([, fn]) => fn.asyncReceivedCount > 0)
    .map(([name, fn]): Content[] => [
      named(name),
      count(fn.asyncReceivedCount),
      count(fn.asyncSucceededCount),
      count(fn.asyncDroppedCount),
      droppedText(fn),
      count(fn.asyncPendingCount),
      count(fn.asyncRetriesCount),
      count(Math.ceil(fn.asyncDepthMax)),
      timeText(fn.asyncAgeMsP50),
      timeText(fn.asyncAgeMsP99),
      timeText(fn.asyncAgeMsMax),
    ]);
  if (rows.length === 0) return null;
  return dataTable({
    caption: "Asynchronous events; age: from arrival to each attempt",
    captioned: true,
    heads: [
      "function",
      "received",
      "done",
      "dropped",
      "why dropped (ASY-10)",
      "unfinished",
      "retries",
      "queued max",
      "age p50",
      "age p99",
      "age max",
    ],
    align: "lrrrlrrrrrr",
    rows,
  });
}

export function destinationsTable({ destinations }: Result): Content {
  const sent = Object.entries(destinations).filter(([, records]) => records > 0);
  if (sent.length === 0) return null;
  return dataTable({
    caption: "Sent on to destinations",
    captioned: true,
    heads: ["destination", "records"],
    align: "lr",
    rows: sent.map(([name, records]) => [named(name), count(records)]),
  });
}

/** Of durable functions. */
export function executionsList({ functions }: Result): Content {
  const told = Object.entries(functions)
    .map(([name, fn]) => ({ name, pieces: executionPieces(fn) }))
    .filter(({ pieces }) => pieces.length > 0);
  if (told.length === 0) return null;
  const lines = told.map(({ name, pieces }) => markup`<li>${named(name)}: ${pieces.join(", ")}</li>\n`);
  return markup`<h3>Durable executions</h3>
<ul>
${lines}</ul>
`;
}

export function downstreamsTable({ downstreams }: Result): Content {
  const rows = Object.entries(downstreams).map(([name, one]): Content[] => [
    named(name),
    count(one.callsCount),
    partText(one.rejectedCount, one.callsCount),
    count(one.waitedCount),
    count(Math.ceil(one.inUseMax)),
    timeText(one.latencyMsP50),
    timeText(one.latencyMsP99),
  ]);
  if (rows.length === 0) return null;
  return dataTable({
    caption: "Services that functions call",
    captioned: true,
    heads: ["service", "calls", "rejected", "waited for a place", "in use max", "p50", "p99"],
    align: "lrrrrrr",
    rows,
  });
}
