/** What `explain` says of a moment: of the sample Result, and of small real runs whose numbers fit in the head. */
import { describe, expect, test } from "vitest";
import { type Explanation, explain, explanationText, questionProblem } from "../../../reports/index.ts";
import { RULES } from "../../../sim/index.ts";
import { functionOf, type Literal } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";
import { sampleResult, sampleRuns } from "../../helpers/sample-result.ts";
import { burst, CALLS_DB, change, region, service } from "../../sim/kit.ts";

const SAMPLE = sampleResult();
const MEANINGS = Object.fromEntries(RULES.map(({ id, meaning }) => [id, meaning]));

const shown = (explanation: Explanation, columns = 80, color = false): string =>
  explanationText(explanation, { columns, color, meanings: MEANINGS });
const widest = (text: string): number =>
  Math.max(
    ...text
      .split("\n")
      .filter((line) => !line.includes("burstlab run"))
      .map((line) => line.length),
  );
const told = (literal: Literal, atMs: number, name?: string): Explanation =>
  explain(play(literal).result, name === undefined ? { atMs } : { atMs, function: name });

describe("whole pages of 80 columns", () => {
  test.each([
    ["refused", 150_700, undefined],
    ["cold", 820_000, undefined],
    ["served", 434_000, "search"],
  ])("%s", async (page, atMs, name) => {
    const text = shown(explain(SAMPLE, name === undefined ? { atMs } : { atMs, function: name }));
    expect(widest(text)).toBeLessThanOrEqual(80);
    await expect(text).toMatchFileSnapshot(`../../golden/explain-${page}.txt`);
  });

  test("spilled over, of a real run", async () => {
    const at = [5000, 5000, 5000, 7000, 7000, 7000];
    const text = shown(told({ functions: { a: { provisioned: 2 } }, traffic: [{ invoke: "a:live", at }] }, 7000));
    expect(widest(text)).toBeLessThanOrEqual(80);
    await expect(text).toMatchFileSnapshot("../../golden/explain-spilled.txt");
  });

  test("colour takes no room: without its codes the page is the same", () => {
    const explanation = explain(SAMPLE, { atMs: 200_600 });
    const codes = new RegExp(`${String.fromCharCode(27)}\\[[0-9]+m`, "g");
    expect(shown(explanation, 80, true)).toMatch(codes);
    expect(shown(explanation, 80, true).replace(codes, "")).toBe(shown(explanation));
  });

  test("numbers are not divided at the end of a line", () => {
    const lines = [60, 64, 68, 72, 76, 80].flatMap((columns) => shown(explain(SAMPLE, { atMs: 820_000 }), columns));
    expect(lines.filter((text) => /\d\n +\d{3}\b/.test(text))).toEqual([]);
  });
});

describe("which function is meant", () => {
  const functions = { a: { reserved: 1 }, b: { init: 50 }, c: { run: 900 } };
  const arrivals = (...at: [string, number[]][]) => at.map(([invoke, moments]) => ({ invoke, at: moments }));

  test("the one with most refusals, before the one with most cold starts; the other is named", () => {
    const traffic = arrivals(["a", [1000, 1001, 1002]], ["b", [1000, 1001, 1002]]);
    const found = told({ functions, traffic }, 1500);
    expect(found.function).toBe("a");
    expect(found.others).toEqual([{ function: "b", refused: 0, cold: 3, spilled: 0, dropped: 0 }]);
    expect(shown(found)).toContain("also          b 3 cold\n");
  });

  test("the one with most cold starts, before the busiest", () => {
    const traffic = arrivals(["b", [1000, 1001]], ["c", [0, 1, 2, 1000, 1001, 1002]]);
    expect(told({ functions, traffic }, 1500).function).toBe("b");
  });

  test("the busiest, where nothing was refused or cold", () => {
    const traffic = arrivals(["b", [0, 1, 1200]], ["c", [0, 1, 2, 1000, 1001, 1002]]);
    expect(told({ functions, traffic }, 1500).function).toBe("c");
  });
});

