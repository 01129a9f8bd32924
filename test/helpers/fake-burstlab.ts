#!/usr/bin/env node
/** Stands for `burstlab compare` in tests of the Action: takes its flags, no others, and does what a plan says. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const string = { type: "string" } as const;
const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: {
    git: string,
    base: string,
    repeat: string,
    threads: string,
    out: string,
    format: string,
    "comment-id": string,
    "link-base": string,
    "all-variants": { type: "boolean" },
    suggest: { type: "boolean" },
  },
});
const [verb, ...files] = positionals;
const { FAKE_PLAN = "", FAKE_SEEN = "", ...env } = process.env;
const plan = JSON.parse(readFileSync(FAKE_PLAN, "utf8")) as {
  readonly code: number;
  readonly stderr: string;
  readonly markdown: string;
  readonly document: object;
};
const commits = values.git?.split("..") ?? [];
const unknown = commits.filter(
  (commit) => spawnSync("git", ["cat-file", "-e", `${commit}^{tree}`], { stdio: "ignore" }).status !== 0,
);
writeFileSync(FAKE_SEEN, JSON.stringify({ verb, values, files, env: Object.values(env) }));
process.stderr.write(plan.stderr);
process.stdout.write(`::error::standard output is not for the log\n${plan.markdown}`);
if (unknown.length > 0) process.stderr.write(`no such commit: ${unknown.join(", ")}\n`);
process.exitCode = verb !== "compare" || unknown.length > 0 ? 2 : plan.code;

const wrote = [0, 98, 99].includes(Number(process.exitCode));
if (wrote && values.out !== undefined) {
  mkdirSync(values.out, { recursive: true });
  const marker = `<!-- burstlab:comment id=${values["comment-id"]} -->`;
  writeFileSync(join(values.out, "report.md"), `${marker}\n${plan.markdown}`);
  writeFileSync(join(values.out, "report.html"), "<p>report</p>\n");
  writeFileSync(join(values.out, "comparison.json"), JSON.stringify(plan.document));
}
