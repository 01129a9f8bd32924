/** One run of the `steady` workload in this process, told as one line of JSON: how fast, and at what peak of memory. */
import { type Duration, simulate } from "../../sim/index.ts";
import { configOf } from "../helpers/config.ts";

const RATE = 1000;

/** Log-normal run time with a mean of 200 ms and sigma 0.5: its median and 99th percentile in µs. */
const RUN = { kind: "lognormal", p50: 176_499 as Duration, p99: 564_815 as Duration } as const;

const invocations = Number(process.argv[2] ?? 1_000_000);
const config = configOf({
  seconds: invocations / RATE,
  concurrency: 4 * RATE,
  functions: { f: { run: RUN, init: 300 } },
  traffic: [{ invoke: "f", rate: RATE, arrivals: "poisson" }],
});

const begun = process.hrtime.bigint();
const { functions } = simulate(config);
const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
const { invocationsCount, coldStartsCount, throttlesCount, busyMax } = functions.f!;
console.log(
  JSON.stringify({
    invocations: invocationsCount,
    coldStarts: coldStartsCount,
    throttles: throttlesCount,
    busyMax,
    seconds: Math.round(seconds * 100) / 100,
    perSecond: Math.round(invocationsCount / seconds),
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 102.4) / 10,
  }),
);
