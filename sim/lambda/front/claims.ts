/** What AWS lets functions claim of a reservation and of a Region's quota, whoever asks (PC-2, PC-3, RES-6, CONC-8). */
import type { FunctionConfig } from "../../config.ts";
import { assert } from "../../kernel/assert.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import type { ProvisionedUnits } from "../provisioned/provisioned-units.ts";
import type { Functions } from "./functions.ts";

/** AWS's error, whichever of these limits a request goes beyond. */
const ERROR = "InvalidParameterValueException";
const FLOOR = FACTS.unreservedFloor.value;

/** Why AWS refuses a setting, a change or a scaling action; nothing has changed then. */
export interface ClaimRefusal {
  readonly rule: string;
  readonly why: string;
}

interface Reserving {
  readonly taken: FunctionConfig;
  readonly refusal: ClaimRefusal | null;
}

export class Claims {
  readonly #functions: Functions;
  readonly #units: ProvisionedUnits;
  /** The reservation that was asked for last of each function, whether AWS took it or not. */
  readonly #asked: (number | null)[];

  constructor(functions: Functions, units: ProvisionedUnits) {
    this.#functions = functions;
    this.#units = units;
    this.#asked = functions.settings.map(({ reserved }) => reserved);
  }

  /**
   * PC-2, PC-3, CONC-8: of a request for so many units, beside those that other versions of the function have; null:
   * AWS takes it.
   */
  refusalOfUnits(functionIndex: number, wanted: number, others: number): ClaimRefusal | null {
    const { reserved } = this.#functions.settings[functionIndex]!;
    const units = wanted + others;
    if (units <= this.#units.wantedTotal(functionIndex)) return null;
    const most = this.#mostUnits(functionIndex);
    if (units <= most) return null;
    const fit = Math.max(0, most - others);
    const beside = others === 0 ? "" : ` beside ${others} of its other versions`;
    return reserved === null
      ? refusal("PC-3", `${fit} fit${beside === "" ? " beside" : `${beside} and`} what others claim`)
      : refusal("PC-2", `${fit} fit in its reservation${beside}`);
  }

  /** More units have been asked for: all together they are as many as AWS allows. */
  assertWithin(functionIndex: number): void {
    const units = this.#units.wantedTotal(functionIndex);
    assert(units <= this.#mostUnits(functionIndex), "PC-2, PC-3: more units were asked for than AWS allows");
  }

  #mostUnits(functionIndex: number): number {
    return this.#functions.settings[functionIndex]!.reserved ?? this.#freeFor(functionIndex);
  }

  /**
   * PC-2, RES-6: whether AWS takes the reservation of new settings, for a function that has so many units then. Where
   * it does not, the one before stays, until another one is asked for.
   */
  reserve(settings: FunctionConfig, units: number): Reserving {
    const functionIndex = this.#functions.indexOf(settings.name);
    const { reserved } = this.#functions.settings[functionIndex]!;
    const again = settings.reserved === this.#asked[functionIndex];
    this.#asked[functionIndex] = settings.reserved;
    const refusal = again ? null : this.#refusalOfReservation(functionIndex, settings.reserved, units);
    return { taken: again || refusal !== null ? { ...settings, reserved } : settings, refusal };
  }

  #refusalOfReservation(functionIndex: number, reserved: number | null, units: number): ClaimRefusal | null {
    if (reserved !== null && units > reserved) return refusal("PC-2", `${units} units are provisioned`);
    const free = this.#freeFor(functionIndex);
    const claim = reserved ?? units;
    if (claim <= this.#claimOf(functionIndex) || claim <= free) return null;
    return refusal("RES-6", `${free} are left beside what others claim`);
  }

  /** CONC-7, CONC-8: what this function may claim of its Region's quota. */
  #freeFor(functionIndex: number): number {
    const region = this.#functions.regionOf(functionIndex);
    let free = this.#functions.regions[region]!.concurrency - FLOOR;
    for (const other of this.#functions.settings.keys()) {
      if (other !== functionIndex && this.#functions.regionOf(other) === region) free -= this.#claimOf(other);
    }
    return Math.max(0, free);
  }

  /** CONC-10. */
  #claimOf(functionIndex: number): number {
    return this.#functions.settings[functionIndex]!.reserved ?? this.#units.wantedTotal(functionIndex);
  }
}

const refusal = (rule: string, why: string): ClaimRefusal => ({ rule, why: `${ERROR}, ${why}` });
