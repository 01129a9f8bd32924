/** Calls, sends and destinations in scenarios: what a name stands for, what is built, and what is a warning. */
import { describe, expect, test } from "vitest";
import { configOf, problemsOf, warningsOf, withTraffic } from "../reading.ts";

const functionsOf = (text: string, name: string) =>
  configOf(withTraffic(text)).functions.find((one) => one.name === name)!;

const SYSTEM = `downstreams: { db: { type: pool, size: 5, latency: 1ms }, tax: { type: pool, size: 5, latency: 1ms } }
sources: { topic: { type: sns, invokes: "mail:live", delivery: 20ms }, idle: { type: s3, invokes: mail } }`;

describe("what a call goes to", () => {
  const { calls } = functionsOf(
    `functions:
  checkout: { run: 1s, calls: [{ to: db }, { to: tax }, { to: mail, share: 50% }, { to: "mail:live" }, { to: topic }] }
  tax: { run: 1s }
  mail: { run: 1s }
${SYSTEM}`,
    "checkout",
  );

  test("a downstream before a function before a source; a function by its $LATEST or an alias (LIM-12)", () => {
    expect(calls.map((call) => [call.to, call.kind, call.kind === "function" ? call.qualifier : null])).toEqual([
      ["db", undefined, null],
      ["tax", undefined, null],
      ["mail", "function", "$LATEST"],
      ["mail", "function", "live"],
      ["topic", "source", null],
    ]);
  });
  test("SDK-7: calls of functions have a client, standard-2026 with three attempts", () => {
    expect(calls[2]).toMatchObject({ share: 0.5, client: { retry: "standard-2026", attempts: 3, timeout: null } });
  });
});

test("SDK-1: settings of a call's client", () => {
  const { calls } = functionsOf(
    `functions:
  checkout: { run: 1s, calls: [{ to: mail, client: { retry: legacy-python, timeout: 2s } }] }
  mail: { run: 1s }`,
    "checkout",
  );
  expect(calls).toEqual([
    {
      kind: "function",
      to: "mail",
      qualifier: "$LATEST",
      share: 1,
      client: { retry: "legacy-python", attempts: 5, timeout: 2_000_000 },
    },
  ]);
});

test("sends: defaults and settings", () => {
  const { sends } = functionsOf(
    `functions:
  checkout: { run: 1s, sends: [{ to: topic }, { to: "mail:live", share: 10%, delay: { p50: 1s, p99: 5s }, atMost: 3 }] }
  mail: { run: 1s }
${SYSTEM}`,
    "checkout",
  );
  expect(sends).toEqual([
    { kind: "source", to: "topic", share: 1, delay: { kind: "constant", value: 0 }, atMost: null },
    {
      kind: "function",
      to: "mail",
      qualifier: "live",
      share: 0.1,
      delay: { kind: "lognormal", p50: 1_000_000, p99: 5_000_000 },
      atMost: 3,
    },
  ]);
});

test("ASY-20: RecursiveLoop is told where it is allowed; Terminate is the default", () => {
  const of = (field: string) => functionsOf(`functions: { checkout: { run: 1s${field} } }`, "checkout");
  expect(of(", recursiveLoop: Allow")).toMatchObject({ recursiveLoop: "Allow" });
  expect(of(", recursiveLoop: Terminate")).toEqual(of(""));
  expect(of("")).not.toHaveProperty("recursiveLoop");
});

