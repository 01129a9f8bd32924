/** `report --html` and `run --out`: one page in one file, and the scripts of the interactive one. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { burstlab, folder } from "../helpers/cli.ts";

describe("report --html", () => {
  test("alone goes to stdout, and is what run --out writes", async () => {
    const out = folder();
    const [page, run] = await Promise.all([
      burstlab(["report", "failing.burst.yaml", "--html"]),
      burstlab(["run", "failing.burst.yaml", "--out", out]),
    ]);
    expect({ code: page.code, stderr: page.stderr }).toEqual({ code: 0, stderr: "" });
    expect(page.stdout).toMatch(/^<!doctype html>\n<html lang="en">/);
    expect(run.stderr).toContain(`wrote ${out}/report.html\n`);
    expect(readFileSync(join(out, "report.html"), "utf8")).toBe(page.stdout);
  });

  test("a result file gives the same page as its scenario", async () => {
    const out = folder();
    await burstlab(["run", "failing.burst.yaml", "--out", out, "--quiet"]);
    const again = await burstlab(["report", join(out, "result.json"), "--html"]);
    expect(again.stdout).toBe(readFileSync(join(out, "report.html"), "utf8"));
  });

  test("--interactive brings Vega, and its policy names exactly the scripts in the page", async () => {
    const { code, stdout } = await burstlab(["report", "failing.burst.yaml", "--html", "--interactive"]);
    expect(code).toBe(0);
    const scripts = [...stdout.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = ""]) => text);
    const hashes = scripts.map((text) => createHash("sha256").update(text).digest("base64"));
    expect(scripts).toHaveLength(2);
    expect(stdout).toContain(`script-src ${hashes.map((hash) => `&#39;sha256-${hash}&#39;`).join(" ")} `);
    const specs = /<script type="application\/json" id="specs">(.*?)<\/script>/s.exec(stdout)?.[1] ?? "";
    expect(specs).not.toContain("<");
    expect(JSON.parse(specs).charts).toHaveLength(stdout.match(/<figure /g)?.length ?? 0);
  });

  test.each([
    [["--interactive"], "there is no page to make so"],
    [["--md", "--interactive"], "there is no page to make so"],
    [["--html", "--md"], "no folder to write to is named"],
  ])("%j is refused", async (flags, text) => {
    const { code, stdout, stderr } = await burstlab(["report", "good.burst.yaml", ...flags]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(text);
  });
});
