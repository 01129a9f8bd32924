/** The summary as its reader sees it: whole pages as golden text, and what must hold at any width. */
import { describe, expect, test } from "vitest";
import { evaluate } from "../../../reports/judge/evaluate.ts";
import { parseThresholds } from "../../../reports/judge/thresholds.ts";
import type { ThresholdSource } from "../../../reports/judge/verdict.ts";
import { type SummaryOptions, summary } from "../../../reports/summary/summary.ts";
import type { Result, ThrottleResult } from "../../../sim/index.ts";
import { sampleResult, sampleRuns } from "../../helpers/sample-result.ts";

const RUNS = sampleRuns(5);
const SAMPLE: Result = { ...sampleResult(), seeds: [42, 43, 44, 45, 46] };
const THRESHOLDS: readonly Partial<ThresholdSource>[] = [
  { that: "checkout.throttles.rate < 0.1%" },
  { that: "checkout.latency.p99 < 2.5s while peak" },
  { that: "thumbs.async.dropped == 0", why: "a lost picture is a lost customer" },
  { that: "region.claimed.max < 90%" },
  { that: "checkout.coldStarts.rate < 0.5%", level: "warn" },
  { that: "checkout.duration.mean < base + 5%", level: "warn" },
  { that: "thumbs.latency.p99 < 1s", ifEmpty: "pass" },
];

function judged(thresholds: readonly Partial<ThresholdSource>[]) {
  const sources = thresholds.map((one, i): ThresholdSource => {
    const place = { file: "flash-sale.burst.yaml", line: 105 + i, column: 5 };
    return { that: "", level: "error", why: "", ifEmpty: "fail", ...place, ...one };
  });
  const parsed = parseThresholds(sources, {
    functions: Object.keys(SAMPLE.functions),
    traffic: Object.keys(SAMPLE.traffic),
    sources: [],
    downstreams: [],
    regions: ["us-east-1"],
    phases: ["peak"],
  });
  expect(parsed.problems).toEqual([]);
  return evaluate(parsed.thresholds, RUNS);
}

const VERDICTS = judged(THRESHOLDS);
const shown = (more: Partial<SummaryOptions> = {}, result = SAMPLE, verdicts = VERDICTS): string =>
  summary(result, verdicts, { columns: 120, color: false, elapsedSeconds: 1.9, ...more });

const widest = (text: string): number => Math.max(...text.split("\n").map((line) => line.length));

/** The sample with checkout refused in another way. */
function refused(throttle: Partial<ThrottleResult>, more: Partial<Result> = {}): Result {
  const checkout = SAMPLE.functions.checkout!;
  const throttles = [{ ...checkout.throttles[0]!, ...throttle }];
  return { ...SAMPLE, ...more, functions: { ...SAMPLE.functions, checkout: { ...checkout, throttles } } };
}

describe("whole pages", () => {
  test("120 columns", async () => {
    await expect(shown()).toMatchFileSnapshot("../../golden/summary-120.txt");
  });

  test("80 columns: without p95, places without the file's name", async () => {
    await expect(shown({ columns: 80 })).toMatchFileSnapshot("../../golden/summary-80.txt");
  });

  test("80 columns in colour", async () => {
    await expect(shown({ columns: 80, color: true })).toMatchFileSnapshot("../../golden/summary-80-colour.txt");
  });
});

describe("width", () => {
  test.each([200, 120, 100, 99, 80])("nothing is wider than %d columns", (columns) => {
    expect(widest(shown({ columns }))).toBeLessThanOrEqual(columns);
  });

  test("p95 is dropped below 100 columns", () => {
    expect([99, 100].map((columns) => shown({ columns }).includes("p95"))).toEqual([false, true]);
  });

  test("cold goes next when names are long", () => {
    const long = { ["a".repeat(40)]: SAMPLE.functions.checkout!, search: SAMPLE.functions.search! };
    const text = shown({ columns: 80 }, { ...SAMPLE, functions: long });
    expect(text).toContain("functions                    requests   throttled     p50     p99   busy max\n");
    expect(widest(text)).toBeLessThanOrEqual(80);
  });

  test("colour takes no room: without its codes the page is the same", () => {
    const esc = String.fromCharCode(27);
    const codes = new RegExp(`${esc}\\[[0-9]+m`, "g");
    expect(shown({ color: true }).replace(codes, "")).toBe(shown());
  });

  test("the answer is in the first screen of 24 lines: verdicts, functions, and the reason", () => {
    const screen = shown({ columns: 80 }).split("\n").slice(0, 24).join("\n");
    expect(screen).toContain("✗ checkout.throttles.rate < 0.1%");
    expect(screen).toContain("reserved 300 all busy (RES-7)");
  });
});

