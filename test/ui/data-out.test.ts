/** Data for other programs, written by the command line and read back by DuckDB, which knows nothing of burstlab. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { beforeAll, describe, expect, test } from "vitest";
import type { Result } from "../../sim/index.ts";
import { resultDigest } from "../../sim/measure/report/report.ts";
import { burstlab, folder, shell } from "../helpers/cli.ts";

const HOSTILE = ["a,b", '"quoted"', "two\nlines\r\n", "ünï-☃-𝒳", "'; drop table series; --", " ", "us-east-1"];
const NAME = 'a,"b"\nü☃';

const database = (await DuckDBInstance.create(":memory:")).connect();

/** Rows as plain JSON; large whole numbers come as text. */
async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const read = await (await database).runAndReadAll(sql);
  return read.getRowObjectsJson();
}

const place = folder();
const at = (...parts: string[]): string => join(place, ...parts);
const csv = (file: string): string => `read_csv('${file}', header = true, all_varchar = true, quote = '"')`;
const result = (): Result => JSON.parse(readFileSync(at("first", "result.json"), "utf8"));

const write = (to: string) => {
  mkdirSync(at(to));
  const files = ["--out", at(to), "--events", at(to, "events.ndjson"), "--emf", at(to, "m.emf")];
  return burstlab(["run", "failing.burst.yaml", ...files, "--otlp", at(to, "m.otlp.json")]);
};

beforeAll(async () => {
  await Promise.all([write("first"), write("second")]);
});

describe("series.parquet", () => {
  const file = at("first", "series.parquet");

  test("has columns of the right types", async () => {
    const columns = await rows(`describe select * from '${file}'`);
    expect(columns.map((one) => [one.column_name, one.column_type])).toEqual([
      ["atMs", "DOUBLE"],
      ["kind", "VARCHAR"],
      ["subject", "VARCHAR"],
      ["metric", "VARCHAR"],
      ["value", "DOUBLE"],
    ]);
  });

  test("is compressed, its names are kept once, and it tells which run it is of", async () => {
    const names = await rows(
      `select distinct compression, encodings from parquet_metadata('${file}') where path_in_schema = 'subject'`,
    );
    expect(names).toEqual([{ compression: "SNAPPY", encodings: expect.stringContaining("RLE_DICTIONARY") }]);
    const origin = await rows(`select decode(key) as key, decode(value) as value from parquet_kv_metadata('${file}')`);
    expect(origin).toContainEqual({ key: "burstlab.digest", value: result().digest });
  });

  test("has a row for each bucket, subject and metric, whose sums are those of the result", async () => {
    const { series, functions } = result();
    const [counted] = await rows(`select count(*)::int as n, count(distinct atMs)::int as buckets from '${file}'`);
    const columns = [...Object.values(series.functions), ...Object.values(series.regions)].flatMap((part) =>
      Object.values(part).flatMap((column) => (Array.isArray(column) ? [column] : Object.values(column))),
    );
    expect(counted).toEqual({ n: columns.length * series.buckets, buckets: series.buckets });
    const sums = await rows(
      `select metric, sum(value) as total from '${file}'
       where subject = 'checkout' and metric in ('requests', 'throttles', 'coldStarts', 'errors')
       group by metric order by metric`,
    );
    const { checkout } = functions;
    expect(sums).toEqual([
      { metric: "coldStarts", total: checkout!.coldStartsCount },
      { metric: "errors", total: checkout!.errorsCount },
      { metric: "requests", total: checkout!.requestsCount },
      { metric: "throttles", total: checkout!.throttlesCount },
    ]);
  });
});

test("series.csv and series.parquet hold the same rows in the same order", async () => {
  const both = ["series.parquet", "series.csv"].map((name) => at("first", name));
  const typed = (from: string) =>
    rows(
      `select atMs::double as atMs, kind, subject, metric, nullif(value::varchar, '')::double as value from ${from}`,
    );
  const [parquet, text] = [await typed(`'${both[0]}'`), await typed(csv(both[1]!))];
  expect(parquet.length).toBeGreaterThan(1000);
  expect(text).toEqual(parquet);
});

