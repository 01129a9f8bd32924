/** A scenario whose free texts all want to break out (names cannot, by their letters): no output lets them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { marked } from "marked";
import { describe, expect, test } from "vitest";
import { burstlab, folder } from "../helpers/cli.ts";

const NASTY = [
  "<script>alert(1)</script><img src=x onerror=alert(2)>",
  "</details></code>`x` | a | b **bold** [y](javascript:alert(3)) @everyone",
  "\u001b[31mred\u001b[0m\u0007\u202eturned",
  "-->]]>'\"&<!--",
  "\n::error::made up\n# heading",
  "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
  "x".repeat(3_000),
].join(" ");
const FILE = "a'<b>`c`|d.burst.yaml";
const text = JSON.stringify(NASTY);
const scenario = (reserved: number): string => `version: 1
name: ${text}
description: ${text}
simulate: { for: 20s, startsAt: 2026-11-27T08:00:00Z, repeat: 2 }
functions:
  checkout:
    reserved: ${reserved}
    run: { constant: 400ms }
traffic:
  - { name: shoppers, invoke: checkout, phases: [{ for: 20s, rate: 50/s }] }
changes:
  - { at: 5s, why: ${text}, set: { functions.checkout.run.constant: 500ms } }
thresholds:
  - { that: checkout.throttles.rate < 0.1%, why: ${text} }
variants:
  more: { functions.checkout.reserved: 90 }
`;

const place = folder();
mkdirSync(join(place, "head"));
writeFileSync(join(place, FILE), scenario(12));
writeFileSync(join(place, "head", FILE), scenario(9));
const cli = (...args: string[]) => burstlab(args, { cwd: place });

/** Line feeds alone part lines; nothing else may reach a terminal or a file. */
const controls = (output: string): string[] => output.replaceAll("\n", "").match(/[\p{Cc}\u202a-\u202e]/gu) ?? [];
const tagsOf = (markup: string): string[] => [
  ...new Set(Array.from(markup.matchAll(/<([a-z][a-z0-9]*)/gi), ([, tag]) => tag!.toLowerCase())),
];
const MARKDOWN_TAGS = "h3 table thead tbody tr th td strong code p a details summary pre ul ol li br img";

/** Tags that the Markdown becomes and should not; pictures are our own, from the charts beside the report. */
async function strangersIn(markdown: string): Promise<string[]> {
  const html = await marked(markdown, { gfm: true });
  const links = Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, link]) => link!);
  const strange = links.filter((link) => !/^charts\/[A-Za-z0-9_.-]+$/.test(link));
  return [...tagsOf(html).filter((tag) => !MARKDOWN_TAGS.split(" ").includes(tag)), ...strange];
}

describe("on a terminal and in a build log", () => {
  test.each([
    ["run", [FILE, "--all-variants"], 99],
    ["compare", [FILE, join("head", FILE), "--verbose"], 98],
    ["explain", [FILE, "--at", "15s"], 0],
    ["check", [FILE, "--set", `functions.checkout.why=${NASTY.replaceAll("\n", " ")}`], 2],
  ])("%s", async (verb, args, expected) => {
    const { code, stdout, stderr } = await cli(verb, ...args);
    expect(code).toBe(expected);
    expect([...controls(stdout), ...controls(stderr)]).toEqual([]);
    expect(`${stdout}${stderr}`).not.toMatch(/^::|^# heading/m);
  });

  test("GitHub's annotations are ours alone", async () => {
    const { stderr } = await cli("run", FILE, "--format", "github");
    const commands = stderr.split("\n").filter((line) => line.startsWith("::"));
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(/^::error file=a'<b>`c`\|d\.burst\.yaml,line=\d+,col=\d+,title=threshold::/);
  });
});

describe("in files", () => {
  test("Markdown, of a run and of a comparison", async () => {
    const run = await cli("run", FILE, "--format", "md");
    const compared = await cli("compare", FILE, join("head", FILE), "--format", "github");
    expect([await strangersIn(run.stdout), await strangersIn(compared.stdout)]).toEqual([[], []]);
    expect([...controls(run.stdout), ...controls(compared.stdout)]).toEqual([]);
  });

  test("everything that --out writes, and the pictures can be drawn", { timeout: 60_000 }, async () => {
    const out = folder();
    await cli("compare", FILE, join("head", FILE), "--out", out, "--quiet");
    await cli("report", FILE, "--png", "--html", "--interactive", "--out", join(out, "report"), "--quiet");
    const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((file) => /\.(html|svg)$/.test(file));
    const drawn = readdirSync(join(out, "report", "charts"));
    expect(files.length).toBeGreaterThan(5);
    expect(drawn.length).toBeGreaterThan(3);
    for (const file of files) {
      const markup = readFileSync(join(out, file), "utf8").replace(
        /<script( type="application\/json" id="specs")?>.*?<\/script>/gs,
        "",
      );
      expect(tagsOf(markup).filter((tag) => ["script", "img", "iframe", "object"].includes(tag))).toEqual([]);
      expect(markup).not.toMatch(/<[^>]*\sonerror=|javascript:alert\(3\)"/);
      expect(controls(markup)).toEqual([]);
    }
  });

  test("JUnit, JSON, CloudWatch's format and OpenTelemetry's stay well formed", async () => {
    const out = folder();
    const file = (name: string): string => join(out, name);
    const flags = [
      "--junit",
      file("junit.xml"),
      "--emf",
      file("emf"),
      "--otlp",
      file("otlp"),
      "--events",
      file("events"),
    ];
    const { stdout } = await cli("run", FILE, "--json", "--quiet", ...flags);
    const known = ["testsuites", "testsuite", "testcase", "failure"];
    expect(tagsOf(readFileSync(file("junit.xml"), "utf8"))).toEqual(known);
    expect((JSON.parse(stdout) as { scenario: { name: string } }).scenario.name).toBe(NASTY);
    const lines = ["emf", "otlp", "events"].flatMap((name) => readFileSync(file(name), "utf8").trimEnd().split("\n"));
    expect(lines.length).toBeGreaterThan(100);
    expect(lines.map((line) => typeof JSON.parse(line)).every((type) => type === "object")).toBe(true);
  });

  test("a frame of the dashboard", async () => {
    const still = join(folder(), "still.svg");
    const { code } = await cli("watch", FILE, "--record", still, "--at", "15s");
    expect(code).toBe(0);
    const svg = readFileSync(still, "utf8");
    expect(tagsOf(svg).filter((tag) => ["script", "img"].includes(tag))).toEqual([]);
    expect(controls(svg)).toEqual([]);
  });
});
