/** Durable executions that have begun and not ended: whose they are, how far they have come, and when time is up. */
import type { Request } from "../../../core/objects/requests.ts";
import { Pool } from "../../../kernel/pool.ts";
import type { Instant } from "../../../kernel/time.ts";

/** No execution. */
const NONE = -1;

export interface Execution {
  /** Its slot: used again when it has ended. */
  readonly id: number;
  readonly version: number;
  /** Who waits for the end: the request that began it; null when that has given up. */
  caller: Request | null;
  /** The request that runs it or waits for an invocation; null while a wait lasts. */
  runner: Request | null;
  stretch: number;
  readonly startedAt: Instant;
  /** DUR-1: what has not ended by then times out. */
  readonly deadline: Instant;
  /** Part of the run in which it began: its end counts there. */
  readonly segment: number;
  /** DUR-3: a client began it, and waits unless it has given up. */
  readonly synchronous: boolean;
  open: boolean;
}

export class Executions {
  readonly #ids = new Pool();
  readonly #all: (Execution | null)[] = [];

  /** It begins with the invocation of this request. */
  open(request: Request, now: Instant, deadline: Instant, segment: number): Execution {
    const execution: Execution = {
      id: this.#ids.take(),
      version: request.version.index,
      caller: request,
      runner: request,
      stretch: 0,
      startedAt: now,
      deadline,
      segment,
      synchronous: request.waits,
      open: true,
    };
    this.#all[execution.id] = execution;
    request.execution = execution.id;
    return execution;
  }

  /** It has ended: nobody waits for it any more, and its slot is used again. */
  close(execution: Execution): void {
    if (execution.caller !== null) execution.caller.execution = NONE;
    execution.open = false;
    this.#all[execution.id] = null;
    this.#ids.give(execution.id);
  }

  /** The execution that a request began or goes on with. */
  of(request: Request): Execution | null {
    return request.execution === NONE ? null : (this.#all[request.execution] ?? null);
  }

  /** Its caller has given up; it goes on. */
  orphan(execution: Execution): void {
    if (execution.caller !== null) execution.caller.execution = NONE;
    execution.caller = null;
  }

  setRunner(execution: Execution, request: Request | null): void {
    execution.runner = request;
    if (request !== null) request.execution = execution.id;
  }
}
