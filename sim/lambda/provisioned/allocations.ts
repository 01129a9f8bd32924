/** Every request for provisioned units, what came of it, and when one fails because of an Init (PC-7). */
import { assert } from "../../kernel/assert.ts";
import { Stream } from "../../kernel/random.ts";
import { type Duration, type Instant, MICROS_PER_SECOND, toMs } from "../../kernel/time.ts";
import type { AllocationResult } from "../../result.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import type { Functions } from "../front/functions.ts";
import type { UnitHolders } from "./unit-holders.ts";

/** AWS's `StatusReason`. */
export const INIT_FAILURE = "FUNCTION_ERROR_INIT_FAILURE";
const LEAST_LIMIT = (FACTS.provisionedInitLimitSeconds.value * MICROS_PER_SECOND) as Duration;

interface Allocation {
  readonly version: number;
  readonly batch: number;
  units: number;
  readonly askedAt: Instant;
  endedAt: Instant | null;
  failed: boolean;
}

export class Allocations {
  readonly #functions: Functions;
  readonly #holders: UnitHolders;
  readonly #luck: Stream[];
  #all: Allocation[] = [];
  #risky = false;

  constructor(functions: Functions, holders: UnitHolders, seed: number) {
    this.#functions = functions;
    this.#holders = holders;
    this.#luck = functions.settings.flatMap(({ name, versions }) =>
      versions.map(({ qualifier }) => new Stream(seed, `${name}:${qualifier}/unit-init-error`)),
    );
  }

  /** PC-8: max(130 s, function timeout). */
  initLimit(version: number): Duration {
    const { timeout } = this.#functions.settings[this.#functions.ofVersion(version)]!;
    return Math.max(LEAST_LIMIT, timeout) as Duration;
  }

  /** PC-7, MOD: of so many units, in the order in which they come, the first whose Init fails, from 1; 0 for none. */
  firstFailing(version: number, units: number): number {
    const share = this.#holders.configOf(this.#holders.holderOf(version))?.initErrors ?? 0;
    if (share === 0) return 0;
    this.#risky = true;
    let first = 0;
    for (let unit = 1; unit <= units; unit++) {
      if (this.#luck[version]!.chance(share) && first === 0) first = unit;
    }
    return first;
  }

  asked(now: Instant, version: number, batch: number, units: number): void {
    this.#all.push({ version, batch, units, askedAt: now, endedAt: null, failed: false });
  }

  /** All of them are READY, or none; those called off meanwhile were never asked for. */
  ended(now: Instant, batch: number, units: number, failed: boolean): void {
    const one = this.#all.find((candidate) => candidate.batch === batch)!;
    assert(one.endedAt === null, "PC-5: units that were asked for came, or failed, twice");
    one.endedAt = now;
    one.units = units;
    one.failed = failed;
    if (units === 0) this.#all = this.#all.filter((other) => other !== one);
  }

  /** Null where no Init of a unit can fail and none has. */
  result(): AllocationResult[] | null {
    if (!this.#risky && !this.#all.some(({ failed }) => failed)) return null;
    return this.#all.map((one) => ({
      function: this.#functions.settings[this.#functions.ofVersion(one.version)]!.name,
      qualifier: this.#functions.qualifierOf(one.version),
      unitsCount: one.units,
      askedMs: toMs(one.askedAt),
      endedMs: one.endedAt === null ? null : toMs(one.endedAt),
      status: one.endedAt === null ? "IN_PROGRESS" : one.failed ? "FAILED" : "READY",
      statusReason: one.failed ? INIT_FAILURE : null,
    }));
  }
}
