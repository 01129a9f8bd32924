/** States of versions: Active, Pending, Inactive, Failed, without a snapshot; only Active ones serve (LIFE-25). */

import type { SimConfig } from "../../config.ts";
import type { Parts } from "../../core/host/parts.ts";
import type { Request } from "../../core/objects/requests.ts";
import type { LifecycleConfig, SnapStartConfig } from "../../function-kinds.ts";
import { after, type Duration, type Instant, NEVER, START } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import type { Tracer } from "../../measure/recorders/tracer.ts";
import { Rank } from "../../vocabulary/ranks.ts";
import { sourceType } from "../../vocabulary/sources/index.ts";
import { ACTIVE, STATE_REFUSALS, StateRefusal } from "../../vocabulary/state-refusals.ts";
import type { StartTimes } from "../environments/start-times.ts";
import type { Account } from "./account.ts";
import { byName, type Functions } from "./functions.ts";

interface Owners extends Clock {
  readonly functions: Functions;
  readonly account: Account;
  readonly parts: Parts;
  readonly recorder: Recorder;
  readonly startTimes: StartTimes;
  readonly tracer: Tracer | null;
}

/** Null when no function of this config can be anything but Active. */
export function statesOf(config: SimConfig, owners: Owners): FunctionStates | null {
  const used = config.functions.some(
    ({ lifecycle, snapStart }) => lifecycle !== null || (snapStart?.deletedAfter ?? NEVER) < config.horizon,
  );
  return used ? new FunctionStates(config, owners) : null;
}

export class FunctionStates {
  readonly #owners: Owners;
  readonly #functions: Functions;
  readonly #lifecycles: readonly (LifecycleConfig | null)[];
  readonly #snapStarts: readonly (SnapStartConfig | null)[];
  /** Of traffic, in name order: whether it calls Lambda itself. */
  readonly #callsLambda: readonly boolean[];
  /** By version: what refuses its invocations, until when, and since when it is Active. */
  readonly #refusal: Int8Array;
  readonly #until: Float64Array;
  readonly #activeSince: Float64Array;

  constructor(config: SimConfig, owners: Owners) {
    const { functions } = owners;
    this.#owners = owners;
    this.#functions = functions;
    this.#lifecycles = functions.settings.map(({ lifecycle }) => lifecycle);
    this.#snapStarts = functions.settings.map(({ snapStart }) => snapStart);
    const called = new Set(
      config.sources.filter(({ type }) => sourceType(type).invocation === null).map(({ name }) => name),
    );
    this.#callsLambda = [...config.traffic].sort(byName).map(({ source }) => source === null || called.has(source));
    this.#refusal = new Int8Array(functions.versionCount).fill(ACTIVE);
    this.#until = new Float64Array(functions.versionCount).fill(NEVER);
    this.#activeSince = new Float64Array(functions.versionCount);
  }

  /** LIFE-25: the states as the run begins. */
  begin(): void {
    for (const [index, lifecycle] of this.#lifecycles.entries()) {
      if (lifecycle === null || lifecycle.initial === "active") continue;
      for (const version of this.#functions.versionsOf(index)) {
        if (lifecycle.initial === "failed") this.#refusal[version] = StateRefusal.FunctionFailed;
        else if (lifecycle.initial === "inactive") this.#refusal[version] = this.#inactive(lifecycle);
        else this.block(version, StateRefusal.FunctionPending, after(START, lifecycle.pendingFor));
      }
      this.#owners.recorder.states.note(START, index, `${lifecycle.initial} as the run begins`, "LIFE-25");
    }
  }

