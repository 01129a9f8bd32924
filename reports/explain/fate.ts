/** Judges a moment: refused, dropped, cold, slow, queued, spilled over, quiet or served; by which rule, and why. */
import type { NotableEvent, ThrottleCause } from "../../sim/index.ts";
import { whyDropped } from "../words/drops.ts";
import { count, duration, moment } from "../words/numbers.ts";
import { allBusy, REFUSALS, requestRate } from "../words/refusals.ts";
import { causeOf, errorOf, STATE_CAUSES } from "../words/states.ts";
import { printable } from "../words/table.ts";
import type { Scene } from "./scene.ts";
import { limitAt, minuteOf, refusing, unitsAreDivided } from "./scene.ts";

export type Fate = "unavailable" | "dropped" | "refused" | "cold" | "slow" | "queued" | "spilled" | "quiet" | "served";

/** What became of the requests of the moment. */
export interface Judgement {
  readonly fate: Fate;
  /** Of the refusals, or of those that made callers come back later. */
  readonly cause: ThrottleCause | null;
  readonly rule: string;
  /** "all 300 reserved units were busy". */
  readonly why: string;
}

/** A latency this many times the whole run's is slow; medians only where there are enough answers to have one. */
const SLOW_P99 = 1.5;
const SLOW_P50 = 2;
/** Less than this nobody notices, whatever the ratio. */
const SLOW_BY_MS = 10;
const ENOUGH_ANSWERS = 20;
/** An event of the queue that waited longer than this is late. */
const LATE_MS = 1_000;
/** ASY-5: what was refused comes back within this time. */
const LONGEST_WAIT_MS = 300_000;
/** ASY-3. */
const FIRST_RETRY_MS = 60_000;
/** RPS-3: provisioned units that serve this share of ten requests per second each are at their rate. */
const NEARLY = 0.95;
const REQUESTS_PER_UNIT = 10;

/** The worst that happened comes first. */
export function judge(scene: Scene): Judgement {
  const judges = [unavailable, dropped, refused, cold, slow, queued, spilled, quiet];
  for (const each of judges) {
    const found = each(scene);
    if (found !== null) return found;
  }
  return { fate: "served", cause: null, rule: "CONC-6", why: "each found an environment that was warm" };
}

/** LIFE-25, §0.1: the state is asked before any limit. */
function unavailable({ result, name, now, episodes }: Scene): Judgement | null {
  if (now.refusedByState === undefined || now.refusedByState < now.refused) return null;
  const episode = episodes.find(({ kind }) => kind === "refusing");
  if (episode === undefined) return null;
  const cause = causeOf(episode);
  const refusal = result.functions[name]!.refusals?.find((one) => one.cause === cause);
  const error = refusal === undefined ? "" : `, ${errorOf(refusal)}`;
  return { fate: "unavailable", cause: null, rule: episode.rule, why: `${STATE_CAUSES[cause].why}${error}` };
}

function dropped(scene: Scene): Judgement | null {
  const episode = scene.episodes.find(({ kind }) => kind === "async-dropped");
  if (episode === undefined || droppedInMinute(scene) === 0) return null;
  return { fate: "dropped", cause: mainCause(scene), rule: episode.rule, why: conditionOf(scene, episode) };
}

export const droppedInMinute = (scene: Pick<Scene, "result" | "name" | "atMs">): number =>
  minuteOf(scene.result.metrics.functions[scene.name]!["AWS/Lambda"].AsyncEventsDropped, scene);

function conditionOf(scene: Scene, { detail }: NotableEvent): string {
  if (scene.inForce.reserved === 0) return REFUSALS["reserved-zero"].why(refusing(scene));
  return whyDropped(detail);
}

function refused(scene: Scene): Judgement | null {
  const cause = mainCause(scene);
  return cause === null
    ? null
    : { fate: "refused", cause, rule: REFUSALS[cause].rule, why: REFUSALS[cause].why(refusing(scene)) };
}

/** The cause of most refusals of the bucket. */
function mainCause({ now }: Scene): ThrottleCause | null {
  const causes = Object.entries(now.refusedByCause) as [ThrottleCause, number][];
  return causes.sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}

function cold(scene: Scene): Judgement | null {
  const { now, series, bucket } = scene;
  if (now.cold === 0) return null;
  const found = (rule: string, why: string): Judgement => ({ fate: "cold", cause: null, rule, why });
  const before = bucket === 0 ? 0 : environmentsAt(scene, bucket - 1);
  const last = series.requests.findLastIndex((requests, i) => i < bucket && requests > 0);
  if (before === 0 && last < 0) return found("CONC-6", "it had no environment yet");
  if (before === 0) {
    const ago = bucket - last > 1 ? ` for some ${duration((bucket - last) * scene.result.series.bucketMs)}` : "";
    return found("LIFE-13", `its environments had ended after idling${ago}`);
  }
  if (now.spilled >= now.cold) return found("PC-9", `${spilledWhy(scene).why}, and so were the warm ones on demand`);
  if (now.busyMax <= before) return found("LIFE-13", "idle environments had ended in between");
  const existed = before === 1 ? "1 environment" : `${count(before)} environments`;
  return found("CONC-6", `${count(now.busyMax)} ran at once, and ${existed} existed before`);
}

function environmentsAt({ series }: Scene, bucket: number): number {
  const { starting, running, idle, provisionedIdle } = series;
  return [starting, running, idle, provisionedIdle].reduce((sum, column) => sum + column[bucket]!, 0);
}