describe("why requests were refused", () => {
  test("who held the shared pool, largest share first, and at most three of them", () => {
    const heldBy = { search: 0.5, checkout: 0.25, fulfil: 0.125, a: 0.0625, b: 0.0625 };
    const result = refused({
      cause: "unreserved-pool-full",
      rule: "CONC-9",
      limit: 640,
      heldBy,
      unusedInRegionCount: 60,
    });
    expect(shown({}, result)).toContain(
      [
        "    checkout   shared pool of 640 all busy (CONC-9)   13 358 of 13 358, first at 02:30.612",
        `${" ".repeat(15)}held by search 50.0 %, checkout 25.0 %, fulfil 12.5 %, 2 more, 60 units of the Region`,
      ].join("\n"),
    );
  });

  test.each([
    [{ cause: "reserved-zero", rule: "RES-5", limit: 0 }, "stopped: reserved is 0 (RES-5)"],
    [{ cause: "reserved-full", rule: "RES-7", limit: 250 }, "reserved 300 all busy (RES-7)"],
    [
      { cause: "request-rate-reserved", rule: "RPS-2", limit: 3000 },
      "above 3 000/s, ten for each unit reserved (RPS-2)",
    ],
    [
      { cause: "request-rate-account", rule: "RPS-1", limit: null },
      "above ten requests/s for each unit of the Region (RPS-1)",
    ],
    [
      { cause: "request-rate-growth", rule: "SCALE-6", limit: null },
      "request rate rising faster than allowed (SCALE-6)",
    ],
    [{ cause: "scaling-rate", rule: "SCALE-1", limit: 1000 }, "new environments needed faster than allowed (SCALE-1)"],
    [{ cause: "tenant-environments", rule: "TEN-2", limit: 750 }, "all 750 environments for tenants exist (TEN-2)"],
  ] as const)("%j", (throttle, text) => expect(shown({}, refused(throttle))).toContain(`checkout   ${text}   13 358`));
});

test("TEN-2: the environments of tenants, beside their limit", () => {
  const checkout = { ...SAMPLE.functions.checkout!, tenantsServedCount: 480, environmentsMax: 512 };
  const limits = SAMPLE.limits.functions.checkout!.map((one) => ({ ...one, tenantEnvironments: 750 }));
  const result = {
    ...SAMPLE,
    functions: { ...SAMPLE.functions, checkout: { ...checkout, environmentsCreatedCount: 1900 } },
    limits: { ...SAMPLE.limits, functions: { ...SAMPLE.limits.functions, checkout: limits } },
  };
  expect(shown({}, result)).toContain(
    "  environments of tenants\n" +
      "    checkout   480 tenants served, up to 512 of 750 environments (TEN-2), 1 900 made and charged (TEN-3)\n",
  );
});

