/** The named workloads of `npm run bench`: what each one asks of the engine, as a configuration of about its size. */
import {
  type Distribution,
  type Duration,
  type Instant,
  milliseconds,
  type SimConfig,
  seconds,
} from "../../sim/index.ts";
import { configOf, type Literal } from "../helpers/config.ts";

/** Log-normal run time with a mean of 200 ms and sigma 0.5: its median and 99th percentile in µs. */
const RUN: Distribution = { kind: "lognormal", p50: 176_499 as Duration, p99: 564_815 as Duration };
const MILLION = 1_000_000;

interface Workload {
  /** One sentence for the table's reader. */
  readonly asks: string;
  /** Requests that arrive in a run of full size. */
  readonly requests: number;
  /** Requests per second: with `requests`, the length of the run. */
  readonly rate: number;
  /** A run of `requests` requests. */
  readonly config: (requests: number, rate: number) => SimConfig;
  /** Does the work of reference.c at this rate. */
  readonly hasReference?: true;
}

/** The work of reference.c. */
const steady = (requests: number, rate: number): SimConfig =>
  configOf({
    seconds: requests / rate,
    concurrency: Math.max(1000, 4 * rate),
    functions: { f: { run: RUN, init: 300 } },
    traffic: [{ invoke: "f", rate, arrivals: "poisson" }],
  });

/** One function under Poisson traffic, with the rest of its setting. */
const single =
  (literal: Omit<Literal, "seconds" | "functions" | "traffic"> & { readonly f: Literal["functions"][string] }) =>
  (requests: number, rate: number): SimConfig => {
    const { f, ...rest } = literal;
    return configOf({
      ...rest,
      seconds: requests / rate,
      functions: { f },
      traffic: [{ invoke: "f", rate, arrivals: "poisson" }],
    });
  };

function many(requests: number, rate: number): SimConfig {
  const names = Array.from({ length: 2000 }, (_, index) => `f${index}`);
  const total = names.reduce((sum, _, index) => sum + 1 / (index + 1), 0);
  const config = configOf({
    seconds: requests / rate,
    concurrency: 4 * rate,
    functions: Object.fromEntries(names.map((name) => [name, { run: RUN, init: 300 }])),
    traffic: names.map((name, index) => ({
      name,
      invoke: name,
      rate: rate / (index + 1) / total,
      arrivals: "poisson" as const,
    })),
  });
  return { ...config, bucket: seconds(60) };
}

function storm(requests: number, rate: number): SimConfig {
  const client = { retry: "standard-2026", attempts: 3, timeout: null, clients: 20 } as const;
  return configOf({
    seconds: requests / rate,
    concurrency: 150,
    functions: { f: { run: RUN, init: 300 } },
    traffic: [{ invoke: "f", rate, arrivals: "poisson", client }],
  });
}

/** All events arrive in the first 100 s; the run goes on for two hours. */
function backlog(requests: number): SimConfig {
  return configOf({
    seconds: 7200,
    functions: { f: { run: 100, reserved: 50 } },
    traffic: [{ invoke: "f", event: true, rate: requests / 100, toSeconds: 100, arrivals: "poisson" }],
  });
}

function provisioned(requests: number, rate: number): SimConfig {
  return configOf({
    seconds: requests / rate,
    functions: { f: { run: RUN, init: 300, provisioned: 220 } },
    traffic: [{ invoke: "f:live", rate, arrivals: "poisson" }],
  });
}

/** A trace of counts, one for each second. */
function recorded(requests: number, rate: number): SimConfig {
  const counts = new Array<number>(Math.ceil(requests / rate)).fill(rate);
  const demand = { kind: "counts", from: 0 as Instant, every: seconds(1), counts } as const;
  return configOf({
    seconds: counts.length,
    concurrency: 4 * rate,
    functions: { f: { run: RUN, init: 300 } },
    traffic: [{ invoke: "f", demand, arrivals: "poisson" }],
  });
}

const exponential = (ms: number): Distribution => ({ kind: "exponential", mean: milliseconds(ms) });
const EXPIRY = {
  name: "600 s",
  environment: { kind: "constant", value: seconds(600) },
  version: null,
  maxAge: seconds(1e6),
} as const;

export const WORKLOADS: Readonly<Record<string, Workload>> = {
  steady: {
    asks: "one function, nothing refused",
    requests: 5 * MILLION,
    rate: 1000,
    config: steady,
    hasReference: true,
  },
  "steady-100": {
    asks: "the same with about 20 environments",
    requests: 5 * MILLION,
    rate: 100,
    config: steady,
    hasReference: true,
  },
  "steady-10k": {
    asks: "the same with about 2,000 environments",
    requests: 5 * MILLION,
    rate: 10_000,
    config: steady,
    hasReference: true,
  },
  simfaas: {
    asks: "the published example of SimFaaS: long runs, a fixed idle time",
    requests: MILLION,
    rate: 100,
    config: single({ model: { idleLifetime: EXPIRY }, f: { run: exponential(1990), init: 210 } }),
  },
  many: { asks: "2,000 functions with skewed rates", requests: 5 * MILLION, rate: 5000, config: many },
  throttled: {
    asks: "four times what the limit lets through, no retries",
    requests: 5 * MILLION,
    rate: 1000,
    config: single({ concurrency: 50, f: { run: RUN, init: 300 } }),
  },
  storm: { asks: "SDK retries against a full pool", requests: 2 * MILLION, rate: 1000, config: storm },
  backlog: { asks: "asynchronous events against 50 units", requests: MILLION, rate: 10_000, config: backlog },
  provisioned: {
    asks: "220 provisioned units, some spill-over",
    requests: 5 * MILLION,
    rate: 1000,
    config: provisioned,
  },
  "recorded-day": {
    asks: "a day at 1,000 a second, from counts by the second",
    requests: 86_400_000,
    rate: 1000,
    config: recorded,
  },
};
