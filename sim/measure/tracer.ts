/** Turns what happens into the event log, with numbers a person can follow. Only made when somebody listens. */
import type { Instant } from "../kernel/time.ts";
import { type Environments, NOBODY, Outcome } from "../lambda/environments.ts";
import type { Functions } from "../lambda/functions.ts";
import { NO_TENANT, type Requests } from "../lambda/requests.ts";
import { Admission, REFUSALS, refusalIndex } from "../lambda/throttles.ts";
import type { Trace, TraceEvent } from "../trace.ts";
import { TrafficCount } from "./counts.ts";

const OUTCOMES: Record<Outcome, string> = {
  [Outcome.Success]: "success",
  [Outcome.FunctionError]: "error",
  [Outcome.Timeout]: "timeout",
  [Outcome.Suspended]: "suspended",
  [Outcome.RestoreTimeout]: "restore-timeout",
};

const ANSWERS: Partial<Record<TrafficCount, string>> = {
  [TrafficCount.Succeeded]: "success",
  [TrafficCount.Failed]: "error",
  [TrafficCount.Throttled]: "throttled",
  [TrafficCount.Abandoned]: "abandoned",
  [TrafficCount.Refused]: "refused",
};

export class Tracer {
  readonly #listener: Trace;
  readonly #functions: Functions;
  readonly #requests: Requests;
  readonly #environments: Environments;
  /** By slot: slots are used again, numbers never. */
  readonly #requestNumbers = new Map<number, number>();
  /** By what is never used again, so that no environment is ever told by the number of one that was there before. */
  readonly #environmentNumbers = new Map<number, number>();
  /** Number of the request whose handler an environment ran last: its extensions go on after it has closed. */
  readonly #servedBy = new Map<number, number>();
  readonly #requestsOf: number[];
  readonly #environmentsOf: number[];

  constructor(listener: Trace, functions: Functions, requests: Requests, environments: Environments) {
    this.#listener = listener;
    this.#functions = functions;
    this.#requests = requests;
    this.#environments = environments;
    this.#requestsOf = functions.settings.map(() => 0);
    this.#environmentsOf = functions.settings.map(() => 0);
  }

  /** @param qualifier  what is invoked: an alias that names two versions is told as such, since none is drawn yet. */
  opened(now: Instant, request: number, qualifier: string): void {
    const index = this.#functions.ofVersion(this.#requests.versionOf(request));
    this.#requestsOf[index]!++;
    this.#requestNumbers.set(request, this.#requestsOf[index]!);
    this.#listener({
      atUs: now,
      kind: "arrive",
      function: this.#functions.settings[index]!.name,
      qualifier,
      request: this.#requestsOf[index]!,
      environment: 0,
      detail: this.#tenantOf(request),
    });
  }
  /** DUR-5: a request of Lambda's own goes on with what another one began; with NOBODY's if its caller has gone. */
  standIn(request: number, caller: number): void {
    this.#requestNumbers.set(request, this.#requestNumbers.get(caller) ?? 0);
  }
  enqueued(now: Instant, request: number): void {
    this.#tell(now, "enqueue", request);
  }
  throttled(now: Instant, request: number, admission: Admission): void {
    this.#tell(now, "throttle", request, NOBODY, REFUSALS[refusalIndex(admission)]!.cause);
  }
  /** The state of its version refuses a request. */
  refused(now: Instant, request: number, cause: string): void {
    this.#tell(now, "refuse", request, NOBODY, cause);
  }
  admitted(now: Instant, request: number, environment: number, admission: Admission): void {
    const kind = admission === Admission.Cold ? "cold" : admission === Admission.Warm ? "warm" : "provisioned";
    this.#tell(now, kind, request, environment, this.#tenantOf(request));
  }
  /** LMI-1: a worker is told by the number of its environment. */
  works(worker: number, environment: number): void {
    this.#environmentNumbers.set(this.#environments.numberOf(worker), this.#numberOf(environment));
  }
  worked(worker: number): void {
    this.#environmentNumbers.delete(this.#environments.numberOf(worker));
  }
  ready(now: Instant, environment: number): void {
    this.#tell(now, "ready", this.#environments.requestOf(environment), environment);
  }
  ended(now: Instant, environment: number, outcome: Outcome): void {
    const request = this.#environments.requestOf(environment);
    this.#servedBy.set(environment, request === NOBODY ? 0 : (this.#requestNumbers.get(request) ?? 0));
    this.#tell(now, "end", request, environment, OUTCOMES[outcome]);
  }
  /** LIFE-8: extensions are done; only where a function has some. */
  released(now: Instant, environment: number, outcome: Outcome): void {
    const version = this.#environments.versionOf(environment);
    this.#listener({
      atUs: now,
      kind: "release",
      function: this.#nameOf(version),
      qualifier: this.#functions.qualifierOf(version),
      request: this.#servedBy.get(environment) ?? 0,
      environment: this.#numberOf(environment),
      detail: OUTCOMES[outcome],
    });
  }
  /** LIFE-16: the invocation of one environment goes on in this one. */
  moved(now: Instant, environment: number): void {
    this.#tell(now, "move", this.#environments.requestOf(environment), environment);
  }
  answered(now: Instant, request: number, outcome: TrafficCount): void {
    this.#tell(now, "answer", request, NOBODY, ANSWERS[outcome] ?? "");
  }
  dropped(now: Instant, request: number, condition: string): void {
    this.#tell(now, "drop", request, NOBODY, condition);
  }
  /** An environment ends, however: idle for too long, replaced, drained, or a unit that is wanted no more. */
  expired(now: Instant, environment: number): void {
    this.#tell(now, "expire", NOBODY, environment);
    this.#environmentNumbers.delete(this.#environments.numberOf(environment));
  }

  /** TEN-1: "tenant 3", from 1; "" without. */
  #tenantOf(request: number): string {
    const tenant = this.#requests.tenantOf(request);
    return tenant === NO_TENANT ? "" : `tenant ${tenant + 1}`;
  }

  /** The next number of its function when it appears for the first time. */
  #numberOf(environment: number): number {
    const made = this.#environments.numberOf(environment);
    const known = this.#environmentNumbers.get(made);
    if (known !== undefined) return known;
    const number = ++this.#environmentsOf[this.#functions.ofVersion(this.#environments.versionOf(environment))]!;
    this.#environmentNumbers.set(made, number);
    return number;
  }

  #nameOf(version: number): string {
    return this.#functions.settings[this.#functions.ofVersion(version)]!.name;
  }

  #tell(now: Instant, kind: TraceEvent["kind"], request: number, environment = NOBODY, detail = ""): void {
    const version = request === NOBODY ? this.#environments.versionOf(environment) : this.#requests.versionOf(request);
    this.#listener({
      atUs: now,
      kind,
      function: this.#nameOf(version),
      qualifier: this.#functions.qualifierOf(version),
      request: request === NOBODY ? 0 : (this.#requestNumbers.get(request) ?? 0),
      environment: environment === NOBODY ? 0 : this.#numberOf(environment),
      detail,
    });
  }
}
