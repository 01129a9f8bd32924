/** The grammar of thresholds: what each text means, and what each mistake says. */
import { describe, expect, test } from "vitest";
import type { ThresholdScope } from "../../../reports/judge/threshold-names.ts";
import { type ParsedThresholds, parseThresholds } from "../../../reports/judge/thresholds.ts";

const SCOPE: ThresholdScope = {
  functions: ["checkout", "search"],
  traffic: ["shoppers"],
  sources: ["uploads"],
  downstreams: ["orders-db"],
  destinations: ["unpaid"],
  regions: ["us-east-1"],
  phases: ["peak", "night shift"],
};

function parse(that: string, scope = SCOPE): ParsedThresholds {
  const place = { file: "a.burst.yaml", line: 7, column: 5 };
  return parseThresholds([{ that, level: "error", why: "", ifEmpty: "fail", ...place }], scope);
}

describe("what a threshold means", () => {
  const fixed = (value: number, ofLimit = false) => ({ kind: "fixed", value, ofLimit });
  const base = (change: number, relative: boolean) => ({ kind: "base", change, relative });
  test.each([
    ["checkout.throttles.rate < 0.1%", "checkout", "throttles", "rate", "<", fixed(0.001), null],
    ["checkout.throttles.rate<0.001", "checkout", "throttles", "rate", "<", fixed(0.001), null],
    ["checkout.throttles == 0", "checkout", "throttles", "count", "==", fixed(0), null],
    [
      "checkout.throttles.reserved-full.rate < 1%",
      "checkout",
      "throttles.reserved-full",
      "rate",
      "<",
      fixed(0.01),
      null,
    ],
    ["checkout.refusals.snapshot-deleted == 0", "checkout", "refusals.snapshot-deleted", "count", "==", fixed(0), null],
    ["checkout.async.deadLetterErrors < 3", "checkout", "async.deadLetterErrors", "count", "<", fixed(3), null],
    ["unpaid.records <= 5", "unpaid", "records", "count", "<=", fixed(5), null],
    ["checkout.provisioned.busy < 40 while peak", "checkout", "provisioned.busy", "max", "<", fixed(40), "peak"],
    ["checkout.latency.p99 < 2.5s while peak", "checkout", "latency", "p99", "<", fixed(2500), "peak"],
    ["checkout.latency.p99.9 <= 0.3s", "checkout", "latency", "p99.9", "<=", fixed(300), null],
    ["checkout.latency < 1h30m while night shift", "checkout", "latency", "p99", "<", fixed(5_400_000), "night shift"],
    ["checkout.init.mean >= 250us", "checkout", "init", "mean", ">=", fixed(0.25), null],
    ["checkout.wait.max < 0", "checkout", "wait", "max", "<", fixed(0), null],
    ["checkout.invocations.rate > 6k/m", "checkout", "invocations", "rate", ">", fixed(100), null],
    ["checkout.errors.rate <= 0.57%", "checkout", "errors", "rate", "<=", fixed(0.0057), null],
    ["checkout.busy.max < 80%", "checkout", "busy", "max", "<", fixed(0.8, true), null],
    ["checkout.busy < 300", "checkout", "busy", "max", "<", fixed(300), null],
    [
      "checkout.provisioned.utilization.mean > 70%",
      "checkout",
      "provisioned.utilization",
      "mean",
      ">",
      fixed(0.7),
      null,
    ],
    ["search.async.dropped == 0", "search", "async.dropped", "count", "==", fixed(0), null],
    ["search.async.age < 5m", "search", "async.age", "max", "<", fixed(300_000), null],
    ["shoppers.throttled.rate < 1%", "shoppers", "throttled", "rate", "<", fixed(0.01), null],
    ["uploads.latency.p50 < 5s", "uploads", "latency", "p50", "<", fixed(5000), null],
    ["orders-db.rejected == 0", "orders-db", "rejected", "count", "==", fixed(0), null],
    ["region.claimed.max < 90%", "us-east-1", "claimed", "max", "<", fixed(0.9, true), null],
    ["us-east-1.unreserved.last < 100", "us-east-1", "unreserved", "last", "<", fixed(100), null],
    ["checkout.duration.mean < base + 5%", "checkout", "duration", "mean", "<", base(0.05, true), null],
    ["checkout.duration.mean < base - 20ms", "checkout", "duration", "mean", "<", base(-20, false), null],
    ["checkout.throttles <= base", "checkout", "throttles", "count", "<=", base(0, true), null],
  ])("%s", (that, ...meaning) => {
    const { thresholds, problems } = parse(that);
    expect(problems).toEqual([]);
    const found = thresholds.map((one) => [
      one.subject,
      one.metric.name,
      one.statistic,
      one.operator,
      one.bound,
      one.phase,
    ]);
    expect(found).toEqual([meaning]);
  });
});

