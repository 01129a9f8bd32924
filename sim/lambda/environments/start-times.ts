/**
 * How long a new environment takes until its handler can run where the core does not know it: SnapStart and VPCs
 * (LIFE-20, SNAP-5).
 */
import type { Parts } from "../../core/host/parts.ts";
import type { Environment } from "../../core/objects/requests.ts";
import { type Sampler, Stream, samplerOf } from "../../kernel/random.ts";
import { type Duration, microseconds } from "../../kernel/time.ts";
import type { Functions } from "../front/functions.ts";
import { Outcome } from "../front/outcomes.ts";
import { RESTORE_LIMIT, SnapStart } from "./snapstart.ts";

/** What each Restore leaves of the extra time: under 4 % after the fiftieth. */
const FADE = 0.935;

export class StartTimes {
  readonly #functions: Functions;
  readonly #parts: Parts;
  /** SNAP-14: what is left of the extra time of a version's first Restore, 1 at first. */
  readonly #cold: Float64Array;
  readonly snapStart: SnapStart;
  /** LIFE-20: time before Init that the VPC of a function costs; null without one. */
  readonly #vpc: (Sampler | null)[];
  readonly #vpcLuck: Stream[];

  constructor(functions: Functions, parts: Parts, seed: number) {
    this.#functions = functions;
    this.#parts = parts;
    this.#cold = new Float64Array(functions.versionCount).fill(1);
    this.snapStart = new SnapStart(functions, seed);
    const extras = functions.settings.map(({ lifecycle }) => lifecycle?.vpc?.coldStartExtra ?? null);
    this.#vpc = extras.map((law) => (law === null ? null : samplerOf(law)));
    this.#vpcLuck = functions.settings.map(({ name }) => new Stream(seed, `${name}/vpc`));
  }

  /** Time before Init that AWS does not log (OQ-18), with what a VPC adds (LIFE-20). */
  platform(version: number): Duration {
    const { door, core, versions } = this.#parts;
    const { platform, platformLuck, fn } = versions[version]!;
    const time = door.draw(core, platform, platformLuck);
    const vpc = this.#vpc[fn.index]!;
    return (vpc === null ? time : time + vpc.draw(this.#vpcLuck[fn.index]!)) as Duration;
  }

  /** One Init of this version, or one Restore. */
  start(version: number): Duration {
    const { door, core, versions } = this.#parts;
    const { start, initLuck } = versions[version]!;
    const time = door.draw(core, start, initLuck) as Duration;
    return this.#functions.restores(version) ? this.#cached(version, time) : time;
  }

  /**
   * SNAP-5 to SNAP-7: resume, runtime load, after-restore hooks; the last two are billed, and aborted after 10 s.
   * @returns  the whole of it. The environment knows what is billed, and whether it comes to nothing.
   */
  restore(environment: Environment): Duration {
    const version = environment.version.index;
    const restore = this.start(version);
    const times = this.snapStart.timesOf(version);
    if (times === null) return restore;
    const load = times.load(restore);
    const billed = (load + times.afterRestore()) as Duration;
    const lasting = Math.min(billed, RESTORE_LIMIT) as Duration;
    if (billed > RESTORE_LIMIT) environment.outcome = Outcome.RestoreTimeout;
    environment.billedStart = lasting;
    return (restore - load + lasting) as Duration;
  }

  /** SNAP-4, SNAP-8: how long Init, its hook and the snapshot of a version take. */
  snapshotTime(version: number): Duration {
    return this.snapStart.snapshotTime(version);
  }
  /** SNAP-11: nothing of a new snapshot is in the tiered cache yet. */
  newSnapshot(version: number): void {
    this.#cold[version] = 1;
  }

  /** SNAP-11, SNAP-14, MOD: the tiered cache of a new version's snapshot warms up over its first fifty Restores. */
  #cached(version: number, time: Duration): Duration {
    const { snapshotCache } = this.#functions.modelOf(this.#functions.ofVersion(version));
    const longer = 1 + snapshotCache * this.#cold[version]!;
    this.#cold[version]! *= FADE;
    return microseconds(time * longer);
  }
}
