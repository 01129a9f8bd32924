/** What provisioned units are set on: a version by itself, or an alias that divides them over its versions (PC-15). */
import type { ProvisionedConfig } from "../../config.ts";
import type { Aliases } from "../front/aliases.ts";
import type { Functions } from "../front/functions.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";

/**
 * Holders are numbered: versions as such first, then aliases. An alias with units is the only holder of its function,
 * so what its versions have between them is its own, the units of a version it has left included.
 */
export class UnitHolders {
  readonly #functions: Functions;
  readonly #aliases: Aliases;
  readonly #units: ProvisionedUnits;

  constructor(functions: Functions, aliases: Aliases, units: ProvisionedUnits) {
    this.#functions = functions;
    this.#aliases = aliases;
    this.#units = units;
  }

  get count(): number {
    return this.#functions.versionCount + this.#aliases.count;
  }

  #aliasOf(holder: number): number {
    return holder - this.#functions.versionCount;
  }

  /** What the settings in force ask for. */
  configOf(holder: number): ProvisionedConfig | null {
    const alias = this.#aliasOf(holder);
    return alias < 0 ? this.#functions.provisionedConfigOf(holder) : this.#aliases.provisionedConfigOf(alias);
  }

  /** Holders that belong to this function. */
  of(functionIndex: number): number[] {
    const named = this.#aliasesOf(functionIndex).map((alias) => this.#functions.versionCount + alias);
    return [...this.#functions.versionsOf(functionIndex), ...named];
  }

  /** A version's qualifier, or an alias's name. */
  nameOf(holder: number): string {
    const alias = this.#aliasOf(holder);
    return alias < 0 ? this.#functions.qualifierOf(holder) : this.#aliases.nameOf(alias);
  }

  #aliasesOf(functionIndex: number): number[] {
    const all = Array.from({ length: this.#aliases.count }, (_, alias) => alias);
    return all.filter((alias) => this.#aliases.functionOf(alias) === functionIndex);
  }

  /** Versions that may have units of this holder. */
  versionsHeld(holder: number): readonly number[] {
    const alias = this.#aliasOf(holder);
    return alias < 0 ? [holder] : this.#functions.versionsOf(this.#aliases.functionOf(alias));
  }

  /** Units of this version when the holder has so many. */
  shareOf(holder: number, version: number, units: number): number {
    const alias = this.#aliasOf(holder);
    return alias < 0 ? units : this.#aliases.shareOf(alias, version, units);
  }

  /** A text that differs when the same number of units would be divided in another way. */
  divisionOf(holder: number): string {
    const alias = this.#aliasOf(holder);
    return alias < 0 ? "" : this.#aliases.routingOf(alias);
  }

  /** PC-15: marks the versions of a function among which an alias divides units now. */
  markShared(functionIndex: number): void {
    const named = this.#aliasesOf(functionIndex).filter((alias) => this.#aliases.provisionedConfigOf(alias) !== null);
    for (const version of this.#functions.versionsOf(functionIndex)) {
      this.#units.share(
        version,
        named.some((alias) => this.#aliases.routesTo(alias, version)),
      );
    }
  }

  readyOf(holder: number): number {
    return this.versionsHeld(holder).reduce((sum, version) => sum + this.#units.readyOf(version), 0);
  }

  /** AAS-14: what is on its way counts. */
  wantedOf(holder: number): number {
    return this.versionsHeld(holder).reduce((sum, version) => sum + this.#units.wantedOf(version), 0);
  }
}