describe("refused", () => {
  test("RES-7: two reserved units of 100 ms, four requests at once", () => {
    const found = told(
      { functions: { a: { reserved: 2 } }, traffic: [{ invoke: "a", at: [5000, 5000, 5001, 5002] }] },
      5001,
    );
    expect(found.answer).toBe(
      "At 00:05.001 50.0 % of a's requests were refused: all 2 reserved units were busy (RES-7).",
    );
    expect(found).toMatchObject({ fate: "refused", cause: "reserved-full", rule: "RES-7" });
    expect(found.inForce).toMatchObject({ reserved: 2, quota: 1000, quotaInUse: 2, pool: 998, poolInUse: 0 });
    expect(found.inBucket).toMatchObject({ requests: 4, refused: 2, cold: 2, busyMax: 2 });
    expect(found.refusals).toMatchObject({ count: 2, heldBy: { a: 1 }, unusedInRegionCount: 998 });
    expect(found.remedies[0]).toMatchObject({ rule: "RES-1", settings: [{ path: "functions.a.reserved" }] });
    expect(found.remedies[0]?.command).toMatch(/^burstlab run test\.burst\.yaml --set functions\.a\.reserved=\d+$/);
  });

  test("a limit that the scenario changed: no flag sets that one", () => {
    const found = told(
      {
        functions: { a: {} },
        traffic: [{ invoke: "a", at: [1000, 30_000, 30_001, 30_002] }],
        changes: [change(20, { set: ["region.concurrency = 2"], regions: [region(2)] })],
      },
      30_050,
    );
    expect(found.inForce.changes).toEqual([{ fromMs: 20_000, untilMs: null, what: "region.concurrency = 2" }]);
    expect(found.remedies[0]).toMatchObject({ command: null });
    expect(found.remedies[0]?.text).toContain("set by the scenario's changes");
  });

  test("CONC-9: the shared pool, who held it, and the neighbour's idle reservation (RES-2)", () => {
    const found = told(
      {
        concurrency: 120,
        functions: { a: {}, b: { run: 5000 }, idle: { reserved: 20 } },
        traffic: [
          { invoke: "b", demand: burst(1, 99) },
          { invoke: "a", at: [3000, 3010, 3020] },
          { invoke: "idle", at: [0] },
        ],
      },
      3015,
    );
    expect(found.answer).toBe(
      "At 00:03.015 66.7 % of a's requests were refused: all 100 units of the shared pool were busy (CONC-9).",
    );
    expect(found.inForce).toMatchObject({ pool: 100, poolInUse: 100, poolHeldBy: [{ function: "b", units: 99 }] });
    expect(found.remedies.map(({ rule }) => rule)).toEqual(["CONC-2", "RES-2"]);
    expect(found.remedies[1]?.text).toBe("or give back part of idle's 20 reserved units: it used 0");
  });

  test("RPS-2: 30 requests/s of 10 ms on two reserved units want three (RPS-7)", () => {
    const found = told({ functions: { a: { reserved: 2, run: 10 } }, traffic: [{ invoke: "a", rate: 30 }] }, 30_000);
    expect(found.answer).toBe(
      "At 00:30.000 33.3 % of a's requests were refused: " +
        "the 20 requests/s that go with 2 reserved units were used up (RPS-2).",
    );
    expect(found.remedies[0]?.text).toBe("30/s came, and ten requests/s go with a unit: 3 reserved units");
  });

  test("RPS-1: the account's rate is ten for each unit that is not reserved (RPS-10)", () => {
    const literal = {
      concurrency: 10,
      functions: { a: { run: 10 }, b: { reserved: 2 } },
      traffic: [{ invoke: "a", rate: 160 }],
    };
    const found = told(literal, 30_000);
    expect(found.answer).toContain(
      "50.0 % of a's requests were refused: the account's 80 requests/s were used up (RPS-1)",
    );
    expect(found.inForce.requestsPerSecond).toBe(80);
  });

  test("SCALE-1: 1 200 at once; 200 more tokens take two seconds (SCALE-5)", () => {
    const found = told(
      {
        concurrency: 5000,
        functions: { a: { run: 3000, init: 500 } },
        traffic: [{ invoke: "a", demand: burst(10, 1200) }],
      },
      10_000,
    );
    expect(found.answer).toBe(
      "At 00:10.000 16.7 % of a's requests were refused: it had used up its 1 000 new environments in 10 s (SCALE-1).",
    );
    expect(found.remedies.map(({ text }) => text)).toEqual([
      "spread the rise: room for 200 more comes back in 2s, at 100/s",
      "1 320 provisioned units, peak of the minute 1 000 with the 200 refused and a tenth",
    ]);
  });

  test("a bucket is wider than a moment: says so when the first refusal comes later in it", () => {
    const literal = { functions: { a: { reserved: 1 } }, traffic: [{ invoke: "a", at: [5000, 5500, 5510, 5520] }] };
    expect(told(literal, 5100).answer).toContain("were refused, from 00:05.510 on: its one reserved unit was busy");
    expect(told(literal, 5900).answer).toContain("were refused, until 00:05.520: its one reserved unit was busy");
  });

  test("RES-5: stopped by a reservation of 0", () => {
    const found = told({ functions: { a: { reserved: 0 } }, traffic: [{ invoke: "a", at: [5000] }] }, 5000);
    expect(found.answer).toBe(
      "At 00:05.000 a's one request was refused: its reserved concurrency is 0, which stops it (RES-5).",
    );
    expect(found.remedies[0]?.text).toBe("remove functions.a.reserved, or set it above 0");
  });
});

