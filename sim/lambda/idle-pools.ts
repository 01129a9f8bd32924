/**
 * Idle environments of each version, longest idle first: who serves next (LIFE-15) and who ends when (LIFE-13,
 * LIFE-14).
 */
import { type Sampler, Stream, samplerOf } from "../kernel/random.ts";
import { after, type Duration, earlier, type Instant, NEVER } from "../kernel/time.ts";
import type { Environments } from "./environments.ts";
import type { Functions } from "./functions.ts";
import { IdlePool, type IdleStore } from "./idle-pool.ts";
import { type PickIdle, pickOf } from "./policies.ts";
import { NO_TENANT } from "./requests.ts";
import { TenantPools } from "./tenant-pools.ts";

export class IdlePools {
  readonly #environments: Environments;
  /** By version: what may end, and who serves next: of those of a tenant where environments belong to tenants. */
  readonly #onDemand: IdleStore[] = [];
  readonly #shared: (IdlePool | null)[] = [];
  readonly #tenants: (TenantPools | null)[] = [];
  readonly #provisioned: IdlePool[] = [];
  readonly #pick: PickIdle[] = [];
  readonly #luck: Stream[] = [];
  readonly #lifetime: Sampler[] = [];
  readonly #lifetimeLuck: Stream[] = [];
  readonly #versionLifetime: number[] = [];
  readonly #maxAge: number[] = [];
  readonly #lastStart: Float64Array;
  /** ADM-4: environments with lower numbers run code that has been replaced. */
  readonly #firstNumber: Float64Array;
  /** When the pending look at a version is due; NEVER when none is pending. */
  readonly #lookAt: Float64Array;

  constructor(functions: Functions, environments: Environments, seed: number) {
    this.#environments = environments;
    this.#lastStart = new Float64Array(functions.versionCount);
    this.#firstNumber = new Float64Array(functions.versionCount);
    this.#lookAt = new Float64Array(functions.versionCount).fill(NEVER);
    for (let version = 0; version < functions.versionCount; version++) {
      const functionIndex = functions.ofVersion(version);
      const { name, versions } = functions.settings[functionIndex]!;
      const offset = functions.versionsOf(functionIndex).indexOf(version);
      const stream = `${name}:${versions[offset]!.qualifier}`;
      const model = functions.modelOf(functionIndex);
      const isolated = functions.settings[functionIndex]!.tenancy !== null;
      this.#shared.push(isolated ? null : new IdlePool());
      this.#tenants.push(isolated ? new TenantPools() : null);
      this.#onDemand.push(this.#shared[version] ?? this.#tenants[version]!);
      this.#provisioned.push(new IdlePool());
      this.#pick.push(pickOf(model.pick));
      this.#luck.push(new Stream(seed, `${stream}/pick`));
      this.#lifetime.push(samplerOf(model.idleLifetime.environment));
      this.#lifetimeLuck.push(new Stream(seed, `${stream}/idle`));
      this.#versionLifetime.push(model.idleLifetime.version ?? NEVER);
      this.#maxAge.push(model.idleLifetime.maxAge);
    }
  }

  onDemandCount(version: number): number {
    return this.#onDemand[version]!.count;
  }
  provisionedCount(version: number): number {
    return this.#provisioned[version]!.count;
  }

  /** CONC-6, TEN-1: idle on-demand environments that may serve a request of this tenant, or one without tenant. */
  usableCount(version: number, tenant: number): number {
    return tenant === NO_TENANT ? this.#shared[version]!.count : this.#tenants[version]!.countOf(tenant);
  }

  /** An on-demand environment to reuse; there must be one that may serve this tenant. */
  takeOnDemand(version: number, tenant: number): number {
    const place = this.#pick[version]!(this.usableCount(version, tenant), this.#luck[version]!);
    return tenant === NO_TENANT ? this.#shared[version]!.take(place) : this.#tenants[version]!.take(tenant, place);
  }

  takeProvisioned(version: number): number {
    const pool = this.#provisioned[version]!;
    return pool.take(pool.count - 1);
  }

  /** The version has started a request now: the clock of its idle lifetime begins anew. */
  noteStart(version: number, now: Instant): void {
    this.#lastStart[version] = now;
  }

  /** PC-13: a provisioned environment is kept. */
  putProvisioned(id: number, now: Instant): void {
    this.#environments.becomeIdle(id, now, NEVER);
    this.#provisioned[this.#environments.versionOf(id)]!.push(id, this.#environments);
  }

  /**
   * An on-demand environment has become idle.
   * @returns whether its version must be looked at earlier than was planned: at `lookAt`.
   */
  putOnDemand(id: number, now: Instant): boolean {
    const version = this.#environments.versionOf(id);
    const lifetime = this.#lifetime[version]!.draw(this.#lifetimeLuck[version]!);
    const oldest = this.#environments.createdAt(id) + this.#maxAge[version]!;
    const expiresAt = Math.min(now + lifetime, oldest) as Instant;
    this.#environments.becomeIdle(id, now, expiresAt);
    this.#onDemand[version]!.push(id, this.#environments);
    // LIFE-13 counts from the last start; a run that outlasts that has kept its version in use until now.
    if (this.#versionEnd(version) <= now) this.#lastStart[version] = now;
    return this.#expectLook(version, earlier(expiresAt, this.#versionEnd(version)));
  }

  /** LIFE-14, ADM-4: one that has reached its maximum age, or runs old code, ends instead of going idle. */
  tooOld(id: number, now: Instant): boolean {
    const version = this.#environments.versionOf(id);
    return now - this.#environments.createdAt(id) >= this.#maxAge[version]! || this.isReplaced(id);
  }

  /** ADM-4: its version has got other code since it was made. */
  isReplaced(id: number): boolean {
    return this.#environments.numberOf(id) < this.#firstNumber[this.#environments.versionOf(id)]!;
  }

  /** ADM-4: from now on the version has other code. Ends the idle environments on demand, each through `end`. */
  replace(version: number, end: (id: number) => void): void {
    this.#firstNumber[version] = this.#environments.made;
    this.#onDemand[version]!.sweep(NEVER, this.#environments, end);
  }

  /** When the version last started a request; the start of the run counts as one. */
  lastStart(version: number): Instant {
    return this.#lastStart[version]! as Instant;
  }

  /**
   * Ends what has expired by now, each through `end`.
   * @returns whether to look again, at `lookAt`. A look that another one has replaced does nothing.
   */
  look(version: number, now: Instant, end: (id: number) => void): boolean {
    if (this.#lookAt[version] !== now) return false;
    this.#lookAt[version] = NEVER;
    const pool = this.#onDemand[version]!;
    const everybody = this.#versionEnd(version) <= now;
    pool.sweep(everybody ? NEVER : now, this.#environments, end);
    if (pool.count === 0) return false;
    return this.#expectLook(version, earlier(this.#versionEnd(version), pool.earliestEnd(this.#environments)));
  }

  #versionEnd(version: number): Instant {
    const lifetime = this.#versionLifetime[version]!;
    return lifetime === NEVER ? NEVER : after(this.#lastStart[version]! as Instant, lifetime as Duration);
  }

  /** When the pending look at a version is due; NEVER when none is pending. */
  lookAt(version: number): Instant {
    return this.#lookAt[version]! as Instant;
  }

  #expectLook(version: number, at: Instant): boolean {
    if (at >= this.#lookAt[version]!) return false;
    this.#lookAt[version] = at;
    return true;
  }
}