describe("what a mistake says", () => {
  test.each([
    ["chekout.throttles < 1", "unknown-subject", "chekout", "did you mean 'checkout'?"],
    ["chekout:live.throttles < 1", "unknown-subject", "chekout:live", "names here: checkout, search,"],
    ["checkout:live.throttles < 1", "unknown-subject", "checkout:live", "write 'checkout'"],
    ["throttles.rate < 1%", "unknown-subject", "throttles", "say whose, for instance checkout.throttles.rate"],
    ["checkout < 1", "unknown-metric", "checkout", "it has requests, invocations, throttles"],
    ["checkout.throtles.rate < 1%", "unknown-metric", "throtles.rate", "did you mean 'throttles'?"],
    ["checkout.async.drop == 0", "unknown-metric", "async.drop", "'checkout' has requests"],
    ["orders-db.throttles == 0", "unknown-metric", "throttles", "'orders-db' has calls, rejected"],
    ["checkout.latency.p100 < 1s", "unknown-statistic", "p100", "latency has mean, min, max, p1 .. p99.99"],
    ["checkout.latency.p999 < 1s", "unknown-statistic", "p999", "latency has mean, min, max, p1 .. p99.99"],
    ["checkout.latency.men < 1s", "unknown-statistic", "men", "did you mean 'mean'?"],
    ["checkout.throttles.p99 < 1", "unknown-statistic", "p99", "throttles has count, rate"],
    ["region.throttles.rate < 1%", "unknown-statistic", "rate", "throttles has count"],
    ["checkout.latency.p99 < 800", "wrong-unit", "800", "did you mean 800ms or 800s?"],
    ["checkout.latency.p99 < 5%", "wrong-unit", "5%", "write a time such as 250ms or 1.5s"],
    ["checkout.throttles.rate < 5", "wrong-unit", "5", "did you mean 5%?"],
    ["checkout.throttles.rate < 5ms", "wrong-unit", "5ms", "write a percentage such as 0.1%"],
    ["checkout.throttles < 1%", "wrong-unit", "1%", "write a number such as 0 or 300"],
    ["checkout.invocations.rate > 100", "wrong-unit", "100", "did you mean 100/s?"],
    ["orders-db.busy.max < 90%", "no-limit", "90%", "write a number such as 0 or 300"],
    ["checkout.latency.p99 < fast", "threshold-value", "fast", "write a time such as 250ms or 1.5s"],
    ["checkout.latency.p99 < -5ms", "threshold-value", "-5ms", "write a time such as 250ms or 1.5s"],
    ["checkout.throttles < 1 000", "threshold-value", "1 000", "write a number such as 0 or 300"],
    ["checkout.duration < base + fast", "threshold-value", "fast", "write a time"],
    ["checkout.duration < base + 5", "wrong-unit", "5", "did you mean 5ms or 5s?"],
    ["checkout.throttles = 0", "unknown-operator", "=", "write '=='"],
    ["checkout.throttles => 0", "unknown-operator", "=>", "write '>='"],
    ["checkout.throttles ≤ 0", "unknown-operator", "≤", "write '<='"],
    ["checkout.throttles != 0", "unknown-operator", "!=", "use one of < <= > >= =="],
    ["unpaid.records < 5 while peak", "unknown-phase", "peak", "remove 'while' and what follows"],
    ["checkout.throttles.reserved-ful < 5", "unknown-statistic", "reserved-ful", "'throttles.reserved-full'?"],
    ["checkout.throttles < 5 while paek", "unknown-phase", "paek", "did you mean 'peak'?"],
    ["checkout.throttles < 5 while dawn", "unknown-phase", "dawn", "phases here: peak, night shift"],
    [
      "checkout throttles rate < 1%",
      "threshold-syntax",
      "checkout throttles rate",
      "did you mean 'checkout.throttles.rate'?",
    ],
    ["no throttling please", "threshold-syntax", "no throttling please", "write: metric operator value"],
    ["cost.total < 5s", "wrong-unit", "5s", "write an amount such as $4.95"],
    ["cost.total < $5.0.0", "threshold-value", "$5.0.0", "write an amount such as $4.95"],
    ["cost.totl < $5", "unknown-metric", "totl", "did you mean 'total'?"],
    ["checkout.throttles < $5", "wrong-unit", "$5", "write a number such as 0 or 300"],
    ["uploads.backlog < 10", "unsupported", "backlog", "remove this threshold for now"],
  ])("%s", (that, id, underlined, hint) => {
    const { thresholds, problems } = parse(that);
    expect(thresholds).toEqual([]);
    const found = problems.map((one) => [one.id, that.slice(one.offset, one.offset + one.length)]);
    expect(found).toEqual([[id, underlined]]);
    expect(problems[0]?.hint).toContain(hint);
  });

  test.each([
    ["checkout.throttles <", "threshold-value", "the value is missing", 20],
    ["checkout.throttles < 5 while", "unknown-phase", "a phase is missing after 'while'", 28],
    ["", "threshold-syntax", "'' is not a threshold", 0],
  ])("what is missing at the end of '%s'", (that, id, text, offset) => {
    expect(parse(that).problems).toMatchObject([{ id, text, offset, length: 1 }]);
  });

  test("every part that is wrong is told at once, with the index of its threshold", () => {
    const { problems } = parse("chekout.throttles = 5 while paek");
    expect(problems.map(({ index, id }) => [index, id])).toEqual([
      [0, "unknown-subject"],
      [0, "unknown-operator"],
      [0, "unknown-phase"],
    ]);
  });

  test("'region' needs a name when there are several", () => {
    const { problems } = parse("region.claimed < 90%", { ...SCOPE, regions: ["us-east-1", "eu-west-1"] });
    expect(problems).toMatchObject([{ id: "ambiguous-region", hint: "name one of them: us-east-1, eu-west-1" }]);
  });

  test("without named phases the hint says so", () => {
    const { problems } = parse("checkout.throttles < 5 while peak", { ...SCOPE, phases: [] });
    expect(problems).toMatchObject([{ id: "unknown-phase", hint: "no phase of this scenario has a name" }]);
  });
});
