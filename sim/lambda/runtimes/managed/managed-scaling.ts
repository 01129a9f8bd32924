/** How many environments a version on Managed Instances has over time (LMI-2, LMI-3, LMI-4, LMI-7). */

import { after, type Duration, type Instant, START, toMs } from "../../../kernel/time.ts";
import type { Clock } from "../../../kernel/timers.ts";
import type { Recorder } from "../../../measure/recorders/recorder.ts";
import { blankEvent } from "../../../measure/tables/episodes.ts";
import { Rank } from "../../../vocabulary/ranks.ts";
import type { Functions } from "../../front/functions.ts";
import type { CapacityProvider } from "./capacity-provider.ts";
import type { Fleet } from "./managed-fleet.ts";
import type { ManagedInstances } from "./managed-instances.ts";

interface Owners extends Clock {
  readonly functions: Functions;
  readonly recorder: Recorder;
}

/** Environments that come together, less those that are not wanted any more. */
interface Launch {
  environments: number;
  /** On instances that have room for them, so that none has to be launched. */
  readonly fits: boolean;
}

/** Products such as 3 x 16 x 0.5 may miss a whole number by their last bit. */
const roundedUp = (environments: number): number => Math.ceil(environments - 1e-9);

class Scaler {
  readonly #owners: Owners;
  readonly #managed: ManagedInstances;
  readonly #fleet: Fleet;
  readonly #provider: CapacityProvider;
  readonly #launches: Launch[] = [];
  /** What each of the last looks wanted, bounds aside. */
  readonly #wanted: number[] = [];
  readonly #looks: number;
  #min: number;
  #max: number;

  constructor(owners: Owners, managed: ManagedInstances, fleet: Fleet) {
    const { min, max, scaleInWindow, evaluationPeriod } = fleet.settings;
    this.#owners = owners;
    this.#managed = managed;
    this.#fleet = fleet;
    this.#provider = managed.providerOf(owners.functions.ofVersion(fleet.version));
    this.#looks = Math.max(1, Math.ceil(scaleInWindow / evaluationPeriod));
    this.#min = min;
    this.#max = max ?? Number.POSITIVE_INFINITY;
  }

  /** LMI-4: a version is there with its first environments ready, or is published as the run begins. */
  begin(): void {
    const { min, publishAtStart, evaluationPeriod, schedules } = this.#fleet.settings;
    const first = this.#bounded(min);
    if (publishAtStart) this.#want(START, first);
    else this.#managed.add(START, this.#fleet, first);
    for (const { at, min: least, max: most } of schedules) {
      for (const moment of at) {
        this.#owners.timer(moment, Rank.Change, (now) => this.#setBounds(now, least, most));
      }
    }
    const tick = (now: Instant): void => {
      this.#look(now);
      this.#owners.timer(after(now, evaluationPeriod), Rank.Change, tick);
    };
    this.#owners.timer(after(START, evaluationPeriod), Rank.Change, tick);
  }

  /**
   * LMI-2, LMI-3, MOD: so many environments that what ran on average keeps workers and CPU at their targets. More are
   * launched at once; what is too many goes when no look of the whole window has wanted it.
   */
  #look(now: Instant): void {
    const { perEnvironment, targetConcurrency, capacityProvider, vCpus } = this.#fleet.settings;
    const { running, cpu } = this.#fleet.takeMeans(now);
    const byWorkers = roundedUp(running / (perEnvironment * targetConcurrency));
    const byCpu = roundedUp(cpu / (vCpus * capacityProvider.targetCpu));
    this.#wanted.push(Math.max(byWorkers, byCpu));
    if (this.#wanted.length > this.#looks) this.#wanted.shift();
    const there = this.#fleet.serving + this.#fleet.coming;
    const wanted = this.#bounded(this.#wanted.at(-1)!);
    if (wanted > there) this.#want(now, wanted);
    else if (this.#wanted.length === this.#looks) {
      this.#want(now, Math.min(there, this.#bounded(Math.max(...this.#wanted))));
    }
  }

  /** LMI-4, EX-60: new bounds, and the number of environments within them. */
  #setBounds(now: Instant, min: number, max: number): void {
    this.#min = min;
    this.#max = max;
    const { name } = this.#owners.functions.settings[this.#owners.functions.ofVersion(this.#fleet.version)]!;
    const bounds = max === 0 ? "deactivated" : `${min} to ${max} environments`;
    const detail = `${this.#owners.functions.qualifierOf(this.#fleet.version)}: ${bounds}`;
    this.#owners.recorder.episodes.note({ ...blankEvent(toMs(now), "managed", name, "LMI-4"), detail });
    this.#want(now, this.#bounded(this.#fleet.serving + this.#fleet.coming));
  }

  /** LMI-4, LMI-7: between the bounds, and LMI-5: no more than the capacity provider's vCPUs hold. */
  #bounded(environments: number): number {
    const { serving, coming } = this.#fleet;
    const held = serving + coming + this.#provider.roomFor(this.#fleet);
    return Math.min(Math.max(environments, this.#min), this.#max, held);
  }

  /** Fewer: what has not come yet is called off first, the newest before the others. */
  #want(now: Instant, wanted: number): void {
    const change = wanted - this.#fleet.serving - this.#fleet.coming;
    if (change > 0) {
      this.#launch(now, change);
      return;
    }
    let surplus = -change;
    while (surplus > 0 && this.#launches.length > 0) {
      const newest = this.#launches.at(-1)!;
      const cut = Math.min(surplus, newest.environments);
      newest.environments -= cut;
      surplus -= cut;
      this.#managed.ordered(now, this.#fleet, -cut, newest.fits);
      if (newest.environments === 0) this.#launches.pop();
    }
    if (surplus > 0) this.#managed.drain(now, this.#fleet, surplus);
  }

  /** LMI-4: instances are launched for what those that run have no room for; requests wait for neither (LMI-2). */
  #launch(now: Instant, environments: number): void {
    const { launchTime, environmentTime } = this.#fleet.settings;
    const fitting = this.#provider.fitting(this.#fleet, environments);
    if (fitting > 0) this.#come(now, { environments: fitting, fits: true }, environmentTime);
    if (fitting < environments) this.#come(now, { environments: environments - fitting, fits: false }, launchTime);
  }

  #come(now: Instant, launch: Launch, time: Duration): void {
    this.#launches.push(launch);
    this.#managed.ordered(now, this.#fleet, launch.environments, launch.fits);
    this.#owners.timer(after(now, time), Rank.Lifecycle, (then) => {
      const index = this.#launches.indexOf(launch);
      if (index < 0) return;
      this.#launches.splice(index, 1);
      this.#managed.ordered(then, this.#fleet, -launch.environments, launch.fits);
      this.#managed.add(then, this.#fleet, launch.environments);
    });
  }
}

/** What is there as the run begins, and what changes it. */
export function beginScaling(owners: Owners, managed: ManagedInstances): void {
  for (const fleet of managed.fleets) new Scaler(owners, managed, fleet).begin();
}
