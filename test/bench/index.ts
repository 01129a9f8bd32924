/** `npm run bench`: speed and memory of the steady workload, each size in a fresh process. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

interface Row {
  readonly invocations: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly peakRssMb: number;
}

const SIZES = process.argv.slice(2).map(Number);
const steady = fileURLToPath(new URL("./steady.ts", import.meta.url));

const measure = (invocations: number): Row =>
  JSON.parse(execFileSync(process.execPath, [steady, String(invocations)], { encoding: "utf8" })) as Row;

const cell = (value: number | string): string => String(value).padStart(14);

console.log(["invocations", "seconds", "per second", "peak RSS MB"].map(cell).join(""));
for (const size of SIZES.length > 0 ? SIZES : [1_000_000, 50_000_000]) {
  const { invocations, seconds, perSecond, peakRssMb } = measure(size);
  console.log([invocations, seconds, perSecond, peakRssMb].map(cell).join(""));
}