test("events.ndjson: each line is a document, and the table agrees with the result", async () => {
  const lines = readFileSync(at("first", "events.ndjson"), "utf8").trimEnd().split("\n");
  expect(lines.every((line) => typeof JSON.parse(line).atUs === "number")).toBe(true);
  const kinds = await rows(
    `select kind, count(*)::int as n from read_json('${at("first", "events.ndjson")}', format = 'newline_delimited')
     where "function" = 'checkout' group by kind`,
  );
  const counted = new Map(kinds.map(({ kind, n }) => [kind, n]));
  const { checkout } = result().functions;
  expect([...counted.values()].reduce((sum: number, n) => sum + Number(n), 0)).toBe(lines.length);
  expect(counted.get("throttle")).toBe(checkout!.throttlesCount);
  expect(counted.get("cold")).toBe(checkout!.coldStartsCount);
});

test.each([["series.parquet"], ["series.csv"], ["events.ndjson"], ["m.emf"], ["m.otlp.json"]])(
  "two runs write the same bytes: %s",
  (name) => {
    const [first, second] = ["first", "second"].map((to) => readFileSync(at(to, name)));
    expect(first!.length).toBeGreaterThan(0);
    expect(second).toEqual(first);
  },
);

test("metrics agree with the result: EMF by the minute, OTLP in all", async () => {
  const { functions } = result();
  const [emf] = await rows(
    `select sum(Throttles)::double as throttles, sum(Invocations)::double as invocations
     from read_json('${at("first", "m.emf")}', format = 'newline_delimited') where FunctionName = 'checkout'`,
  );
  const { throttlesCount, invocationsCount, coldStartsCount } = functions.checkout!;
  expect(emf).toEqual({ throttles: throttlesCount, invocations: invocationsCount });
  const otlp = await rows(
    `with r as (select unnest(resourceMetrics) as r from read_json('${at("first", "m.otlp.json")}')),
          s as (select unnest(r.scopeMetrics) as s from r),
          m as (select unnest(s.metrics) as m from s)
     select m."sum".dataPoints[1].asInt::int as n from m where m.name = 'faas.coldstarts'`,
  );
  expect(otlp).toEqual([{ n: coldStartsCount }]);
});

