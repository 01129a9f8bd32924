/** The answer to a question about a moment, in one sentence. */
import type { ThrottleCause } from "../../sim/index.ts";
import { count, duration, moment, share } from "../words/numbers.ts";
import { printable } from "../words/table.ts";
import type { Fate, Judgement } from "./fate.ts";
import { droppedInMinute, wholeRun } from "./fate.ts";
import type { Scene } from "./scene.ts";

/** Errors of the function are worth a word from this share of its requests on. */
const FAILED_SHARE = 0.1;

type Sentence = (scene: Scene, judgement: Judgement) => string;

export function answerOf(scene: Scene, judgement: Judgement): string {
  return `At ${moment(scene.atMs)} ${SENTENCES[judgement.fate](scene, judgement)}.`;
}

const SENTENCES: Readonly<Record<Fate, Sentence>> = {
  unavailable: ({ name, now }, { why, rule }) => {
    const attempts = now.refusedByState === 1 ? "one attempt" : `${count(now.refusedByState ?? 0)} attempts`;
    return `the state of ${printable(name)} refused ${attempts}: ${why} (${rule})`;
  },
  dropped: (scene, { why, rule }) =>
    `${printable(scene.name)} lost events, ${count(droppedInMinute(scene))} in that minute: ${why} (${rule})`,
  refused: (scene, { cause, why, rule }) => {
    const { name, now, queued } = scene;
    const what = queued ? "attempts" : "requests";
    if (now.requests === 1) return `${printable(name)}'s one ${what.slice(0, -1)} was refused: ${why} (${rule})`;
    const part = now.refused === now.requests ? `all ${count(now.requests)}` : share(now.refused / now.requests);
    const later = queued ? ", to come back later" : "";
    return `${part} of ${printable(name)}'s ${what} were refused${later}${within(scene, cause)}: ${why} (${rule})`;
  },
  cold: ({ name, now }, { why, rule }) => {
    const served = now.requests - now.refused;
    if (served === 1) return `${printable(name)}'s one request started cold: ${why} (${rule})`;
    return `${count(now.cold)} of ${count(served)} requests of ${printable(name)} started cold: ${why} (${rule})`;
  },
  slow: (scene, { why, rule }) => {
    return `${printable(scene.name)} was slow, ${against(scene)} in the whole run: ${why} (${rule})`;
  },
  queued: ({ name, now }, { why, rule }) => {
    const events = now.asyncDepthMax === 1 ? "1 event" : `${count(now.asyncDepthMax)} events`;
    const tried = now.asyncAgeMsMax === null ? "none was due" : `one tried then was ${time(now.asyncAgeMsMax)} old`;
    return `${events} of ${printable(name)} waited, ${tried}: ${why} (${rule})`;
  },
  spilled: ({ name, now }, { why, rule }) => {
    const ran = `${count(now.spilled)} of ${count(now.requests - now.refused)} ran on demand`;
    return `${printable(name)} was served at once, but ${ran}: ${why} (${rule})`;
  },
  quiet: ({ name, now }, { why, rule }) => {
    const busy = now.running + now.starting > 0 ? `, ${count(now.running + now.starting)} were still running` : "";
    return `no request came to ${printable(name)}${busy}; ${why} (${rule})`;
  },
  served: ({ name, now }, { rule }) => {
    const all = now.requests === 1 ? "its one request" : `all ${count(now.requests)} requests`;
    const failed = now.errors > 0 && now.errors >= FAILED_SHARE * now.requests;
    const but = failed ? `, but ${count(now.errors)} ended in an error` : "";
    return `${printable(name)} was served at once: ${all} found a warm environment (${rule})${but}`;
  },
};

/** The percentile that is further from what it is in the whole run. */
function against(scene: Scene): string {
  const { latencyMsP50: p50, latencyMsP99: p99 } = scene.now;
  const usual = wholeRun(scene);
  const times = (now: number | null, then: number | null): number => (now ?? 0) / Math.max(0.001, then ?? 0);
  return times(p50, usual.p50) > times(p99, usual.p99)
    ? `p50 ${time(p50)} against ${time(usual.p50)}`
    : `p99 ${time(p99)} against ${time(usual.p99)}`;
}

/** The numbers are the bucket's: says so where the refusals began after the moment, or ended before. */
function within({ episodes, atMs }: Scene, cause: ThrottleCause | null): string {
  const refusals = episodes.filter((episode) => episode.kind === "throttling" && episode.cause === cause);
  const holds = refusals.some((one) => one.atMs <= atMs && atMs <= (one.untilMs ?? Number.POSITIVE_INFINITY));
  const next = refusals.find((one) => one.atMs > atMs);
  if (holds || refusals.length === 0) return "";
  return next === undefined ? `, until ${moment(refusals.at(-1)!.untilMs ?? 0)}` : `, from ${moment(next.atMs)} on`;
}

const time = (ms: number | null): string => (ms === null ? "-" : duration(ms));
