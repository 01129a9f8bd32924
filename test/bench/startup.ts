/** `node test/bench/startup.ts`: what a start of the built command line takes, in turn with a start of Node alone. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { ROOT } from "../tidy/tree.ts";

const SMALL = `simulate: { for: 1m }
functions:
  checkout: { run: 100ms }
traffic:
  - { invoke: checkout, phases: [{ for: 1m, rate: 10/s }] }
`;

/** Milliseconds from the start of a process to its end. */
function timeOf(args: readonly string[]): number {
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return performance.now() - from;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function measure(commands: Readonly<Record<string, readonly string[]>>, runs: number): Map<string, number[]> {
  const times = new Map(Object.keys(commands).map((name): [string, number[]] => [name, []]));
  for (let run = -1; run < runs; run += 1) {
    for (const [name, args] of Object.entries(commands)) {
      const time = timeOf(args);
      // The first round fills the caches.
      if (run >= 0) times.get(name)!.push(time);
    }
  }
  return times;
}

function tell(times: ReadonlyMap<string, readonly number[]>): void {
  const [base = []] = times.values();
  console.log(
    "| start | min ms | median ms | ratio of minima | of medians | median of pairs |\n|:--|--:|--:|--:|--:|--:|",
  );
  for (const [name, all] of times) {
    const ratios = [
      Math.min(...all) / Math.min(...base),
      median(all) / median(base),
      median(all.map((time, run) => time / base[run]!)),
    ];
    const cells = [Math.min(...all).toFixed(0), median(all).toFixed(0), ...ratios.map((ratio) => ratio.toFixed(2))];
    console.log(`| \`${name}\` | ${cells.join(" | ")} |`);
  }
}

function main({ runs }: { readonly runs: number }): void {
  const folder = mkdtempSync(join(tmpdir(), "startup-"));
  try {
    const file = join(folder, "small.burst.yaml");
    writeFileSync(file, SMALL);
    const cli = join(ROOT, "dist", "bin", "burstlab.js");
    const commands = {
      "node -e 0": ["-e", "0"],
      "burstlab --version": [cli, "--version"],
      "burstlab check": [cli, "check", file],
      "burstlab run": [cli, "run", file],
    };
    tell(measure(commands, runs));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

new Command("startup")
  .option("--runs <n>", "rounds, each with one start of every kind", Number, 20)
  .action(main)
  .parse();
