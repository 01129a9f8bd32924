/** Which tenants a function with tenancy has served, by segment; only made where there is such a function. */
import type { Functions } from "../../lambda/front/functions.ts";

export class TenantRecorder {
  readonly #functions: number;
  readonly #served: (Set<number> | undefined)[];

  private constructor(functions: number, segments: number) {
    this.#functions = functions;
    this.#served = new Array<Set<number> | undefined>(functions * segments).fill(undefined);
  }

  static of({ settings }: Functions, segments: number): TenantRecorder | null {
    return settings.some(({ tenancy }) => tenancy !== null) ? new TenantRecorder(settings.length, segments) : null;
  }

  served(segment: number, functionIndex: number, tenant: number): void {
    const cell = segment * this.#functions + functionIndex;
    this.#served[cell] ??= new Set();
    this.#served[cell].add(tenant);
  }

  /** Different tenants served in these segments. */
  count(segments: readonly number[], functionIndex: number): number {
    const all = segments.flatMap((segment) => [...(this.#served[segment * this.#functions + functionIndex] ?? [])]);
    return new Set(all).size;
  }
}
