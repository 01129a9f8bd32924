/** Application Auto Scaling on provisioned concurrency: target tracking by two alarms, and scheduled actions (AAS). */

import type { AutoscaleConfig, ScheduledScaling } from "../../config.ts";
import type { Parts } from "../../core/host/parts.ts";
import { after, type Duration, type Instant, MICROS_PER_MINUTE, START } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import { restartUtilisation, utilisationOf } from "../../measure/recorders/utilisation.ts";
import type { NotableEvent } from "../../result.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import type { Provisioning } from "./provisioned.ts";
import type { UnitHolders } from "./unit-holders.ts";

/** AAS-3: the low alarm watches for less than this share of the target. */
const LOW_SHARE = 0.9;
const MINUTE = MICROS_PER_MINUTE as Duration;

interface Owners extends Clock {
  readonly parts: Parts;
  readonly holders: UnitHolders;
  readonly provisioning: Provisioning;
}

/** One policy: data points in a row beyond each alarm's threshold, and when its cooldowns are over. */
class Policy {
  readonly #config: AutoscaleConfig;
  readonly #target: number;
  #high = 0;
  #low = 0;
  #outUntil = START;
  #inUntil = START;

  constructor(config: AutoscaleConfig) {
    this.#config = config;
    this.#target = config.target;
  }

  get statistic(): AutoscaleConfig["statistic"] {
    return this.#config.statistic;
  }

  /** AAS-9, AAS-10: both alarms see the minute's data point, or none. */
  see(used: number | null): void {
    this.#high = used !== null && used > this.#target ? this.#high + 1 : 0;
    this.#low = used !== null && used < this.#target * LOW_SHARE ? this.#low + 1 : 0;
  }

  asksForMore(now: Instant): boolean {
    return this.#high >= this.#config.highPoints && now >= this.#outUntil;
  }
  asksForFewer(now: Instant): boolean {
    return this.#low >= this.#config.lowPoints && now >= this.#inUntil;
  }

  /** AAS-7: proportional and rounded up. */
  wanted(ready: number, used: number): number {
    return roundedUp((ready * used) / this.#target);
  }
  /** AAS-8: never so few that the metric goes over its target. */
  wouldBreach(ready: number, used: number, units: number): boolean {
    return (used * ready) / units > this.#target;
  }

  /** AAS-14: a scale-out cancels a cooldown of scaling in. @param asked  whether this policy asked for it. */
  scaledOut(now: Instant, asked: boolean): void {
    if (asked) this.#outUntil = after(now, this.#config.scaleOutCooldown);
    this.#inUntil = now;
  }
  scaledIn(now: Instant): void {
    this.#inUntil = after(now, this.#config.scaleInCooldown);
  }
}

/** One scalable target: what has units, with its bounds and policies. */
class Target {
  readonly #owners: Owners;
  readonly #holder: number;
  readonly #policies: readonly Policy[];
  #min: number;
  #max: number;
  /** What AWS refused, for as long as target tracking tries again and again. */
  #refused: NotableEvent | null = null;

  constructor(owners: Owners, holder: number, policies: readonly AutoscaleConfig[]) {
    const [first] = policies;
    this.#owners = owners;
    this.#holder = holder;
    this.#policies = policies.map((policy) => new Policy(policy));
    this.#min = first?.min ?? 0;
    this.#max = first?.max ?? Number.POSITIVE_INFINITY;
  }

  /** A minute is over, and nothing else has happened since. AAS-13: one policy may grow, all must ask to shrink. */
  onMinute(now: Instant): void {
    const versions = this.#owners.holders
      .versionsHeld(this.#holder)
      .map((version) => this.#owners.parts.versions[version]!);
    const points = this.#policies.map(({ statistic }) => utilisationOf(versions, statistic));
    restartUtilisation(versions);
    for (const [index, policy] of this.#policies.entries()) policy.see(points[index]!);
    const used = points.filter((point) => point !== null);
    if (used.length === 0) {
      this.#refused = null;
      return;
    }
    const asksForMore = this.#policies.some((policy) => policy.asksForMore(now));
    if (!asksForMore) this.#refused = null;
    if (asksForMore) this.#scaleOut(now, used);
    else if (this.#policies.every((policy) => policy.asksForFewer(now))) this.#scaleIn(now, used);
  }

  /** AAS-13, AAS-14: the largest capacity that is asked for; what is on its way counts as there. */
  #scaleOut(now: Instant, used: readonly number[]): void {
    const ready = this.#owners.holders.readyOf(this.#holder);
    const current = this.#owners.holders.wantedOf(this.#holder);
    const asked = this.#policies.map((policy, index) =>
      policy.asksForMore(now) ? Math.min(this.#max, policy.wanted(ready, used[index]!)) : 0,
    );
    const wanted = Math.max(...asked);
    if (wanted <= current) return;
    // PC-2, PC-3: a scaling action that AWS refuses changes nothing, so no cooldown begins.
    this.#refused = this.#owners.provisioning.want(now, this.#holder, wanted, this.#refused);
    if (this.#refused !== null) return;
    for (const [index, policy] of this.#policies.entries()) policy.scaledOut(now, asked[index]! > current);
  }

  /** AAS-8, AAS-13: one step per evaluation, to the largest capacity, and none that takes a metric over its target. */
  #scaleIn(now: Instant, used: readonly number[]): void {
    const current = this.#owners.holders.wantedOf(this.#holder);
    const ready = this.#owners.holders.readyOf(this.#holder);
    const proportional = this.#policies.map((policy, index) => policy.wanted(ready, used[index]!));
    const wanted = Math.max(this.#min, ...proportional.map((units) => Math.min(units, current - 1)));
    const breaches = this.#policies.some((policy, index) => policy.wouldBreach(ready, used[index]!, current - 1));
    if (wanted >= current || breaches) return;
    for (const policy of this.#policies) policy.scaledIn(now);
    this.#owners.provisioning.want(now, this.#holder, wanted);
  }

  /** AAS-12: new bounds, and the capacity brought within them at once, whatever the cooldowns. */
  onSchedule(now: Instant, { min, max }: ScheduledScaling): void {
    this.#min = min ?? this.#min;
    this.#max = max ?? this.#max;
    const current = this.#owners.holders.wantedOf(this.#holder);
    this.#refused = null;
    this.#owners.provisioning.want(now, this.#holder, Math.max(this.#min, Math.min(current, this.#max)));
  }
}

/** Products such as 10 x 0.7 / 0.7 may miss a whole number by their last bit. */
const roundedUp = (units: number): number => Math.ceil(units - 1e-9);

/** Starts the clock of everything that has a policy or a schedule. */
export function beginAutoscaling(owners: Owners): void {
  for (let holder = 0; holder < owners.holders.count; holder++) {
    const config = owners.holders.configOf(holder);
    if (config === null || (config.autoscale === null && config.schedules.length === 0)) continue;
    const target = new Target(owners, holder, [config.autoscale ?? []].flat());
    for (const schedule of config.schedules) {
      for (const at of schedule.at) {
        owners.timer(at, Rank.Change, (now) => target.onSchedule(now, schedule));
      }
    }
    const tick = (now: Instant): void => {
      target.onMinute(now);
      owners.timer(after(now, MINUTE), Rank.Measure, tick);
    };
    if (config.autoscale !== null) owners.timer(after(START, MINUTE), Rank.Measure, tick);
  }
}
