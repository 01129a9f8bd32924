/** Every metric of the vocabulary stands in a result, under the fields that it names. */
import { expect, test } from "vitest";
import { METRICS, type Metric, type Result, simulate } from "../../../sim/index.ts";
import { configOf, constant } from "../../helpers/config.ts";
import { lifecycle } from "../../helpers/lifecycle.ts";
import { CALLS_DB, service } from "../kit.ts";

const CALLER = { retry: "none" as const, attempts: 1, timeout: null };

/** Everything that brings fields of its own. */
const RESULT = simulate(
  configOf({
    model: { proactiveInit: true },
    functions: {
      plain: { provisioned: 2, calls: CALLS_DB, lifecycle: lifecycle() },
      durable: { durable: { steps: [100, -1000, 100] } },
      managed: { managed: {} },
      extended: { afterRun: 50 },
      asking: {
        calls: [{ kind: "function", to: "plain", qualifier: "$LATEST", share: 1, client: CALLER }],
        sends: [{ kind: "function", to: "plain", qualifier: "$LATEST", share: 1, delay: constant(0), atMost: null }],
      },
      shared: { tenancy: { share: "pool" } },
    },
    downstreams: [service({})],
    sources: [{ name: "uploads", type: "s3", delivery: { kind: "constant", value: 0 as never } }],
    traffic: [
      { name: "users", invoke: "plain:live", at: [0, 500] },
      { name: "photos", invoke: "plain", at: [0], event: true, source: "uploads" },
      { name: "orders", invoke: "durable", at: [0] },
      { name: "bulk", invoke: "managed", at: [0] },
      { name: "chain", invoke: "asking", at: [0] },
      { name: "tenants", invoke: "shared", at: [0], tenants: { count: 2, skew: 0 } },
    ],
  }),
);

const GROUPS = {
  function: "functions",
  traffic: "traffic",
  source: "sources",
  call: "calls",
  send: "sends",
  downstream: "downstreams",
  region: "regions",
};

/** The subjects of a kind, each as its fields. */
function subjectsOf(kind: Metric["kind"], result: Result): object[] {
  if (kind === "cost") return [{ ...result.cost, monthUsd: result.cost.month?.totalUsd }];
  return Object.values(result[GROUPS[kind] as "functions"]);
}

function fieldsOf({ reading }: Metric): readonly string[] {
  switch (reading.family) {
    case "count":
      return [reading.field, ...(Array.isArray(reading.of) ? reading.of : [])];
    case "gauge":
      return ["Mean", "Min", "Max", "Last"].map((statistic) => `${reading.prefix}${statistic}`);
    case "time":
      return ["Samples", "Mean", "Min", "Max", "P50"].map((statistic) => `${reading.prefix}${statistic}`);
    case "ratio":
      return ["Mean", "Max"].map((statistic) => `${reading.prefix}${statistic}`);
    case "sum":
    case "money":
      return [reading.field];
    default:
      return [];
  }
}

const titled = METRICS.map((metric): [string, Metric] => [`${metric.kind}.${metric.name}`, metric]);

test.each(titled)("%s", (_title, metric) => {
  const whole = subjectsOf(metric.kind, RESULT).filter((fields) =>
    fieldsOf(metric).every((field) => Object.hasOwn(fields, field)),
  );
  expect(whole).not.toEqual([]);
});

/** What a result tells beside its metrics: names, and what is a list or a table. */
const NO_METRICS = ["region", "type", "throttles", "versions", "refusals", "histograms"];

test.each(Object.entries(GROUPS))("whatever a result counts of a %s can be asked for by name", (kind, group) => {
  const known = METRICS.filter((metric) => metric.kind === kind).flatMap((metric) => [
    ...fieldsOf(metric),
    ...(metric.reading.family === "time" ? ["P95", "P99"].map((end) => `${prefixOf(metric)}${end}`) : []),
  ]);
  const all = Object.values(RESULT[group as "functions"]).flatMap((fields) => Object.keys(fields));
  expect([...new Set(all)].filter((field) => !known.includes(field) && !NO_METRICS.includes(field))).toEqual([]);
});

const prefixOf = ({ reading }: Metric): string => ("prefix" in reading ? reading.prefix : "");

test("each has a name of its own", () => {
  expect(new Set(titled.map(([title]) => title)).size).toBe(METRICS.length);
});