describe("the last line", () => {
  const last = (result: Result, more: Partial<SummaryOptions> = {}, verdicts = VERDICTS): string =>
    shown(more, result, verdicts).trimEnd().split("\n").at(-1)!;
  /** One second in which 100 of 200 requests are served by 100 busy units: 200 were wanted, and 3 x sqrt(200) is 43. */
  const busy = { busyMean: [100], requests: [200], throttles: [100] };
  const series = {
    ...SAMPLE.series,
    buckets: 1,
    functions: { checkout: { ...SAMPLE.series.functions.checkout!, ...busy } },
  };
  const unretried = { series, traffic: {} };
  const limits = (reserved: number | null, unreserved: number) => ({
    functions: { checkout: [{ fromMs: 0, reserved, provisioned: 0, onDemand: 100 }] },
    regions: { "us-east-1": [{ fromMs: 0, concurrency: 1000, unreserved }] },
  });

  test("a reservation that was full: what was wanted and room for its scatter", () => {
    const result = refused({}, { ...unretried, limits: limits(100, 900) });
    expect(last(result)).toContain("burstlab run flash-sale.burst.yaml --set functions.checkout.reserved=250");
  });

  test("with a larger quota where less than 100 units would stay unreserved (CONC-7)", () => {
    const result = refused({}, { ...unretried, limits: limits(100, 200) });
    expect(last(result)).toContain("--set region.concurrency=1100 --set functions.checkout.reserved=250");
  });

  test("a shared pool that was full: a larger quota", () => {
    const result = refused({ cause: "unreserved-pool-full" }, { ...unretried, limits: limits(null, 100) });
    expect(last(result)).toContain("--set region.concurrency=1200");
  });

  test("a request rate: ten requests a second for each unit, and the scatter of 20 units", () => {
    const result = refused({ cause: "request-rate-reserved" }, { ...unretried, limits: limits(10, 900) });
    expect(last(result)).toContain("--set functions.checkout.reserved=34");
  });

  test("refusals that were retried count once: with 50 of 100 retried, 150 units and 37 for their scatter", () => {
    const checkout = { ...SAMPLE.functions.checkout!, throttlesCount: 100, asyncRetriesCount: 0 };
    const shoppers = { ...SAMPLE.traffic.shoppers!, retriesCount: 50 };
    const result = { ...SAMPLE, functions: { checkout }, traffic: { shoppers }, series, limits: limits(100, 900) };
    expect(last(result)).toContain("--set functions.checkout.reserved=190");
  });

  test("asynchronous refusals come again by themselves: a look rather than a number", () => {
    const functions = { checkout: { ...SAMPLE.functions.checkout!, asyncReceivedCount: 9, latencyMsSamples: 0 } };
    expect(last({ ...SAMPLE, functions })).toContain("burstlab watch flash-sale.burst.yaml");
  });

  test("long requests: 100 a second that hold a unit for 2 s want 200 units, and 43 for their scatter", () => {
    const slow = {
      busyMean: [40, 80, 80, 80, 120],
      requests: [100, 100, 100, 100, 100],
      throttles: [0, 0, 100, 100, 100],
    };
    const functions = { checkout: { ...SAMPLE.series.functions.checkout!, ...slow } };
    const result = refused(
      {},
      { series: { ...SAMPLE.series, buckets: 5, functions }, traffic: {}, limits: limits(80, 900) },
    );
    expect(last(result)).toContain("--set functions.checkout.reserved=250");
  });

  test("a variant of the scenario rather than a guess of ours", () => {
    expect(last(SAMPLE, { variants: ["reserved-400"] })).toContain("run flash-sale.burst.yaml --variant reserved-400");
  });

  test("a look at the run where no one limit is to blame, or nothing is wrong", () => {
    const watch = "burstlab watch flash-sale.burst.yaml";
    expect(last(refused({ cause: "scaling-rate" }))).toContain(watch);
    expect(last(SAMPLE, {}, judged([{ that: "region.claimed.max < 90%" }]))).toBe(
      `Every threshold is met. Try: ${watch}`,
    );
    expect(last(SAMPLE, { columns: 80 }, [])).toContain("functions.checkout.reserved=360");
  });

  test("names that a shell would take apart are quoted", () => {
    const scenario = { ...SAMPLE.scenario, file: "my sale's.burst.yaml" };
    expect(last({ ...SAMPLE, scenario }, { command: "npx burstlab" })).toMatch(
      /npx burstlab run 'my sale'\\''s\.burst\.yaml' --set functions\.checkout\.reserved=360$/,
    );
  });

  test("a warning alone fails nothing, and no threshold is said to be so", () => {
    const warned = judged([{ that: "checkout.throttles == 0", level: "warn" }]);
    expect(last(SAMPLE, { columns: 160 }, warned)).toMatch(/^No threshold failed, 1 warning\. Try: /);
    expect(last(SAMPLE, { columns: 160 }, [])).toMatch(/^No threshold was judged\. Try: /);
  });

  test("a result that comes from no file has no command", () => {
    expect(last({ ...SAMPLE, scenario: { ...SAMPLE.scenario, file: "" } })).toBe("2 thresholds failed, 1 warning.");
  });
});

