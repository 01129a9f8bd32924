/**
 * Utilisation of provisioned units as target tracking sees it: sampled at each invocation, minute by minute (MET-10).
 */

export class Utilisation {
  readonly #sum: Float64Array;
  readonly #samples: Float64Array;
  readonly #highest: Float64Array;

  constructor(versions: number) {
    this.#sum = new Float64Array(versions);
    this.#samples = new Float64Array(versions);
    this.#highest = new Float64Array(versions);
  }

  sample(version: number, used: number): void {
    this.#sum[version]! += used;
    this.#samples[version]!++;
    if (used > this.#highest[version]!) this.#highest[version] = used;
  }

  /** The data point since the last take, and begins anew; null when nothing was invoked (AAS-9). */
  take(version: number, statistic: "average" | "maximum"): number | null {
    const samples = this.#samples[version]!;
    const point = statistic === "maximum" ? this.#highest[version]! : this.#sum[version]! / samples;
    this.#sum[version] = 0;
    this.#samples[version] = 0;
    this.#highest[version] = 0;
    return samples === 0 ? null : point;
  }
}
