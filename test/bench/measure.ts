/** Runs workloads, each repeat in a process of its own, and reference.c in turn with those that do its work. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { WORKLOADS } from "./workloads.ts";

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** A median and how far the repeats lie apart. */
interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** What is known of a workload after its repeats. Nanoseconds are per attempt: invocations and throttles. */
export interface Row {
  readonly workload: string;
  readonly attempts: number;
  readonly events: number;
  readonly nsPerAttempt: Spread;
  readonly attemptsPerSecond: number;
  readonly peakRssMb: number;
  readonly referenceNs: Spread | null;
  /** Median of the ratios to the run of reference.c just before; null without gcc, or where it does other work. */
  readonly ratio: number | null;
}

interface One {
  readonly invocations: number;
  readonly throttles: number;
  readonly events: number;
  readonly ns: number;
  readonly peakRssMb: number;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: tenth(sorted[(sorted.length - 1) >> 1]!),
    min: tenth(sorted[0]!),
    max: tenth(sorted.at(-1)!),
  };
}

/** The compiled yardstick, or null when there is no gcc here. */
export class Reference {
  readonly #folder = mkdtempSync(join(tmpdir(), "bench-"));
  readonly #program = join(this.#folder, "reference");
  readonly isThere: boolean;

  constructor() {
    this.isThere = this.#compile();
  }

  #compile(): boolean {
    try {
      execFileSync("gcc", ["-O3", "-march=native", path("./reference.c"), "-o", this.#program, "-lm"]);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return false;
    }
  }

  nsPerInvocation(rate: number, invocations: number): number {
    const line = execFileSync(this.#program, [String(rate), String(invocations)], { encoding: "utf8" });
    return (JSON.parse(line) as { nsPerInvocation: number }).nsPerInvocation;
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

interface Plan {
  readonly repeats: number;
  /** Share of the full size, for a quick look. */
  readonly size: number;
}

export function measure(workload: string, plan: Plan, reference: Reference): Row {
  const { requests, rate, hasReference } = WORKLOADS[workload]!;
  const count = Math.ceil(requests * plan.size);
  const runs: One[] = [];
  const references: number[] = [];
  for (let repeat = 0; repeat < plan.repeats; repeat++) {
    if (hasReference && reference.isThere) references.push(reference.nsPerInvocation(rate, count));
    const line = execFileSync(process.execPath, [path("./one.ts"), workload, String(count)], { encoding: "utf8" });
    runs.push(JSON.parse(line) as One);
  }
  const attempts = runs[0]!.invocations + runs[0]!.throttles;
  const perAttempt = runs.map(({ ns }) => ns / attempts);
  const ns = spreadOf(perAttempt);
  const ratios = spreadOf(references.map((value, repeat) => (100 * perAttempt[repeat]!) / value));
  return {
    workload,
    attempts,
    events: runs[0]!.events,
    nsPerAttempt: ns,
    attemptsPerSecond: Math.round(1e9 / ns.median),
    peakRssMb: Math.max(...runs.map(({ peakRssMb }) => peakRssMb)),
    referenceNs: references.length === 0 ? null : spreadOf(references),
    ratio: references.length === 0 ? null : Math.round(ratios.median) / 100,
  };
}
