/** The client-side rate limiter of the SDKs' adaptive mode (SDK-10): CUBIC growth between throttles. */
import { SECOND } from "./numbers.ts";
import { assert, ceil, type Doubles, type f64, floor, type i32 } from "./prelude.ts";

const BETA: f64 = 0.7;
const SCALE: f64 = 0.4;
const SLOWEST: f64 = 0.5;
const SMOOTHING: f64 = 0.8;
const BUCKET_SECONDS: f64 = 0.5;

/** Cells of a limiter, one row for each client. */
const ENABLED: i32 = 0;
const RATE: i32 = 1;
const TOKENS: i32 = 2;
const REFILLED_AT: i32 = 3;
const LAST_MAX: i32 = 4;
const LAST_THROTTLE_AT: i32 = 5;
const MEASURED: i32 = 6;
const BUCKET_START: i32 = 7;
const BUCKET_COUNT: i32 = 8;
export const LIMITER_CELLS: i32 = 9;

/** First cell of a client's limiter. */
export function limiterOf(client: i32): i32 {
  return client * LIMITER_CELLS;
}

export function beginLimiters(cells: Doubles, clients: i32): void {
  for (let client = 0; client < clients; client++) cells[limiterOf(client) + RATE] = SLOWEST;
}

/** Takes a token. @returns how long the attempt must wait for it: 0 until the first throttle. */
export function acquire(cells: Doubles, at: i32, now: f64): f64 {
  if (cells[at + ENABLED] === 0) return 0;
  refill(cells, at, now / SECOND);
  const tokens = cells[at + TOKENS]! - 1;
  cells[at + TOKENS] = tokens;
  if (tokens >= 0) return 0;
  return ceil((-tokens / cells[at + RATE]!) * SECOND);
}

export function onSuccess(cells: Doubles, at: i32, now: f64): void {
  const seconds = now / SECOND;
  measure(cells, at, seconds);
  if (cells[at + ENABLED] === 0) return;
  const lastMax = cells[at + LAST_MAX]!;
  const k = cubeRoot((lastMax * (1 - BETA)) / SCALE);
  const since = seconds - cells[at + LAST_THROTTLE_AT]! - k;
  setRate(cells, at, SCALE * since * since * since + lastMax, seconds);
}

export function onThrottle(cells: Doubles, at: i32, now: f64): void {
  const seconds = now / SECOND;
  measure(cells, at, seconds);
  const measured = cells[at + MEASURED]!;
  const enabled = cells[at + ENABLED] !== 0;
  const rate = cells[at + RATE]!;
  const lastMax = enabled && rate < measured ? rate : measured;
  cells[at + LAST_MAX] = lastMax;
  cells[at + LAST_THROTTLE_AT] = seconds;
  if (!enabled) cells[at + REFILLED_AT] = seconds;
  cells[at + ENABLED] = 1;
  setRate(cells, at, BETA * lastMax, seconds);
}

function setRate(cells: Doubles, at: i32, wanted: f64, seconds: f64): void {
  refill(cells, at, seconds);
  const most = 2 * cells[at + MEASURED]!;
  const bounded = wanted < most ? wanted : most;
  const rate = bounded > SLOWEST ? bounded : SLOWEST;
  const capacity: f64 = rate > 1 ? rate : 1;
  cells[at + RATE] = rate;
  if (cells[at + TOKENS]! > capacity) cells[at + TOKENS] = capacity;
}

function refill(cells: Doubles, at: i32, seconds: f64): void {
  assert(seconds >= cells[at + REFILLED_AT]!, "SDK-10: the clock of a limiter ran backwards");
  const rate = cells[at + RATE]!;
  const capacity: f64 = rate > 1 ? rate : 1;
  const tokens = cells[at + TOKENS]! + (seconds - cells[at + REFILLED_AT]!) * rate;
  cells[at + TOKENS] = tokens < capacity ? tokens : capacity;
  cells[at + REFILLED_AT] = seconds;
}

/** Answers per second in half-second buckets, smoothed. */
function measure(cells: Doubles, at: i32, seconds: f64): void {
  const count = cells[at + BUCKET_COUNT]! + 1;
  const start = cells[at + BUCKET_START]!;
  const bucket = floor(seconds / BUCKET_SECONDS) * BUCKET_SECONDS;
  cells[at + BUCKET_COUNT] = count;
  if (bucket <= start) return;
  const rate = count / (bucket - start);
  cells[at + MEASURED] = rate * SMOOTHING + cells[at + MEASURED]! * (1 - SMOOTHING);
  cells[at + BUCKET_COUNT] = 0;
  cells[at + BUCKET_START] = bucket;
}

/** Cube root by Newton's method: plain arithmetic gives the same digits everywhere. */
function cubeRoot(value: f64): f64 {
  if (value === 0) return 0;
  let root = value < 1 ? 1 : value / 2 + 1;
  for (let i = 0; i < 100; i++) {
    const better = root - (root * root * root - value) / (3 * root * root);
    if (better >= root) break;
    root = better;
  }
  return root;
}