  /** Step 1 of §0.1: what refuses an invocation of this version, or ACTIVE. Changes nothing. */
  refusalOf(now: Instant, version: number): StateRefusal | typeof ACTIVE {
    if (this.#refusal[version] !== ACTIVE) return this.#refusal[version]! as StateRefusal;
    const functionIndex = this.#functions.ofVersion(version);
    const vpc = this.#lifecycles[functionIndex]?.vpc;
    if (vpc && this.#isIdle(now, functionIndex, vpc.reclaimedAfter)) return StateRefusal.VpcReclaimed;
    const deletedAfter = this.#snapStarts[functionIndex]?.deletedAfter ?? null;
    if (deletedAfter === null || !this.#functions.restores(version)) return ACTIVE;
    const age = now - Math.max(this.#owners.parts.versions[version]!.lastStart, this.#activeSince[version]!);
    return age >= deletedAfter ? StateRefusal.SnapshotDeleted : ACTIVE;
  }

  /** Steps 1 and 3: a direct `Event` call is refused before it is queued; AWS's own services offer theirs again. */
  refusalOfEvent(now: Instant, { source, version }: Request): StateRefusal | typeof ACTIVE {
    if (source === null || !this.#callsLambda[source.index]) return ACTIVE;
    if (this.#lifecycles[version.fn.index]?.events === "queue") return ACTIVE;
    return this.refusalOf(now, version.index);
  }

  /** An attempt fails of the state of its version: it is counted, and it wakes what sleeps. */
  refuse(now: Instant, request: Request, refusal: StateRefusal): void {
    const version = request.version.index;
    const functionIndex = request.version.fn.index;
    this.#owners.recorder.states.refused(now, this.#owners.recorder.segment, functionIndex, refusal);
    this.#owners.tracer?.refused(now, request, STATE_REFUSALS[refusal]!.cause);
    if (refusal === StateRefusal.FunctionInactive || refusal === StateRefusal.VpcReclaimed) {
      this.#wake(now, functionIndex);
    } else if (refusal === StateRefusal.SnapshotDeleted && this.#refusal[version] === ACTIVE) {
      this.#initialiseAnew(now, version);
    }
  }

  /** Not to be invoked until then, unless something else holds it back for longer. */
  block(version: number, refusal: StateRefusal, until: Instant): void {
    const held = this.#refusal[version] !== ACTIVE && this.#until[version] !== NEVER && this.#until[version]! > until;
    if (held) return;
    this.#refusal[version] = refusal;
    this.#until[version] = until;
    this.#owners.timer(until, Rank.Lifecycle, (now) => this.#activate(now, version));
  }

  /** New code has arrived at this version: it has a snapshot, and what had failed works again. */
  renew(now: Instant, version: number): void {
    const refusal = this.#refusal[version]!;
    if (refusal === StateRefusal.FunctionFailed || refusal === StateRefusal.SnapshotDeleted) {
      this.#refusal[version] = ACTIVE;
      this.#until[version] = NEVER;
    }
    this.#activeSince[version] = now;
  }

  #activate(now: Instant, version: number): void {
    // Something else has blocked it for longer, or it has been renewed.
    if (this.#until[version] !== now) return;
    this.#refusal[version] = ACTIVE;
    this.#until[version] = NEVER;
    this.#activeSince[version] = now;
    const functionIndex = this.#functions.ofVersion(version);
    this.#owners.recorder.states.note(now, functionIndex, `${this.#functions.qualifierOf(version)}: Active`, "LIFE-25");
  }

  /** LIFE-20: nothing of the function has run for this long, and no READY unit holds its interfaces (MOD). */
  #isIdle(now: Instant, functionIndex: number, since: Duration): boolean {
    const { account, parts } = this.#owners;
    if (account.busyOf(functionIndex) > 0 || parts.fns[functionIndex]!.ready > 0) return false;
    for (const version of this.#functions.versionsOf(functionIndex)) {
      if (now - Math.max(parts.versions[version]!.lastStart, this.#activeSince[version]!) < since) return false;
    }
    return true;
  }

  #inactive({ vpc }: LifecycleConfig): StateRefusal {
    return vpc === null ? StateRefusal.FunctionInactive : StateRefusal.VpcReclaimed;
  }

  /**
   * LIFE-20, LIFE-25: the failed invocation makes an Inactive function Pending. MOD: what it had on demand is gone;
   * provisioned units that it has got meanwhile are kept, since their code has not changed.
   */
  #wake(now: Instant, functionIndex: number): void {
    const until = after(now, this.#lifecycles[functionIndex]!.pendingFor);
    this.#owners.recorder.states.note(now, functionIndex, "invoked while Inactive: Pending", "LIFE-25");
    for (const version of this.#functions.versionsOf(functionIndex)) {
      this.#owners.parts.door.endIdle(this.#owners.parts.core, this.#owners.parts.versions[version]!, now);
      this.block(version, StateRefusal.FunctionPending, until);
    }
  }

  /** SNAP-8: the version runs its Init again, and gets a new snapshot. */
  #initialiseAnew(now: Instant, version: number): void {
    const functionIndex = this.#functions.ofVersion(version);
    this.#owners.parts.door.replaceCode(this.#owners.parts.core, this.#owners.parts.versions[version]!, now);
    this.#owners.startTimes.newSnapshot(version);
    this.block(version, StateRefusal.SnapshotDeleted, after(now, this.#owners.startTimes.snapshotTime(version)));
    const detail = `${this.#functions.qualifierOf(version)}: invoked without a snapshot: Init runs again`;
    this.#owners.recorder.states.note(now, functionIndex, detail, "SNAP-8");
  }
}
