/** Idle environments of each version, on demand and provisioned. */
import type { Environments } from "./environments.ts";
import type { Functions } from "./functions.ts";
import { VersionPool } from "./version-pool.ts";

export class IdlePools {
  readonly #versions: VersionPool[] = [];

  constructor(functions: Functions, environments: Environments, seed: number) {
    for (let version = 0; version < functions.versionCount; version++) {
      const functionIndex = functions.ofVersion(version);
      const { name, tenancy } = functions.settings[functionIndex]!;
      const setting = {
        model: functions.modelOf(functionIndex),
        isolated: tenancy !== null,
        seed,
        stream: `${name}:${functions.qualifierOf(version)}`,
      };
      this.#versions.push(new VersionPool(environments, setting));
    }
  }

  ofVersion(version: number): VersionPool {
    return this.#versions[version]!;
  }
  onDemandCount(version: number): number {
    return this.ofVersion(version).onDemand.count;
  }
  provisionedCount(version: number): number {
    return this.ofVersion(version).provisioned.count;
  }
}
