/** Both compilations of the core give the same: every event in order, every number of the result, and the digest. */
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { load } from "../../../scenarios/index.ts";
import { type SimConfig, seconds, simulate, start } from "../../../sim/index.ts";
import { configOf, constant } from "../../helpers/config.ts";
import { config } from "../../laws/configs/configs.ts";
import { engineDifference, type Start } from "../../laws/engines/engines.ts";
import { ROOT } from "../../tidy/tree.ts";

const SEED = 20_261_128;
const RUNS = 100;

/** What the build has made of the engine, which carries the WebAssembly; the sources run as JavaScript. */
let built: Start;
beforeAll(async () => {
  built = ((await import(join(ROOT, "dist/sim/index.js"))) as { start: Start }).start;
});

const wasm: Start = (of, options) => built(of, { ...options, core: "wasm" });
const js: Start = (of, options) => start(of, { ...options, core: "js" });

const scenarios = ["library", "lessons"].flatMap((folder) =>
  readdirSync(join(ROOT, "scenarios", folder))
    .filter((name) => name.endsWith(".burst.yaml"))
    .map((name) => `scenarios/${folder}/${name}`),
);

function configOfFile(path: string): SimConfig {
  const folder = join(ROOT, path, "..");
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  const loaded = load(readFileSync(join(ROOT, path), "utf8"), path, { read });
  if (!loaded.ok) throw new Error(loaded.problems.map(({ text }) => text).join("\n"));
  return loaded.scenario.config();
}

/** The first part of a long run: `npm run compare-engines -- dist` runs them whole, with all variants. */
const shortened = (of: SimConfig): SimConfig => {
  const horizon = Math.max(Math.min(of.horizon, seconds(120)), Math.floor(of.horizon / 4)) as typeof of.horizon;
  return { ...of, horizon };
};

describe("JavaScript and WebAssembly", () => {
  test(`${RUNS} generated configurations, event by event`, { timeout: 120_000 }, () => {
    const agree = fc.property(config, (one) => engineDifference(one, { one: js, other: wasm }) === "");
    expect(fc.check(agree, { numRuns: RUNS, seed: SEED }).failed).toBe(false);
  });

  test.each(scenarios)("%s: the same result", { timeout: 60_000 }, (path) => {
    const of = shortened(configOfFile(path));
    expect(wasm(of).finish().digest).toBe(js(of).finish().digest);
  });

  test("a number that does not fit 32 bits is no other number in WebAssembly", () => {
    const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0] }] });
    const large = { ...of, functions: of.functions.map((one) => ({ ...one, reserved: 2 ** 32 })) };
    expect(() => wasm(large).finish()).toThrow("32 bits");
  });

  test("an event that is delivered after more than 200,000 years ends no run", () => {
    const of = configOf({
      functions: { f: {} },
      sources: [{ name: "late", type: "sns", delivery: constant(1e16) }],
      traffic: [{ invoke: "f", at: [0], event: true, source: "late" }],
    });
    expect(js(of).finish().traffic["traffic-1"]).toMatchObject({ requestsCount: 1, pendingCount: 1 });
    expect(wasm(of).finish().digest).toBe(js(of).finish().digest);
  });

  test("a broken invariant says the same in both", () => {
    const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0] }] });
    const broken = { ...of, functions: of.functions.map((one) => ({ ...one, timeout: Number.NaN as never })) };
    const said = (run: Start): string => {
      try {
        return run(broken).finish().digest;
      } catch (error) {
        return String(error);
      }
    };
    expect(said(js)).toMatch(/agenda for a moment that is none \(seed \d+, 0 ms, event \d+\)$/);
    expect(said(wasm)).toBe(said(js));
  });
});

test("a thread runs the core that another one has compiled, and compiles nothing itself", async () => {
  const { compiledCore } = (await import(join(ROOT, "dist/sim/index.js"))) as { compiledCore: () => unknown };
  const of = configOf({
    functions: { f: { run: 100, init: 300 } },
    traffic: [{ invoke: "f", rate: 10, toSeconds: 20 }],
  });
  const thread = new Worker(
    `const { parentPort, workerData: { of, core, url } } = require("node:worker_threads");
     import(url).then(({ adoptCore, start }) => {
       adoptCore(core);
       WebAssembly.Module = class { constructor() { throw new Error("compiled again"); } };
       parentPort.postMessage(start(of, { core: "wasm" }).finish().digest);
     });`,
    { eval: true, workerData: { of, core: compiledCore(), url: pathToFileURL(join(ROOT, "dist/sim/index.js")).href } },
  );
  const [digest] = await once(thread, "message");
  await thread.terminate();
  expect(digest).toBe(js(of).finish().digest);
});

test("without a compiled core a forced one is told, and nothing else changes", () => {
  const of = configOf({ functions: { f: {} }, traffic: [{ invoke: "f", at: [0] }] });
  expect(() => start(of, { core: "wasm" })).toThrow(/carries no WebAssembly/);
  expect(start(of).finish().digest).toBe(simulate(of).digest);
});

// Of it, 4,400 bytes are what functions hand on, 200 first runs, 100 workers, 150 units of several aliases.
test("the compiled core is small", () => {
  const text = readFileSync(join(ROOT, "dist/core/compiled.js"), "utf8");
  const { bytes } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as { bytes: string };
  expect(Buffer.from(bytes, "base64").length).toBeLessThanOrEqual(37_100);
});
