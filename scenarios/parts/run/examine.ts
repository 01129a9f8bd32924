/** What must hold for the run as a whole: its length, its resolution, and the moments of changes. */
import type { Duration } from "../../../sim/index.ts";
import type { Checked } from "../../checked.ts";
import type { Findings } from "../../text/findings.ts";
import { spotOf } from "../../text/tree.ts";

const BUCKETS_WANTED = 1_000;
const BUCKETS_MAX = 100_000;
const LADDER_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];

/** The smallest usual width that gives at most 1,000 points, or the largest there is. */
export function bucketFor(horizon: Duration): Duration {
  const widths = LADDER_SECONDS.map((width) => (width * 1_000_000) as Duration);
  return widths.find((width) => horizon / width <= BUCKETS_WANTED) ?? widths.at(-1) ?? horizon;
}

export function examineRun({ tree, simulate, changes }: Checked, findings: Findings): void {
  if (simulate === null) return;
  const { for: horizon, ignore, bucket } = simulate;
  if (ignore >= horizon) {
    const message = {
      text: "simulate.ignore leaves nothing of the run to look at",
      hint: "make it shorter than simulate.for",
    };
    findings.error("out-of-range", spotOf(tree, ["simulate", "ignore"]), message);
  }
  const buckets = Math.ceil(horizon / (bucket ?? bucketFor(horizon)));
  if (buckets > BUCKETS_MAX) {
    const field = bucket === undefined ? "for" : "bucket";
    const text = `simulate.${field} would give ${buckets} points, but at most ${BUCKETS_MAX} are kept`;
    const hint = field === "for" ? "set simulate.bucket to more than 1h" : "use a wider bucket";
    findings.error("too-many-buckets", spotOf(tree, ["simulate", field]), { text, hint });
  }
  for (const { path, spec } of changes) {
    if (spec === null || spec.at < horizon) continue;
    const spot = spotOf(tree, [...path, "at"]);
    const message = {
      text: `${spot.path} is when the run has ended`,
      hint: "use an earlier moment, or lengthen simulate.for",
    };
    findings.error("after-the-end", spot, message);
  }
}
