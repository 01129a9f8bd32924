#!/usr/bin/env node
/** Where the `burstlab` command begins: what comes before all else, and the version, which needs nothing else. */
import { enableCompileCache } from "node:module";
import { ENGINE } from "../sim/version.ts";
import { onStreamErrors } from "./host/stream-errors.ts";

// Node keeps the compiled code for the next start, in its own folder; where it cannot, it compiles each time.
enableCompileCache();
onStreamErrors(process.stdout);
onStreamErrors(process.stderr);

const [, , asked, ...more] = process.argv;
if ((asked === "--version" || asked === "-V") && more.length === 0) {
  process.stdout.write(`${ENGINE}\n`);
} else {
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv);
}
