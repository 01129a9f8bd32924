/** Turns what happens into the event log, with numbers a person can follow. Only made when somebody listens. */

import {
  TOLD_ANSWER,
  TOLD_ARRIVE,
  TOLD_DROP,
  TOLD_END,
  TOLD_ENQUEUE,
  TOLD_EXPIRE,
  TOLD_MOVE,
  TOLD_READY,
  TOLD_RELEASE,
  TOLD_START,
  TOLD_THROTTLE,
} from "../../core/base/numbers.ts";
import { EXHAUSTED, type Version } from "../../core/objects/functions.ts";
import type { Environment, Request } from "../../core/objects/requests.ts";
import type { Instant } from "../../kernel/time.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import { Outcome } from "../../lambda/front/outcomes.ts";
import type { Trace, TraceEvent } from "../../trace.ts";
import { Admission, REFUSALS, refusalIndex } from "../../vocabulary/throttles.ts";
import { TrafficCount } from "../tables/counts.ts";
import { ENDINGS } from "./troubles.ts";

const OUTCOMES: Record<Outcome, string> = {
  [Outcome.Success]: "success",
  [Outcome.FunctionError]: "error",
  [Outcome.Timeout]: "timeout",
  [Outcome.Suspended]: "suspended",
  [Outcome.RestoreTimeout]: "restore-timeout",
};

const ANSWERS: Readonly<Record<number, string>> = {
  [TrafficCount.succeededCount]: "success",
  [TrafficCount.failedCount]: "error",
  [TrafficCount.throttledCount]: "throttled",
  [TrafficCount.abandonedCount]: "abandoned",
  [TrafficCount.refusedCount]: "refused",
};

const KINDS: Readonly<Record<number, TraceEvent["kind"]>> = {
  [TOLD_ARRIVE]: "arrive",
  [TOLD_ENQUEUE]: "enqueue",
  [TOLD_THROTTLE]: "throttle",
  [TOLD_READY]: "ready",
  [TOLD_END]: "end",
  [TOLD_RELEASE]: "release",
  [TOLD_MOVE]: "move",
  [TOLD_ANSWER]: "answer",
  [TOLD_DROP]: "drop",
  [TOLD_EXPIRE]: "expire",
};

const STARTS: Readonly<Record<number, TraceEvent["kind"]>> = {
  [Admission.Provisioned]: "provisioned",
  [Admission.Warm]: "warm",
  [Admission.Cold]: "cold",
};

export class Tracer {
  readonly #listener: Trace;
  readonly #functions: Functions;
  /** By source: the qualifier that its requests name. */
  readonly #callers: readonly { readonly qualifier: string }[];
  readonly #requestsOf: number[];
  readonly #environmentsOf: number[];

  constructor(listener: Trace, functions: Functions, callers: readonly { readonly qualifier: string }[]) {
    this.#listener = listener;
    this.#functions = functions;
    this.#callers = callers;
    this.#requestsOf = functions.settings.map(() => 0);
    this.#environmentsOf = functions.settings.map(() => 0);
  }

  /** What the core tells. @param detail  an admission, an outcome, an ending, by what happened. */
  tell(what: number, request: Request | null, environment: Environment | null, detail: number, now: Instant): void {
    if (what === TOLD_ARRIVE) this.#arrived(request!, now);
    else if (what === TOLD_RELEASE) this.#released(environment!, OUTCOMES[detail as Outcome], now);
    else
      this.#tell(
        now,
        what === TOLD_START ? STARTS[detail]! : KINDS[what]!,
        request,
        environment,
        this.#said(what, request, detail),
      );
    if (what === TOLD_END) environment!.servedMark = request === null ? 0 : request.mark;
  }

  /** The state of its version refuses a request. */
  refused(now: Instant, request: Request, cause: string): void {
    this.#tell(now, "refuse", request, null, cause);
  }
  /** An environment ends, however: idle for too long, replaced, drained, or a unit that is wanted no more. */
  expired(now: Instant, environment: Environment): void {
    this.#tell(now, "expire", null, environment, "");
  }
  /** DUR-5: a request of Lambda's own goes on with what another one began; with nobody's if its caller has gone. */
  standIn(request: Request, caller: Request | null): void {
    request.mark = caller === null ? 0 : caller.mark;
  }
  /** LMI-1: a worker is told by the number of its environment. */
  works(worker: Environment, environment: Environment): void {
    worker.mark = this.#numberOf(environment);
  }

  #said(what: number, request: Request | null, detail: number): string {
    switch (what) {
      case TOLD_THROTTLE:
        return REFUSALS[refusalIndex(detail as Admission)]!.cause;
      case TOLD_START:
        return tenantOf(request!);
      case TOLD_END:
        return OUTCOMES[detail as Outcome];
      case TOLD_ANSWER:
        return ANSWERS[detail] ?? "";
      case TOLD_DROP:
        return ENDINGS[detail - EXHAUSTED]!.condition;
      default:
        return "";
    }
  }

  #arrived(request: Request, now: Instant): void {
    const { source, version } = request;
    request.mark = ++this.#requestsOf[version.fn.index]!;
    this.#listener({
      atUs: now,
      kind: "arrive",
      function: this.#nameOf(version),
      // An alias that names two versions is told as such: none is drawn yet.
      qualifier: source === null ? this.#functions.qualifierOf(version.index) : this.#callers[source.index]!.qualifier,
      request: request.mark,
      environment: 0,
      detail: tenantOf(request),
    });
  }

  /** LIFE-8: extensions are done, of a request that may have closed since. */
  #released(environment: Environment, detail: string, now: Instant): void {
    this.#listener({
      atUs: now,
      kind: "release",
      function: this.#nameOf(environment.version),
      qualifier: this.#functions.qualifierOf(environment.version.index),
      request: environment.servedMark,
      environment: this.#numberOf(environment),
      detail,
    });
  }

  /** The next number of its function when it appears for the first time. */
  #numberOf(environment: Environment): number {
    if (environment.mark === 0) environment.mark = ++this.#environmentsOf[environment.version.fn.index]!;
    return environment.mark;
  }

  #nameOf(version: Version): string {
    return this.#functions.settings[version.fn.index]!.name;
  }

  #tell(
    now: Instant,
    kind: TraceEvent["kind"],
    request: Request | null,
    environment: Environment | null,
    detail: string,
  ): void {
    const version = request === null ? environment!.version : request.version;
    this.#listener({
      atUs: now,
      kind,
      function: this.#nameOf(version),
      qualifier: this.#functions.qualifierOf(version.index),
      request: request === null ? 0 : request.mark,
      environment: environment === null ? 0 : this.#numberOf(environment),
      detail,
    });
  }
}

/** TEN-1: "tenant 3", from 1; "" without. */
const tenantOf = ({ tenant }: Request): string => (tenant < 0 ? "" : `tenant ${tenant + 1}`);
