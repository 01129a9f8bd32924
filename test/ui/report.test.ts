/** `report` and `schema`: charts and texts from a scenario or a result file, and what is refused. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { burstlab, folder } from "../helpers/cli.ts";

const report = (...args: string[]) => burstlab(["report", ...args]);

test("one text alone goes to stdout", async () => {
  const { code, stdout, stderr } = await report("failing.burst.yaml", "--md");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^### ✗ burstlab: `failing`/);
});

test("a result file gives the same report and series as its scenario", async () => {
  const place = folder();
  const file = join(place, "result.json");
  writeFileSync(file, (await burstlab(["run", "failing.burst.yaml", "--json"])).stdout);
  const outs = [join(place, "a"), join(place, "b")];
  await Promise.all(
    ["failing.burst.yaml", file].map((from, i) => report(from, "--md", "--csv", "--svg", "--vega", "--out", outs[i]!)),
  );
  const [fromScenario, fromResult] = outs.map((out) =>
    readdirSync(out, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), "utf8")]),
  );
  expect(fromResult).toEqual(fromScenario);
  expect(fromResult?.map(([name]) => name)).toContain("throttles-checkout.svg");
});

test("--png draws pictures", async () => {
  const out = folder();
  const { code } = await report("good.burst.yaml", "--png", "--out", out);
  expect(code).toBe(0);
  const png = readFileSync(join(out, "charts", "concurrency-checkout.png"));
  expect([...png.subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
});

describe("refused", () => {
  const place = folder();
  const file = (name: string, text: string): string => {
    writeFileSync(join(place, name), text);
    return join(place, name);
  };

  test.each([
    [["good.burst.yaml"], "nothing to write is named"],
    [["good.burst.yaml", "--svg"], "no folder to write to is named"],
    [["good.burst.yaml", "--md", "--csv"], "no folder to write to is named"],
    [["nosuch.json", "--md"], "there is no such file"],
    [["bad.burst.yaml", "--md"], "2 problems in 1 file"],
    [[file("cut.json", '{"schema": "burstlab.result/1", "engine"'), "--md"], "it is not valid JSON"],
    [[file("new.json", '{"schema": "burstlab.result/9"}'), "--md"], 'its schema is "burstlab.result/9"'],
    [[file("part.json", '{"schema": "burstlab.result/1"}'), "--md"], "its digest does not fit its content"],
    [
      [
        file("null.json", '{"schema": "burstlab.result/1", "passed": true, "thresholds": [], "scenario": null}'),
        "--md",
      ],
      "its digest does not fit its content",
    ],
    [[file("set.json", '{"schema": "burstlab.result/1"}'), "--md", "--seed", "1"], "--seed changes nothing"],
  ])("burstlab report %j", async (args, text) => {
    const { code, stdout, stderr } = await report(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });
});

describe("schema", () => {
  test("is the JSON Schema that editors read", async () => {
    const { code, stdout } = await burstlab(["schema"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
      properties: { functions: {}, traffic: {} },
    });
  });

  test("--metrics lists metrics with CloudWatch's names", async () => {
    const { stdout } = await burstlab(["schema", "--metrics"]);
    expect(stdout).toMatch(/^function\.throttles .* Throttles /m);
  });
});
