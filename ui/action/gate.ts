/** The decision: what of a comparison fails the job. It knows nothing of comments. */
import type { FailOn } from "./inputs.ts";
import type { Report } from "./report.ts";

type Counts = Pick<Report, "worseCount" | "brokenCount">;

/** Why the job fails; empty when it does not. */
export function reasonsToFail(failOn: FailOn, { worseCount, brokenCount: { error, warn } }: Counts): string[] {
  const strictness = ["never", "error", "warn", "worse"].indexOf(failOn);
  return [
    ...(strictness >= 1 && error > 0 ? [`thresholds of level error newly failed: ${error}`] : []),
    ...(strictness >= 2 && warn > 0 ? [`thresholds of level warn newly failed: ${warn}`] : []),
    ...(strictness >= 3 && worseCount > 0 ? [`metrics worse beyond their tolerance: ${worseCount}`] : []),
  ];
}