test("assumptions take two lines; what does not fit is counted", () => {
  const assumptions = Array.from({ length: 9 }, (_, i) => ({
    policy: `policy${i}`,
    value: "x".repeat(10),
    rule: "LIFE-13",
  }));
  expect(shown({ columns: 80 }, { ...SAMPLE, assumptions })).toContain(
    [
      "rests on: policy0 xxxxxxxxxx (LIFE-13), policy1 xxxxxxxxxx (LIFE-13),",
      "          policy2 xxxxxxxxxx (LIFE-13), and 6 more (in --json and the report)",
      "",
    ].join("\n"),
  );
});

describe("what is shown only when there is something", () => {
  const quiet: Result = {
    ...sampleResult(),
    ignoreMs: 0,
    functions: { search: SAMPLE.functions.search! },
    traffic: {},
    downstreams: {},
    destinations: {},
    assumptions: [],
  };

  test("a calm run of one seed is short", () => {
    expect(shown({}, quiet, [])).toBe(
      [
        "flash-sale   base   seed 42   15m   66 713 requests in 1.90s",
        "",
        "  functions   requests   throttled     cold    p50     p95     p99   busy max   cost/run",
        "    search      66 713           0   1.11 %   85ms   177ms   240ms         13      $0.12",
        "",
        "  what it costs",
        "    $4.61 for the run, $14 424.67 a month at this rate, prices us-east-1@2026-09, no free tier",
        "",
        "No threshold was judged. Try: burstlab watch flash-sale.burst.yaml",
        "",
      ].join("\n"),
    );
  });

  test("versions that an alias divides requests over, those without any left out", () => {
    const none = { requestsCount: 0, invocationsCount: 0, throttlesCount: 0, errorsCount: 0, coldStartsCount: 0 };
    const versions = {
      $LATEST: { ...none, provisionedInvocationsCount: 0 },
      1: { ...none, requestsCount: 60_042, provisionedInvocationsCount: 60_000, coldStartsCount: 42 },
      2: { ...none, requestsCount: 6671, throttlesCount: 3, errorsCount: 4, provisionedInvocationsCount: 0 },
    };
    const functions = { search: { ...SAMPLE.functions.search!, versions } };
    expect(shown({}, { ...quiet, functions }, [])).toContain(
      [
        "  versions behind aliases",
        "    search:1   60 042 requests, 42 cold, 60 000 on provisioned units",
        "    search:2   6 671 requests, 3 throttled, 4 failed",
      ].join("\n"),
    );
  });

  test("seeds that do not follow each other are listed", () => {
    expect(shown({}, { ...SAMPLE, seeds: [1, 7, 9] })).toContain("seeds 1, 7, 9 (3 runs)");
  });

  test("of very many functions the troubled and the busiest are shown, the rest is counted", () => {
    const search = SAMPLE.functions.search!;
    const calm = Array.from({ length: 30 }, (_, i) => [`f${i}`, { ...search, requestsCount: i + 1 }]);
    const functions = { ...Object.fromEntries(calm), checkout: SAMPLE.functions.checkout! };
    const text = shown({}, { ...SAMPLE, functions });
    expect(text.split("\n").filter((line) => /^ {4}(checkout|f[0-9]+) /.test(line) && line.includes("%"))).toHaveLength(
      20,
    );
    expect(text).toContain("    and 11 more, none of them throttled");
  });
});

test("a name cannot write to the terminal or break a line", () => {
  const esc = String.fromCharCode(27);
  const name = `${esc}[2Jevil\nname\u202e`;
  const text = shown(
    {},
    { ...SAMPLE, scenario: { ...SAMPLE.scenario, name }, functions: { [name]: SAMPLE.functions.checkout! } },
  );
  expect(text).not.toContain(esc);
  expect(text).toContain("    \ufffd[2Jevil name\ufffd   ");
});
