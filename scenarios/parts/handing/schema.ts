/** Fields of what a function hands on: what its runs call, and what they send when they have ended well. */
import { FACTS, SOURCE_TYPES, type SourceType } from "../../../sim/index.ts";
import { list } from "../../text/words.ts";
import { distribution } from "../../values/distribution.ts";
import { count, duration, fields, name, share } from "../../values/units.ts";
import { callClient } from "../client/schema.ts";

const seconds = (fact: { readonly value: number }): string => `${fact.value}s`;

const PLAIN = { what: "a name", pattern: /^[A-Za-z0-9_.-]+$/, max: 128 };
/** A name, or a function with its alias. */
const AIM = { ...PLAIN, what: "a name, or function:alias", pattern: /^[A-Za-z0-9_.-]+(:([A-Za-z0-9_-]+|\$LATEST))?$/ };

const TYPES: readonly SourceType[] = Object.values(SOURCE_TYPES);
const DEAD_LETTERS = list(
  TYPES.flatMap(({ type, destinations }) => (destinations.includes("deadLetter") ? [type] : [])),
  "or",
);

export const call = fields("a call", () => ({
  to: name(AIM).describe("Name of a downstream; or a function, or function:alias, that answers; or a push source."),
  share: share().prefault("100%").describe("Share of runs that make the call, 0% to 100%; default 100%."),
  client: callClient
    .optional()
    .describe("Of a function: how the run waits and retries; default standard-2026 (SDK-1 to SDK-9)."),
}));

export const send = fields("something sent", () => ({
  to: name(AIM).describe(
    "Push source that gets a record; or a function, or function:alias, that gets an event (ASY-1).",
  ),
  share: share().prefault("100%").describe("Share of runs that end well and send it, 0% to 100%; default 100%."),
  delay: distribution().prefault("0s").describe("From the end of the handler; a distribution; default 0."),
  atMost: count({ min: 1 }).optional().describe("No more of them in the whole run, 1 or more; default any number."),
}));

export const asynchronous = fields("async", () => ({
  maxAge: duration({ min: seconds(FACTS.asyncAgeMinSeconds), max: seconds(FACTS.asyncAgeMaxSeconds), rule: "ASY-7" })
    .prefault("6h")
    .describe("Events older than this are dropped, 60s to 6h; default 6h (ASY-7)."),
  retries: count({ max: FACTS.asyncRetriesMax.value, rule: "LIM-17" })
    .prefault(FACTS.asyncRetriesDefault.value)
    .describe("Retries after a function error, 0 to 2; default 2 (ASY-3)."),
  onSuccess: name(PLAIN)
    .optional()
    .describe("Destination of successes: a function, a source, or the name of a queue or topic (ASY-13)."),
  onFailure: name(PLAIN)
    .optional()
    .describe("Destination of failures: a function, a source, or the name of a queue, topic or bucket (ASY-13)."),
  deadLetter: name(PLAIN)
    .optional()
    .describe(`Dead-letter queue: a source of type ${DEAD_LETTERS}, or the name of a queue or topic (ASY-14).`),
}));
