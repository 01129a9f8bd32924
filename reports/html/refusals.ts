/** Tables of what was refused and why, of what became of requests, and of Regions against their quotas. */
import type { Result, TrafficResult } from "../../sim/index.ts";
import { ENDINGS } from "../summary/sections.ts";
import { count, duration, share } from "../words/numbers.ts";
import { whyRefused } from "../words/why-refused.ts";
import { type Content, joined, type Markup, markup, named } from "./markup.ts";
import { dataTable } from "./table.ts";

export function refusalsTable(result: Result): Markup {
  const all = whyRefused(result);
  if (all.length === 0) return markup`<p>No request was refused.</p>`;
  const rows = all.map(({ raw, limit, extent, circumstances }): Content[] => [
    named(raw),
    reason(limit),
    extent,
    joined(circumstances, "; "),
  ]);
  return dataTable({
    caption: "Refused requests by function and reason",
    heads: ["function", "reason and rule", "refused", "beside"],
    align: "llll",
    rows,
  });
}

/** "reserved 300 all busy (RES-7)": no line ends within the rule. */
export function reason(limit: string): Markup {
  const at = limit.lastIndexOf(" (");
  return markup`<strong>${limit.slice(0, at)} <span class="rule">${limit.slice(at + 1)}</span></strong>`;
}

const MORE_ENDINGS = [
  ...ENDINGS,
  { heading: "retries not made (SDK-11)", of: (one: TrafficResult) => one.quotaExhaustedCount },
];

/** How each request of a caller or source ended; columns that are 0 everywhere are left out. */
const CAPTIONS = {
  caller: "What became of the requests of callers",
  source: "What became of the requests of sources",
  call: "What became of calls from function to function",
  send: "What became of events that functions sent",
} as const;

export function endingsTable(
  of: "caller" | "source" | "call" | "send",
  all: Readonly<Record<string, TrafficResult>>,
): Content {
  const entries = Object.entries(all);
  if (entries.length === 0) return null;
  const shown = MORE_ENDINGS.filter(({ of }, i) => i < 2 || entries.some(([, one]) => of(one) > 0));
  const timed = entries.some(([, one]) => one.latencyMsSamples > 0);
  const rows = entries.map(([name, one]): Content[] => [
    named(name),
    ...shown.map(({ of }) => count(of(one))),
    ...(timed ? [one.latencyMsP50, one.latencyMsP99].map((ms) => (ms === null ? "-" : duration(ms))) : []),
  ]);
  const heads = [of, ...shown.map(({ heading }) => heading), ...(timed ? ["p50", "p99"] : [])];
  const caption = CAPTIONS[of];
  return dataTable({ caption, captioned: true, heads, align: `l${"r".repeat(heads.length - 1)}`, rows });
}

/** What each Region had in use at most, against its quota at the start. */
export function regionsTable({ regions, limits }: Result): Content {
  const rows = Object.entries(regions).map(([name, region]): Content[] => {
    const quota = limits.regions[name]?.[0]?.concurrency;
    const part = (value: number): string => (quota === undefined || quota === 0 ? "" : ` (${share(value / quota)})`);
    return [
      named(name),
      quota === undefined ? "-" : count(quota),
      `${count(region.concurrencyMax)}${part(region.concurrencyMax)}`,
      `${count(region.claimedMax)}${part(region.claimedMax)}`,
      count(limits.regions[name]?.[0]?.unreserved ?? 0),
      count(region.unreservedMax),
    ];
  });
  if (rows.length === 0) return null;
  return dataTable({
    caption: "Regions: highest values against the quota at the start",
    captioned: true,
    heads: ["Region", "quota", "running at once", "claimed", "shared pool", "used of the pool"],
    align: "lrrrrr",
    rows,
  });
}
