/** The loop of what happens at every request: takes the earliest entry and does what it is there for. */

import { onArrival, onDelivery, onRecordArrival } from "./arrivals.ts";
import { onAsyncDue } from "./async-due.ts";
import type { Entry } from "./base/agenda.ts";
import {
  ARRIVES,
  ASYNC_DUE,
  CALL_DUE,
  CALL_STEP,
  CLIENT_TIMEOUT,
  DELIVERY,
  EXTENSIONS_END,
  INIT_END,
  PATIENCE_END,
  RECORD_ARRIVES,
  RETRY_DUE,
  RUN_END,
  SEND_DUE,
} from "./base/numbers.ts";
import { assert, type f64, floor, type i32 } from "./base/prelude.ts";
import { attempt, onCallDue, onTimeout } from "./clients.ts";
import { deadlineOf, environmentOf, requestOf, sendingOf, sourceOf } from "./objects/casts.ts";
import type { Core } from "./objects/core.ts";
import { turn } from "./outside.ts";
import { onSendDue } from "./records.ts";
import { onCallStep, onExtensionsEnd, onInitEnd, onPatienceEnd, onRunEnd } from "./running.ts";

/** One of the eight ranks of a moment. */
const MOMENT: f64 = 0.125;

/** Everything before the agenda's limit. */
export function advance(core: Core): void {
  let entry = core.agenda.take();
  while (entry !== null) {
    const now = floor(entry.key * MOMENT);
    assert(now >= core.now, "time ran backwards");
    core.events += 1;
    core.now = now;
    if (now >= core.minuteEnd) turn(core, now);
    const kind = entry.kind;
    entry.kind = 0;
    dispatch(core, entry, kind, now);
    entry = core.agenda.take();
  }
}

function dispatch(core: Core, entry: Entry, kind: i32, now: f64): void {
  switch (kind) {
    case RUN_END:
      onRunEnd(core, environmentOf(entry), now);
      break;
    case ARRIVES:
      onArrival(core, sourceOf(entry), now);
      break;
    case CALL_STEP:
      onCallStep(core, environmentOf(entry), now);
      break;
    case INIT_END:
      onInitEnd(core, environmentOf(entry), now);
      break;
    case CLIENT_TIMEOUT:
      onTimeout(core, deadlineOf(entry), now);
      break;
    case RETRY_DUE:
      attempt(core, requestOf(entry), now);
      break;
    case ASYNC_DUE:
      onAsyncDue(core, requestOf(entry), now);
      break;
    case DELIVERY:
      onDelivery(core, requestOf(entry), now);
      break;
    case PATIENCE_END:
      onPatienceEnd(core, deadlineOf(entry), now);
      break;
    case EXTENSIONS_END:
      onExtensionsEnd(core, environmentOf(entry), now);
      break;
    case CALL_DUE:
      onCallDue(core, requestOf(entry), now);
      break;
    case RECORD_ARRIVES:
      onRecordArrival(core, sourceOf(entry), now);
      break;
    case SEND_DUE:
      onSendDue(core, sendingOf(entry), now);
      break;
    default:
      assert(false, "something is to happen that nobody knows");
  }
}
