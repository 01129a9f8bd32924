/** Idle environments of a version: who serves next (LIFE-15) and who ends when (LIFE-13, LIFE-14). */
import type { RegionConfig } from "../config.ts";
import { type Sampler, Stream, samplerOf } from "../kernel/random.ts";
import { after, type Duration, earlier, type Instant, NEVER, START } from "../kernel/time.ts";
import type { Environments } from "./environments.ts";
import { IdlePool, type IdleStore } from "./idle-pool.ts";
import { type PickIdle, pickOf } from "./policies.ts";
import { NO_TENANT } from "./requests.ts";
import { TenantPools } from "./tenant-pools.ts";

interface Setting {
  readonly model: RegionConfig["model"];
  /** TEN-1: its environments belong to tenants. */
  readonly isolated: boolean;
  readonly seed: number;
  /** Name of its streams of luck. */
  readonly stream: string;
}

export class VersionPool {
  readonly provisioned = new IdlePool();
  /** What may end, and who serves next: of those of a tenant where environments belong to tenants. */
  readonly onDemand: IdleStore;
  readonly #shared: IdlePool | null;
  readonly #tenants: TenantPools | null;
  readonly #environments: Environments;
  readonly #pick: PickIdle;
  readonly #luck: Stream;
  readonly #lifetime: Sampler;
  readonly #lifetimeLuck: Stream;
  readonly #versionLifetime: number;
  readonly #maxAge: number;
  /** When the version last started a request; the start of the run counts as one. */
  lastStart: Instant = START;
  /** ADM-4: environments with lower numbers run code that has been replaced. */
  #firstNumber = 0;
  /** When the pending look at the version is due; NEVER when none is pending. */
  lookAt = NEVER;

  constructor(environments: Environments, { model, isolated, seed, stream }: Setting) {
    this.#environments = environments;
    this.#shared = isolated ? null : new IdlePool();
    this.#tenants = isolated ? new TenantPools() : null;
    this.onDemand = this.#shared ?? this.#tenants!;
    this.#pick = pickOf(model.pick);
    this.#luck = new Stream(seed, `${stream}/pick`);
    this.#lifetime = samplerOf(model.idleLifetime.environment);
    this.#lifetimeLuck = new Stream(seed, `${stream}/idle`);
    this.#versionLifetime = model.idleLifetime.version ?? NEVER;
    this.#maxAge = model.idleLifetime.maxAge;
  }

  /** CONC-6, TEN-1: idle on-demand environments that may serve a request of this tenant, or one without tenant. */
  usableCount(tenant: number): number {
    return tenant === NO_TENANT ? this.#shared!.count : this.#tenants!.countOf(tenant);
  }

  /** An on-demand environment to reuse; there must be one that may serve this tenant. */
  takeOnDemand(tenant: number): number {
    const place = this.#pick(this.usableCount(tenant), this.#luck);
    return tenant === NO_TENANT ? this.#shared!.take(place) : this.#tenants!.take(tenant, place);
  }

  takeProvisioned(): number {
    return this.provisioned.take(this.provisioned.count - 1);
  }

  /** The version has started a request now: the clock of its idle lifetime begins anew. */
  noteStart(now: Instant): void {
    this.lastStart = now;
  }

  /** PC-13: a provisioned environment is kept. */
  putProvisioned(id: number, now: Instant): void {
    this.#environments.becomeIdle(id, now, NEVER);
    this.provisioned.push(id, this.#environments);
  }

  /**
   * An on-demand environment has become idle.
   * @returns whether the version must be looked at earlier than was planned: at `lookAt`.
   */
  putOnDemand(id: number, now: Instant): boolean {
    const environments = this.#environments;
    const lifetime = this.#lifetime.draw(this.#lifetimeLuck);
    const expiresAt = Math.min(now + lifetime, environments.createdAt(id) + this.#maxAge) as Instant;
    environments.becomeIdle(id, now, expiresAt);
    this.onDemand.push(id, environments);
    // LIFE-13 counts from the last start; a run that outlasts that has kept its version in use until now.
    if (this.#versionEnd() <= now) this.lastStart = now;
    return this.#expectLook(earlier(expiresAt, this.#versionEnd()));
  }

  /** LIFE-14, ADM-4: one that has reached its maximum age, or runs old code, ends instead of going idle. */
  tooOld(id: number, now: Instant): boolean {
    return now - this.#environments.createdAt(id) >= this.#maxAge || this.isReplaced(id);
  }

  /** ADM-4: the version has got other code since this environment was made. */
  isReplaced(id: number): boolean {
    return this.#environments.numberOf(id) < this.#firstNumber;
  }

  /** ADM-4: from now on the version has other code. Ends the idle environments on demand, each through `end`. */
  replace(end: (id: number) => void): void {
    this.#firstNumber = this.#environments.made;
    this.onDemand.sweep(NEVER, this.#environments, end);
  }

  /**
   * Ends what has expired by now, each through `end`.
   * @returns whether to look again, at `lookAt`. A look that another one has replaced does nothing.
   */
  look(now: Instant, end: (id: number) => void): boolean {
    if (this.lookAt !== now) return false;
    this.lookAt = NEVER;
    const everybody = this.#versionEnd() <= now;
    this.onDemand.sweep(everybody ? NEVER : now, this.#environments, end);
    if (this.onDemand.count === 0) return false;
    return this.#expectLook(earlier(this.#versionEnd(), this.onDemand.earliestEnd(this.#environments)));
  }

  #versionEnd(): Instant {
    const lifetime = this.#versionLifetime;
    return lifetime === NEVER ? NEVER : after(this.lastStart, lifetime as Duration);
  }

  #expectLook(at: Instant): boolean {
    if (at >= this.lookAt) return false;
    this.lookAt = at;
    return true;
  }
}
