/** `explain` on the command line: a result file or a scenario, the forms of a moment, JSON, and what is refused. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { burstlab, folder } from "../helpers/cli.ts";

const explain = (...args: string[]) => burstlab(["explain", ...args]);
const RESULT = join(folder(), "result.json");

beforeAll(async () => {
  writeFileSync(RESULT, (await burstlab(["run", "failing.burst.yaml", "--json"])).stdout);
});

test("a result file and its scenario give the same page, with the answer in the first line", async () => {
  const [fromResult, fromScenario] = await Promise.all(
    [RESULT, "failing.burst.yaml"].map((file) => explain(file, "--at", "00:30.5")),
  );
  expect(fromResult).toMatchObject({ code: 0, stderr: "" });
  expect(fromResult!.stdout.split("\n")[0]).toBe(
    "At 00:30.500 50.0 % of checkout's requests were refused: its one reserved unit was busy (RES-7).",
  );
  expect(fromResult!.stdout).toMatch(/^ {2}RES-7 +At its reservation a function answers 429/m);
  expect(fromScenario).toEqual(fromResult);
});

test.each([["00:30.5"], ["0:00:30.5"], ["30.5s"], ["30500ms"], ["0m30.5s"]])(
  "--at %s is the same moment",
  async (at) => {
    const { code, stdout } = await explain(RESULT, "--at", at, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ atMs: 30_500, function: "checkout", fate: "refused", rule: "RES-7" });
  },
);

test("flags change a scenario's run: with two units nobody is refused", async () => {
  const args = ["failing.burst.yaml", "--at", "30s", "--set", "functions.checkout.reserved=2", "--seed", "7", "--json"];
  expect(JSON.parse((await explain(...args)).stdout)).toMatchObject({ fate: "served", seed: 7, remedies: [] });
});

test("colour only when asked for", async () => {
  const esc = String.fromCharCode(27);
  const [plain, coloured] = await Promise.all(
    ["never", "always"].map((color) => explain(RESULT, "--at", "30s", "--color", color)),
  );
  expect([plain!.stdout.includes(esc), coloured!.stdout.startsWith(`${esc}[31m`)]).toEqual([false, true]);
});

describe("refused", () => {
  test.each([
    [["--at", "01:00.001"], "beyond the end of the run, which is 01:00"],
    [["--at", "30s", "--function", "chekout"], "did you mean 'checkout'?"],
    [["--at", "30"], "--at is 30, but a duration needs a unit"],
    [["--at", "00:75"], "write 02:29.6 (minutes and seconds), 1:02:29 (hours first), 149.6s or 2m29s"],
    [["--at", "-5s"], "a duration cannot be negative"],
    [["--at", "30s", "--set", "functions.checkout.reserved=2"], "--set changes nothing"],
    [["--at", "30s", "--seed", "7"], "--seed changes nothing"],
    [[], "required option '--at <moment>' not specified"],
  ])("burstlab explain RESULT %j", async (args, text) => {
    const { code, stdout, stderr } = await explain(RESULT, ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });

  test.each([
    ["nosuch.json", "there is no such file"],
    ["bad.burst.yaml", "2 problems in 1 file"],
  ])("burstlab explain %s", async (file, text) => {
    const { code, stderr } = await explain(file, "--at", "30s");
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });

  test("as JSON, for programs", async () => {
    const { code, stdout } = await explain(RESULT, "--at", "2m", "--json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toMatchObject([
      { id: "bad-flag", file: "--at", hint: "name an earlier moment" },
    ]);
  });
});