function slow(scene: Scene): Judgement | null {
  if (!isSlow(scene)) return null;
  const found = (rule: string, why: string, cause: ThrottleCause | null = null): Judgement => {
    return { fate: "slow", cause, rule, why };
  };
  const earlier = causeBefore(scene);
  if (earlier !== null) return found("ERR-4", "callers that had been refused came back and waited in between", earlier);
  const rejecting = scene.episodes.find(({ kind }) => kind === "downstream-rejecting");
  if (rejecting !== undefined) return found("ADM-1", `${printable(rejecting.subject)} was full and rejected calls`);
  const full = Object.entries(scene.result.downstreams).find(([, { waitedCount }]) => waitedCount > 0);
  if (full !== undefined) return found("ADM-1", `runs took longer; calls to ${printable(full[0])} wait in this run`);
  return found("ADM-1", "the runs themselves took longer, nothing was refused or cold");
}

export function wholeRun({ result, name }: Scene): { p50: number | null; p99: number | null } {
  const fn = result.functions[name]!;
  if (fn.latencyMsSamples > 0) return { p50: fn.latencyMsP50, p99: fn.latencyMsP99 };
  return { p50: fn.durationMsP50, p99: fn.durationMsP99 };
}

function isSlow(scene: Scene): boolean {
  const { latencyMsP50, latencyMsP99, requests, refused: lost } = scene.now;
  const usual = wholeRun(scene);
  if (latencyMsP50 === null || latencyMsP99 === null || usual.p50 === null || usual.p99 === null) return false;
  const enough = requests - lost >= ENOUGH_ANSWERS || causeBefore(scene) !== null;
  const isFar = (now: number, then: number, factor: number): boolean =>
    now >= factor * then && now - then >= SLOW_BY_MS;
  return isFar(latencyMsP99, usual.p99, SLOW_P99) || (enough && isFar(latencyMsP50, usual.p50, SLOW_P50));
}

/** Refusals while the slowest of those answered now were still trying: their cause. */
function causeBefore({ result, series, bucket, now }: Scene): ThrottleCause | null {
  const retried = Object.values(result.traffic).some(({ retriesCount }) => retriesCount > 0);
  if (!retried) return null;
  const from = Math.max(0, bucket - Math.ceil((now.latencyMsP99 ?? 0) / result.series.bucketMs));
  const total = (column: readonly number[]): number => column.slice(from, bucket + 1).reduce((a, b) => a + b, 0);
  const causes = Object.entries(series.throttlesByCause) as [ThrottleCause, number[]][];
  const worst = causes.sort(([, a], [, b]) => total(b) - total(a))[0];
  return worst !== undefined && total(worst[1]) > 0 ? worst[0] : null;
}

/** The refusals are over, but the events that they sent back still wait. */
function queued({ now, name, result, series, bucket }: Scene): Judgement | null {
  const age = now.asyncAgeMsMax ?? 0;
  if (now.asyncDepthMax === 0 || (age < LATE_MS && now.requests > 0)) return null;
  const since = Math.max(0, bucket - Math.ceil(Math.max(age, LONGEST_WAIT_MS) / result.series.bucketMs));
  const refusals = series.throttles.slice(since, bucket + 1).some((count) => count > 0);
  if (refusals) return { fate: "queued", cause: null, rule: "ASY-5", why: "refused earlier, they come back later" };
  const retried = result.functions[name]!.asyncRetriesCount > 0 && (age >= FIRST_RETRY_MS || now.requests === 0);
  if (!retried) return null;
  return { fate: "queued", cause: null, rule: "ASY-3", why: "after an error they wait before they are tried again" };
}

function spilled(scene: Scene): Judgement | null {
  return scene.now.spilled === 0 ? null : { fate: "spilled", cause: null, ...spilledWhy(scene) };
}

/** PC-9 has two halves: every unit busy, or ten requests per second for each of them used up (RPS-3). */
function spilledWhy(scene: Scene): { rule: string; why: string } {
  const { now, inForce } = scene;
  const units = inForce.provisioned;
  const onUnits = (now.requests - now.refused - now.spilled) / ((now.toMs - now.fromMs) / 1000);
  if (units === 0) return { rule: "PC-5", why: "no provisioned unit was ready yet" };
  if (unitsAreDivided(scene)) {
    return { rule: "PC-9", why: "the provisioned units of its alias were all busy, or at ten requests/s each" };
  }
  const atRate = onUnits >= NEARLY * REQUESTS_PER_UNIT * units;
  if (!atRate) return { rule: "PC-9", why: allBusy(units, "provisioned unit") };
  const carried = requestRate(units * REQUESTS_PER_UNIT);
  return { rule: "RPS-3", why: `${count(units)} provisioned units carry ${carried}` };
}

function quiet({ now, bucket, series, result, name, atMs }: Scene): Judgement | null {
  if (now.requests > 0) return null;
  const ready = now.idle + now.provisionedIdle;
  const found = (rule: string, why: string): Judgement => ({ fate: "quiet", cause: null, rule, why });
  if (limitAt(result.limits.functions[name]!, atMs).reserved === 0)
    return found("RES-5", "it would have been refused, since reserved is 0");
  if (ready > 0)
    return found(
      "CONC-6",
      `it would have been warm: ${ready === 1 ? "1 environment was" : `${count(ready)} environments were`} idle`,
    );
  const last = series.requests.findLastIndex((requests, i) => i < bucket && requests > 0);
  const since = moment(last * result.series.bucketMs);
  return found("CONC-6", `it would have been cold: no environment was idle, the last request came at about ${since}`);
}
