/** Every metric of the vocabulary stands in a result, and whatever a result counts is a metric of the vocabulary. */
import { expect, test } from "vitest";
import { METRICS, type Metric, REFUSALS, type Result, STATE_REFUSALS, simulate } from "../../../sim/index.ts";
import { cloudWatchColumns } from "../../../sim/vocabulary/metrics/cloudwatch.ts";
import { configOf, constant, liveAlias } from "../../helpers/config.ts";
import { lifecycle } from "../../helpers/lifecycle.ts";
import { CALLS_DB, service } from "../kit.ts";

const CALLER = { retry: "none" as const, attempts: 1, timeout: null };

/** Everything that brings fields of its own. */
const RESULT = simulate(
  configOf({
    model: { proactiveInit: true, asyncDeliveryFailures: 0.5 },
    functions: {
      plain: {
        ...{ provisioned: 2, calls: CALLS_DB, lifecycle: lifecycle() },
        async: { onSuccess: "done", deadLetter: "lost" },
      },
      durable: { durable: { steps: [100, -1000, 100] } },
      managed: { managed: {} },
      extended: { afterRun: 50 },
      asking: {
        calls: [{ kind: "function", to: "plain", qualifier: "$LATEST", share: 1, client: CALLER }],
        sends: [{ kind: "function", to: "plain", qualifier: "$LATEST", share: 1, delay: constant(0), atMost: null }],
      },
      shared: { tenancy: { share: "pool" } },
      stopped: { reserved: 0 },
      failed: { lifecycle: lifecycle({ initial: "failed" }) },
      routed: { aliases: [liveAlias(0.5)] },
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
      { name: "refused", invoke: "stopped", at: [0] },
      { name: "conflict", invoke: "failed", at: [0] },
      { name: "weighted", invoke: "routed:live", at: [0] },
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
} as const satisfies Partial<Record<Metric["kind"], keyof Result>>;

/** What a cost metric reads. */
const BILL: Readonly<Record<string, string>> = { monthUsd: "month.totalUsd" };

/** Where a metric is read from: names that a scenario gives are `*`, an entry of a list is told by its cause. */
function placesOf({ kind, reading }: Metric): string[] {
  if (kind === "destination") return ["destinations.*"];
  const under = kind === "cost" ? "cost" : `${GROUPS[kind]}.*`;
  switch (reading.family) {
    case "count":
    case "sum":
    case "money":
      return [`${under}.${BILL[reading.field] ?? reading.field}`];
    case "listed":
      return [`${under}.${reading.list}[${reading.cause}].count`];
    case "gauge":
      return ["Mean", "Min", "Max", "Last"].map((statistic) => `${under}.${reading.prefix}${statistic}`);
    case "time":
      return ["Samples", "Mean", "Min", "Max", "P50", "P95", "P99"].map(
        (statistic) => `${under}.${reading.prefix}${statistic}`,
      );
    case "ratio":
      return ["Mean", "Max"].map((statistic) => `${under}.${reading.prefix}${statistic}`);
    default:
      return [];
  }
}

/** Where a metric's points stand. */
function pointsOf(metric: Metric): string[] {
  const columns = cloudWatchColumns([metric]).map(({ column }) => `*.${metric.namespace}.${column}[]`);
  const groups = ["metrics.functions", "metrics.managedInstances.functions", "metrics.regions", "metrics.sources"];
  return groups.flatMap((group) => columns.map((column) => `${group}.${column}`));
}

/** Maps from names that a scenario gives. */
const NAMES = [
  /^(functions|traffic|sources|calls|sends|downstreams|destinations|regions)$/,
  /^(series|limits|metrics|metrics\.managedInstances)\.(functions|regions|sources)$/,
  /\.(versions|heldBy)$/,
];

/** Every place of a number, or of nothing where one could be. */
function numbersIn(value: unknown, place = ""): string[] {
  if (typeof value === "number" || value === null) return [place];
  if (Array.isArray(value)) return value.flatMap((one) => numbersIn(one, `${place}[${one?.cause ?? ""}]`));
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, one]) =>
    numbersIn(one, [place, NAMES.some((one) => one.test(place)) ? "*" : key].filter((part) => part !== "").join(".")),
  );
}

const FOUND: ReadonlySet<string> = new Set(numbersIn(RESULT));

const titled = METRICS.map((metric): [string, Metric] => [`${metric.kind}.${metric.name}`, metric]);
const some = (family: Metric["reading"]["family"]) => titled.filter(([, { reading }]) => reading.family === family);

test.each(titled.filter(([, { reading }]) => reading.family !== "listed"))("%s", (_title, metric) => {
  expect(placesOf(metric).filter((place) => !FOUND.has(place))).toEqual([]);
});

test.each(some("peak"))("%s is read from CloudWatch's points", (_title, metric) => {
  expect(pointsOf(metric).some((place) => FOUND.has(place))).toBe(true);
});

test("there is a metric for each cause of refusal", () => {
  expect(
    some("listed")
      .map(([title]) => title)
      .sort(),
  ).toEqual(
    [
      ...REFUSALS.map(({ cause }) => `function.throttles.${cause}`),
      ...STATE_REFUSALS.map(({ cause }) => `function.refusals.${cause}`),
    ].sort(),
  );
});

/** What no metric reads, and why: a place, or what it begins with. */
const NO_METRICS: readonly (readonly [place: RegExp, why: string])[] = [
  [/^(seeds\[\]|horizonMs|ignoreMs|seconds|metrics\.(managedInstances\.)?periodMs)$/, "what was run, and for how long"],
  [/^limits\./, "settings in force"],
  [/^series\./, "the same counts once more, by bucket"],
  [/^events\[/, "told, with counts that stand elsewhere"],
  [/^(functions|traffic|sources|calls|sends|downstreams)\.\*\.histograms\./, "percentiles of times read it"],
  [/^functions\.\*\.versions\.\*\./, "a threshold judges the whole function"],
  [
    /^functions\.\*\.(throttles|refusals)\[[a-z-]+\]\.(firstMs|limit|inUse|unusedInRegionCount|status|heldBy\.\*)$/,
    "the scene of the first refusal",
  ],
  [/^cost\.(month\.)?lines\[\]/, "parts of what its subject costs"],
  [/^cost\.month\.(factor|hours)/, "how the month is made of the run"],
];

const reasonFor = (place: string): string | undefined => NO_METRICS.find(([one]) => one.test(place))?.[1];

test("whatever a result counts can be asked for by name", () => {
  const known = new Set([...METRICS.flatMap(placesOf), ...METRICS.flatMap(pointsOf)]);
  expect([...FOUND].filter((place) => !known.has(place) && reasonFor(place) === undefined)).toEqual([]);
});

test("no reason is given for what is not there", () => {
  const places = [...FOUND];
  expect(NO_METRICS.filter(([one]) => !places.some((place) => one.test(place)))).toEqual([]);
});

test("what a metric reads is not left out with a reason", () => {
  expect(METRICS.flatMap(placesOf).filter((place) => reasonFor(place) !== undefined)).toEqual([]);
});

test("each has a name of its own", () => {
  expect(new Set(titled.map(([title]) => title)).size).toBe(METRICS.length);
});

test("CloudWatch's metric of a subject belongs to one row alone", () => {
  const names = METRICS.filter(({ cloudWatch }) => cloudWatch !== "").map(
    ({ kind, namespace, cloudWatch }) => `${kind} ${namespace} ${cloudWatch}`,
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
