/**
 * The contract of a way to run functions that is not Lambda's own one, on demand: what a run asks of it, what the core
 * hands over to it, and what a result has of it. On demand is the core itself.
 */
import type { SimConfig } from "../../config.ts";
import type { Parts } from "../../core/host/parts.ts";
import type { Environment, Request } from "../../core/objects/requests.ts";
import type { Instant } from "../../kernel/time.ts";
import type { Clock } from "../../kernel/timers.ts";
import type { Recorder } from "../../measure/recorders/recorder.ts";
import type { Tracer } from "../../measure/recorders/tracer.ts";
import type { Usage } from "../../pricing/bill.ts";
import type { Assumption, FunctionLimits, FunctionResult, FunctionSeries, Result } from "../../result.ts";
import type { Admission } from "../../vocabulary/throttles.ts";
import type { Account } from "../front/account.ts";
import type { Functions } from "../front/functions.ts";
import type { Outcome } from "../front/outcomes.ts";

/** Requests of its versions are its own business from the attempt to the end of the run. */
export interface Serving {
  /** @returns the admission or the refusal, which has been recorded and has changed nothing else. */
  invoke(now: Instant, request: Request): Admission;
  /** A worker's run begins its own time. @returns when that ends; NEVER: the core's `endWork` will be told. */
  ownTime(now: Instant, environment: Environment): Instant;
  /** The handler has ended in a worker of its environments. */
  onRunEnd(now: Instant, environment: Environment): void;
}

/** An execution may outlast the invocation that began it: who invoked hears of the end of the execution. */
export interface Lasting {
  /** A request arrives: whatever chance decides of its execution is drawn now. */
  draw(request: Request): void;
  /** An event is delivered a second time. */
  copy(from: Request, to: Request): void;
  /** No further execution may begin; this request would begin one. */
  isFull(request: Request): boolean;
  /** An invocation has been admitted. */
  begun(now: Instant, request: Request): void;
  /** The invocation of this request has ended, in time. */
  ended(now: Instant, request: Request, outcome: Outcome): void;
  /** Whether time is up for the execution of an event that is due; then it has ended here. */
  isOver(now: Instant, request: Request): boolean;
  /** The moment after which an event need not wait any more. */
  deadlineOf(request: Request): Instant;
  /** An event is dropped. @returns whether whoever began the execution has heard of it here. */
  dropped(now: Instant, request: Request, ending: number): boolean;
  /** A client gives up. @returns false when it has been answered already. */
  leave(now: Instant, request: Request): boolean;
}

/** What the functions that it runs have in a result; `segments` are parts of the run. */
interface Reported {
  fields(segments: readonly number[], functionIndex: number): Partial<FunctionResult>;
  histograms(segments: readonly number[], functionIndex: number): Partial<FunctionResult["histograms"]>;
  series(functionIndex: number): Partial<FunctionSeries>;
  /** Usage that is charged besides requests and durations. */
  usage(segments: readonly number[], functionIndex: number): Usage["quantities"];
}

export interface Runtime extends Reported {
  /** Whether it runs this version; set when the function is created, so no change touches it. */
  runs(version: number): boolean;
  /** Null: requests are admitted and run as on demand. */
  readonly serving: Serving | null;
  /** Null: an execution is one invocation. */
  readonly lasting: Lasting | null;
  /** PR-R6, LP-20: whether durations are charged, or something else in their place. */
  readonly chargesDuration: boolean;
  /** As the run begins, before anything is measured. */
  begin(): void;
  endBucket(now: Instant): void;
  endSegment(now: Instant): void;
  endRun(now: Instant): void;
  /** The number that a refusal of its own met; null for refusals that it does not make. */
  limitOf(version: number, admission: Admission): number | null;
  /** What a function of its may run at most at once, in place of the account's limit; null: as on demand. */
  limits(functionIndex: number): Pick<FunctionLimits, "onDemand" | "managed"> | null;
  /** CloudWatch's metrics of another period than a minute. */
  metrics(): Partial<Result["metrics"]>;
  /** What AWS leaves unsaid of it, with the choices made. */
  assumptions(): Assumption[];
}

/** What a runtime is given of the run in which it is. */
export interface RuntimeOwners extends Clock {
  readonly functions: Functions;
  readonly account: Account;
  readonly parts: Parts;
  readonly recorder: Recorder;
  /** Null unless somebody listens. */
  readonly tracer: Tracer | null;
  /** Who invokes, by source. */
  readonly traffic: { readonly callers: readonly { readonly name: string }[] };
  limitsChanged(now: Instant): void;
}

/** Null where no function of the config is run so: nothing else pays for it then. */
export type OpenRuntime = (config: SimConfig, owners: RuntimeOwners) => Runtime | null;

/** What has nothing to say beyond what holds on demand. */
export const AS_ON_DEMAND: Omit<Runtime, "runs"> = {
  serving: null,
  lasting: null,
  chargesDuration: true,
  begin: () => undefined,
  endBucket: () => undefined,
  endSegment: () => undefined,
  endRun: () => undefined,
  limitOf: () => null,
  limits: () => null,
  fields: () => ({}),
  histograms: () => ({}),
  series: () => ({}),
  metrics: () => ({}),
  usage: () => ({}),
  assumptions: () => [],
};