describe("hostile names", () => {
  test("of functions come back as they went in, and a function is not taken for a Region of its name", async () => {
    const [one] = Object.values(result().series.functions);
    const { digest: _digest, ...body } = result();
    const series = { ...body.series, functions: Object.fromEntries(HOSTILE.map((name) => [name, one!])) };
    const { passed, thresholds, ...hostile } = { ...body, series } as typeof body & Record<string, unknown>;
    const file = at("hostile.json");
    const { schema, ...rest } = hostile;
    const document = { schema, ...rest, passed, thresholds, digest: resultDigest({ schema, ...rest }) };
    writeFileSync(file, JSON.stringify(document));
    const { code, stderr } = await burstlab(["report", file, "--csv", "--parquet", "--out", at("hostile")]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const names = (from: string) =>
      rows(`select subject from (select distinct subject from ${from} where kind = 'function') order by subject`);
    const expected = [...HOSTILE].sort().map((subject) => ({ subject }));
    expect(await names(`'${at("hostile", "series.parquet")}'`)).toEqual(expected);
    expect(await names(csv(at("hostile", "series.csv")))).toEqual(expected);
  });

  test("of a scenario come back from every file", async () => {
    const scenario = readFileSync(join("test", "data", "cli", "good.burst.yaml"), "utf8");
    const yaml = at("hostile.burst.yaml");
    writeFileSync(yaml, scenario.replace("name: good", `name: ${JSON.stringify(NAME)}`));
    const files = ["events", "emf", "otlp"].map((name) => at(`hostile.${name}`));
    await burstlab(["run", yaml, "--events", files[0]!, "--emf", files[1]!, "--otlp", files[2]!]);
    const named = { name: NAME };
    const json = (file: string) => `read_json('${file}', format = 'newline_delimited')`;
    expect(await rows(`select distinct scenario as name from ${json(files[0]!)}`)).toEqual([named]);
    expect(await rows(`select distinct Scenario as name from ${json(files[1]!)}`)).toEqual([named]);
    const [attribute] = await rows(
      `select resourceMetrics[1].resource.attributes[1]."value".stringValue as name from ${json(files[2]!)}`,
    );
    expect(attribute).toEqual(named);
  });
});

describe("events take no memory", () => {
  const small = { env: { NODE_OPTIONS: "--max-old-space-size=64" } };

  test("a burst of 900,000 after a long quiet fits a heap of 64 MB, in a file as in a pipe", async () => {
    const file = at("burst.ndjson");
    const { code } = await burstlab(["run", "burst-in-quiet.burst.yaml", "--quiet", "--events", file], small);
    expect(code).toBe(0);
    const piped = await shell("$BURSTLAB run burst-in-quiet.burst.yaml --quiet --events - | wc -l", small);
    const [written] = await rows(`select count(*)::int as n from read_json('${file}', format = 'newline_delimited')`);
    expect(written).toEqual({ n: Number(piped.stdout) });
    expect(Number(piped.stdout)).toBeGreaterThan(900_000);
  });
});

describe("wrong use", () => {
  const inTheWay = at("in-the-way");
  writeFileSync(inTheWay, "");

  test.each([
    ["run", "--emf", inTheWay],
    ["run", "--otlp", inTheWay],
    ["report", "--emf", inTheWay],
    ["report", "--otlp", inTheWay],
  ])("%s %s: a file that cannot be written is a problem before the run", async (verb, flag, blocked) => {
    const { code, stdout, stderr } = await burstlab([verb, "long.burst.yaml", flag, join(blocked, "m.json")]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("a file stands where a folder is needed");
  });

  test("one file cannot hold both", async () => {
    const { code, stderr } = await burstlab(["run", "good.burst.yaml", "--emf", at("m"), "--otlp", `${place}/./m`]);
    expect(code).toBe(2);
    expect(stderr).toContain("--emf and --otlp name the same file");
  });

  test("neither format can tell a moment before 1970", async () => {
    const old = ["--set", "simulate.startsAt=1969-12-31T23:00:00Z"];
    const { code, stderr } = await burstlab(["run", "good.burst.yaml", ...old, "--emf", at("old.emf")]);
    expect(code).toBe(2);
    expect(stderr).toContain("starts before 1970");
  });

  test("a trial whether a file can be written leaves what is there, and nothing where nothing was", async () => {
    const kept = at("kept.emf");
    writeFileSync(kept, "before");
    const args = ["--emf", kept, "--otlp", at("never.json"), "--time-limit", "1ms"];
    expect((await burstlab(["run", "long.burst.yaml", ...args])).code).toBe(2);
    expect(readFileSync(kept, "utf8")).toBe("before");
    expect(() => readFileSync(at("never.json"))).toThrow("ENOENT");
  });
});

test("times count from simulate.startsAt, and each of several variants is a run of its own", async () => {
  const file = at("variants.emf");
  const starts = ["--set", "simulate.startsAt=2026-11-27T07:30:00Z"];
  await burstlab(["run", "good.burst.yaml", "--all-variants", ...starts, "--emf", file]);
  const runs = await rows(
    `select Run, min(_aws.Timestamp)::double as first, count(*)::int as n
     from read_json('${file}', format = 'newline_delimited') group by Run order by Run`,
  );
  const first = Date.parse("2026-11-27T07:30:00Z");
  expect(runs).toEqual([
    { Run: "good-base", first, n: 2 },
    { Run: "good-reserved-one", first, n: 2 },
  ]);
});

test("report writes metrics beside one text on stdout, from a result as from its scenario", async () => {
  const out = [at("a.emf"), at("b.emf")];
  const fromResult = await burstlab(["report", at("first", "result.json"), "--csv", "--emf", out[0]!]);
  const fromScenario = await burstlab(["report", "failing.burst.yaml", "--emf", out[1]!]);
  expect(fromResult.stdout).toBe(readFileSync(at("first", "series.csv"), "utf8"));
  expect(fromScenario).toEqual({ code: 0, stdout: "", stderr: `wrote ${out[1]}\n` });
  expect(readFileSync(out[0]!)).toEqual(readFileSync(out[1]!));
  expect(readFileSync(out[0]!)).toEqual(readFileSync(at("first", "m.emf")));
});
