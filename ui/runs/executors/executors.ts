/** Where runs are made. One more place is one file beside this one, and its entry in the list. */
import type { Result, SimConfig } from "../../../sim/index.ts";
import type { Executor, Left, Place, Wanted, Work } from "./executor.ts";
import { inline } from "./inline.ts";
import { threads } from "./threads.ts";

/** The first that takes what is left has it; the last takes everything. */
const PLACES: readonly Place[] = [threads, inline];

/** The places that are open, each from the first run that goes there. */
export class Executors {
  readonly #wanted: Wanted;
  readonly #open = new Map<Place, Executor>();

  constructor(wanted: Wanted = {}) {
    this.#wanted = wanted;
  }

  /** Results in the order of the configurations. @throws ProblemError when the deadline has passed. */
  async simulate(configs: readonly SimConfig[], work: Work = {}): Promise<Result[]> {
    const startedAt = performance.now();
    const results: Result[] = [];
    while (results.length < configs.length) {
      const before = results.length;
      const eachMs = before === 0 ? 0 : (performance.now() - startedAt) / before;
      const executor = this.#for({ count: configs.length - before, eachMs, work });
      const next = configs.slice(before, before + executor.atOnce);
      const onProgress: Work["onProgress"] = ({ ended, doneMs }) =>
        work.onProgress?.({ ended: before + ended, doneMs });
      results.push(...(await executor.simulate(next, { ...work, onProgress })));
    }
    return results;
  }

  /** The same for one configuration. */
  async one(config: SimConfig, work: Work = {}): Promise<Result> {
    const [result] = await this.simulate([config], work);
    return result!;
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(open.map((executor) => executor.close()));
  }

  #for(left: Left): Executor {
    const place = PLACES.find(({ takes }) => takes(left, this.#wanted))!;
    const executor = this.#open.get(place) ?? place.open(this.#wanted);
    this.#open.set(place, executor);
    return executor;
  }
}
