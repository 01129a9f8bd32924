/** The rules of provisioned concurrency (PC) and of its automatic scaling (AAS). */
import { type Row, rulesOf } from "./rule.ts";

const PC: readonly Row[] = [
  [
    "PC-1",
    "D",
    ["pc", "api"],
    "Provisioned units belong to a published version or an alias, never to $LATEST; at least 1.",
  ],
  ["PC-2", "D", ["pc"], "With a reservation, provisioned units of all versions together stay within it."],
  ["PC-3", "D", ["pc"], "Without a reservation, provisioned units must leave 100 units of the shared pool."],
  [
    "PC-4",
    "D+MOD",
    ["concurrency"],
    "Allocation: one to two minutes of preparation, then up to 6,000 environments a minute.",
  ],
  ["PC-5", "D", ["concurrency"], "None of the units asked for serves before all of them are allocated."],
  ["PC-6", "MOD", [], "On an increase, ready units go on serving; on a decrease, idle ones go first, busy ones after."],
  [
    "PC-7",
    "DE+OBS",
    ["api", "o-pcfail"],
    "The state of an allocation is IN_PROGRESS, READY or FAILED, the last with a reason.",
  ],
  ["PC-8", "D", ["env"], "Init of a provisioned unit may last 130 s or the timeout, whichever is longer."],
  [
    "PC-9",
    "D",
    ["concurrency", "trouble"],
    "What finds no free unit, or exceeds 10 requests/s per unit, runs on demand: spill-over.",
  ],
  [
    "PC-10",
    "D",
    ["concurrency"],
    "Spilled requests may start cold and are refused only by the limits of the on-demand pool.",
  ],
  [
    "PC-11",
    "D",
    ["concurrency"],
    "Where provisioned units fill the reservation, $LATEST has nothing left and is refused.",
  ],
  ["PC-12", "D", ["concurrency", "mon-conc"], "Provisioned units count against the account's quota."],
  [
    "PC-13",
    "D",
    ["concurrency"],
    "AWS keeps the number of units by recycling them; meanwhile a request may start cold.",
  ],
  ["PC-14", "D+MOD", ["env"], "A request on a unit sees no Init; the first one on a fresh unit may still be slower."],
  [
    "PC-15",
    "D+OBS",
    ["trouble", "api", "o-moves", "o-weights", "o-wedged"],
    "Units of an alias are divided by weight; as it moves, old ones stay until new ones are ready.",
  ],
  [
    "PC-16",
    "D",
    ["pc"],
    "An environment knows for life whether it is provisioned or on demand; spilled ones are on demand.",
  ],
  ["PC-17", "D", ["pc"], "Billed apart: allocation time, initialisations (even of units never used), and invocations."],
  ["PC-18", "D", ["pc"], "AWS suggests the usual peak plus a tenth."],
  [
    "PC-19",
    "D",
    ["concurrency", "snap", "tenant"],
    "Not together with SnapStart on a version, nor with tenant isolation.",
  ],
  [
    "PC-20",
    "MOD",
    [],
    "The account's units are claimed on acceptance, the function's own reservation only when ready.",
  ],
];

const AAS: readonly Row[] = [
  [
    "AAS-1",
    "D",
    ["pc", "aas-api"],
    "What scales: the provisioned units of an alias or version, between a minimum and a maximum.",
  ],
  ["AAS-2", "D", ["pc"], "Target tracking follows the utilisation of the units, with a target from 0.1 to 0.9."],
  ["AAS-3", "D", ["pc"], "Two alarms: above the target, and below nine tenths of it."],
  ["AAS-4", "D+OBS", ["pc", "o-mao"], "The high alarm needs 3 minutes, the low alarm 15 (the guide says 3 for both)."],
  ["AAS-5", "D", ["pc"], "The alarms read the minute's average; the maximum needs a metric of one's own."],
  ["AAS-6", "DE", ["aas"], "Both cooldowns are 0 s unless set."],
  [
    "AAS-7",
    "DE+MOD",
    ["aas"],
    "Growth is proportional: units times utilisation over target, rounded up, at most the maximum.",
  ],
  [
    "AAS-8",
    "DE+MOD",
    ["aas", "pc"],
    "Shrinking is cautious: never so far that the metric would be above the target again.",
  ],
  [
    "AAS-9",
    "D",
    ["pc", "metrics", "aas"],
    "Without traffic there is no data, so units stay as they are, and are billed.",
  ],
  ["AAS-10", "D+OBS", ["pc", "o-zero"], "From 0 units target tracking never starts, since there is no metric to read."],
  [
    "AAS-11",
    "D",
    ["pc", "concurrency"],
    "Each new number is allocated anew, so capacity comes minutes after it was needed.",
  ],
  [
    "AAS-12",
    "DE",
    ["aas-api", "aas"],
    "Schedules (at, rate, cron) set minimum and maximum, in UTC or a time zone, whatever the cooldowns.",
  ],
  ["AAS-13", "DE", ["aas"], "With several policies, one is enough to grow, all must agree to shrink."],
  ["AAS-14", "DE", ["aas"], "Units on their way count in the next decision; growth ends the cooldown of shrinking."],
];

export const PC_RULES = rulesOf(PC);
export const AAS_RULES = rulesOf(AAS);
