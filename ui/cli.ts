#!/usr/bin/env node
/** Where the `burstlab` command begins: what comes before all else, and the version, which needs nothing else. */
import { enableCompileCache } from "node:module";
import { ENGINE } from "../sim/version.ts";
import { Exit } from "./host/exit.ts";
import { tooOld } from "./host/node-version.ts";
import { onStreamErrors } from "./host/stream-errors.ts";

onStreamErrors(process.stdout);
onStreamErrors(process.stderr);

const [, , asked, ...more] = process.argv;
const old = tooOld(process.versions.node);
if (old === null) {
  // Node keeps the compiled code for the next start, in its own folder; where it cannot, it compiles each time.
  enableCompileCache();
  await begin();
} else {
  process.stderr.write(`${old}\n`);
  process.exitCode = Exit.usage;
}

async function begin(): Promise<void> {
  if ((asked === "--version" || asked === "-V") && more.length === 0) {
    process.stdout.write(`${ENGINE}\n`);
    return;
  }
  const { main } = await import("./main.ts");
  process.exitCode = await main(process.argv);
}
