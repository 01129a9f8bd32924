/** Runs that call functions, or that put records into sources: their environments are busy until they are answered. */
import { CALL_DUE, CALL_STEP, COMPLETION, FAILED, REQUESTS, RETRY } from "./base/numbers.ts";
import { assert, type f64 } from "./base/prelude.ts";
import { arriveAs } from "./draws.ts";
import type { Core } from "./objects/core.ts";
import { CALLING, type Environment, NO_CALL, PUTTING } from "./objects/requests.ts";
import type { Source } from "./objects/source.ts";
import { count } from "./observe.ts";
import { isStopped, withRun } from "./records.ts";

/**
 * The environment makes its next call. The function's admission follows in the same moment, after all that frees
 * capacity (ADM-3).
 * @returns false when Lambda stops the chain (ASY-20): that is the call's answer.
 */
export function enterLink(core: Core, environment: Environment, link: Source, now: f64): boolean {
  assert(environment.callState === NO_CALL, "an environment made a second call at once");
  environment.callBegunAt = now;
  if (link.event) {
    putRecord(core, environment, now);
    return true;
  }
  const chain = withRun(core, environment.version.fn, environment.calls.chain);
  if (isStopped(core, link.fn, chain)) {
    link.fn.tally.recursionsDropped++;
    count(link, core.segment, REQUESTS);
    count(link, core.segment, FAILED);
    return false;
  }
  const request = arriveAs(core, link, chain, now);
  request.caller = environment;
  core.tickets += 1;
  environment.ticket = core.tickets;
  environment.called = request;
  environment.callState = CALLING;
  core.agenda.add(request, now, RETRY, CALL_DUE);
  return true;
}

/** The source answers after its own time, or the function's time is over before. */
function putRecord(core: Core, environment: Environment, now: f64): void {
  const ends = now + environment.calls.times[environment.call]!;
  const deadline = environment.deadline;
  environment.callState = PUTTING;
  environment.callEndsAt = ends;
  core.agenda.add(environment, ends < deadline ? ends : deadline, COMPLETION, CALL_STEP);
}
