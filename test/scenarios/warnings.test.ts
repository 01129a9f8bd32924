/** What is allowed but hardly ever meant, and what a good scenario must not be warned about. */
import { expect, test } from "vitest";
import { warningsOf, withTraffic } from "./reading.ts";

const USUAL = "traffic: [{ invoke: checkout, phases: [{ for: 5m, rate: 1/s }] }]";
const shop = (fields: string, traffic = USUAL): string =>
  `simulate: { for: 5m }\nfunctions: { checkout: { run: 200ms, ${fields} } }\n${traffic}\n`;

test.each([
  [
    "PC-1, PC-9: unqualified requests pass the provisioned units by",
    shop("provisioned: { alias: live, count: 5 }"),
    "3:21 provisioned-unused: traffic.0.invoke invokes checkout:$LATEST: these requests never use the " +
      "provisioned units (PC-1, PC-9)",
  ],
  [
    "PC-11: with no units beside them they are refused",
    shop("reserved: 5, provisioned: { alias: live, count: 5 }"),
    "3:21 provisioned-unused: traffic.0.invoke invokes checkout:$LATEST: these requests never use the " +
      "provisioned units, so all are refused (PC-11)",
  ],
  [
    "SNAP-2: SnapStart without an alias",
    shop("snapStart: true, runtime: java21"),
    "3:21 snapstart-unused: traffic.0.invoke invokes checkout:$LATEST, where SnapStart does not work (SNAP-2)",
  ],
  [
    "LIFE-7: runs that are longer than the timeout",
    withTraffic("functions: { checkout: { run: { p50: 4s, p99: 9s } } }"),
    "2:26 run-over-timeout: functions.checkout.run is usually longer than the timeout, the default of " +
      "3s: most runs will fail (LIFE-7)",
  ],
  [
    "LIFE-7, LIFE-8: runs that are too long with their extensions",
    withTraffic("functions: { checkout: { run: 2s, extensions: { afterRun: { mean: 1.5s, cv: 1 } } } }"),
    "2:49 run-over-timeout: functions.checkout.extensions.afterRun and the run are together usually longer than the " +
      "timeout, the default of 3s: most runs will fail (LIFE-7)",
  ],
  [
    "LIFE-3, LIFE-4: an Init that cannot end within the timeout",
    shop("init: 12s, timeout: 12s"),
    "2:44 init-over-timeout: functions.checkout.init is usually longer than 10s: it runs again at the first request, " +
      "and with the run exceeds the timeout, so cold starts fail (LIFE-3, LIFE-4)",
  ],
  [
    "a phase that begins after the end",
    shop("", "traffic: [{ invoke: checkout, phases: [{ for: 5m, rate: 1/s }, { for: 1m, rate: 2/s }] }]"),
    "3:64 after-the-end: traffic.0.phases.1 begins when the run has ended, so it never happens",
  ],
  [
    "a phase that goes on after the end",
    shop("", "traffic: [{ invoke: checkout, phases: [{ for: 6m, rate: 1/s }] }]"),
    "3:47 after-the-end: traffic.0.phases.0.for goes on after the run has ended",
  ],
  [
    "a spike after the end",
    shop("", "traffic: [{ invoke: checkout, spikes: { at: [1m, 5m], count: 9 } }]"),
    "3:50 after-the-end: traffic.0.spikes.at.1 is when the run has ended, so it never happens",
  ],
  ["no traffic", shop("", ""), "1:1 no-traffic: nothing invokes anything here"],
  [
    "restore without SnapStart",
    shop("restore: 1s"),
    "2:47 useless-field: functions.checkout.restore has no effect without snapStart: true",
  ],
  [
    "maxWait without waiting",
    withTraffic(
      "functions: { checkout: { run: 1s } }\ndownstreams: { db: { type: rate, limit: 1/s, latency: 1ms, " +
        "maxWait: 1s } }",
    ),
    "3:69 useless-field: downstreams.db.maxWait has no effect without whenFull: wait",
  ],
])("%s", (_title, text, expected) => {
  expect(warningsOf(text)).toEqual([expected]);
});

test.each([
  [
    "provisioned units that are used",
    shop("provisioned: { alias: live, count: 5 }", USUAL.replace("checkout", "'checkout:live'")),
  ],
  ["SnapStart that is used", shop("snapStart: true, runtime: java21", USUAL.replace("checkout", "'checkout:live'"))],
  ["runs within the timeout", withTraffic("functions: { checkout: { run: 3s } }")],
  ["an Init that runs again within the timeout", shop("init: 12s, timeout: 30s")],
  ["phases that end with the run", shop("", USUAL)],
])("no warning: %s", (_title, text) => {
  expect(warningsOf(text)).toEqual([]);
});
