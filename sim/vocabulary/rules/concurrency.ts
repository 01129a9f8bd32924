/** The rules of admission (ADM), the Region's concurrency (CONC) and reserved concurrency (RES). */
import { type Row, rulesOf } from "./rule.ts";

const ADM: readonly Row[] = [
  [
    "ADM-1",
    "D",
    ["concurrency", "scaling"],
    "A synchronous request is never queued: what cannot be served is refused at once.",
  ],
  [
    "ADM-2",
    "D",
    ["concurrency"],
    "A request holds its unit from admission through Init or Restore until its run has ended.",
  ],
  ["ADM-3", "MOD", [], "What ends at a moment is applied before what arrives at that moment."],
  ["ADM-4", "MOD", [], "Environments belong to one version; versions share none, and a new $LATEST retires idle ones."],
];

const CONC: readonly Row[] = [
  [
    "CONC-1",
    "D",
    ["concurrency"],
    "Concurrency is the number of requests in flight; each holds exactly one environment.",
  ],
  [
    "CONC-2",
    "D",
    ["concurrency", "quotas"],
    "The quota is 1,000 per account and Region by default, shared by all functions.",
  ],
  ["CONC-3", "D+OBS", ["quotas", "o-retries"], "New accounts start lower; a starting quota of 10 has been reported."],
  [
    "CONC-4",
    "D",
    ["concurrency"],
    "An environment is busy during the Init of its first request, so Init takes concurrency.",
  ],
  [
    "CONC-5",
    "D+DE",
    ["concurrency", "blog-sched"],
    "In the steady state, concurrency is requests per second times duration (Init included).",
  ],
  [
    "CONC-6",
    "D",
    ["concurrency"],
    "A request takes a free initialised environment if there is one, else a new one is made.",
  ],
  ["CONC-7", "D", ["concurrency", "reserved", "api"], "At least 100 units of the quota must stay unreserved."],
  ["CONC-8", "D", ["pc"], "Provisioned units of functions without a reservation must leave the same 100 units."],
  [
    "CONC-9",
    "D",
    ["concurrency", "reserved", "pc", "mon-conc"],
    "The shared pool is the quota less all reservations and the provisioned units outside them.",
  ],
  ["CONC-10", "D", ["mon-conc"], "Of a function with both, only the reservation is claimed from the quota."],
  ["CONC-11", "D", ["concurrency"], "Environments that are warm but idle take no concurrency."],
  ["CONC-12", "MOD", [], "The Init of a provisioned unit takes no concurrency in flight; its unit is claimed already."],
  [
    "CONC-13",
    "D+MOD",
    ["concurrency", "api"],
    "The account settings tell the quota and what of it is neither reserved nor provisioned.",
  ],
  ["CONC-14", "MOD", [], "A quota lowered below what runs ends nothing; new requests are refused until there is room."],
];

const RES: readonly Row[] = [
  [
    "RES-1",
    "D",
    ["reserved", "api"],
    "A reservation is ceiling and guarantee for all versions of a function together, free of charge.",
  ],
  ["RES-2", "D", ["reserved"], "Reserved units are kept from all other functions, even while idle."],
  ["RES-3", "D", ["concurrency"], "A function with a reservation never uses the shared pool."],
  ["RES-4", "DE", ["api"], "A reservation is a whole number, 0 or more."],
  ["RES-5", "D", ["reserved"], "A reservation of 0 stops the function until it is removed."],
  [
    "RES-6",
    "D+OBS",
    ["reserved", "api", "o-retries"],
    "A reservation that leaves fewer than 100 units is refused; 0 is always accepted.",
  ],
  ["RES-7", "DE", ["api"], "At its reservation a function answers 429, with the reason code of reserved concurrency."],
  ["RES-8", "D", ["concurrency"], "A reservation initialises nothing ahead, and idle environments may still be ended."],
  [
    "RES-9",
    "MOD",
    [],
    "A reservation lowered below what runs ends nothing; new requests are refused until there is room.",
  ],
  ["RES-10", "MOD", [], "A reservation that is raised or removed takes effect at once."],
  ["RES-11", "D", ["reserved"], "A reservation does not change the numbers of Amazon MQ pollers."],
];

export const ADM_RULES = rulesOf(ADM);
export const CONC_RULES = rulesOf(CONC);
export const RES_RULES = rulesOf(RES);
