/**
 * Aliases that name their versions: which version a request goes to (§0.1, step 2), and how units are divided (PC-15).
 */
import type { AliasConfig, ProvisionedConfig } from "../../config.ts";
import { assert } from "../../kernel/assert.ts";
import type { Functions } from "./functions.ts";
import { aliasUnits } from "./policies.ts";

/** A qualifier that is a version by itself. */
export const NO_ALIAS = -1;

/** Version that gets the rest, the additional one or the same again, and the weight of that. */
interface Routing {
  readonly first: number;
  readonly second: number;
  readonly weight: number;
}

export class Aliases {
  readonly #functions: Functions;
  readonly #names: string[] = [];
  readonly #functionOf: number[] = [];
  /** What the settings said last, and what of them holds for units: the same, unless AWS has given a move up. */
  readonly #settings: Routing[] = [];
  readonly #aims: Routing[] = [];
  /** Where requests go: as the settings say, but for a move that waits for units. */
  readonly #routes: Routing[] = [];
  readonly #provisioned: (ProvisionedConfig | null)[] = [];

  constructor(functions: Functions) {
    this.#functions = functions;
    for (const [functionIndex, { aliases = [] }] of functions.settings.entries()) {
      for (const { name } of aliases) {
        this.#names.push(name);
        this.#functionOf.push(functionIndex);
      }
    }
    for (const alias of this.#names.keys()) {
      this.#read(alias);
      this.go(alias);
    }
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

  /** Where its requests go: the version that gets the rest, and the additional one or the same again. */
  versionsOf(alias: number): readonly [first: number, second: number] {
    const { first, second } = this.#routes[alias]!;
    return [first, second];
  }
  /** The share of its requests that goes to the additional version. */
  weightOf(alias: number): number {
    return this.#routes[alias]!.weight;
  }
  /** Its units are divided over this version and another one, or are all on this one. */
  aimsAt(alias: number, version: number): boolean {
    const { first, second } = this.#aims[alias]!;
    return first === version || second === version;
  }

  /** PC-15, MOD: units of this version if the alias has so many; 0 for a version that it does not name. */
  shareOf(alias: number, version: number, units: number): number {
    const { first, second, weight } = this.#aims[alias]!;
    const ofSecond = aliasUnits(this.#functions.modelOf(this.#functionOf[alias]!), units, weight);
    if (second === first) return first === version ? units : 0;
    if (first === version) return units - ofSecond;
    return second === version ? ofSecond : 0;
  }

  /** What its units depend on, to be compared. */
  divisionOf(alias: number): string {
    const { first, second, weight } = this.#aims[alias]!;
    return `${first} ${second} ${weight}`;
  }

  /** The version that it moves to as a whole, from another one as a whole; null for shares of two, or no move. */
  moveOf(alias: number): number | null {
    const [from, to] = [wholeOf(this.#routes[alias]!), wholeOf(this.#aims[alias]!)];
    return from === null || from === to ? null : to;
  }
  /** Its requests follow its units from now on. */
  go(alias: number): void {
    this.#routes[alias] = this.#aims[alias]!;
  }
  /** A move has failed: its units follow its requests, until its settings say something new. */
  stay(alias: number): void {
    this.#aims[alias] = this.#routes[alias]!;
  }

  /** The settings of this function have changed: where its aliases are to route is read anew. */
  refresh(functionIndex: number): void {
    for (const alias of this.#names.keys()) if (this.#functionOf[alias] === functionIndex) this.#read(alias);
  }

  #read(alias: number): void {
    const { name, aliases = [] } = this.#functions.settings[this.#functionOf[alias]!]!;
    const settings = aliases.find((each): each is AliasConfig => each.name === this.#names[alias]);
    assert(settings !== undefined, "aliases cannot come or go in a run");
    const { version, additional, provisioned } = settings;
    const read: Routing = {
      first: this.#functions.versionIndex(name, version),
      second: this.#functions.versionIndex(name, additional?.version ?? version),
      weight: additional?.weight ?? 0,
    };
    assert(read.weight >= 0 && read.weight <= 1, "LIM-13: a weight is not between 0 and 1");
    if (!isSame(this.#settings[alias], read)) this.#aims[alias] = read;
    this.#settings[alias] = read;
    this.#provisioned[alias] = provisioned;
  }
}

const isSame = (a: Routing | undefined, b: Routing): boolean =>
  a !== undefined && a.first === b.first && a.second === b.second && a.weight === b.weight;

/** The only version that gets requests; null where two share them. */
function wholeOf({ first, second, weight }: Routing): number | null {
  if (first === second || weight === 0) return first;
  return weight === 1 ? second : null;
}