describe("sources tell what they invoke where a function puts something in", () => {
  const sourcesOf = (checkout: string, more = "") =>
    configOf(withTraffic(`functions: { checkout: { run: 1s, ${checkout} }, mail: { run: 1s } }\n${SYSTEM}\n${more}`))
      .sources;
  const invokes = { function: "mail", qualifier: "live" };

  test.each([
    ["a destination (ASY-13)", "async: { onSuccess: topic }"],
    ["a dead-letter queue (ASY-14)", "async: { deadLetter: topic }"],
    ["a call", "calls: [{ to: topic }]"],
    ["something sent", "sends: [{ to: topic }]"],
  ])("%s", (_what, checkout) => {
    const [idle, topic] = sourcesOf(checkout);
    expect(topic).toEqual({ name: "topic", type: "sns", delivery: { kind: "constant", value: 20_000 }, invokes });
    expect(idle).not.toHaveProperty("invokes");
  });
  test("nobody: as ever", () => {
    expect(sourcesOf("errors: 0").map((source) => Object.keys(source))).toEqual([
      ["name", "type", "delivery"],
      ["name", "type", "delivery"],
    ]);
  });
  test("a function of the same name is meant before the source", () => {
    const text = "functions: { checkout: { run: 1s, async: { onSuccess: mail } }, mail: { run: 1s } }\n";
    expect(
      configOf(withTraffic(`${text}sources: { mail: { type: sns, invokes: checkout } }`)).sources[0],
    ).not.toHaveProperty("invokes");
  });
  test("a change makes the first call: of the source, and of an alias that nothing else names", () => {
    const config = configOf(
      withTraffic(`functions: { checkout: { run: 1s }, mail: { run: 1s } }
${SYSTEM.replace("mail:live", "mail")}
changes: [{ at: 1m, set: { functions.checkout.calls: [{ to: topic }, { to: "mail:beta" }] } }]`),
    );
    expect(config.sources[1]).toHaveProperty("invokes");
    expect(config.functions[1]!.versions.map(({ qualifier }) => qualifier)).toEqual(["$LATEST", "beta"]);
    expect(config.changes[0]!.functions[0]!.calls).toMatchObject([
      { kind: "source" },
      { to: "mail", qualifier: "beta" },
    ]);
  });
});

test("OQS-13: accept is the source's own", () => {
  const text = `functions: { checkout: { run: 1s, calls: [{ to: topic }] } }
sources: { topic: { type: s3, invokes: checkout, accept: { p50: 20ms, p99: 90ms } } }`;
  expect(configOf(withTraffic(text)).sources[0]!.accept).toEqual({ kind: "lognormal", p50: 20_000, p99: 90_000 });
});

test("ASY-20: a circle of calls that all runs make is a warning, one that some runs leave is none", () => {
  const circle = (share: string) =>
    withTraffic(`functions:
  checkout: { run: 1s, calls: [{ to: tax }] }
  tax: { run: 1s, calls: [{ to: mail, share: ${share} }] }
  mail: { run: 1s, calls: [{ to: checkout }] }`);
  expect(warningsOf(circle("100%"))).toEqual([
    "3:38 endless-calls: functions.checkout.calls.0.to leads back to checkout in every run: " +
      "no run ever ends well, and Lambda stops its 17th (ASY-20)",
    expect.stringContaining("functions.tax.calls.0.to leads back to tax"),
    expect.stringContaining("functions.mail.calls.0.to leads back to mail"),
  ]);
  expect(warningsOf(circle("99%"))).toEqual([]);
});

test("a function may call itself now and then", () => {
  expect(
    problemsOf(withTraffic("functions: { checkout: { run: 1s, calls: [{ to: checkout, share: 99% }] } }")),
  ).toEqual([]);
});

describe("a name that several things have", () => {
  const shared = (fields: string, more: string) =>
    withTraffic(`functions:
  checkout: { run: 1s, ${fields} }
  same: { run: 1s }
${more}`);
  const TOPIC = "sources: { same: { type: sns, invokes: checkout } }";
  const POOL = "downstreams: { same: { type: pool, size: 1, latency: 1ms } }";

  test.each([
    ["calls: [{ to: same }]", TOPIC, "function and source: the function is meant"],
    ["calls: [{ to: same }]", POOL, "downstream and function: the downstream is meant"],
    ["sends: [{ to: same }]", TOPIC, "function and source: the function is meant"],
    ["async: { onFailure: same }", TOPIC, "function and source: the function is meant"],
  ])("%s beside %s: a warning says which is meant", (fields, more, said) => {
    expect(warningsOf(shared(fields, more))).toEqual([expect.stringContaining(`is the name of a ${said}`)]);
  });

  test("what is sent goes to the source, whatever downstream has its name", () => {
    const text = withTraffic(`functions: { checkout: { run: 1s, sends: [{ to: box }] } }
sources: { box: { type: sns, invokes: checkout } }
downstreams: { box: { type: pool, size: 1, latency: 1ms } }`);
    expect(problemsOf(text)).toEqual([]);
  });

  test("nothing is said where one of them alone is named", () => {
    expect(warningsOf(shared("sends: [{ to: same }]", POOL))).toEqual([]);
  });
});
