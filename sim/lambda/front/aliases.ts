/**
 * Aliases that name their versions: which version a request goes to (§0.1, step 2), and how units are divided (PC-15).
 */
import type { AliasConfig, ProvisionedConfig } from "../../config.ts";
import { assert } from "../../kernel/assert.ts";
import type { Functions } from "./functions.ts";
import { aliasUnits } from "./policies.ts";

/** A qualifier that is a version by itself. */
export const NO_ALIAS = -1;

export class Aliases {
  readonly #functions: Functions;
  readonly #names: string[] = [];
  readonly #functionOf: number[] = [];
  /** Version that gets the rest, the additional one or the same again, and the weight of that. */
  readonly #first: number[] = [];
  readonly #second: number[] = [];
  readonly #weight: number[] = [];
  readonly #provisioned: (ProvisionedConfig | null)[] = [];

  constructor(functions: Functions) {
    this.#functions = functions;
    for (const [functionIndex, { aliases = [] }] of functions.settings.entries()) {
      for (const { name } of aliases) {
        this.#names.push(name);
        this.#functionOf.push(functionIndex);
      }
    }
    for (const alias of this.#names.keys()) this.#read(alias);
  }

  get count(): number {
    return this.#names.length;
  }
  /** NO_ALIAS where the qualifier is that of a version. */
  find(functionName: string, qualifier: string): number {
    const functionIndex = this.#functions.indexOf(functionName);
    return this.#names.findIndex((name, alias) => name === qualifier && this.#functionOf[alias] === functionIndex);
  }
  nameOf(alias: number): string {
    return this.#names[alias]!;
  }
  functionOf(alias: number): number {
    return this.#functionOf[alias]!;
  }
  provisionedConfigOf(alias: number): ProvisionedConfig | null {
    return this.#provisioned[alias]!;
  }

  /** The version that gets the rest, and the additional one or the same again; the weight of that. */
  versionsOf(alias: number): readonly [first: number, second: number] {
    return [this.#first[alias]!, this.#second[alias]!];
  }
  weightOf(alias: number): number {
    return this.#weight[alias]!;
  }
  routesTo(alias: number, version: number): boolean {
    return this.#first[alias] === version || this.#second[alias] === version;
  }

  /** PC-15, MOD: units of this version if the alias has so many; 0 for a version that it does not route to. */
  shareOf(alias: number, version: number, units: number): number {
    const model = this.#functions.modelOf(this.#functionOf[alias]!);
    const second = aliasUnits(model, units, this.#weight[alias]!);
    if (this.#second[alias] === this.#first[alias]) return this.#first[alias] === version ? units : 0;
    if (this.#first[alias] === version) return units - second;
    return this.#second[alias] === version ? second : 0;
  }

  /** What its requests and units depend on, to be compared. */
  routingOf(alias: number): string {
    return `${this.#first[alias]} ${this.#second[alias]} ${this.#weight[alias]}`;
  }

  /** The settings of this function have changed: its aliases route anew from now on. */
  refresh(functionIndex: number): void {
    for (const alias of this.#names.keys()) if (this.#functionOf[alias] === functionIndex) this.#read(alias);
  }

  #read(alias: number): void {
    const { name, aliases = [] } = this.#functions.settings[this.#functionOf[alias]!]!;
    const settings = aliases.find((each): each is AliasConfig => each.name === this.#names[alias]);
    assert(settings !== undefined, "aliases cannot come or go in a run");
    const { version, additional, provisioned } = settings;
    this.#first[alias] = this.#functions.versionIndex(name, version);
    this.#second[alias] = this.#functions.versionIndex(name, additional?.version ?? version);
    this.#weight[alias] = additional?.weight ?? 0;
    assert(this.#weight[alias]! >= 0 && this.#weight[alias]! <= 1, "LIM-13: a weight is not between 0 and 1");
    this.#provisioned[alias] = provisioned;
  }
}
