/** How AWS turns what happened into what it charges for (PR-R); that runs are charged in whole ms is `billing.ts`. */
import { MICROS_PER_MILLISECOND } from "../kernel/time.ts";
import { STREAMING } from "../vocabulary/prices/lambda.ts";
import { type Exact, exact, minus, ONE, over, smaller, times } from "./exact.ts";

const MB_PER_GB = 1_024;
const MS_PER_SECOND = 1_000;
const MINUTE_MS = 60_000;
const KB = 1_024;

/** PR-R6: provisioned concurrency is charged in steps of 5 minutes, from enabling to disabling. */
const PROVISIONED_STEP_MS = 5 * MINUTE_MS;
/** PR-R8: a snapshot of a published version is paid for 3 hours at least. */
const SNAPSHOT_MINIMUM_MS = 180 * MINUTE_MS;
/** PR-R10: pollers are charged by the second, for a minute at least. */
const POLLER_MINIMUM_SECONDS = 60;
/** PR-R5: an event of up to 256 KB is one request, every 64 KB begun beyond that one more. */
const EVENT_FIRST_BYTES = 256 * KB;
const EVENT_STEP_BYTES = 64 * KB;
/** PR-R9: what every function has for nothing. */
const FREE_STORAGE_MB = 512;
/** LP-17: an event poller unit is ten pollers of Kafka; of SQS it is one. */
const KAFKA_POLLERS_PER_UNIT = 10;
/** PR-R18: Express workflows. */
const EXPRESS_STEP_MS = 100;
const EXPRESS_STEP_MB = 64;

const upTo = (value: number, step: number): number => Math.ceil(value / step) * step;

/** PR-R1: GB-s of MB x ms; GB = MB / 1024. */
export const gbSeconds = (mbMs: Exact): Exact => over(mbMs, exact(MB_PER_GB * MS_PER_SECOND));
const gigabytes = (mb: Exact): Exact => over(mb, exact(MB_PER_GB));

/** What one of these is in GB-s, or in GB. */
export const MB_MS = gbSeconds(ONE);
export const MB_MICROS = over(MB_MS, exact(MICROS_PER_MILLISECOND));
export const MB = gigabytes(ONE);

/** PR-R6: what is charged of a time from enabling to disabling. */
export const provisionedMs = (ms: number): number => upTo(ms, PROVISIONED_STEP_MS);

/** PR-R8: what is charged of the life of a published version. */
export const snapshotMs = (ms: number): number => Math.max(SNAPSHOT_MINIMUM_MS, ms);

/** PR-R5: requests that one asynchronous event of this size counts as. */
export const eventRequests = (bytes: number): number =>
  1 + Math.max(0, Math.ceil((bytes - EVENT_FIRST_BYTES) / EVENT_STEP_BYTES));

/** PR-R9: what is charged of a function's /tmp. */
export const storageMb = (configuredMb: number): number => Math.max(0, configuredMb - FREE_STORAGE_MB);

/** PR-R10: seconds charged of a poller. */
export const pollerSeconds = (seconds: number): number => Math.max(POLLER_MINIMUM_SECONDS, Math.ceil(seconds));

/** LP-17: units of pollers that share a group; of one that is alone, the whole unit. */
export const kafkaUnits = (pollers: number): number => Math.ceil(pollers / KAFKA_POLLERS_PER_UNIT);

/** PR-R11, LP-15: GB charged of a month's streamed responses. */
export function streamedGb(responses: number, mbEach: number): Exact {
  const beyond = Math.max(0, mbEach - STREAMING.freeMbPerResponse);
  const gb = gigabytes(times(exact(responses), exact(beyond)));
  return minus(gb, smaller(gb, exact(STREAMING.freeGbPerMonth)));
}

/** PR-R18: GB-hours of Express workflows: 100 ms and 64 MB are charged at least, and in steps. */
export function expressGbHours(executions: number, ms: number, mb: number): Exact {
  const size = Math.max(EXPRESS_STEP_MB, upTo(mb, EXPRESS_STEP_MB));
  const whole = times(exact(executions), exact(upTo(ms, EXPRESS_STEP_MS) * size));
  return over(gbSeconds(whole), exact(3_600));
}
