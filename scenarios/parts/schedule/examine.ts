/** What must hold for each schedule of an AWS service: one way of saying when, and moments within the run. */
import type { Checked } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { MOMENTS_MAX, momentsOf, type Timetable } from "../../values/timetable.ts";

const WAYS = ["cron", "rate", "at"] as const;

/** @param at  where the schedule stands in what is reported of. */
export function examineMoments({ simulate }: Checked, report: Report, at: Path, schedule: Timetable): void {
  if (schedule.rate !== undefined && schedule.timeZone !== "UTC") {
    const message = { text: "has no effect with rate (SCH-4)", hint: "remove it" };
    report.warning("useless-field", [...at, "timeZone"], message);
  }
  const [way, second] = WAYS.filter((each) => schedule[each] !== undefined);
  if (way === undefined || second !== undefined) {
    const text = way === undefined ? "needs 'cron', 'rate' or 'at'" : `has both '${way}' and '${second}'`;
    report.error("pick-one", at, { text, hint: "give exactly one of them" });
    return;
  }
  if (simulate === null) return;
  const place = [...at, way];
  if (simulate.startsAt === undefined && way !== "rate") {
    const text = "needs simulate.startsAt: on which day, and when, does the run begin?";
    const hint = "add it under simulate, for instance startsAt: 2026-11-27T07:30:00Z";
    report.error("missing-field", place, { text, hint });
    return;
  }
  const moments = momentsOf(schedule, { startsAt: simulate.startsAt ?? null, horizon: simulate.for });
  if (moments.length > MOMENTS_MAX) {
    const text = `comes due more than ${MOMENTS_MAX} times in the run`;
    report.error("too-many-moments", place, { text, hint: "let it come due less often" });
  } else if (moments.length === 0) {
    const hint = "check simulate.startsAt, simulate.for and timeZone, or remove the schedule";
    report.warning("never-fires", place, { text: "never comes due in the run", hint });
  }
}
