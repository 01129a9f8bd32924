/** The one place where causes of refusals become words: by cause, every wording that a reader meets. */
import type { ThrottleCause } from "../../sim/index.ts";
import { count, rate } from "./numbers.ts";

/** The limit that a refusal met; null where no single number says it. */
type Limit = number | null;

/** The settings in force when something was refused. */
export interface InForce {
  readonly reserved: number | null;
  /** Units of the shared pool. */
  readonly pool: number;
  readonly requestsPerSecond: number;
  /** New environments in 10 s. */
  readonly allowance: number;
}

interface RefusalWords {
  readonly rule: string;
  /** Beside the area in a chart. */
  readonly label: string;
  /** After "all because", "71 % because". */
  readonly because: string;
  /** After the function's name, in a title: "hits its reservation of 300". */
  readonly meets: (limit: Limit) => string;
  /** In a list of reasons: "reserved 300 all busy". */
  readonly reason: (limit: Limit) => string;
  /** In a line about an event: "reserved 300 all busy". */
  readonly event: (limit: Limit) => string;
  /** After "were refused:": "all 300 reserved units were busy". */
  readonly why: (inForce: InForce) => string;
  /** What avoids it; null where a setting has to be larger, which only the run can tell. */
  readonly remedy: { readonly text: (name: string, inForce: InForce) => string; readonly rule: string } | null;
}

const MORE_WORKERS = {
  text: () => "raise minExecutionEnvironments: headroom is for twice the traffic within 5 minutes",
  rule: "LMI-3",
};

