/** Files that earlier versions have written are still read: results of burstlab.result/1, baselines of the same age. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { document } from "../../reports/index.ts";
import { load } from "../../scenarios/index.ts";
import { simulate } from "../../sim/index.ts";
import { resultDigest } from "../../sim/measure/report/report.ts";
import { METRICS } from "../../sim/vocabulary/index.ts";
import { fromOlder, UNKNOWN_TO_OLDER } from "../../ui/runs/older-result.ts";
import { burstlab, folder } from "../helpers/cli.ts";

/** Written by the version before burstlab.result/2 with the scenario beside it: `run --json`, `--update-baseline`. */
const path = (name: string): string => fileURLToPath(new URL(`../data/older/${name}`, import.meta.url));
const OLDER = JSON.parse(readFileSync(path("result-1.json"), "utf8"));

const loaded = load(readFileSync(path("everything.burst.yaml"), "utf8"), "everything.burst.yaml", { read: () => "" });
if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join("\n"));
const NOW = document(simulate(loaded.scenario.config({})), []);

/** Every path to a number, a text or nothing; of a list, those of its first entry. */
function placesIn(value: unknown, place = ""): string[] {
  if (typeof value !== "object" || value === null) return [place];
  if (Array.isArray(value)) return value.length === 0 ? [place] : placesIn(value[0], `${place}.0`);
  return Object.entries(value).flatMap(([key, one]) => placesIn(one, `${place}.${key}`));
}

const without = (some: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return some.filter((one) => !known.has(one));
};

describe("a result of burstlab.result/1", () => {
  test("has every number in its place of today, but for a histogram and a gauge that it lacks", () => {
    const { thresholds: _older, ...older } = fromOlder(OLDER);
    const { thresholds: _now, ...now } = NOW;
    const lacking = without(placesIn(now), placesIn(older));
    expect(lacking.filter((place) => !/\.histograms\.afterRunMs\.|\.instances[A-Z]/.test(place))).toEqual([]);
    expect(without(placesIn(older), placesIn(now))).toEqual([]);
  });

  test("keeps its numbers and its digest, and does not know of which type a source is", () => {
    const older = fromOlder(OLDER);
    expect(older.functions.plain).toMatchObject({ ...OLDER.functions.plain.extensions, afterRunMsP50: 50 });
    expect(older.metrics.functions.plain!["AWS/Lambda"]).toEqual(OLDER.metrics.functions.plain);
    expect(older.cost.lines.map(({ usd }) => usd)).toEqual(OLDER.cost.lines.map(({ usd }: { usd: number }) => usd));
    expect(older.events.map(({ subjectKind, subject }) => `${subjectKind} ${subject}`)).toContain("phase peak");
    expect([older.digest, older.sources.uploads!.type, NOW.sources.uploads!.type]).toEqual([OLDER.digest, null, "s3"]);
  });

  test("is reported, explained and compared with a run of today", async () => {
    for (const args of [
      ["report", path("result-1.json"), "--md"],
      ["explain", path("result-1.json"), "--at", "10s"],
      ["compare", "--base", path("result-1.json"), path("everything.burst.yaml"), "--repeat", "1"],
    ]) {
      const { code, stderr } = await burstlab(args);
      // 98: the measured cold starts of today are others than those of then.
      expect([[0, 1, 98].includes(code ?? Number.NaN), stderr.includes("error[")]).toEqual([true, false]);
    }
  });

  test("of which something was changed is not read", async () => {
    const changed = join(folder(), "changed.json");
    writeFileSync(changed, JSON.stringify({ ...OLDER, horizonMs: 1 }));
    const { stderr } = await burstlab(["report", changed, "--md"]);
    expect(stderr).toContain("its digest does not fit its content");
  });
});

describe("what no earlier version has counted is not compared with it", () => {
  test("each such metric is one of today", () => {
    const names = METRICS.map(({ kind, name }) => `${kind} ${name}`);
    for (const one of UNKNOWN_TO_OLDER) expect(names).toContain(one.replace(/\.(count|rate|sum|p99|max)$/, ""));
  });

  test("a baseline of burstlab.baseline/1 shows no metric that it could not have", async () => {
    const args = [
      "compare",
      "--base",
      path("baseline-1.json"),
      path("everything.burst.yaml"),
      "--repeat",
      "2",
      "--json",
    ];
    const { scenarios } = JSON.parse((await burstlab(args)).stdout);
    const names: string[] = scenarios[0].metrics.map(({ metric }: { metric: string }) => metric);
    expect(names).toContain("plain.throttles.rate");
    for (const one of UNKNOWN_TO_OLDER)
      expect(names.filter((name) => name.endsWith(`.${one.split(" ")[1]}`))).toEqual([]);
  });
});

describe("a file of another version that counts less", () => {
  /** Without what stands for a metric that is still to come. */
  const withoutOne = (fields: object) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => name !== "timeoutsCount"));
  const names = async (file: string): Promise<string[]> => {
    const args = ["compare", "--base", file, path("everything.burst.yaml"), "--repeat", "1", "--json"];
    const { scenarios } = JSON.parse((await burstlab(args)).stdout);
    return scenarios[0].metrics.map(({ metric }: { metric: string }) => metric);
  };

  test("a result without a field of all functions is not read as if nothing had happened", async () => {
    const { digest: _digest, passed, thresholds, ...whole } = NOW;
    const functions = Object.fromEntries(Object.entries(whole.functions).map(([name, fn]) => [name, withoutOne(fn)]));
    const body = { ...whole, functions } as unknown as Parameters<typeof resultDigest>[0];
    const file = join(folder(), "fewer.json");
    writeFileSync(file, JSON.stringify({ ...body, passed, thresholds, digest: resultDigest(body) }));
    const found = await names(file);
    expect(found).toContain("plain.throttles.rate");
    expect(found.filter((name) => name.includes("timeouts"))).toEqual([]);
  });

  test("a baseline says what its writer compares, and nothing else is compared with it", async () => {
    const file = join(folder(), "baseline.json");
    await burstlab(["run", path("everything.burst.yaml"), "--update-baseline", file]);
    const written = JSON.parse(readFileSync(file, "utf8"));
    expect(await names(file)).toContain("plain.timeouts.rate");
    const metrics = written.metrics.filter((name: string) => name !== "function timeouts.rate");
    writeFileSync(file, JSON.stringify({ ...written, metrics }));
    expect((await names(file)).filter((name) => name.includes("timeouts"))).toEqual([]);
  });
});
