/** What is counted for each version of a function, where an alias may divide its requests over two of them (LIM-13). */
import type { SimConfig } from "../config.ts";
import { Outcome } from "../lambda/environments.ts";
import { Admission } from "../lambda/throttles.ts";
import type { VersionResult } from "../result.ts";
import { CountTable } from "./counts.ts";

const Of = { Invocations: 0, Throttles: 1, Errors: 2, ColdStarts: 3, Provisioned: 4 } as const;
const KINDS = 5;

export const hasAliases = ({ functions }: SimConfig): boolean => functions.some(({ aliases }) => aliases !== undefined);

export class VersionRecorder {
  readonly #counts: CountTable;

  constructor(segments: number, versions: number) {
    this.#counts = new CountTable(segments, versions, KINDS);
  }

  admitted(segment: number, version: number, admission: Admission): void {
    this.#counts.add(segment, version, Of.Invocations, 1);
    if (admission === Admission.Cold) this.#counts.add(segment, version, Of.ColdStarts, 1);
    if (admission === Admission.Provisioned) this.#counts.add(segment, version, Of.Provisioned, 1);
  }

  throttled(segment: number, version: number): void {
    this.#counts.add(segment, version, Of.Throttles, 1);
  }

  ended(segment: number, version: number, outcome: Outcome): void {
    if (outcome !== Outcome.Success) this.#counts.add(segment, version, Of.Errors, 1);
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