/** In the order in which charts stack them. */
export const REFUSALS: Readonly<Record<ThrottleCause, RefusalWords>> = {
  "reserved-full": {
    rule: "RES-7",
    label: "reservation full",
    because: "its reservation was full",
    meets: (limit) => `hits its reservation${sizeOf(limit)}`,
    reason: (limit) => `reserved ${unitsOf(limit)}all busy`,
    event: (limit) => `reserved ${numberOf(limit, "units")} all busy`,
    why: ({ reserved }) => allBusy(reserved ?? 0, "reserved unit"),
    remedy: null,
  },
  "unreserved-pool-full": {
    rule: "CONC-9",
    label: "shared pool full",
    because: "the shared pool was full",
    meets: (limit) => `finds the shared pool${sizeOf(limit)} full`,
    reason: (limit) => `shared pool ${limit === null ? "" : `of ${unitsOf(limit)}`}all busy`,
    event: (limit) => `shared pool of ${numberOf(limit, "units")} all busy`,
    why: ({ pool }) => `all ${count(pool)} units of the shared pool were busy`,
    remedy: null,
  },
  "scaling-rate": {
    rule: "SCALE-1",
    label: "scaling rate",
    because: "it may not add environments faster",
    meets: () => "needs environments faster than it may add them",
    reason: () => "new environments needed faster than allowed",
    event: () => "environments may not be added faster",
    why: ({ allowance }) => `it had used up its ${count(allowance)} new environments in 10 s`,
    remedy: null,
  },
  "request-rate-reserved": {
    rule: "RPS-2",
    label: "rate of reservation",
    because: "its reservation allows no higher request rate",
    meets: (limit) => `exceeds the request rate of its reservation${rateBeside(limit)}`,
    reason: (limit) => `above ${tenTimes(limit)} for each unit reserved`,
    event: (limit) => `${perSecond(limit)} allowed for its reserved concurrency are used up`,
    why: ({ reserved, requestsPerSecond }) =>
      `the ${requestRate(requestsPerSecond)} that go with ${count(reserved ?? 0)} reserved units were used up`,
    remedy: null,
  },
  "request-rate-account": {
    rule: "RPS-1",
    label: "rate of account",
    because: "the account allows no higher request rate",
    meets: (limit) => `exceeds the request rate of the account${rateBeside(limit)}`,
    reason: (limit) => `above ${tenTimes(limit)} for each unit of the Region`,
    event: (limit) => `the account's ${perSecond(limit)} are used up`,
    why: ({ requestsPerSecond }) => `the account's ${requestRate(requestsPerSecond)} were used up`,
    remedy: null,
  },
  "request-rate-growth": {
    rule: "SCALE-6",
    label: "growth of rate",
    because: "its request rate may not rise faster",
    meets: () => "lets its request rate rise too fast",
    reason: () => "request rate rising faster than allowed",
    event: () => "requests grow faster than allowed",
    why: ({ allowance }) => `its request rate rose faster than ${count(10 * allowance)}/s in 10 s`,
    remedy: {
      text: (_, { allowance }) => `let the rate rise by no more than ${count(allowance)} requests/s each second`,
      rule: "SCALE-6",
    },
  },
  "reserved-zero": {
    rule: "RES-5",
    label: "reservation is 0",
    because: "its reservation is 0",
    meets: () => "is stopped by a reservation of 0",
    reason: () => "stopped: reserved is 0",
    event: () => "stopped by reserved 0",
    why: () => "its reserved concurrency is 0, which stops it",
    remedy: { text: (name) => `remove functions.${name}.reserved, or set it above 0`, rule: "RES-5" },
  },
  "managed-concurrency": {
    rule: "LMI-6",
    label: "workers busy",
    because: "all its workers were busy",
    meets: (limit) => `finds all ${unitsOf(limit)}workers busy`,
    reason: (limit) => `${unitsOf(limit)}workers all busy`,
    event: (limit) => `${numberOf(limit, "the")} workers all busy`,
    why: () => "all workers of its environments were busy",
    remedy: MORE_WORKERS,
  },
  "managed-cpu": {
    rule: "LMI-8",
    label: "CPU full",
    because: "its environments had no CPU left",
    meets: () => "finds no CPU left in its environments",
    reason: (limit) => `CPU full with ${numberOf(limit, "its")} requests at once`,
    event: () => "no CPU left in its environments",
    why: () => "its environments had no CPU left for another request",
    remedy: MORE_WORKERS,
  },
  "managed-inactive": {
    rule: "LMI-4",
    label: "no environment",
    because: "it had no environment",
    meets: () => "has no environment",
    reason: () => "no environment: deactivated, or not active yet",
    event: () => "no environment",
    why: () => "it was deactivated or not active yet, and requests do not wake it",
    remedy: {
      text: () => "set minExecutionEnvironments above 0, or let a schedule do so minutes before",
      rule: "LMI-4",
    },
  },
  "executions-full": {
    rule: "DUR-4",
    label: "running executions",
    because: "no more durable executions may run",
    meets: () => "has as many executions running as may run",
    reason: (limit) => `${numberOf(limit, "all")} durable executions running`,
    event: (limit) => `${numberOf(limit, "all")} durable executions run`,
    why: () => "as many durable executions ran as may run in a Region",
    remedy: { text: () => "let executions end sooner, or begin fewer of them", rule: "DUR-4" },
  },
  "tenant-environments": {
    rule: "TEN-2",
    label: "tenants' environments",
    because: "it may have no more environments for its tenants",
    meets: (limit) => `has all ${numberOf(limit, "its")} environments for tenants`,
    reason: (limit) => `all ${unitsOf(limit)}environments for tenants exist`,
    event: (limit) => `all ${numberOf(limit, "the")} environments for tenants exist`,
    why: () => "it had all the environments that it may have for its tenants, 2.5 for each unit",
    remedy: {
      text: () => "serve fewer tenants at once, or raise its concurrency: 2.5 environments come with a unit",
      rule: "TEN-2",
    },
  },
};

/** "all 300 reserved units were busy", "its one reserved unit was busy". */
export const allBusy = (units: number, noun: string): string =>
  units === 1 ? `its one ${noun} was busy` : `all ${count(units)} ${noun}s were busy`;

/** "1 000 requests/s". */
export const requestRate = (each: number): string => rate(each).replace("/s", " requests/s");

const numberOf = (limit: Limit, otherwise: string): string => (limit === null ? otherwise : count(limit));
const unitsOf = (limit: Limit): string => (limit === null ? "" : `${count(limit)} `);
const sizeOf = (limit: Limit): string => (limit === null ? "" : ` of ${count(limit)}`);
const rateBeside = (limit: Limit): string => (limit === null ? "" : `, ${rate(limit)},`);
const tenTimes = (limit: Limit): string => (limit === null ? "ten requests/s" : `${rate(limit)}, ten`);
const perSecond = (limit: Limit): string => (limit === null ? "requests/s" : `${count(limit)} requests/s`);