describe("cold", () => {
  const cold = { a: { init: 50 } };

  test.each<[string, readonly number[], number, string]>([
    ["the first request", [5000], 5000, "a's one request started cold: it had no environment yet (CONC-6)."],
    [
      "more at once than there were",
      [5000, 6000, 6001, 6002],
      6000,
      "2 of 3 requests of a started cold: 3 ran at once, and 1 environment existed before (CONC-6).",
    ],
    [
      "LIFE-13: 700 s after the last request, 60 s more than environments wait",
      [5000, 705_000],
      705_000,
      "a's one request started cold: its environments had ended after idling for some 11m 40s (LIFE-13).",
    ],
  ])("%s", (_title, at, atMs, text) => {
    const found = told({ seconds: 800, functions: cold, traffic: [{ invoke: "a", at }] }, atMs);
    expect(found.answer).toContain(text);
    expect(found.remedies.map(({ rule }) => rule)).toEqual(["PC-18"]);
  });

  test("PC-18: ten at once want eleven provisioned units, not twelve", () => {
    const found = told({ functions: cold, traffic: [{ invoke: "a", demand: burst(5, 10) }] }, 5000);
    expect(found.remedies[0]?.text).toBe("11 provisioned units, peak of the minute 10 and a tenth");
  });

  test("PC-2: no more than are reserved", () => {
    const functions = { a: { init: 50, reserved: 10 } };
    const found = told({ functions, traffic: [{ invoke: "a", demand: burst(5, 10) }] }, 5000);
    expect(found.remedies[0]).toMatchObject({ rule: "PC-2", command: null });
  });
});

describe("spilled over", () => {
  test("PC-9: two units of 100 ms, three at once, the third on demand and warm by then", () => {
    const at = [5000, 5000, 5000, 7000, 7000, 7000];
    const found = told({ functions: { a: { provisioned: 2 } }, traffic: [{ invoke: "a:live", at }] }, 7000);
    expect(found.answer).toBe(
      "At 00:07.000 a was served at once, but 1 of 3 ran on demand: all 2 provisioned units were busy (PC-9).",
    );
    expect(found.remedies[1]).toMatchObject({ settings: [{ path: "functions.a.provisioned.count", value: 4 }] });
  });

  test("RPS-3: two units carry 20 requests/s, however short they are; 30/s want three", () => {
    const literal = { functions: { a: { provisioned: 2, run: 10 } }, traffic: [{ invoke: "a:live", rate: 30 }] };
    const found = told(literal, 30_000);
    expect(found.answer).toContain("but 10 of 30 ran on demand: 2 provisioned units carry 20 requests/s (RPS-3)");
    expect(found.remedies[1]?.command).toContain("--set functions.a.provisioned.count=3");
  });

  test("PC-2, PC-9: where two aliases have units, those of the other one are idle, and no single count helps", () => {
    const units = { allocateAtStart: false, initErrors: 0, autoscale: null, schedules: [] };
    const version = (qualifier: string, count: number) => {
      return { qualifier, provisioned: count === 0 ? null : { count, ...units }, restore: null };
    };
    const versions = [version("$LATEST", 0), version("beta", 50), version("live", 2)];
    const found = told(
      { functions: { a: { versions } }, traffic: [{ invoke: "a:live", at: [5000, 5000, 5000, 7000, 7000, 7000] }] },
      7000,
    );
    expect(found.answer).toContain(
      "1 of 3 ran on demand: the provisioned units of its alias were all busy, or at ten requests/s each (PC-9)",
    );
    expect(found.remedies[1]).toMatchObject({ settings: [], command: null });
  });
});

