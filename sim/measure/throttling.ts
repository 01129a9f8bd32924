/** What is observed of refusals: how many by reason, what the first of each met, and stretches of them. */
import { type Instant, toMs } from "../kernel/time.ts";
import type { Account } from "../lambda/account.ts";
import type { Functions } from "../lambda/functions.ts";
import { Admission, REFUSALS, refusalIndex } from "../lambda/throttles.ts";
import { type CloudWatchTable, Sum } from "./cloudwatch.ts";
import { COUNTS, Count, type CountTable } from "./counts.ts";
import { blankEvent, type Episodes } from "./episodes.ts";
import { Gauge, type GaugeTable } from "./gauges.ts";
import type { RefusalTable, Scene } from "./refusals.ts";
import type { SeriesTable } from "./series.ts";

/** Kinds of trouble of a function: each refusal, spill-over, each way of being dropped. */
export const SPILLOVER = REFUSALS.length;
export const DROPPED = SPILLOVER + 1;
const TROUBLES = DROPPED + COUNTS;

/** Number of a kind of trouble of a function. */
export const troubleOf = (index: number, kind: number): number => index * TROUBLES + kind;

interface Tables {
  readonly counts: CountTable;
  readonly gauges: GaugeTable;
  readonly series: SeriesTable;
  readonly cloudWatch: CloudWatchTable;
  readonly refusals: RefusalTable;
  readonly episodes: Episodes;
}

interface Owners {
  readonly functions: Functions;
  readonly account: Account;
}

/** A refused attempt, the part of the run it falls into, and the limit that it met; -1 where no number says it. */
interface Refused {
  readonly segment: number;
  readonly functionIndex: number;
  readonly admission: Admission;
  readonly limit: number;
}

export class Throttling {
  readonly #tables: Tables;
  readonly #functions: Functions;
  readonly #account: Account;

  constructor(tables: Tables, owners: Owners) {
    this.#tables = tables;
    this.#functions = owners.functions;
    this.#account = owners.account;
  }

  throttled(now: Instant, refused: Refused): void {
    const { segment, functionIndex, admission } = refused;
    const { counts, refusals, series, cloudWatch, episodes } = this.#tables;
    const refusal = refusalIndex(admission);
    counts.add(segment, functionIndex, Count.Throttles, 1);
    refusals.add(segment, functionIndex, refusal);
    series.requests(functionIndex, 1);
    series.throttle(functionIndex, refusal);
    cloudWatch.add(functionIndex, Sum.Throttles, 1, now);
    if (admission === Admission.PoolFull) this.#lookAtHolders(now, refused, refusal);
    const isFirst = refusals.isFirst(segment, functionIndex, refusal);
    const episode = troubleOf(functionIndex, refusal);
    const goesOn = episodes.goesOn(episode, now);
    if (!isFirst && goesOn) return;
    const scene = this.#scene(now, refused);
    if (isFirst) refusals.setFirst(segment, functionIndex, refusal, scene);
    if (!goesOn) this.#begin(episode, scene, functionIndex, refusal);
  }

  #lookAtHolders(now: Instant, { segment, functionIndex }: Refused, refusal: number): void {
    const holdings = this.#tables.refusals.holdings(now, segment, functionIndex, refusal);
    if (holdings !== null) this.#account.addHoldings(this.#functions.regionOf(functionIndex), holdings);
  }

  #scene(now: Instant, { functionIndex, admission, limit }: Refused): Scene {
    const region = this.#functions.regionOf(functionIndex);
    const quota = this.#functions.regions[region]!.concurrency;
    return {
      at: now,
      limit,
      inUse: this.#inUse(functionIndex, admission),
      unusedInRegion: Math.max(0, quota - this.#account.busyInRegion(region)),
      reserved: this.#account.isReserved(functionIndex),
    };
  }

  /** What ran on the limit that was reached; -1 for a limit on speed. */
  #inUse(functionIndex: number, admission: Admission): number {
    if (admission === Admission.ReservedZero) return this.#account.busyOf(functionIndex);
    if (admission === Admission.ReservedFull) return this.#account.onDemandBusyOf(functionIndex);
    if (admission === Admission.TenantsFull) return this.#tables.gauges.value(functionIndex, Gauge.Environments);
    if (admission !== Admission.PoolFull) return -1;
    return this.#account.unreservedBusyOf(this.#functions.regionOf(functionIndex));
  }

  #begin(episode: number, scene: Scene, functionIndex: number, refusal: number): void {
    const { cause, rule } = REFUSALS[refusal]!;
    this.#tables.episodes.begin(episode, scene.at, {
      ...blankEvent(toMs(scene.at), "throttling", this.#functions.settings[functionIndex]!.name, rule),
      cause,
      limit: scene.limit < 0 ? null : scene.limit,
      inUse: scene.inUse < 0 ? null : scene.inUse,
      unusedInRegionCount: scene.unusedInRegion,
    });
  }
}
