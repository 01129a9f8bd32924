/** The rules of how fast a function may grow (SCALE) and of requests per second (RPS). */
import { type Row, rulesOf } from "./rule.ts";

const SCALE: readonly Row[] = [
  ["SCALE-1", "D", ["scaling", "quotas"], "A function may gain 1,000 environments every 10 s; nobody can raise this."],
  ["SCALE-2", "D", ["scaling"], "The growth limit is each function's own in each Region; functions do not share it."],
  ["SCALE-3", "D", ["scaling"], "The growth allowance comes back continuously, not in one lump every 10 s."],
  ["SCALE-4", "D", ["scaling"], "Growth that was not used does not add up beyond 1,000."],
  ["SCALE-5", "MOD", [], "Modelled as a bucket of 1,000 tokens, 100 more each second; windows can be chosen instead."],
  [
    "SCALE-6",
    "D+MOD",
    ["scaling"],
    "The rate served may rise by 10,000 requests/s every 10 s; binds only below 100 ms.",
  ],
  [
    "SCALE-7",
    "D",
    ["scaling", "async-err"],
    "Above the growth limit callers get 429, and events go back to their queue.",
  ],
  ["SCALE-8", "D+DE", ["blog-12x", "scaling"], "The growth limit holds for every function, whoever invokes it."],
  ["SCALE-9", "MOD", [], "Restoring a snapshot uses up the growth allowance as an Init does."],
  [
    "SCALE-10",
    "DE",
    ["blog-12x", "opguide"],
    "Until November 2023: a burst for the whole Region, then 500 more each minute.",
  ],
  [
    "SCALE-11",
    "D",
    ["concurrency", "quotas"],
    "One sentence of the guide still says 500 per 10 s; the quota table, 1,000, is followed.",
  ],
  [
    "SCALE-12",
    "DE",
    ["paper"],
    "15,000 new containers a second for one customer are reported: quotas bind, not the platform.",
  ],
];

const RPS: readonly Row[] = [
  ["RPS-1", "D", ["concurrency"], "An account is served at most 10 times its quota in requests per second."],
  [
    "RPS-2",
    "D",
    ["concurrency"],
    "A function with a reservation is served at most 10 times that in requests per second.",
  ],
  [
    "RPS-3",
    "D",
    ["concurrency", "quotas", "trouble"],
    "Provisioned units serve at most 10 requests/s each in all; the rest spills over.",
  ],
  ["RPS-4", "D", ["quotas"], "Asynchronous invocations have no rate limit; only concurrency bounds them."],
  [
    "RPS-5",
    "D",
    ["concurrency", "quotas"],
    "The rate limit is on the total: one environment may serve more than 10 requests/s.",
  ],
  ["RPS-6", "D", ["concurrency"], "The rate limit binds before concurrency exactly when runs last less than 100 ms."],
  ["RPS-7", "D", ["concurrency"], "Short functions need a quota of at least a tenth of their requests per second."],
  ["RPS-8", "MOD", [], "The rate is modelled as a bucket that holds one second of it; the length can be set."],
  ["RPS-9", "MOD", [], "Refused requests use up no rate."],
  [
    "RPS-10",
    "MOD",
    [],
    "Functions with a reservation stay out of the account's rate, unless a setting says otherwise.",
  ],
  [
    "RPS-11",
    "MOD",
    ["concurrency"],
    "Pollers of event sources, which invoke synchronously, are under the rate limits too.",
  ],
];

export const SCALE_RULES = rulesOf(SCALE);
export const RPS_RULES = rulesOf(RPS);
