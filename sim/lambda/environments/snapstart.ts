/** SnapStart: how long hooks, runtime load and snapshots take, and a Restore with its limit (SNAP-4 to SNAP-7). */

import type { SnapStartConfig } from "../../function-kinds.ts";
import { type Sampler, Stream, samplerOf } from "../../kernel/random.ts";
import { type Duration, microseconds, seconds } from "../../kernel/time.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import type { Functions } from "../front/functions.ts";

/** SNAP-5: runtime load and after-restore hooks together. */
export const RESTORE_LIMIT = seconds(FACTS.restoreLimitSeconds.value);

/** The laws of one version, each with luck of its own. */
class SnapshotTimes {
  readonly #share: number;
  readonly #load: Sampler | null;
  readonly #beforeCheckpoint: Sampler;
  readonly #afterRestore: Sampler;
  readonly #snapshot: Sampler;
  readonly #restoreLuck: Stream;
  readonly #publishLuck: Stream;

  constructor(config: SnapStartConfig, seed: number, name: string) {
    const { billedRestore } = config;
    this.#share = "share" in billedRestore ? billedRestore.share : 0;
    this.#load = "law" in billedRestore ? samplerOf(billedRestore.law) : null;
    this.#beforeCheckpoint = samplerOf(config.beforeCheckpoint);
    this.#afterRestore = samplerOf(config.afterRestore);
    this.#snapshot = samplerOf(config.snapshot);
    this.#restoreLuck = new Stream(seed, `${name}/restore`);
    this.#publishLuck = new Stream(seed, `${name}/publish`);
  }

  /** SNAP-7: the part of this Restore that loads the runtime. */
  load(restore: Duration): Duration {
    if (this.#load === null) return microseconds(restore * this.#share);
    return Math.min(restore, this.#load.draw(this.#restoreLuck)) as Duration;
  }
  afterRestore(): Duration {
    return this.#afterRestore.draw(this.#restoreLuck);
  }
  /** SNAP-4, SNAP-6: Init, its hook, and the snapshot. */
  publish(init: Sampler): Duration {
    const luck = this.#publishLuck;
    return (init.draw(luck) + this.#beforeCheckpoint.draw(luck) + this.#snapshot.draw(luck)) as Duration;
  }
}

export class SnapStart {
  readonly #functions: Functions;
  /** By version; null for those that restore nothing. */
  readonly #times: (SnapshotTimes | null)[] = [];

  constructor(functions: Functions, seed: number) {
    this.#functions = functions;
    for (let version = 0; version < functions.versionCount; version++) {
      const { name, snapStart } = functions.settings[functions.ofVersion(version)]!;
      const used = snapStart !== null && functions.restores(version);
      this.#times.push(used ? new SnapshotTimes(snapStart, seed, `${name}:${functions.qualifierOf(version)}`) : null);
    }
  }

  timesOf(version: number): SnapshotTimes | null {
    return this.#times[version]!;
  }

  /** SNAP-4: how long a version published now is Pending; 0 without a snapshot to take. */
  snapshotTime(version: number): Duration {
    const { init } = this.#functions.settings[this.#functions.ofVersion(version)]!;
    return this.#times[version]?.publish(samplerOf(init)) ?? (0 as Duration);
  }
}
