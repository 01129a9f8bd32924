/** Pieces that the simulator's tests are made of: moments, changes of settings, bursts, downstreams, sums. */

import {
  acquire,
  beginLimiters,
  LIMITER_CELLS,
  limiterOf,
  onSuccess,
  onThrottle,
} from "../../sim/core/base/limiter.ts";
import { doubles } from "../../sim/core/base/prelude.ts";
import {
  type AutoscaleConfig,
  type CallConfig,
  type ChangeConfig,
  type ClientConfig,
  type Demand,
  type DownstreamConfig,
  type Duration,
  type Instant,
  milliseconds,
  type RegionConfig,
  type RegionModel,
  type Result,
  type SendConfig,
  type SourceConfig,
  seconds,
} from "../../sim/index.ts";
import { constant, PLAIN_MODEL } from "../helpers/config.ts";

export const atSecond = (second: number): Instant => seconds(second) as number as Instant;

/** New settings from this second on. */
export const change = (second: number, parts: Partial<ChangeConfig>): ChangeConfig => ({
  at: atSecond(second),
  why: "",
  set: [],
  regions: [],
  functions: [],
  downstreams: [],
  ...parts,
});

export const region = (concurrency: number, model: Partial<RegionModel> = {}, name = "us-east-1"): RegionConfig => ({
  name,
  concurrency,
  model: { ...PLAIN_MODEL, ...model },
});

/** `count` requests at the same moment. */
export const burst = (second: number, count: number, withinMs = 0): Demand => ({
  kind: "spikes",
  at: [atSecond(second)],
  count,
  within: milliseconds(withinMs),
});

interface ServiceLiteral {
  readonly size?: number;
  readonly perSecond?: number;
  readonly burst?: number;
  readonly latency?: number;
  readonly whenFull?: "wait" | "error";
  readonly maxWait?: number;
}

/** The downstream `db`: a pool, or a rate when `perSecond` is given. Times in ms. */
export function service(literal: ServiceLiteral): DownstreamConfig {
  const { size = 1, perSecond, burst: tokens = 1, latency = 100, whenFull = "wait", maxWait = 60_000 } = literal;
  return {
    name: "db",
    limit: perSecond === undefined ? { kind: "pool", size } : { kind: "rate", perSecond, burst: tokens },
    latency: constant(latency),
    whenFull,
    maxWait: milliseconds(maxWait),
  };
}

export const CALLS_DB = [{ to: "db", share: 1 }];

/** A push source that delivers after this many ms to `invokes`: "mail" or "mail:live". */
export function pushSource(
  name: string,
  invokes: string,
  more: Partial<Omit<SourceConfig, "delivery">> & { afterMs?: number } = {},
): SourceConfig {
  const { afterMs = 0, type = "sns", ...rest } = more;
  const [target, qualifier = "$LATEST"] = invokes.split(":");
  return { name, type, delivery: constant(afterMs), invokes: { function: target!, qualifier }, ...rest };
}

/** A call of a function, or of `function:alias`, by a client that never retries unless the settings say so. */
export function callOf(aim: string, client: Partial<Omit<ClientConfig, "clients">> = {}, share = 1): CallConfig {
  const [to, qualifier = "$LATEST"] = aim.split(":");
  return {
    kind: "function",
    to: to!,
    qualifier,
    share,
    client: { retry: "none", attempts: 1, timeout: null, ...client },
  };
}

export const putInto = (to: string, share = 1): CallConfig => ({ kind: "source", to, share });

/** Something that a run sends: into a source, or to a function where `qualifier` is given. */
export function sendOf(
  to: string,
  more: { qualifier?: string; share?: number; delayMs?: number; atMost?: number } = {},
): SendConfig {
  const { qualifier, share = 1, delayMs = 0, atMost = null } = more;
  const rest = { to, share, delay: constant(delayMs), atMost };
  return qualifier === undefined ? { kind: "source", ...rest } : { kind: "function", qualifier, ...rest };
}

export const functionIn = (result: Result, name: string) => result.functions[name]!;

export const sum = (column: readonly (number | null)[]): number =>
  column.reduce<number>((total, value) => total + (value ?? 0), 0);

export const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

/** READY provisioned units of a function from each moment on, in seconds, where their number changes. */
export function readyUnits(result: Result, name: string): [second: number, units: number][] {
  const all = result.limits.functions[name]!;
  const changes = all.filter(({ provisioned }, index) => provisioned !== all[index - 1]?.provisioned);
  return changes.map(({ fromMs, provisioned }) => [fromMs / 1000, provisioned]);
}

/** SDK-10: the limiter of the second of three clients, asked in seconds; waits are in µs. */
export function limiter() {
  const cells = doubles(3 * LIMITER_CELLS);
  beginLimiters(cells, 3);
  const at = limiterOf(1);
  const micros = (second: number): number => Math.round(second * 1e6);
  return {
    cells,
    acquire: (second: number): number => acquire(cells, at, micros(second)),
    onSuccess: (second: number): void => onSuccess(cells, at, micros(second)),
    onThrottle: (second: number): void => onThrottle(cells, at, micros(second)),
  };
}

/** Target tracking as AWS does it by default, at 70 %, with bounds that are far away (AAS-1 to AAS-6). */
export const POLICY: AutoscaleConfig = {
  min: 1,
  max: 100,
  target: 0.7,
  highPoints: 3,
  lowPoints: 15,
  statistic: "average",
  scaleInCooldown: 0 as Duration,
  scaleOutCooldown: 0 as Duration,
};
