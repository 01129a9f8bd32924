/** The rules of CloudWatch's metrics and logs (MET). */
import { type Row, rulesOf } from "./rule.ts";

const MET: readonly Row[] = [
  ["MET-1", "D", ["metrics"], "Invocations: runs of the handler, good or failed; nothing refused is in it."],
  ["MET-2", "D", ["metrics"], "Errors: runs that failed, timeouts included, counted at their start."],
  ["MET-3", "D+OBS", ["metrics", "o-retries"], "Throttles: answers of 429, asynchronous attempts included."],
  ["MET-4", "D", ["metrics"], "Duration: the handler without the Init of a cold start; a hidden Init is in it."],
  ["MET-5", "D", ["metrics"], "Time of extensions after the handler."],
  ["MET-6", "D", ["metrics"], "ConcurrentExecutions: what is in flight, by function, version, alias and Region."],
  ["MET-7", "D", ["metrics", "mon-conc"], "UnreservedConcurrentExecutions: what the shared pool runs."],
  [
    "MET-8",
    "D",
    ["mon-conc"],
    "ClaimedAccountConcurrency: use of the shared pool, reservations and provisioned units.",
  ],
  ["MET-9", "D", ["metrics", "mon-conc"], "ProvisionedConcurrentExecutions: busy units, told at invocations only."],
  ["MET-10", "D", ["metrics", "mon-conc"], "ProvisionedConcurrencyUtilization: busy units over allocated ones."],
  ["MET-11", "D", ["metrics"], "ProvisionedConcurrencyInvocations: runs on provisioned units."],
  [
    "MET-12",
    "D",
    ["metrics"],
    "Spill-over invocations: runs of that version on demand; with MET-11 all its invocations.",
  ],
  ["MET-13", "D", ["metrics"], "AsyncEventsReceived: events accepted, once each."],
  ["MET-14", "D", ["metrics"], "AsyncEventAge: the age at every attempt."],
  ["MET-15", "D", ["metrics"], "AsyncEventsDropped: events that ended without success, dead-lettered or not."],
  ["MET-16", "D", ["metrics"], "DeadLetterErrors: sends to the dead-letter target that failed."],
  ["MET-17", "D", ["metrics"], "DestinationDeliveryFailures: records that could not be delivered."],
  ["MET-18", "D", ["metrics"], "RecursiveInvocationsDropped: chains that were stopped."],
  ["MET-19", "D", ["metrics"], "IteratorAge: age of the last record of a batch when it is sent."],
  ["MET-20", "D", ["metrics"], "OffsetLag: how far a Kafka consumer is behind."],
  ["MET-21", "D", ["metrics"], "Event counts of event source mappings, where they are switched on."],
  ["MET-22", "D", ["metrics"], "Error and lag metrics of Kafka mappings, where they are switched on."],
  ["MET-23", "D", ["metrics"], "Provisioned pollers of event sources."],
  ["MET-24", "D", ["metrics"], "Rare counts: DocumentDB records over 6 MB, signature failures."],
  ["MET-25", "MOD", ["metrics"], "Units are CloudWatch's usual ones; the guide names milliseconds only."],
  ["MET-26", "MOD", ["mon-conc"], "Gauges are sampled when an invocation starts; the minute shows the highest sample."],
  ["MET-27", "D", ["snap-mon"], "SnapStart has no metric; restore times stand in logs and traces."],
  ["MET-28", "D", ["node-log", "env", "snap-mon"], "The fields of a REPORT line."],
  ["MET-29", "D+MOD", ["node-log", "env"], "A timeout is reported slightly above its limit; here exactly at it."],
  ["MET-30", "D+OBS", ["snap-mon", "env"], "The segments of traces and the events of telemetry."],
];

export const MET_RULES = rulesOf(MET);
