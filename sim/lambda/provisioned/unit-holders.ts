/** What provisioned units are set on: a version by itself, or an alias that divides them over its versions (PC-15). */
import type { ProvisionedConfig } from "../../config.ts";
import type { Version } from "../../core/objects/functions.ts";
import type { Aliases } from "../front/aliases.ts";
import type { Functions } from "../front/functions.ts";
import type { ProvisionedUnits } from "./provisioned-units.ts";

/**
 * Holders are numbered: versions as such first, then aliases. A version belongs to the alias with units that names it,
 * or named it last, so that the units of a version it has left are its own; else to itself.
 */
export class UnitHolders {
  readonly #functions: Functions;
  readonly #aliases: Aliases;
  readonly #units: ProvisionedUnits;
  readonly #versions: readonly Version[];

  constructor(functions: Functions, aliases: Aliases, units: ProvisionedUnits, versions: readonly Version[]) {
    this.#functions = functions;
    this.#aliases = aliases;
    this.#units = units;
    this.#versions = versions;
    for (const version of versions) version.holder = version.index;
  }

  get count(): number {
    return this.#functions.versionCount + this.#aliases.count;
  }

  /** An alias that divides its units; -1 for a version by itself. */
  aliasOf(holder: number): number {
    return Math.max(-1, holder - this.#functions.versionCount);
  }

  functionOf(holder: number): number {
    const alias = this.aliasOf(holder);
    return alias < 0 ? this.#functions.ofVersion(holder) : this.#aliases.functionOf(alias);
  }

  /** What the settings in force ask for. */
  configOf(holder: number): ProvisionedConfig | null {
    const alias = this.aliasOf(holder);
    return alias < 0 ? this.#functions.provisionedConfigOf(holder) : this.#aliases.provisionedConfigOf(alias);
  }

  /** Holders that belong to this function. */
  of(functionIndex: number): number[] {
    return [...this.#functions.versionsOf(functionIndex), ...this.#aliasesOf(functionIndex)];
  }

  /** Those of this function that are aliases. */
  #aliasesOf(functionIndex: number): number[] {
    const all = Array.from({ length: this.#aliases.count }, (_, alias) => this.#functions.versionCount + alias);
    return all.filter((holder) => this.functionOf(holder) === functionIndex);
  }

  /** A version's qualifier, or an alias's name. */
  nameOf(holder: number): string {
    const alias = this.aliasOf(holder);
    return alias < 0 ? this.#functions.qualifierOf(holder) : this.#aliases.nameOf(alias);
  }

  /** Whose the units of this version are. */
  holderOf(version: number): number {
    return this.#versions[version]!.holder;
  }

  /** Versions that have units of this holder, or may have. */
  versionsHeld(holder: number): readonly number[] {
    const all = this.#functions.versionsOf(this.functionOf(holder));
    return all.filter((version) => this.holderOf(version) === holder);
  }

  /** Units of this version when the holder has so many. */
  shareOf(holder: number, version: number, units: number): number {
    const alias = this.aliasOf(holder);
    return alias < 0 ? units : this.#aliases.shareOf(alias, version, units);
  }

  /** A text that differs when the same number of units would be divided in another way. */
  divisionOf(holder: number): string {
    const alias = this.aliasOf(holder);
    return alias < 0 ? "" : this.#aliases.divisionOf(alias);
  }

  /** PC-15: says of each version whose its units are, and whether requests to an alias with units go there. */
  assign(functionIndex: number): void {
    const named = this.#aliasesOf(functionIndex).filter((holder) => this.configOf(holder) !== null);
    for (const version of this.#functions.versionsOf(functionIndex)) {
      const own = this.#versions[version]!;
      const routed = named.find((holder) => this.#aliases.versionsOf(this.aliasOf(holder)).includes(version));
      const aimed = named.find((holder) => this.#aliases.aimsAt(this.aliasOf(holder), version));
      own.holder = aimed ?? routed ?? own.holder;
      own.shared = routed !== undefined;
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
