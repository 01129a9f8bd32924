/** What is told of trouble: what the first refusal of each kind met; stretches of refusals, spill-over and drops. */

import type { Parts } from "../../core/host/parts.ts";
import { EXHAUSTED, type LambdaFunction, REFUSAL_KINDS, SPILLOVER, TROUBLES } from "../../core/objects/functions.ts";
import type { Service } from "../../core/objects/requests.ts";
import { type Instant, toMs } from "../../kernel/time.ts";
import type { Account } from "../../lambda/front/account.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { NotableEvent } from "../../result.ts";
import { Admission, REFUSALS, refusalIndex } from "../../vocabulary/throttles.ts";
import { blankEvent, type Episodes } from "../tables/episodes.ts";
import { rounded } from "../tables/rounding.ts";
import type { RefusalTable, Scene } from "./refusals.ts";
import { heldWith, unitsOf } from "./utilisation.ts";

/** ASY-10: why an event ends without success, by kind of trouble from EXHAUSTED on; `condition` as AWS writes it. */
export const ENDINGS = [
  { condition: "RetriesExhausted", rule: "ASY-3" },
  { condition: "EventAgeExceeded", rule: "ASY-7" },
  { condition: "ZeroReservedConcurrency", rule: "ASY-9" },
  { condition: "ExecutionTimedOut", rule: "DUR-1" },
  { condition: "RecursiveInvocation", rule: "ASY-20" },
] as const;

interface Owners {
  readonly functions: Functions;
  readonly account: Account;
  readonly parts: Parts;
  readonly refusals: RefusalTable;
  readonly episodes: Episodes;
  readonly downstreamEpisodes: Episodes;
  /** The limit that a refusal met; -1 where no single number says it. */
  readonly limitOf: (version: number, admission: Admission) => number;
}

export class TroubleRecorder {
  readonly #owners: Owners;
  /** By function and kind: the stretch that is open. */
  readonly #open: (NotableEvent | null)[];
  readonly #rejecting: (NotableEvent | null)[];

  constructor(owners: Owners) {
    this.#owners = owners;
    this.#open = new Array<NotableEvent | null>(owners.functions.count * TROUBLES).fill(null);
    this.#rejecting = owners.parts.services.map(() => null);
    this.beginSegment();
  }

  /** A part of the run begins: the first refusal of each kind is wanted anew, and who holds the pools. */
  beginSegment(): void {
    for (const fn of this.#owners.parts.fns) {
      for (let kind = 0; kind < TROUBLES; kind++) fn.troubles.known[kind] = kind < REFUSAL_KINDS ? 0 : 1;
      fn.lookedAt = Number.NEGATIVE_INFINITY;
    }
  }

  /** Trouble of a kind begins a stretch, or is the first in this part of the run. @param detail  version or ending. */
  troubled(fn: LambdaFunction, kind: number, detail: number, now: Instant, segment: number): void {
    const { troubles } = fn;
    const goesOn = now - troubles.lastAt[kind]! <= this.#owners.parts.core.quiet;
    const scene =
      kind < REFUSAL_KINDS ? this.#scene(now, fn.index, detail, (kind + Admission.ReservedZero) as Admission) : null;
    if (scene !== null && troubles.known[kind] === 0) {
      troubles.known[kind] = 1;
      this.#owners.refusals.setFirst(segment, fn.index, kind, scene);
    }
    if (goesOn) return;
    this.#close(fn, kind);
    const event = this.#eventOf(fn, kind, detail, now, scene);
    this.#open[fn.index * TROUBLES + kind] = event;
    this.#owners.episodes.note(event);
  }

  /** A downstream begins to turn calls away. */
  rejecting(service: Service, now: Instant): void {
    this.#closeRejecting(service);
    const { parts, downstreamEpisodes } = this.#owners;
    const name = parts.serviceNames[service.index]!;
    const limit = service.hasPlaces ? service.size : service.tokens.perSecond;
    const event = { ...blankEvent(toMs(now), "downstream-rejecting", name, ""), limit };
    this.#rejecting[service.index] = event;
    downstreamEpisodes.note(event);
  }

