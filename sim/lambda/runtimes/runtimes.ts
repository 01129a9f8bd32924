/** The runtimes of a run: whose each function is, and what all of them together have to say. */
import type { SimConfig } from "../../config.ts";
import { assert } from "../../kernel/assert.ts";
import type { Instant } from "../../kernel/time.ts";
import type { Usage } from "../../pricing/bill.ts";
import type { Assumption, FunctionResult, FunctionSeries, Result } from "../../result.ts";
import type { Admission } from "../../vocabulary/throttles.ts";
import type { Lasting, OpenRuntime, Runtime, RuntimeOwners, Serving } from "./runtime.ts";

/** Wide: a run, its core and its result ask all runtimes here, and know none of them. */
export class Runtimes {
  /** Those that some function of the config needs. */
  readonly #all: readonly Runtime[];
  /** By function: those that run some version of it. */
  readonly #of: readonly (readonly Runtime[])[];
  /** By function; null for what the core does by itself. */
  readonly #serving: readonly (Serving | null)[];
  readonly #lasting: readonly (Lasting | null)[];

  constructor(config: SimConfig, owners: RuntimeOwners, runtimes: readonly OpenRuntime[]) {
    this.#all = runtimes.flatMap((open) => open(config, owners) ?? []);
    const { functions, parts } = owners;
    this.#of = [...functions.settings.keys()].map((index) =>
      this.#all.filter((runtime) => functions.versionsOf(index).some((version) => runtime.runs(version))),
    );
    this.#serving = this.#of.map((all) => first(all, ({ serving }) => serving));
    this.#lasting = this.#of.map((all) => first(all, ({ lasting }) => lasting));
    for (const fn of parts.fns) fn.lasting = this.#lasting[fn.index] !== null;
    for (const version of parts.versions) {
      version.served = this.#all.some(({ serving, runs }) => serving !== null && runs(version.index));
    }
  }

  serving(functionIndex: number): Serving {
    const serving = this.#serving[functionIndex]!;
    assert(serving !== null, "a request was handed over that the core admits by itself");
    return serving;
  }
  lasting(functionIndex: number): Lasting {
    const lasting = this.#lasting[functionIndex]!;
    assert(lasting !== null, "an execution was asked for that is one invocation");
    return lasting;
  }

  begin(): void {
    for (const runtime of this.#all) runtime.begin();
  }
  endBucket(now: Instant): void {
    for (const runtime of this.#all) runtime.endBucket(now);
  }
  endSegment(now: Instant): void {
    for (const runtime of this.#all) runtime.endSegment(now);
  }
  endRun(now: Instant): void {
    for (const runtime of this.#all) runtime.endRun(now);
  }

  /** Null for a refusal that none of them makes. */
  limitOf(version: number, admission: Admission): number | null {
    return first(this.#all, (runtime) => runtime.limitOf(version, admission));
  }
  /** Null where the account's limits hold. */
  limits(functionIndex: number): ReturnType<Runtime["limits"]> {
    return first(this.#of[functionIndex]!, (runtime) => runtime.limits(functionIndex));
  }

  fields(segments: readonly number[], functionIndex: number): Partial<FunctionResult> {
    return merged(this.#of[functionIndex]!, (runtime) => runtime.fields(segments, functionIndex));
  }
  histograms(segments: readonly number[], functionIndex: number): Partial<FunctionResult["histograms"]> {
    return merged(this.#of[functionIndex]!, (runtime) => runtime.histograms(segments, functionIndex));
  }
  series(functionIndex: number): Partial<FunctionSeries> {
    return merged(this.#of[functionIndex]!, (runtime) => runtime.series(functionIndex));
  }
  usage(segments: readonly number[], functionIndex: number): Usage["quantities"] {
    return merged(this.#of[functionIndex]!, (runtime) => runtime.usage(segments, functionIndex));
  }
  chargesDuration(functionIndex: number): boolean {
    return this.#of[functionIndex]!.every((runtime) => runtime.chargesDuration);
  }
  metrics(): Partial<Result["metrics"]> {
    return merged(this.#all, (runtime) => runtime.metrics());
  }
  assumptions(): Assumption[] {
    return this.#all.flatMap((runtime) => runtime.assumptions());
  }
}

function first<T>(runtimes: readonly Runtime[], ask: (runtime: Runtime) => T | null): T | null {
  for (const runtime of runtimes) {
    const answer = ask(runtime);
    if (answer !== null) return answer;
  }
  return null;
}

const merged = <T extends object>(runtimes: readonly Runtime[], of: (runtime: Runtime) => Partial<T>): Partial<T> =>
  Object.assign({}, ...runtimes.map(of));
