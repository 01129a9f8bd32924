/** What must hold for the run as a whole: its length, its resolution, and the moments of changes. */
import type { Duration } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { PartRules } from "../part.ts";

const BUCKETS_WANTED = 1_000;
const BUCKETS_MAX = 100_000;
const LADDER_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** The smallest usual width that gives at most 1,000 points, or the largest there is. */
export function bucketFor(horizon: Duration): Duration {
  const widths = LADDER_SECONDS.map((width) => (width * 1_000_000) as Duration);
  return widths.find((width) => horizon / width <= BUCKETS_WANTED) ?? widths.at(-1) ?? horizon;
}

function ofScenario({ simulate, changes }: Checked, report: Report): void {
  if (simulate === null) return;
  const { for: horizon, ignore, bucket } = simulate;
  if (ignore >= horizon) {
    const hint = "make it shorter than simulate.for";
    report.error("out-of-range", ["simulate", "ignore"], { text: "leaves nothing of the run to look at", hint });
  }
  const buckets = Math.ceil(horizon / (bucket ?? bucketFor(horizon)));
  if (buckets > BUCKETS_MAX) {
    const field = bucket === undefined ? "for" : "bucket";
    const text = `would give ${buckets} points, but at most ${BUCKETS_MAX} are kept`;
    const hint = field === "for" ? "set simulate.bucket to more than 1h" : "use a wider bucket";
    report.error("too-many-buckets", ["simulate", field], { text, hint });
  }
  for (const { path, spec } of changes) {
    if (spec === null || spec.at < horizon) continue;
    const hint = "use an earlier moment, or lengthen simulate.for";
    report.error("after-the-end", [...path, "at"], { text: "is when the run has ended", hint });
  }
}

export const runRules: PartRules = { ofScenario };
