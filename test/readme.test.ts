/** The README does what it says: every command is run, every output compared, the library example executed. */
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { course } from "../ui/commands/course.ts";
import { EXAMPLES, LEFT_OUT } from "./conformance/book/examples.ts";
import { EXCLUDED, NOT_YET } from "./conformance/book/excluded.ts";
import { PROVABLE } from "./conformance/book/proofs.ts";
import { burstlab, folder } from "./helpers/cli.ts";
import { type Block, blocksOf, commandsOf, readmeText } from "./helpers/readme.ts";
import { ROOT } from "./tidy/tree.ts";

const readme = readmeText();
const blocks = blocksOf(readme);
const workplace = folder();

/** How long a run took differs from run to run; everything else may not. */
const timeless = (text: string): string => text.replace(/ in [\d.]+m?s\b/g, " in a while").trimEnd();

const files = blocks.filter((block) => block.language === "yaml");
for (const { name, text } of files) writeFileSync(join(workplace, name), text);

/** Each `npx burstlab` line with the output that is shown right behind its block, if any. */
const commands = blocks.flatMap((block, index) => {
  const next: Block | undefined = blocks[index + 1];
  const shown = next?.language === "text" ? next.text : null;
  return block.language === "sh" ? commandsOf(block).map((line) => ({ line, shown })) : [];
});
const ours = commands.filter(({ line }) => line.startsWith("npx burstlab "));
const npms = commands.filter(({ line }) => !line.startsWith("npx burstlab ")).map(({ line }) => line);

afterAll(() => rmSync(workplace, { recursive: true }));

test("there is something to check", () => {
  expect(files.map(({ name }) => name)).toEqual(["launch.burst.yaml", "launch-190.burst.yaml", "fleet.burst.yaml"]);
  expect(ours.length).toBeGreaterThanOrEqual(7);
  expect(npms).toEqual(["npm ci && npm start", "npm ci && npm test"]);
});

describe("every command of the README", () => {
  test.each(ours)("$line", async ({ line, shown }) => {
    const { code, stdout, stderr } = await burstlab(line.split(" ").slice(2), { cwd: workplace });
    const printed = stdout === "" ? stderr : stdout;
    expect([0, 2, 98, 99]).toContain(code);
    expect(printed).not.toBe("");
    expect(timeless(printed)).toBe(timeless(shown ?? printed));
  });

  test("exit codes are those that the text names", async () => {
    const fails = await burstlab(["run", "launch.burst.yaml"], { cwd: workplace });
    const holds = await burstlab(["run", "launch.burst.yaml", "--set", "functions.checkout.reserved=190"], {
      cwd: workplace,
    });
    const compared = await burstlab(["compare", "launch.burst.yaml", "launch-190.burst.yaml"], { cwd: workplace });
    expect([fails.code, holds.code, compared.code]).toEqual([99, 0, 98]);
  });

  test("npm ci && npm test is what the check runs", () => {
    const check = readFileSync(join(ROOT, ".ci/run"), "utf8").trimEnd().split("\n");
    expect(check.slice(-2).join(" && ")).toBe("npm ci && npm test");
  });

  test("npm start without a terminal prints the flash sale and its verdict", { timeout: 180_000 }, () => {
    const { status, stdout } = spawnSync("npm", ["start"], {
      cwd: ROOT,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    expect(stdout).toContain("flash-sale   base   seed 42..46 (5 runs)");
    expect(status).toBe(99);
  });
});

test("the library examples run", () => {
  const printed = blocks
    .filter(({ language }) => language === "js")
    .map(({ text }) => {
      const file = join(ROOT, "dist", "readme-example.mjs");
      writeFileSync(file, text);
      const output = execFileSync(process.execPath, [file], { encoding: "utf8" });
      rmSync(file);
      return output;
    });
  expect(printed).toEqual([
    "569 of 1187 refused https://vega.github.io/schema/vega-lite/v6.json\n",
    "seeds with a refusal: 93 of 100\n",
  ]);
});

test("what is counted in the text is what there is", () => {
  const rules = PROVABLE.map(({ id }) => id);
  const proved = rules.filter((id) => !(id in EXCLUDED) && !(id in NOT_YET));
  const tried = EXAMPLES.filter((id) => !(id in LEFT_OUT));
  const scenarios = readdirSync(join(ROOT, "scenarios/library")).filter((file) => file.endsWith(".burst.yaml"));
  expect(readme).toContain(`(${proved.length} proved)`);
  expect(readme).toContain(`(${tried.length} of ${EXAMPLES.length})`);
  expect(readme).toContain(`${scenarios.length} scenarios, each named`);
  expect(readme).toContain(`the ${course().length} lessons`);
});

test("every link leads to a file", () => {
  const links = Array.from(readme.matchAll(/\]\(([^)]+)\)/g), ([, link]) => link!);
  const broken = links.filter((link) => {
    try {
      return readFileSync(join(ROOT, link)) === null;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "EISDIR";
    }
  });
  expect(links.length).toBeGreaterThan(10);
  expect(broken).toEqual([]);
});

test("the picture is what the flash sale draws today", { timeout: 60_000 }, async () => {
  const out = join(workplace, "charts");
  await burstlab(["report", join(ROOT, "scenarios/library/flash-sale.burst.yaml"), "--svg", "--out", out]);
  const drawn = readFileSync(join(out, "charts/concurrency-checkout.svg"), "utf8");
  expect(drawn).toBe(readFileSync(join(ROOT, "scenarios/library/pictures/flash-sale.svg"), "utf8"));
});

test("the dashboard's picture is what it shows today", { timeout: 60_000 }, async () => {
  const still = join(workplace, "dashboard.svg");
  await burstlab(["watch", "scenarios/library/flash-sale.burst.yaml", "--record", still, "--at", "7m30s"], {
    cwd: ROOT,
  });
  const picture = readFileSync(join(ROOT, "scenarios/library/pictures/dashboard.svg"), "utf8");
  expect(readFileSync(still, "utf8")).toBe(picture);
});
