/** What AWS leaves open and no source settles (OQ): the question, and how the model answers it. */
import { type Row, rulesOf } from "./rule.ts";

const OQ: readonly Row[] = [
  ["OQ-1", "MOD", [], "Is growth a bucket or a window of 10 s? A bucket; windows can be chosen."],
  [
    "OQ-2",
    "MOD",
    [],
    "Which reason code does a refusal for growth carry? That of concurrency, with a cause of our own.",
  ],
  ["OQ-3", "MOD", ["reinvent"], "In which order are limits checked? Rates first, then placement."],
  ["OQ-4", "MOD", [], "Do reserved functions use the account's request rate? No; a setting makes them."],
  ["OQ-5", "MOD", ["o-records"], "Which idle environment serves next? The one used last."],
  ["OQ-6", "MOD", [], "When is an event dropped whose next retry is too late? As soon as that is known."],
  ["OQ-7", "MOD", ["o-mao"], "How many minutes does the low alarm need? 15; 3 can be chosen."],
  ["OQ-8", "MOD", [], "Do partly allocated increments of provisioned units serve? No."],
  [
    "OQ-9",
    "MOD",
    ["o-idle", "o-records"],
    "How long does an idle environment live today? As measured in 2020, unless set.",
  ],
  ["OQ-10", "MOD", [], "Does the unreserved metric count provisioned runs? No, else they would be claimed twice."],
  ["OQ-11", "MOD", [], "Do the account settings subtract provisioned units? Yes, but not the floor of 100."],
  ["OQ-12", "MOD", ["api"], "Are timeouts above 900 s and memory above 10,240 MB allowed? Not for standard functions."],
  ["OQ-13", "MOD", [], "Over which time is the request rate measured? One second, unless set."],
  ["OQ-14", "MOD", [], "Do refused requests use up rate? No."],
  ["OQ-15", "MOD", ["o-retries"], "How do asynchronous retries jitter? Evenly, up to a tenth longer."],
  ["OQ-16", "MOD", [], "How many pollers read a function's event queue? As many as concurrency allows."],
  ["OQ-17", "MOD", ["o-proactive"], "How often does AWS initialise ahead? Never here, unless a setting says so."],
  ["OQ-18", "MOD", ["o-bursts"], "How long does placement before Init take? 120 ms unless set, as seen by clients."],
  ["OQ-19", "MOD", ["o-kaz"], "How do snapshot caches warm up? Over about fifty restores, where switched on."],
  ["OQ-20", "MOD", [], "Do provisioned units use the growth allowance? No, they have a rate of their own."],
  ["OQ-21", "MOD", [], "What do requests meet while a unit is replaced? They spill over."],
  ["OQ-22", "MOD", ["o-retries"], "What does Retry-After say? Nothing: it is absent."],
  ["OQ-23", "MOD", ["o-caller"], "At which rate is a single caller refused? Never here: AWS tells no number."],
];

export const OQ_RULES = rulesOf(OQ);
