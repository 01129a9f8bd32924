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

  /** The data point of these versions together since `restart`; null when nothing was invoked (AAS-9). */
  point(versions: readonly number[], statistic: "average" | "maximum"): number | null {
    let [sum, samples, highest] = [0, 0, 0];
    for (const version of versions) {
      sum += this.#sum[version]!;
      samples += this.#samples[version]!;
      highest = Math.max(highest, this.#highest[version]!);
    }
    if (samples === 0) return null;
    return statistic === "maximum" ? highest : sum / samples;
  }

  restart(versions: readonly number[]): void {
    for (const version of versions) {
      this.#sum[version] = 0;
      this.#samples[version] = 0;
      this.#highest[version] = 0;
    }
  }
}
