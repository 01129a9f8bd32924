/** What a reader is told of provisioned units that are asked for, come, go or are refused. */
import { type Instant, toMs } from "../../kernel/time.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import { blankEvent } from "../../measure/tables/episodes.ts";
import { rounded } from "../../measure/tables/rounding.ts";
import type { NotableEvent } from "../../result.ts";
import type { ClaimRefusal } from "../front/claims.ts";
import type { Functions } from "../front/functions.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";
import type { UnitHolders } from "./unit-holders.ts";

interface Owners {
  readonly functions: Functions;
  readonly holders: UnitHolders;
  readonly units: ProvisionedUnits;
  readonly recorder: Recorder;
}

interface Refused {
  readonly wanted: number;
  readonly refusal: ClaimRefusal;
}

export class UnitNotes {
  readonly #owners: Owners;

  constructor(owners: Owners) {
    this.#owners = owners;
  }

  /** @param holder  an alias, or a version by itself, whose number is its own. */
  tell(now: Instant, holder: number, detail: string, rule: string): NotableEvent {
    const { functions, holders, recorder } = this.#owners;
    const { name } = functions.settings[holders.functionOf(holder)]!;
    const event = blankEvent(toMs(now), "provisioned", name, rule);
    event.detail = `${holders.nameOf(holder)}: ${detail}`;
    recorder.episodes.note(event);
    return event;
  }

  /** So many are about to be wanted of a version. */
  wanted(now: Instant, version: number, wanted: number): void {
    const before = this.#owners.units.wantedOf(version);
    this.tell(now, version, `${wanted} provisioned units wanted, ${before} before`, "PC-4");
  }

  /** One event for each stretch of the same request being refused again and again. */
  refusal(now: Instant, holder: number, { wanted, refusal }: Refused, before: NotableEvent | null): NotableEvent {
    if (before !== null) {
      before.count++;
      before.untilMs = rounded(toMs(now));
      return before;
    }
    const stay = `${wanted} provisioned units refused, ${this.#owners.holders.wantedOf(holder)} stay`;
    return this.tell(now, holder, `${stay}: ${refusal.why}`, refusal.rule);
  }

  /** The last of the units that waited is there. */
  last(now: Instant, version: number): void {
    const { units } = this.#owners;
    if (units.waitingOf(version) > 0) return;
    this.tell(now, version, `no provisioned units wait any more, ${units.readyOf(version)} READY now`, "PC-5");
  }
}
