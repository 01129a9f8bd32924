/** Provisioned units, and what scales them, as SimConfig has them. */
import type { ProvisionedConfig, ScheduledScaling } from "../../../sim/index.ts";
import { type Clock, momentsOf } from "../../values/timetable.ts";
import { type ProvisionedSpec, policiesOf } from "./schema.ts";

/** Null without units and without anything that could bring some (AAS-10). */
export function provisionedOf(spec: ProvisionedSpec, clock: Clock): ProvisionedConfig | null {
  const { count, allocateAtStart, initErrors, schedule } = spec;
  const policies = policiesOf(spec.autoscale);
  const autoscale = policies.length < 2 ? (policies[0] ?? null) : policies;
  if (count === 0 && autoscale === null && schedule.length === 0) return null;
  const schedules = schedule.map((each): ScheduledScaling => {
    return { at: momentsOf(each, clock), min: each.min ?? null, max: each.max ?? null };
  });
  return { count, allocateAtStart, initErrors, autoscale, schedules };
}