  /** What was still going on shortly before the end stays open. */
  finish(end: Instant): void {
    const { parts } = this.#owners;
    for (const fn of parts.fns) {
      for (let kind = 0; kind < TROUBLES; kind++) {
        if (this.#open[fn.index * TROUBLES + kind] === null) continue;
        this.#close(fn, kind, end - fn.troubles.lastAt[kind]! > parts.core.quiet);
      }
    }
    for (const service of parts.services) this.#closeRejecting(service, end - service.rejectedAt > parts.core.quiet);
  }

  /** The stretch before is over, or only counted up to now. */
  #close(fn: LambdaFunction, kind: number, isOver = true): void {
    const event = this.#open[fn.index * TROUBLES + kind] ?? null;
    if (event === null) return;
    event.count += fn.troubles.more[kind]!;
    fn.troubles.more[kind] = 0;
    if (isOver) event.untilMs = rounded(toMs(fn.troubles.lastAt[kind]! as Instant));
  }

  #closeRejecting(service: Service, isOver = true): void {
    const event = this.#rejecting[service.index] ?? null;
    if (event === null) return;
    event.count += service.rejectedMore;
    service.rejectedMore = 0;
    if (isOver) event.untilMs = rounded(toMs(service.rejectedAt as Instant));
  }

  #eventOf(fn: LambdaFunction, kind: number, detail: number, now: Instant, scene: Scene | null): NotableEvent {
    const { name } = this.#owners.functions.settings[fn.index]!;
    if (kind === SPILLOVER) {
      const { parts } = this.#owners;
      const { busy, ready } = unitsOf(heldWith(parts.versions[detail]!, parts.versionsOf(fn.index)));
      return { ...blankEvent(toMs(now), "spillover", name, "PC-9"), limit: ready, inUse: busy };
    }
    if (scene === null) {
      const { condition, rule } = ENDINGS[detail - EXHAUSTED]!;
      return { ...blankEvent(toMs(now), "async-dropped", name, rule), detail: condition };
    }
    const { cause, rule } = REFUSALS[kind]!;
    return {
      ...blankEvent(toMs(now), "throttling", name, rule),
      cause,
      limit: scene.limit < 0 ? null : scene.limit,
      inUse: scene.inUse < 0 ? null : scene.inUse,
      unusedInRegionCount: scene.unusedInRegion,
    };
  }

  #scene(now: Instant, functionIndex: number, version: number, admission: Admission): Scene {
    const { functions, account, limitOf } = this.#owners;
    const region = functions.regionOf(functionIndex);
    const quota = functions.regions[region]!.concurrency;
    return {
      at: now,
      limit: limitOf(version, admission),
      inUse: this.#inUse(functionIndex, admission),
      unusedInRegion: Math.max(0, quota - account.busyInRegion(region)),
      reserved: account.isReserved(functionIndex),
    };
  }

  /** What ran on the limit that was reached; -1 for a limit on speed. */
  #inUse(functionIndex: number, admission: Admission): number {
    const { account, parts } = this.#owners;
    if (admission === Admission.ReservedZero) return account.busyOf(functionIndex);
    if (admission === Admission.ReservedFull) return account.onDemandBusyOf(functionIndex);
    if (admission === Admission.TenantsFull) return parts.fns[functionIndex]!.environments.value;
    if (admission !== Admission.PoolFull) return -1;
    return account.sharedOf(functionIndex).inUse;
  }

  /** Who holds the pool while it refuses requests of this function. */
  lookAtHolders(fn: LambdaFunction, segment: number): void {
    const { refusals, account, functions } = this.#owners;
    const cells = refusals.holdings(segment, fn.index, refusalIndex(Admission.PoolFull));
    account.addHoldings(functions.regionOf(fn.index), cells);
  }
}
