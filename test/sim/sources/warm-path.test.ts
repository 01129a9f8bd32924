/** The short way of a warm request and the long one, which a listener's run takes, give the same results. */
import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test, vi } from "vitest";
import { load } from "../../../scenarios/index.ts";
import { type SimConfig, start } from "../../../sim/index.ts";
import { WarmPath } from "../../../sim/sources/warm-path.ts";
import { WORKLOADS } from "../../bench/workloads.ts";
import { config } from "../../laws/configs.ts";

const LIBRARY = "scenarios/library";
const textOf = (path: string): string => readFileSync(`${LIBRARY}/${path}`, "utf8");
const short = (of: SimConfig) => start(of).finish();
const long = (of: SimConfig) => start(of, { onEvent: () => {} }).finish();

test("generated configurations: both ways, one result", () => {
  fc.assert(
    fc.property(config, (of) => {
      expect(short(of).digest).toBe(long(of).digest);
    }),
    { numRuns: 300, seed: 1 },
  );
});

test.each(readdirSync(LIBRARY).filter((file) => file.endsWith(".yaml")))("%s: both ways, one result", (file) => {
  const read = load(textOf(file), file, { read: textOf });
  if (!read.ok) throw new Error(`${file} has problems`);
  const whole = read.scenario.config();
  const horizon = Math.min(whole.horizon, 300e6) as SimConfig["horizon"];
  const windows = whole.windows.filter(({ spans }) => spans.every(({ to }) => to <= horizon));
  const of = { ...whole, horizon, windows };
  expect(short(of)).toEqual(long(of));
});

test.each(Object.entries(WORKLOADS))("workload %s: both ways, one result", (_name, { config: of, rate }) => {
  const asked = of(20_000, rate);
  expect(short(asked).digest).toBe(long(asked).digest);
});

test("all but the cold starts of plain traffic go the short way, and none of a listener's run", () => {
  const begin = vi.spyOn(WarmPath.prototype, "begin");
  const { coldStartsCount } = short(WORKLOADS.steady!.config(5000, 1000)).functions.f!;
  const taken = begin.mock.results.filter(({ value }) => value === true).length;
  expect(taken).toBe(begin.mock.calls.length - coldStartsCount);
  expect(taken).toBeGreaterThan(4000);
  begin.mockClear();
  long(WORKLOADS.steady!.config(5000, 1000));
  expect(begin).not.toHaveBeenCalled();
  begin.mockRestore();
});