describe("slow", () => {
  test("ERR-4: those that had been refused are answered later, and nobody is refused any more", () => {
    const client = { retry: "standard-2026", attempts: 5, clients: 1 } as const;
    const traffic = [
      { invoke: "a", rate: 10, toSeconds: 20 },
      { invoke: "a", demand: burst(30, 20), client },
    ];
    const found = told({ functions: { a: { reserved: 10 } }, traffic }, 31_500);
    expect(found).toMatchObject({ fate: "slow", rule: "ERR-4", cause: "reserved-full" });
    expect(found.answer).toMatch(
      /^At 00:31.500 a was slow, p50 1.\d+s against 100ms in the whole run: callers that had been refused came back/,
    );
    expect(found.remedies[0]?.settings[0]?.path).toBe("functions.a.reserved");
  });

  test("ADM-1: Lambda made nobody wait, the runs took ten times as long", () => {
    const changes = [change(50, { functions: [functionOf("a", { run: 1000 })] })];
    const found = told({ functions: { a: { run: 100 } }, traffic: [{ invoke: "a", rate: 30 }], changes }, 58_000);
    expect(found.answer).toBe(
      "At 00:58.000 a was slow, p50 1s against 100ms in the whole run: " +
        "the runs themselves took longer, nothing was refused or cold (ADM-1).",
    );
    expect(shown(found)).toContain("no setting of Lambda's: the time is spent in the function");
  });
});

