/** `compare` as a user runs it: revisions, files, results and baselines; exit codes, texts and files. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ComparisonDocument } from "../../reports/compare/comparison.ts";
import { burstlab, folder } from "../helpers/cli.ts";
import { Repository, shop } from "../helpers/repository.ts";

const FILE = "scenarios/shop.burst.yaml";
const read = (text: string): ComparisonDocument => JSON.parse(text) as ComparisonDocument;

describe("two revisions", () => {
  const repository = new Repository();
  const commits = [
    repository.commit({ [FILE]: shop(400) }),
    repository.commit({ [FILE]: shop(300) }),
    repository.commit({ [FILE]: `# Only a comment.\n${shop(300)}` }),
  ];
  const compare = (...args: string[]) => burstlab(["compare", ...args], { cwd: repository.path });

  test("fewer reserved units: 98, the line, the share with its interval, the first refusal and its rule", async () => {
    const { code, stdout, stderr } = await compare("--git", "HEAD~2..HEAD~1");
    expect({ code, stderr }).toEqual({ code: 98, stderr: "" });
    expect(stdout).toMatch(/^shop {3}HEAD~2 -> HEAD~1 {3}5 paired seeds$/m);
    expect(stdout).toMatch(/^ {2}changed +functions\.checkout\.reserved +400 -> 300 +scenarios\/shop\.burst\.yaml:8$/m);
    expect(stdout).toMatch(
      /worse +checkout\.throttles\.rate +0\.\d+ % +-> \d\d\.\d % +\+\d\d\.\d pp +\[\+\d\d[\d.]*, \+\d\d[\d.]*\]/,
    );
    expect(stdout).toMatch(/reserved 300 all busy \(RES-7\), .* refused, first at 00:05\.\d{3}/);
    expect(stdout).toMatch(/✗ checkout\.throttles\.rate < 0\.1% .*scenarios\/shop\.burst\.yaml:17$/m);
  });

  test("a comment alone changes nothing: same, 0, and nothing had to run", async () => {
    const { code, stdout } = await compare("--git", "HEAD~1..HEAD");
    expect({ code, stdout }).toEqual({ code: 0, stdout: "  same      shop\n\nsame\n" });
    const { stdout: json } = await compare("--git", "HEAD~1..HEAD", "--json");
    expect(read(json)).toMatchObject({ verdict: "same", worseCount: 0, scenarios: [{ base: null, head: null }] });
  });

  test("the way back is better for callers, breaks no threshold, and costs more, which is worse", async () => {
    const document = read((await compare("--git", "HEAD~1..HEAD~2", "--json")).stdout);
    expect(document).toMatchObject({ verdict: "worse", brokenCount: { error: 0, warn: 0 } });
    const verdicts = new Map(document.scenarios[0]!.metrics.map(({ metric, verdict }) => [metric, verdict]));
    expect(verdicts.get("checkout.throttles.rate")).toBe("better");
    expect(verdicts.get("checkout.latency.p99")).toBe("better");
    expect(verdicts.get("cost.total")).toBe("worse");
  });

  test("the document names the commits, and pairs the seeds", async () => {
    const document = read((await compare("--git", "HEAD~2..HEAD~1", "--json", "--repeat", "3")).stdout);
    expect(document).toMatchObject({
      schema: "burstlab.comparison/1",
      base: { label: "HEAD~2", revision: commits[0] },
      head: { label: "HEAD~1", revision: commits[1] },
      scenarios: [{ name: "shop", seeds: [7, 8, 9], paired: true, changes: [{ path: "functions.checkout.reserved" }] }],
    });
    const share = document.scenarios[0]!.metrics.find(({ metric }) => metric === "checkout.throttles.rate")!;
    expect(share.interval![0]).toBeLessThan(share.change!);
    expect(share.interval![1]).toBeGreaterThan(share.change!);
  });

  test("--out writes the document and the comment; --format github also marks the line", async () => {
    const out = folder();
    const { stdout, stderr } = await compare("--git", "HEAD~2..HEAD~1", "--format", "github", "--out", out);
    expect(readFileSync(join(out, "report.md"), "utf8")).toBe(stdout);
    expect(read(readFileSync(join(out, "comparison.json"), "utf8")).verdict).toBe("worse");
    expect(stderr).toMatch(/^::error file=scenarios\/shop\.burst\.yaml,line=17,/m);
    expect(stderr).toContain(`wrote ${out}/comparison.json`);
  });

  test("from where a branch left, and against files that are not committed", async () => {
    repository.git("checkout", "--quiet", "-b", "branch", "HEAD~2");
    repository.commit({ "notes.txt": "nothing that is simulated" });
    const branch = await compare("--git", "main...branch");
    expect(branch).toMatchObject({ code: 0, stdout: "  same      shop\n\nsame\n" });
    repository.write({ [FILE]: shop(300) });
    const files = await compare("--git", "branch");
    expect(files.code).toBe(98);
    expect(files.stdout).toContain("branch -> your files");
    repository.git("checkout", "--quiet", "--force", "main");
  });

  test("nothing is checked out: no work tree is made, and the files stay as they are", async () => {
    await compare("--git", "HEAD~2..HEAD~1");
    expect(repository.git("worktree", "list").split("\n")).toHaveLength(1);
    expect(repository.git("status", "--porcelain")).toBe("");
  });

  test.each([
    ["nosuch..HEAD", "git knows no revision 'nosuch'"],
    ["--output=x..HEAD", "is not a range of revisions"],
    ["a..b..c", "is not a range of revisions"],
  ])("--git=%s is refused", async (range, text) => {
    const { code, stderr } = await compare(`--git=${range}`);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
    expect(existsSync(join(repository.path, "x..HEAD"))).toBe(false);
  });

  test("a file that is on neither side is refused, and so is a folder without git", async () => {
    const { code, stderr } = await compare("--git", "HEAD~1..HEAD", "nosuch.burst.yaml");
    expect(code).toBe(2);
    expect(stderr).toContain("there is no such file on either side");
    const outside = await burstlab(["compare", "--git", "HEAD~1..HEAD"], { cwd: folder() });
    expect(outside.code).toBe(2);
    expect(outside.stderr).toContain("this is not a git repository");
  });
});

describe("what only one side has", () => {
  test("parents and traces are read at their own revision", async () => {
    const repository = new Repository();
    const own = "extends: base.yaml\nsimulate: { for: 10s }\n";
    repository.commit({ "a/base.yaml": shop(400), "a/child.burst.yaml": own });
    repository.commit({ "a/base.yaml": shop(300) });
    const { code, stdout } = await burstlab(["compare", "--git", "HEAD~1..HEAD"], { cwd: repository.path });
    expect(code).toBe(98);
    expect(stdout).toMatch(/functions\.checkout\.reserved +400 -> 300 +a\/base\.yaml:8/);
  });

  test("a parent that is no scenario by itself is no problem, unless it is named", async () => {
    const repository = new Repository();
    const parent = shop(400).replace(/^simulate.*$/m, "");
    const child = "extends: [base.burst.yaml]\nname: child\nsimulate: { for: 10s }\n";
    repository.commit({ "a/base.burst.yaml": parent, "a/child.burst.yaml": child });
    repository.commit({ "a/base.burst.yaml": parent.replace("400ms", "500ms"), "a/child.burst.yaml": child });
    const compare = (...files: string[]) =>
      burstlab(["compare", "--git", "HEAD~1..HEAD", ...files], { cwd: repository.path });
    const all = await compare();
    expect(all.code).toBe(98);
    expect(all.stdout).toMatch(/functions\.checkout\.run\.constant +400ms -> 500ms +a\/base\.burst\.yaml:9/);
    expect(await compare("a/base.burst.yaml")).toMatchObject({ code: 2, stdout: "" });
  });

  test("a new scenario is judged by its thresholds alone; one that is gone is told", async () => {
    const repository = new Repository();
    repository.commit({ "old.burst.yaml": shop(400).replace("name: shop", "name: old") });
    repository.commit({ "old.burst.yaml": null, "new.burst.yaml": shop(300).replace("name: shop", "name: new") });
    const { code, stdout } = await burstlab(["compare", "--git", "HEAD~1..HEAD"], { cwd: repository.path });
    expect(code).toBe(99);
    expect(stdout).toMatch(/new: there is nothing to compare it with/);
    expect(stdout).toMatch(/^old .*\n\n {2}removed$/m);
    expect(stdout).toMatch(/fails now ✗ checkout\.throttles\.rate < 0\.1%/);
  });

  test("several scenarios have a page each, and one over them that leads there", async () => {
    const repository = new Repository();
    const [one, other] = ["one", "other"].map((name) => shop(400).replace("name: shop", `name: ${name}`)) as [
      string,
      string,
    ];
    repository.commit({ "one.burst.yaml": one, "other.burst.yaml": other });
    repository.commit({ "one.burst.yaml": one.replace("400ms", "500ms") });
    const out = folder();
    const args = ["compare", "--git", "HEAD~1..HEAD", "--repeat", "2", "--out", out, "--quiet"];
    await burstlab(args, { cwd: repository.path });
    const first = readFileSync(join(out, "report.html"), "utf8");
    const links = Array.from(first.matchAll(/<a href="([^"#]+)">/g), ([, link]) => link!);
    expect(links).toEqual(["one-base/report.html"]);
    expect(readFileSync(join(out, links[0]!), "utf8")).toContain("is worse than");
    expect(first).toMatch(/other<\/bdi><\/th><td><span class="state good">same<\/span>/);
  });

  test("a base that is faulty counts as new, with a warning; a head that is faulty is refused", async () => {
    const repository = new Repository();
    repository.commit({ [FILE]: shop(400).replace("reserved", "resreved") });
    repository.commit({ [FILE]: shop(400) });
    const good = await burstlab(["compare", "--git", "HEAD~1..HEAD"], { cwd: repository.path });
    expect(good.code).toBe(0);
    expect(good.stderr).toContain("at HEAD~1, so it counts as new: 'resreved' is not a field of a function");
    const bad = await burstlab(["compare", "--git", "HEAD..HEAD~1"], { cwd: repository.path });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain("error[unknown-key]: 'resreved'");
  });
});

describe("files", () => {
  const place = folder();
  const file = (name: string, text: string): string => {
    writeFileSync(join(place, name), text);
    return name;
  };
  const compare = (...args: string[]) => burstlab(["compare", ...args], { cwd: place });
  const [base, head] = [file("base.burst.yaml", shop(400)), file("head.burst.yaml", shop(300))];

  test("two scenarios, and the same one twice", async () => {
    expect((await compare(base, head)).code).toBe(98);
    expect(await compare(base, base)).toMatchObject({ code: 0, stdout: "  same      shop\n\nsame\n" });
  });

  test("two results: paired by the values of each seed that they hold", async () => {
    for (const name of [base, head]) {
      const { stdout } = await burstlab(["run", name, "--repeat", "3", "--json"], { cwd: place });
      file(`${name}.json`, stdout);
    }
    const { code, stdout } = await compare(`${base}.json`, `${head}.json`, "--json");
    expect(code).toBe(98);
    const [scenario] = read(stdout).scenarios;
    expect(scenario).toMatchObject({ seeds: [7, 8, 9], paired: true, changesKnown: false });
    const same = await compare(`${base}.json`, `${base}.json`, "--json");
    expect(read(same.stdout)).toMatchObject({ verdict: "same", worseCount: 0 });
  });

  test("a result and the scenario behind it are the same", async () => {
    const { stdout } = await burstlab(["run", base, "--repeat", "2", "--json"], { cwd: place });
    const { code, stdout: json } = await compare(file("result.json", stdout), base, "--json");
    expect(code).toBe(0);
    expect(read(json)).toMatchObject({ verdict: "same", scenarios: [{ seeds: [7, 8], verdict: "same" }] });
  });

  test("a baseline keeps what is compared, and a change is judged by it", async () => {
    const kept = await burstlab(["run", base, "--repeat", "2", "--update-baseline"], { cwd: place });
    expect(kept.stderr).toContain("wrote .burstlab/baseline.json");
    const baseline = ".burstlab/baseline.json";
    expect(await compare("--base", baseline, base)).toMatchObject({ code: 0, stdout: "  same      shop\n\nsame\n" });
    const { code, stdout } = await compare("--base", baseline, head);
    expect(code).toBe(98);
    expect(stdout).toContain("a result on file keeps no settings");
    expect(stdout).toMatch(/^ {2}fails now ✗ checkout\.throttles\.rate < 0\.1%/m);
  });

  test("a threshold against the base is judged here, and here only", async () => {
    const against = (bound: string): string => `  - checkout.requests.count ${bound}\n  - cost.total <= base + 5%\n`;
    const low = file("low.burst.yaml", shop(400, against("<= base + 2%")).replace("800/s", "700/s"));
    const high = file("high.burst.yaml", shop(400, against("<= base + 2%")));
    const { code, stdout } = await compare(low, high, "--json");
    expect(code).toBe(98);
    const judged = read(stdout).scenarios[0]!.thresholds.map(({ that, passed, state }) => [that, passed, state]);
    expect(judged).toEqual([
      ["checkout.throttles.rate < 0.1%", true, "judged"],
      ["checkout.requests.count <= base + 2%", false, "judged"],
      ["cost.total <= base + 5%", false, "judged"],
    ]);
    const run = await burstlab(["run", high], { cwd: place });
    expect(run.stdout).toContain("compare only");
  });

  test("a tolerance of the file lets a change pass", async () => {
    const lenient = (reserved: number): string =>
      shop(reserved, "tolerances: { throttles: 50%, latency: 5s, cost.total: 50% }\n");
    const from = file("from.burst.yaml", lenient(400));
    const { stdout } = await compare(from, file("to.burst.yaml", lenient(300)), "--json");
    const verdicts = new Map(read(stdout).scenarios[0]!.metrics.map(({ metric, verdict }) => [metric, verdict]));
    expect(verdicts.get("checkout.throttles.rate")).toBe("within tolerance");
    expect(verdicts.get("cost.total")).toBe("within tolerance");
  });

  test("a tolerance of nothing that is compared is refused where it stands", async () => {
    const bad = file("bad.burst.yaml", shop(400, "tolerances: { latncy: 5%, checkout.errors.rate: 3ms }\n"));
    const { code, stderr } = await burstlab(["check", bad], { cwd: place });
    expect(code).toBe(2);
    expect(stderr).toContain("'latncy' is not a metric that is compared");
    expect(stderr).toContain("did you mean 'latency'?");
    expect(stderr).toContain("checkout.errors.rate is a share, but '3ms' is not");
    expect(stderr).toMatch(/bad\.burst\.yaml:18:15/);
  });

  test("variants are compared with themselves, side by side", async () => {
    const variants = "variants:\n  more: { functions.checkout.reserved: 500 }\n";
    const from = file("v1.burst.yaml", shop(400, variants));
    const to = file("v2.burst.yaml", shop(300, variants));
    const { stdout } = await compare(from, to, "--all-variants", "--json");
    expect(read(stdout).scenarios.map(({ variant, verdict }) => [variant, verdict])).toEqual([
      ["base", "worse"],
      ["more", "same"],
    ]);
  });

  test.each([
    ['{"schema": "burstlab.results/1"}', "results is missing or not what it should be"],
    ['{"schema": "burstlab.results/1", "results": [null]}', "results.0 is missing or not what it should be"],
    ['{"schema": "burstlab.baseline/1", "scenarios": [{"name": "x"}]}', "scenarios.0.file is missing"],
    ['{"schema": "burstlab.baseline/1", <<<<<<< HEAD', "it is not valid JSON"],
  ])("the faulty file %s is no base", async (content, text) => {
    const { code, stderr } = await compare("--base", file("faulty.json", content), head);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
    expect(stderr).toMatch(/faulty\.json\n +=/);
  });

  test.each([
    [[], "compare needs two files, and none is named"],
    [["base.burst.yaml"], "compare needs two files, and 1 are named"],
    [["--git", "HEAD~1..HEAD", "--base", "base.burst.yaml"], "--git and --base both name a base"],
    [["--base", "base.burst.yaml"], "no scenario to compare with the base is named"],
    [["nosuch.burst.yaml", "head.burst.yaml"], "there is no such file"],
    [["base.burst.yaml", "head.burst.yaml", "--set", "functions.checkout.resreved=1"], "resreved"],
  ])("%j is refused", async (args, text) => {
    const { code, stderr } = await compare(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(text);
  });
});

test("run --all-variants puts the variants beside the base", async () => {
  const place = folder();
  const text = shop(400, "variants:\n  fewer: { functions.checkout.reserved: 300 }\n");
  writeFileSync(join(place, "a.burst.yaml"), text);
  const { stdout } = await burstlab(["run", "a.burst.yaml", "--all-variants", "--repeat", "2"], { cwd: place });
  expect(stdout).toMatch(/variants beside the base[^\n]*\n +base +fewer\n/);
  expect(stdout).toMatch(/^ +checkout\.throttles\.rate +0(\.\d+)? % +✗ \d\d\.\d %$/m);
  expect(stdout).toMatch(/^ +thresholds failed +0 of 1 +1 of 1$/m);
});
