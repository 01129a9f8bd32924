/** Idle environments of a version whose environments belong to tenants: a pool for each tenant that has any (TEN-1). */
import { EventHeap } from "../kernel/event-heap.ts";
import { type Instant, NEVER } from "../kernel/time.ts";
import type { Environments } from "./environments.ts";
import { IdlePool, type IdleStore } from "./idle-pool.ts";

export class TenantPools implements IdleStore {
  /** Without empty pools: they are no more than the idle environments. */
  readonly #pools = new Map<number, IdlePool>();
  /** When each environment ends that has become idle: with thousands of pools, a look must not go through all. */
  readonly #ends = new EventHeap();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  countOf(tenant: number): number {
    return this.#pools.get(tenant)?.count ?? 0;
  }

  push(id: number, environments: Environments): void {
    const tenant = environments.tenantOf(id);
    let pool = this.#pools.get(tenant);
    if (pool === undefined) {
      pool = new IdlePool();
      this.#pools.set(tenant, pool);
    }
    pool.push(id, environments);
    this.#ends.push(environments.expiresAt(id), environments.numberOf(id), id);
    this.#count++;
  }

  /** One of this tenant's; the caller has asked `countOf`. */
  take(tenant: number, place: number): number {
    const pool = this.#pools.get(tenant)!;
    if (pool.count === 1) this.#pools.delete(tenant);
    this.#count--;
    return pool.take(place);
  }

  /** LIFE-13, LIFE-14 hold for each environment, whoever its tenant is. */
  sweep(until: Instant, environments: Environments, end: (id: number) => void): void {
    while (this.#ends.size > 0 && this.#ends.firstKey <= until) {
      const tenant = environments.tenantOf(this.#ends.firstData);
      this.#ends.pop();
      const pool = this.#pools.get(tenant);
      if (pool === undefined) continue;
      const before = pool.count;
      pool.sweep(until, environments, end);
      this.#count -= before - pool.count;
      if (pool.count === 0) this.#pools.delete(tenant);
    }
  }

  /** Too early where the environment has been used since: that costs one look more. */
  earliestEnd(): Instant {
    return this.#count === 0 ? NEVER : (this.#ends.firstKey as Instant);
  }
}
