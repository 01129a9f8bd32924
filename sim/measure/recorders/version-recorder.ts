/** What is counted for each version of a function: an alias may divide its requests over two of them (LIM-13). */
import type { Version } from "../../core/objects/functions.ts";
import type { VersionResult } from "../../result.ts";
import { CountTable } from "../tables/counts.ts";

const Of = { Invocations: 0, Throttles: 1, Errors: 2, ColdStarts: 3, Provisioned: 4 } as const;
const KINDS = 5;

export class VersionRecorder {
  readonly #counts: CountTable;

  constructor(segments: number, versions: number) {
    this.#counts = new CountTable(segments, versions, KINDS);
  }

  /** What the core has counted of a version. */
  add(segment: number, { index, invocations, throttles, errors, coldStarts, onUnits }: Version): void {
    this.#counts.add(segment, index, Of.Invocations, invocations);
    this.#counts.add(segment, index, Of.Throttles, throttles);
    this.#counts.add(segment, index, Of.Errors, errors);
    this.#counts.add(segment, index, Of.ColdStarts, coldStarts);
    this.#counts.add(segment, index, Of.Provisioned, onUnits);
  }

  result(segments: readonly number[], version: number): VersionResult {
    const total = (kind: number): number => this.#counts.total(segments, version, kind);
    return {
      requestsCount: total(Of.Invocations) + total(Of.Throttles),
      invocationsCount: total(Of.Invocations),
      throttlesCount: total(Of.Throttles),
      errorsCount: total(Of.Errors),
      coldStartsCount: total(Of.ColdStarts),
      provisionedInvocationsCount: total(Of.Provisioned),
    };
  }
}
