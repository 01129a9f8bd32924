/** What must hold for a synchronous caller: a mode that never retries makes one attempt. */
import type { RetryMode } from "../../../sim/index.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";

interface Retrying {
  readonly retry: RetryMode;
  readonly attempts?: number | undefined;
}

export function examineAttempts(path: Path, { retry, attempts }: Retrying, report: Report): void {
  if (retry !== "none" || attempts === undefined || attempts <= 1) return;
  const text = `is ${attempts}, but retry: none makes one attempt only`;
  report.error("out-of-range", [...path, "attempts"], { text, hint: "remove it, or choose a retry mode" });
}
