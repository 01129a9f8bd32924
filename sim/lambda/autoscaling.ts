/** Application Auto Scaling on provisioned concurrency: target tracking by two alarms, and scheduled actions (AAS). */
import type { AutoscaleConfig, ScheduledScaling } from "../config.ts";
import { Rank } from "../events.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START } from "../kernel/time.ts";
import type { World } from "../world.ts";
import { wantUnits } from "./provisioned.ts";

/** AAS-3: the low alarm watches for less than this share of the target. */
const LOW_SHARE = 0.9;
const MINUTE = MICROS_PER_MINUTE as Duration;

/** One scalable target: a version with its bounds and alarms. */
class Target {
  readonly #version: number;
  readonly #policy: AutoscaleConfig | null;
  #min: number;
  #max: number;
  /** Data points in a row beyond each alarm's threshold. */
  #high = 0;
  #low = 0;
  #outUntil = START;
  #inUntil = START;

  constructor(version: number, policy: AutoscaleConfig | null) {
    this.#version = version;
    this.#policy = policy;
    this.#min = policy?.min ?? 0;
    this.#max = policy?.max ?? Number.POSITIVE_INFINITY;
  }

  /**
   * A minute is over: both alarms see its data point, or none (AAS-9, AAS-10: then nothing moves). A unit that is still
   * busy gives the new minute its first sample, or one long request would go unseen (EX-48).
   */
  onMinute(world: World, now: Instant): void {
    const policy = this.#policy;
    if (policy === null) return;
    const used = world.recorder.takeUtilisation(this.#version, policy.statistic);
    world.recorder.sampleBusyUnits(this.#version);
    this.#high = used !== null && used > policy.target ? this.#high + 1 : 0;
    this.#low = used !== null && used < policy.target * LOW_SHARE ? this.#low + 1 : 0;
    if (used === null) return;
    if (this.#high >= policy.highPoints && now >= this.#outUntil) this.#scaleOut(world, now, used, policy);
    else if (this.#low >= policy.lowPoints && now >= this.#inUntil) this.#scaleIn(world, now, used, policy);
  }

  /** AAS-7, AAS-14: proportional and rounded up; what is on its way counts as there. */
  #scaleOut(world: World, now: Instant, used: number, policy: AutoscaleConfig): void {
    const ready = world.units.readyOf(this.#version);
    const wanted = Math.min(this.#max, roundedUp((ready * used) / policy.target));
    if (wanted <= world.units.wantedOf(this.#version)) return;
    this.#outUntil = after(now, policy.scaleOutCooldown);
    // AAS-14: a scale-out cancels a cooldown of scaling in.
    this.#inUntil = now;
    wantUnits(world, now, this.#version, wanted);
  }

  /** AAS-8: one step per evaluation, and never one that would take the metric over its target. */
  #scaleIn(world: World, now: Instant, used: number, policy: AutoscaleConfig): void {
    const current = world.units.wantedOf(this.#version);
    const ready = world.units.readyOf(this.#version);
    const proportional = roundedUp((ready * used) / policy.target);
    const wanted = Math.max(this.#min, Math.min(proportional, current - 1));
    if (wanted >= current || (used * ready) / (current - 1) > policy.target) return;
    this.#inUntil = after(now, policy.scaleInCooldown);
    wantUnits(world, now, this.#version, wanted);
  }

  /** AAS-12: new bounds, and the capacity brought within them at once, whatever the cooldowns. */
  onSchedule(world: World, now: Instant, { min, max }: ScheduledScaling): void {
    this.#min = min ?? this.#min;
    this.#max = max ?? this.#max;
    const current = world.units.wantedOf(this.#version);
    wantUnits(world, now, this.#version, Math.max(this.#min, Math.min(current, this.#max)));
  }
}

/** Products such as 10 x 0.7 / 0.7 may miss a whole number by their last bit. */
const roundedUp = (units: number): number => Math.ceil(units - 1e-9);

/** Starts the clock of every version that has a policy or a schedule. */
export function beginAutoscaling(world: World): void {
  for (let version = 0; version < world.functions.versionCount; version++) {
    const config = world.functions.provisionedConfigOf(version);
    if (config === null || (config.autoscale === null && config.schedules.length === 0)) continue;
    const target = new Target(version, config.autoscale);
    for (const schedule of config.schedules) {
      for (const at of schedule.at) {
        world.timer(at, Rank.Change, (now) => target.onSchedule(world, now, schedule));
      }
    }
    const tick = (now: Instant): void => {
      target.onMinute(world, now);
      world.timer(after(now, MINUTE), Rank.Change, tick);
    };
    if (config.autoscale !== null) world.timer(after(START, MINUTE), Rank.Change, tick);
  }
}
