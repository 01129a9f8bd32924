/** `teach` and `watch --record` without a terminal: lists, lessons as text, stills, and what is wrong with them. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { burstlab } from "../helpers/cli.ts";

const SMALL = fileURLToPath(new URL("dashboard/small.burst.yaml", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "burstlab-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LESSON = `
lesson:
  number: 1
  title: a reservation is a ceiling
  steps:
    - look: Watch api.
      stop: { first: throttling, of: api }
      ask:
        that: What becomes of the next request?
        answers: [it waits, it is refused]
        right: b
        reveal: "{api.throttles.rate} of all attempts are refused."
        rules: [RES-7]
        holds: [CLAIM]
  try: { variant: roomy, say: Give it ten units., outcome: Nothing is refused., holds: [api.throttles.count == 0] }
`;

function lessonFile(claim: string): string {
  const file = join(folder, "own.burst.yaml");
  writeFileSync(file, readFileSync(SMALL, "utf8") + LESSON.replace("CLAIM", claim));
  return file;
}

describe("teach", () => {
  test("without a name it lists the lessons", async () => {
    const { code, stdout } = await burstlab(["teach"]);
    expect(code).toBe(0);
    expect(stdout.split("\n").slice(0, 12)).toHaveLength(12);
    expect(stdout).toContain(" 3  reserved is a floor and a ceiling ");
  });

  test("by number and by name it is the same lesson", async () => {
    const byNumber = await burstlab(["teach", "3", "--answers"]);
    const byName = await burstlab(["teach", "reserved-is-a-floor-and-a-ceiling", "--answers"]);
    expect(byNumber.code).toBe(0);
    expect(byNumber.stdout).toBe(byName.stdout);
    expect(byNumber.stdout).toContain("c. it is refused at once with 429.");
  });

  test("a lesson of one's own, from any scenario file", async () => {
    const { code, stdout } = await burstlab(["teach", lessonFile("api.throttles.count > 0"), "--answers"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Lesson 1: a reservation is a ceiling");
    expect(stdout).toMatch(/b\. it is refused\. \d.* % of all attempts are refused\./);
  });

  test("a lesson that says what its run does not show is refused with the line", async () => {
    const { code, stdout, stderr } = await burstlab(["teach", lessonFile("api.throttles.count == 0"), "--answers"]);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/lesson-untrue.*own\.burst\.yaml:\d+ 'api\.throttles\.count == 0' does not hold/);
  });

  test.each([
    [["teach", "reserved-is-a-flor-and-a-ceiling"], "did you mean 'reserved-is-a-floor-and-a-ceiling'?"],
    [["teach", "99"], "'burstlab teach' lists them"],
    [["teach", SMALL, "--answers"], "this scenario has no lesson"],
    [["teach", "nowhere.burst.yaml", "--answers"], "there is no such file"],
  ])("%j ends with 2 and says what to do", async (args, text) => {
    const { code, stderr } = await burstlab(args);
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });

  test.each([
    [{ CI: "1" }, "CI is set"],
    [{ TERM: "dumb" }, "TERM is dumb"],
    [{ NO_COLOR: "1", TERM: "xterm" }, "standard input is no terminal"],
  ])("with %j the lesson follows as text, without colour", async (env, reason) => {
    const { code, stdout, stderr } = await burstlab(["teach", "3"], { env });
    expect(code).toBe(0);
    expect(stderr).toContain(`${reason}, so there is no dashboard: the lesson follows as text.`);
    expect(stdout).toMatch(/^Lesson 3: /);
  });
});

describe("watch --record", () => {
  const still = join(folder, "still.svg");

  test("writes the frame at a moment, the same bytes each time", async () => {
    const args = ["watch", SMALL, "--record", still, "--at", "1m30s", "--size", "80x24"];
    expect(await burstlab(args)).toMatchObject({ code: 0, stdout: "" });
    const first = readFileSync(still, "utf8");
    expect(first).toContain("<title>burstlab: small, base, at 01:30</title>");
    expect(first).toMatch(/viewBox="0 0 660 428"/);
    await burstlab(args, { env: { FORCE_COLOR: "1" } });
    expect(readFileSync(still, "utf8")).toBe(first);
  });

  test("without a moment it shows the first one at which most is refused", async () => {
    await burstlab(["watch", SMALL, "--record", still]);
    expect(readFileSync(still, "utf8")).toMatch(/<title>burstlab: small, base, at 01:0\d<\/title>/);
  });

  test.each([
    [["--at", "soon"], "--at"],
    [["--size", "wide"], "It must be like 120x40."],
    [["--variant", "rooomy"], "did you mean 'roomy'?"],
    [["--set", "functions.api.reserved=many"], "not a whole number"],
  ])("%j ends with 2", async (args, text) => {
    const { code, stderr } = await burstlab(["watch", SMALL, "--record", still, ...args]);
    expect(stderr).toContain(text);
    expect(code).toBe(2);
  });

  test("a place that cannot be written to", async () => {
    const { code, stderr } = await burstlab(["watch", SMALL, "--record", join(SMALL, "x.svg")]);
    expect(stderr).toContain("cannot-write");
    expect(code).toBe(2);
  });
});
