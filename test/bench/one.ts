/** One measured run of a workload in this process, after a small one to warm up, told as one line of JSON. */
import type { Run, SimConfig } from "../../sim/index.ts";
import { WORKLOADS } from "./workloads.ts";

/** With BURSTLAB_CORE=wasm what the build has made of the engine: the sources have the core as JavaScript only. */
const built = process.env.BURSTLAB_CORE === "wasm";
const engine: { start(config: SimConfig): Run } = await import(`../../${built ? "dist/sim/index.js" : "sim/index.ts"}`);
const { start } = engine;

const WARM_UP = 1_000_000;

const [name = "steady", given] = process.argv.slice(2);
const workload = WORKLOADS[name];
if (workload === undefined) throw new Error(`no workload is called ${name}`);
const requests = Number(given ?? workload.requests);
start(workload.config(Math.min(WARM_UP, requests), workload.rate)).finish();

const config = workload.config(requests, workload.rate);
const begun = process.hrtime.bigint();
const run = start(config);
const { functions } = run.finish();
const ns = Number(process.hrtime.bigint() - begun);
const all = Object.values(functions);
const invocations = all.reduce((sum, { invocationsCount }) => sum + invocationsCount, 0);
const throttles = all.reduce((sum, { throttlesCount }) => sum + throttlesCount, 0);
console.log(
  JSON.stringify({
    invocations,
    throttles,
    events: run.eventsProcessed,
    ns,
    peakRssMb: Math.round(process.resourceUsage().maxRSS / 102.4) / 10,
  }),
);
