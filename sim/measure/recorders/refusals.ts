/** Refusals in detail: how many of each kind, what was in use when each was first met, and who held the capacity. */
import type { Instant } from "../../kernel/time.ts";
import { REFUSALS } from "../../vocabulary/throttles.ts";
import { CountTable } from "../tables/counts.ts";

/** What was in force at a refusal. A limit or use of -1: no number applies. */
export interface Scene {
  readonly at: Instant;
  readonly limit: number;
  readonly inUse: number;
  readonly unusedInRegion: number;
  /** The function had reserved concurrency: AWS's reason differs (section 8.1). */
  readonly reserved: boolean;
}

export class RefusalTable {
  readonly #counts: CountTable;
  readonly #functions: number;
  readonly #first: (Scene | null)[];
  /** By cell: units held by each function, added up over all looks. */
  readonly #held: (Float64Array | null)[];

  constructor(segments: number, functions: number) {
    const cells = segments * functions * REFUSALS.length;
    this.#functions = functions;
    this.#counts = new CountTable(segments, functions, REFUSALS.length);
    this.#first = new Array<Scene | null>(cells).fill(null);
    this.#held = new Array<Float64Array | null>(cells).fill(null);
  }

  setFirst(segment: number, functionIndex: number, refusal: number, scene: Scene): void {
    this.#first[this.#cell(segment, functionIndex, refusal)] = scene;
  }

  add(segment: number, functionIndex: number, refusal: number, count: number): void {
    this.#counts.add(segment, functionIndex, refusal, count);
  }

  /** Where to add what each function holds now. */
  holdings(segment: number, functionIndex: number, refusal: number): Float64Array {
    const cell = this.#cell(segment, functionIndex, refusal);
    this.#held[cell] ??= new Float64Array(this.#functions);
    return this.#held[cell];
  }

  total(segments: readonly number[], functionIndex: number, refusal: number): number {
    return this.#counts.total(segments, functionIndex, refusal);
  }

  /** The earliest scene of these segments; there must have been one. */
  first(segments: readonly number[], functionIndex: number, refusal: number): Scene {
    const scenes = segments.flatMap((segment) => this.#first[this.#cell(segment, functionIndex, refusal)] ?? []);
    return scenes.reduce((earliest, scene) => (scene.at < earliest.at ? scene : earliest));
  }

  /** Share of the pool that each function held while these refusals went on; [] where nobody was looked at. */
  holders(segments: readonly number[], functionIndex: number, refusal: number): [holder: number, share: number][] {
    const looks = segments.flatMap((segment) => this.#held[this.#cell(segment, functionIndex, refusal)] ?? []);
    const units = Array.from({ length: this.#functions }, (_, holder) =>
      looks.reduce((sum, held) => sum + held[holder]!, 0),
    );
    const all = units.reduce((sum, held) => sum + held, 0);
    return units.flatMap((held, holder) => (held > 0 ? [[holder, held / all] as [number, number]] : []));
  }

  #cell(segment: number, functionIndex: number, refusal: number): number {
    return (segment * this.#functions + functionIndex) * REFUSALS.length + refusal;
  }
}
