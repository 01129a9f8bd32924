/** Specs of the interactive page: what the pointer reads, and how the data is made small without losing any of it. */
import { describe, expect, test } from "vitest";
import { concurrencyChart, latencyChart } from "../../../reports/charts/index.ts";
import { packed } from "../../../reports/html/pack.ts";
import { withReadings } from "../../../reports/html/readings.ts";
import { minuteResult } from "../../helpers/chart-results.ts";

const columnsOf = (rows: Record<string, number | string | null>[]): unknown =>
  JSON.parse(packed([{ values: rows }], ["zero"])).charts[0].values.$rows;

describe("rows become columns", () => {
  test.each([
    ["moments, by their steps", [0, 1_000, 3_000], { $steps: [0, 1, 2], by: 1_000, per: 1 }],
    ["long moments, to the ms", [86_400_001, 86_400_002, 86_400_004], { $steps: [86_400_001, 1, 2], by: 1, per: 1 }],
    ["means over seeds", [5_000.5, 5_001, 5_001.5], [5_001, 5_001, 5_002]],
    ["small means", [0.5, 1, 1.5], [0.5, 1, 1.5]],
    ["gaps", [1, null, 2.25], [1, null, 2.25]],
    ["numbers as text", ["0", "12", "13"], { $digits: { $steps: [0, 12, 1], by: 1, per: 1 } }],
    ["decimals as text", ["0.5", "12.34", "1"], { $digits: { $steps: [25, 592, -567], by: 2, per: 100 } }],
    ["other texts, by their place", ["1s", "zero", "1s"], { $texts: [1, 0, 1] }],
  ])("%s", (_title, values, column) => {
    expect(columnsOf(values.map((value) => ({ value })))).toEqual({ value: column });
  });

  test("where the next row begins is not said twice", () => {
    const rows = [0, 7, 9].map((atMs, i) => ({ atMs, untilMs: [7, 9, 60][i]! }));
    expect(columnsOf(rows)).toMatchObject({ untilMs: { $next: 60 } });
  });

  test("what stands in two places is kept once", () => {
    const axis = { title: "requests running at once", labels: [0, 100, 200, 300] };
    const { shared, charts } = JSON.parse(packed([{ axis }, { axis, width: 640 }], []));
    const same = { $same: 0 };
    expect({ shared, charts }).toEqual({ shared: [axis], charts: [{ axis: same }, { axis: same, width: 640 }] });
  });
});

describe("what the pointer reads", () => {
  const readings = (spec: ReturnType<typeof withReadings>): Record<string, unknown>[] => {
    const { layer } = spec as unknown as { layer: { name?: string; data: { values: Record<string, unknown>[] } }[] };
    return layer.find(({ name }) => name === "readings0")?.data.values ?? [];
  };

  test("requests running at once, at each moment drawn", () => {
    const rows = readings(withReadings(concurrencyChart(minuteResult(), { function: "checkout" })));
    expect(rows[0]).toMatchObject({
      atMs: 0,
      untilMs: 1_000,
      time: "00:00",
      "=checkout": expect.stringMatching(/^\d+$/),
    });
    expect(rows.at(-1)).toMatchObject({ untilMs: 60_000, "=checkout": "300" });
  });

  test("percentiles, as the axis writes them", () => {
    const rows = readings(withReadings(latencyChart(minuteResult(), { function: "checkout" })));
    const time = expect.stringMatching(/^[\d.]+m?s$/);
    expect(rows[30]).toMatchObject({ "=p50": time, "=p95": time, "=p99": time });
  });
});
