/** What must hold for each schedule of an AWS service: one way of saying when, and moments within the run. */
import type { Checked } from "../../checked.ts";
import type { Findings } from "../../text/findings.ts";
import { type Path, spotOf } from "../../text/tree.ts";
import { MOMENTS_MAX, momentsOf, type Timetable } from "../../values/timetable.ts";

const WAYS = ["cron", "rate", "at"] as const;

/** @param at  where the schedule stands. */
export function examineMoments(checked: Checked, findings: Findings, at: Path, schedule: Timetable): void {
  const { simulate, tree } = checked;
  const spot = (path: Path) => spotOf(tree, path);
  if (schedule.rate !== undefined && schedule.timeZone !== "UTC") {
    const zone = spot([...at, "timeZone"]);
    findings.warning("useless-field", zone, {
      text: `${zone.path} has no effect with rate (SCH-4)`,
      hint: "remove it",
    });
  }
  const [way, second] = WAYS.filter((each) => schedule[each] !== undefined);
  if (way === undefined || second !== undefined) {
    const text = way === undefined ? "needs 'cron', 'rate' or 'at'" : `has both '${way}' and '${second}'`;
    const whole = spot(at);
    findings.error("pick-one", whole, { text: `${whole.path} ${text}`, hint: "give exactly one of them" });
    return;
  }
  if (simulate === null) return;
  const place = spot([...at, way]);
  if (simulate.startsAt === undefined && way !== "rate") {
    const text = `${place.path} needs simulate.startsAt: on which day, and when, does the run begin?`;
    const hint = "add it under simulate, for instance startsAt: 2026-11-27T07:30:00Z";
    findings.error("missing-field", place, { text, hint });
    return;
  }
  const moments = momentsOf(schedule, { startsAt: simulate.startsAt ?? null, horizon: simulate.for });
  if (moments.length > MOMENTS_MAX) {
    const text = `${place.path} comes due more than ${MOMENTS_MAX} times in the run`;
    findings.error("too-many-moments", place, { text, hint: "let it come due less often" });
  } else if (moments.length === 0) {
    const text = `${place.path} never comes due in the run`;
    const hint = "check simulate.startsAt, simulate.for and timeZone, or remove the schedule";
    findings.warning("never-fires", place, { text, hint });
  }
}
