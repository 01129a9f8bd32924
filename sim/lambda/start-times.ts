/**
 * How long a new environment takes until its handler can run: platform, then Init or Restore (LIFE-1 to LIFE-5,
 * SNAP-5).
 */
import { FACTS } from "../facts.ts";
import { type Sampler, Stream, samplerOf } from "../kernel/random.ts";
import { type Duration, MICROS_PER_SECOND, microseconds } from "../kernel/time.ts";
import type { Functions } from "./functions.ts";

/** LIFE-2: Init, Restore hooks excepted, is aborted after this long on demand. */
export const INIT_LIMIT = (FACTS.initLimitSeconds.value * MICROS_PER_SECOND) as Duration;

/** What each Restore leaves of the extra time: under 4 % after the fiftieth. */
const FADE = 0.935;

export class StartTimes {
  readonly #functions: Functions;
  readonly #platform: Sampler[];
  readonly #platformLuck: Stream[];
  readonly #initLuck: Stream[];
  /** SNAP-14: what is left of the extra time of a version's first Restore, 1 at first. */
  readonly #cold: Float64Array;

  constructor(functions: Functions, seed: number) {
    this.#functions = functions;
    const streams = (use: string) =>
      functions.settings.flatMap(({ name, versions }) =>
        versions.map(({ qualifier }) => new Stream(seed, `${name}:${qualifier}/${use}`)),
      );
    this.#platform = functions.regions.map((region) => samplerOf(region.model.platformDelay));
    this.#platformLuck = streams("platform");
    this.#initLuck = streams("init");
    this.#cold = new Float64Array(functions.versionCount).fill(1);
  }

  /** Time before Init that AWS does not log (OQ-18). */
  platform(version: number): Duration {
    const region = this.#functions.regionOf(this.#functions.ofVersion(version));
    return this.#platform[region]!.draw(this.#platformLuck[version]!);
  }

  /** One Init of this version, or one Restore. */
  start(version: number): Duration {
    const time = this.#functions.startOf(version).draw(this.#initLuck[version]!);
    return this.#functions.restores(version) ? this.#cached(version, time) : time;
  }

  /** SNAP-11, SNAP-14, MOD: the tiered cache of a new version's snapshot warms up over its first fifty Restores. */
  #cached(version: number, time: Duration): Duration {
    const { snapshotCache } = this.#functions.modelOf(this.#functions.ofVersion(version));
    const longer = 1 + snapshotCache * this.#cold[version]!;
    this.#cold[version]! *= FADE;
    return microseconds(time * longer);
  }
}
