/** Same file, same seed: the same bytes, whatever the process, the order of declaration, the neighbours or the Node. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { load } from "../scenarios/index.ts";
import { ENGINE, type Result, type SimConfig, simulate, start, type TraceEvent } from "../sim/index.ts";
import { nodeVersion, OTHER_NODES } from "./helpers/node-versions.ts";

const EVERYTHING = "test/data/scenarios/everything.burst.yaml";
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const text = readFileSync(`${ROOT}${EVERYTHING}`, "utf8");

function configOf(yaml: string): SimConfig {
  const loaded = load(yaml, EVERYTHING);
  if (!loaded.ok) throw new Error(loaded.problems.map((problem) => problem.text).join("\n"));
  return loaded.scenario.config();
}

function digestIn(node: string, scenario: string): string {
  const args = ["dist/bin/burstlab.js", "run", scenario, "--repeat", "1", "--json", "--no-thresholds"];
  const output = execFileSync(node, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1e8 });
  return (JSON.parse(output) as Result).digest;
}

function eventsOf(config: SimConfig): TraceEvent[] {
  const events: TraceEvent[] = [];
  start(config, { onEvent: (event) => events.push(event) }).finish();
  return events;
}

const config = configOf(text);
const base = simulate(config);

describe("one process", () => {
  test("a second run gives the same digest, and the same log up to the last event", () => {
    expect(simulate(config).digest).toBe(base.digest);
    expect(eventsOf(config)).toEqual(eventsOf(config));
  });

  test("slices and listeners change nothing", () => {
    const run = start(config, { onEvent: () => {} });
    for (let ms = 777; run.advanceTo(ms); ms += 777) run.snapshot();
    expect(run.finish().digest).toBe(base.digest);
  });

  test("another seed gives another run", () => {
    expect(simulate({ ...config, seed: config.seed + 1 }).digest).not.toBe(base.digest);
  });
});

describe("order and neighbours", () => {
  test("functions, sources, downstreams and traffic declared in another order: the same digest", () => {
    const turned: SimConfig = {
      ...config,
      functions: config.functions.toReversed(),
      sources: config.sources.toReversed(),
      downstreams: config.downstreams.toReversed(),
      traffic: config.traffic.toReversed(),
      windows: config.windows.toReversed(),
    };
    expect(simulate(turned).digest).toBe(base.digest);
  });

  test("the same in the file: its first function moved behind the last one", () => {
    const lines = text.split("\n");
    const from = lines.indexOf("  checkout:");
    const to = lines.findIndex((line) => line.startsWith("  resize:"));
    const block = lines.splice(from, to - from);
    const end = lines.indexOf("sources:");
    lines.splice(end, 0, ...block);
    expect(simulate(configOf(lines.join("\n"))).digest).toBe(base.digest);
  });

  test("an unrelated function in another Region shifts nobody's numbers", () => {
    const home = config.regions[0]!;
    const cleanup = config.functions.find(({ name }) => name === "cleanup")!;
    const photos = config.traffic.find(({ name }) => name === "photos")!;
    const stranger = { ...photos, name: "aliens", function: "ufo", source: null };
    const result = simulate({
      ...config,
      regions: [...config.regions, { ...home, name: "eu-west-1" }],
      functions: [{ ...cleanup, name: "ufo", region: "eu-west-1" }, ...config.functions],
      traffic: [stranger, ...config.traffic],
    });
    const { ufo, ...others } = result.functions;
    expect(ufo!.invocationsCount).toBeGreaterThan(1000);
    expect(others).toEqual(base.functions);
  });

  test("nor does one in the same Region, as long as the pool has room", () => {
    const roomy = { ...config, regions: [{ ...config.regions[0]!, concurrency: 5000 }] };
    const cleanup = config.functions.find(({ name }) => name === "cleanup")!;
    const photos = config.traffic.find(({ name }) => name === "photos")!;
    const crowded = {
      ...roomy,
      functions: [{ ...cleanup, name: "another" }, ...config.functions],
      traffic: [{ ...photos, name: "a", function: "another", source: null }, ...config.traffic],
    };
    const { another, ...others } = simulate(crowded).functions;
    expect(another!.invocationsCount).toBeGreaterThan(1000);
    const alone = simulate(roomy).functions;
    const served = Object.keys(alone).map((name) => [name, others[name]!.latencyMsP99, others[name]!.invocationsCount]);
    expect(served).toEqual(Object.entries(alone).map(([name, fn]) => [name, fn.latencyMsP99, fn.invocationsCount]));
  });
});

describe("other processes and versions of Node", () => {
  test("a fresh process", () => expect(digestIn(process.execPath, EVERYTHING)).toBe(base.digest));

  test.each(OTHER_NODES)("Node %s", { timeout: 300_000 }, (version) => {
    expect(digestIn(nodeVersion(version), EVERYTHING)).toBe(base.digest);
  });
});

test("the engine's version is the package's", () => {
  const manifest = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as { version: string };
  expect(ENGINE).toBe(manifest.version);
});
