/** `npm run bench`: how fast the engine is, workload by workload, as a table or JSON, and against an earlier table. */
import { readFileSync } from "node:fs";
import { Command } from "commander";
import { slower } from "./compare.ts";
import { measure, Reference, type Row } from "./measure.ts";
import { WORKLOADS } from "./workloads.ts";

interface Options {
  readonly repeats: number;
  readonly size: number;
  readonly json?: true;
  readonly check?: string;
}

const HEAD = ["workload", "attempts", "events", "ns/attempt", "min", "max", "per second", "RSS MB", "C ns", "ratio"];
const WIDTHS = [13, 11, 12, 11, 8, 8, 12, 8, 7, 7];

const line = (cells: readonly (string | number | null)[]): string =>
  cells
    .map((cell, place) => {
      const text = typeof cell === "number" ? cell.toLocaleString("en") : (cell ?? "-");
      return place === 0 ? text.padEnd(WIDTHS[0]!) : text.padStart(WIDTHS[place]!);
    })
    .join(" ");

function told(row: Row): string {
  const { median, min, max } = row.nsPerAttempt;
  const { workload, attempts, events, attemptsPerSecond, peakRssMb, referenceNs, ratio } = row;
  const c = referenceNs?.median ?? null;
  return line([workload, attempts, events, median, min, max, attemptsPerSecond, peakRssMb, c, ratio]);
}

function run(names: readonly string[], options: Options): void {
  const unknown = names.filter((name) => WORKLOADS[name] === undefined);
  if (unknown.length > 0) throw new Error(`no workload is called ${unknown.join(", ")}`);
  const base = options.check === undefined ? [] : (JSON.parse(readFileSync(options.check, "utf8")) as Row[]);
  const reference = new Reference();
  const rows: Row[] = [];
  try {
    if (!options.json) console.log(line(HEAD));
    for (const name of names.length > 0 ? names : Object.keys(WORKLOADS)) {
      const row = measure(name, options, reference);
      rows.push(row);
      if (!options.json) console.log(told(row));
    }
  } finally {
    reference.remove();
  }
  if (options.json) console.log(JSON.stringify(rows, null, 2));
  const found = slower(base, rows);
  for (const sentence of found) console.error(sentence);
  if (found.length > 0) process.exitCode = 1;
}

new Command("bench")
  .argument("[workload...]", `of ${Object.keys(WORKLOADS).join(", ")}; all without one`)
  .option("--repeats <n>", "repeats of each workload", Number, 5)
  .option("--size <share>", "share of the full number of requests", Number, 1)
  .option("--json", "the rows as JSON, for a later --check")
  .option("--check <file>", "name what became slower than in this file, and end with 1 if anything did")
  .action(run)
  .parse();
