/** Functions, their versions and Regions: names to dense indexes, and the settings in force. */
import type { FunctionConfig, ProvisionedConfig, RegionConfig, SimConfig, VersionConfig } from "../../config.ts";
import { assert } from "../../kernel/assert.ts";
import { toldByVersion } from "./every-settings.ts";

/** What can be invoked: `$LATEST` or a published version, with environments of its own (ADM-4). */
interface Version {
  readonly functionIndex: number;
  readonly qualifier: string;
}

/** An index in name order by UTF-16 code units, so that the order of declaration decides nothing. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** Wide: names become numbers here alone, so everybody asks for theirs. */
export class Functions {
  readonly regions: RegionConfig[];
  readonly settings: FunctionConfig[];
  readonly #indexes: ReadonlyMap<string, number>;
  readonly #versions: Version[] = [];
  /** Versions of each function, `$LATEST` first. */
  readonly #versionsOf: number[][] = [];
  readonly #versionFunction: Int32Array;
  readonly #functionRegion: Int32Array;
  readonly #restores: boolean[] = [];
  readonly #provisioned: (ProvisionedConfig | null)[] = [];
  readonly #toldByVersion: ReadonlySet<string>;

  constructor(config: SimConfig) {
    this.regions = [...config.regions].sort(byName);
    this.settings = [...config.functions].sort(byName);
    this.#toldByVersion = toldByVersion(config);
    this.#indexes = new Map(this.settings.map(({ name }, index) => [name, index]));
    for (const [index, settings] of this.settings.entries()) this.#addVersions(index, settings);
    this.#versionFunction = Int32Array.from(this.#versions, (version) => version.functionIndex);
    this.#functionRegion = Int32Array.from(this.settings, (settings) => this.#regionIndex(settings.region));
    for (const index of this.settings.keys()) this.#read(index);
  }

  get count(): number {
    return this.settings.length;
  }
  /** Some function's versions are told apart. */
  get tellsVersions(): boolean {
    return this.#toldByVersion.size > 0;
  }
  /** What happens to its versions is told of each. */
  tellsVersionsOf(functionIndex: number): boolean {
    return this.#toldByVersion.has(this.settings[functionIndex]!.name);
  }
  get versionCount(): number {
    return this.#versions.length;
  }
  ofVersion(version: number): number {
    return this.#versionFunction[version]!;
  }
  regionOf(functionIndex: number): number {
    return this.#functionRegion[functionIndex]!;
  }
  modelOf(functionIndex: number): RegionConfig["model"] {
    return this.regions[this.regionOf(functionIndex)]!.model;
  }
  /** Cold starts of this version restore a snapshot. */
  restores(version: number): boolean {
    return this.#restores[version]!;
  }
  qualifierOf(version: number): string {
    return this.#versions[version]!.qualifier;
  }
  /** What the settings in force ask for; the units that are there are `ProvisionedUnits`' business. */
  provisionedConfigOf(version: number): ProvisionedConfig | null {
    return this.#provisioned[version]!;
  }
  /** Indexes of the versions of this function. */
  versionsOf(functionIndex: number): readonly number[] {
    return this.#versionsOf[functionIndex]!;
  }

  /** @throws InvariantError for an unknown name: the reader of scenarios has checked them. */
  indexOf(name: string): number {
    const index = this.find(name);
    assert(index >= 0, "a config names an unknown function");
    return index;
  }
  /** -1 for a name that is no function: a destination outside Lambda. */
  find(name: string): number {
    return this.#indexes.get(name) ?? -1;
  }
  versionIndex(name: string, qualifier: string): number {
    const functionIndex = this.indexOf(name);
    const offset = this.settings[functionIndex]!.versions.findIndex((version) => version.qualifier === qualifier);
    assert(offset >= 0, "a config names an unknown qualifier");
    return this.versionsOf(functionIndex)[offset]!;
  }

  /** New settings of a function that exists, from now on; its versions and Region stay. */
  apply(settings: FunctionConfig): void {
    const index = this.indexOf(settings.name);
    assert(settings.region === this.settings[index]!.region, "a function cannot change its Region");
    assert((settings.tenancy === null) === (this.settings[index]!.tenancy === null), "TEN-1: tenancy cannot change");
    assert(settings.versions.length === this.settings[index]!.versions.length, "versions cannot change in a run");
    this.settings[index] = settings;
    this.#read(index);
  }

  applyRegion(region: RegionConfig): void {
    this.regions[this.#regionIndex(region.name)] = region;
  }

  #regionIndex(name: string): number {
    const index = this.regions.findIndex((region) => region.name === name);
    assert(index >= 0, "a function names an unknown Region");
    return index;
  }

  #addVersions(functionIndex: number, settings: FunctionConfig): void {
    assert(settings.versions[0]?.qualifier === "$LATEST", "the first version of a function is $LATEST");
    const first = this.#versions.length;
    this.#versionsOf.push(settings.versions.map((_, offset) => first + offset));
    for (const { qualifier } of settings.versions) this.#versions.push({ functionIndex, qualifier });
  }

  #read(functionIndex: number): void {
    const settings = this.settings[functionIndex]!;
    settings.versions.forEach((version: VersionConfig, offset) => {
      const index = this.versionsOf(functionIndex)[offset]!;
      this.#restores[index] = version.restore !== null;
      this.#provisioned[index] = version.provisioned;
    });
  }
}
