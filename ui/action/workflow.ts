/** What a step tells GitHub: lines of the log that become annotations, outputs, and the step summary. */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Env } from "./inputs.ts";

/** GitHub refuses a larger summary of a step. */
const SUMMARY_MAX_BYTES = 1024 * 1024;

const escaped = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

/** An annotation without a place. */
export function say(level: "error" | "warning" | "notice", text: string): void {
  process.stdout.write(`::${level} title=burstlab::${escaped(text)}\n`);
}

/** Our own words only: a line that begins with "::" or holds "##[" would be a command to the runner. */
export function log(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Outputs of this step. The delimiter cannot be known to whoever wrote the value. */
export function setOutputs(env: Env, outputs: Readonly<Record<string, string>>): void {
  const file = env.GITHUB_OUTPUT ?? "";
  if (file === "") return;
  const end = `end-${randomUUID()}`;
  for (const [name, value] of Object.entries(outputs)) appendFileSync(file, `${name}<<${end}\n${value}\n${end}\n`);
}

export function addSummary(env: Env, markdown: string): void {
  const file = env.GITHUB_STEP_SUMMARY ?? "";
  if (file === "") return;
  const tooLong = Buffer.byteLength(markdown) >= SUMMARY_MAX_BYTES;
  if (tooLong) say("warning", "the report is above 1 MiB, too long for the step summary; it is in the artifact");
  appendFileSync(file, tooLong ? "### burstlab\n\nThe report is too long for this page.\n" : markdown);
}

/** Text as it is, for Markdown: a fence longer than any run of backticks in it. */
export function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text.trimEnd()}\n${fence}\n`;
}