describe("asynchronous", () => {
  const events = (count: number) => [{ invoke: "a", event: true, demand: burst(5, count) }];

  test("refused attempts come back later, and no request rate binds them (RPS-4)", () => {
    const found = told({ functions: { a: { reserved: 1, run: 2000 } }, traffic: events(10) }, 5000);
    expect(found.answer).toMatch(/of a's attempts were refused, to come back later: its one reserved unit was busy/);
    expect(found.asynchronous).toBe(true);
    expect(found.inBucket.asyncDepthMax).toBeGreaterThanOrEqual(9);
    expect(found.remedies[0]?.text).toBe("raise functions.a.reserved above 1: each unit more drains the queue faster");
    expect(shown(found)).toContain("no limit for events (RPS-4)");
  });

  test("ASY-5: nothing is refused any more, but what was refused waits for its next turn", () => {
    const found = told({ functions: { a: { reserved: 1, run: 1500 } }, traffic: events(3) }, 7000);
    expect(found).toMatchObject({ fate: "queued", rule: "ASY-5", remedies: [{ rule: "RES-1" }] });
    expect(found.answer).toMatch(
      /^At 00:07.000 \d events? of a waited, none was due: refused earlier, they come back later \(ASY-5\)/,
    );
  });

  test("ASY-9: a stopped function loses its events without an attempt", () => {
    const found = told({ functions: { a: { reserved: 0 } }, traffic: events(3) }, 5000);
    expect(found.answer).toBe(
      "At 00:05.000 a lost events, 3 in that minute: its reserved concurrency is 0, which stops it (ASY-9).",
    );
    expect(found.remedies[0]?.text).toBe("remove functions.a.reserved, or set it above 0");
  });

  test("events that another function loses are not passed over", () => {
    const functions = { a: { reserved: 0 }, b: {} };
    const found = told({ functions, traffic: [...events(3), { invoke: "b", rate: 1 }] }, 7000);
    expect([found.function, shown(found).includes("also          a 3 events dropped\n")]).toEqual(["b", true]);
  });
});

describe("fine, or nothing at all", () => {
  test("CONC-6: the second request finds the first one's environment", () => {
    const found = told({ functions: { a: {} }, traffic: [{ invoke: "a", at: [5000, 6000] }] }, 6000);
    expect(found.answer).toBe("At 00:06.000 a was served at once: its one request found a warm environment (CONC-6).");
    expect(found.remedies).toEqual([]);
    expect(shown(found)).toContain("what would have helped\n  nothing was needed\n");
  });

  test("errors of the function are no matter of Lambda's, but are told", () => {
    const found = told({ functions: { a: { errors: 1 } }, traffic: [{ invoke: "a", at: [5000, 6000] }] }, 6000);
    expect(found.answer).toMatch(/its one request found a warm environment \(CONC-6\), but 1 ended in an error\.$/);
  });

  test("a downstream that rejects calls is named as going on", () => {
    const db = service({ perSecond: 1, latency: 1, whenFull: "error" });
    const functions = { a: { calls: CALLS_DB } };
    const found = told({ functions, downstreams: [db], traffic: [{ invoke: "a", rate: 5 }] }, 30_000);
    expect(found.episodes).toMatchObject([{ kind: "downstream-rejecting", subject: "db" }]);
    expect(shown(found)).toMatch(/^ {2}going on +rejected calls of db from /m);
  });

  test.each([
    [6000, "no request came to a; it would have been warm: 1 environment was idle (CONC-6)."],
    [700_000, "it would have been cold: no environment was idle, the last request came at about 00:05.000 (CONC-6)."],
  ])("nobody came at %d ms", (atMs, text) => {
    const found = told({ seconds: 800, functions: { a: {} }, traffic: [{ invoke: "a", at: [5000] }] }, atMs);
    expect(found.answer).toContain(text);
  });

  test("of several seeds the first one's moment is shown, and said to be", () => {
    const [first] = sampleRuns(1);
    const text = shown(explain({ ...first!, seeds: [42, 43, 44] }, { atMs: 200_600 }), 120);
    expect(text).toMatch(/seed 42 \(the first of 3; whole-run numbers are means over all\)\n$/);
  });
});

describe("questions without an answer", () => {
  test.each([
    [{ atMs: 5000, function: "serch" }, "function", "'serch' is not a function of this run", "did you mean 'search'?"],
    [
      { atMs: 5000, function: "payroll" },
      "function",
      "'payroll' is not a function of this run",
      "functions here: checkout, fulfil, search, thumbs",
    ],
    [{ atMs: 900_001 }, "at", "15:00.001 is beyond the end of the run, which is 15:00", "name an earlier moment"],
    [
      { atMs: 59_999 },
      "at",
      "00:59.999 lies in the warm-up, the first 1m that are left out of every total",
      "name a moment from 01:00 on, or shorten simulate.ignore",
    ],
    [
      { atMs: 119_999, function: "fulfil" },
      "at",
      "01:59.999 is before the first request of fulfil",
      "it comes in the second from 02:00.000",
    ],
  ])("%j", (question, part, text, hint) => {
    expect(questionProblem(SAMPLE, question)).toEqual({ part, text, hint });
    expect(() => explain(SAMPLE, question)).toThrow(text);
  });

  test("just inside: the end of the warm-up, the horizon, the first request", () => {
    const moments = [{ atMs: 60_000 }, { atMs: 900_000 }, { atMs: 120_000, function: "fulfil" }];
    expect(moments.map((question) => questionProblem(SAMPLE, question))).toEqual([null, null, null]);
  });

  test("a run without any request", () => {
    const { result } = play({ functions: { a: {} } });
    expect(questionProblem(result, { atMs: 5000 })?.text).toBe("the run has no request at all");
  });
});

test("every rule that is cited has a meaning, and names cannot write to the terminal", () => {
  const found = explain(SAMPLE, { atMs: 200_600 });
  expect(found.rules.filter((id) => MEANINGS[id] === undefined)).toEqual([]);
  const evil = { ...found, others: [{ function: "\u001b[2Jevil", refused: 1, cold: 0, spilled: 0, dropped: 0 }] };
  expect(shown(evil)).not.toContain("\u001b");
});
