/** Short literals to a whole SimConfig: everything a test does not name has the plainest value (no Init, no jitter). */
import type {
  AliasConfig,
  ChangeConfig,
  ClientConfig,
  Demand,
  Distribution,
  DownstreamConfig,
  DurableConfig,
  Duration,
  FunctionConfig,
  IdleLifetime,
  Instant,
  ManagedConfig,
  ProvisionedConfig,
  RegionModel,
  SimConfig,
  SourceConfig,
  TrafficConfig,
  VersionConfig,
} from "../../sim/index.ts";
import { milliseconds, seconds } from "../../sim/index.ts";

export const constant = (ms: number): Distribution => ({ kind: "constant", value: milliseconds(ms) });

/** LIFE-13's default preset. */
export const MEASURED_2020: IdleLifetime = {
  name: "measured-2020",
  environment: { kind: "constant", value: seconds(1300) },
  version: seconds(640),
  maxAge: seconds(7300),
};

export const PLAIN_MODEL: RegionModel = {
  idleLifetime: MEASURED_2020,
  pick: "most-recent",
  scaling: "token-bucket",
  legacyBurst: 3000,
  requestRateWindow: seconds(1),
  accountRateIncludesReserved: false,
  platformDelay: constant(0),
  retryAfter: 0 as Duration,
  asyncJitter: 0,
  asyncPollDelay: 0 as Duration,
  asyncDuplicates: 0,
  asyncSystemErrors: 0,
  asyncDeliveryFailures: 0,
  asyncBacklogSlowdown: 0 as Duration,
  proactiveInit: false,
  snapshotCache: 0,
  provisionedPreparation: seconds(90),
  provisionedPerMinute: 6000,
};

const NEVER_RETRY: ClientConfig = { retry: "none", attempts: 1, timeout: null, clients: 1 };

interface FunctionLiteral
  extends Partial<Omit<FunctionConfig, "name" | "run" | "init" | "afterRun" | "async" | "timeout" | "durable">> {
  /** Milliseconds, or a law. */
  readonly run?: number | Distribution;
  readonly init?: number | Distribution;
  readonly afterRun?: number | Distribution | null;
  readonly timeout?: number;
  /** Units that are READY as the run begins, or settings. */
  readonly provisioned?: number | Partial<ProvisionedConfig>;
  readonly restore?: number;
  /** Its `$LATEST` runs on Managed Instances. */
  readonly managed?: Partial<ManagedConfig>;
  /** Steps in ms, runs above 0, waits below: [200, -3600_000, 300]. */
  readonly durable?: { readonly steps: readonly number[]; readonly timeout?: number; readonly replay?: number };
  readonly async?: { readonly maxAgeSeconds?: number; readonly retries?: number } & Partial<
    Pick<FunctionConfig["async"], "onSuccess" | "onFailure" | "deadLetter">
  >;
}

interface TrafficLiteral {
  readonly name?: string;
  /** "checkout" or "checkout:live"; null: records for the source, which acts by itself. */
  readonly invoke: string | null;
  /** Moments in ms, one request each. */
  readonly at?: readonly number[];
  /** Requests per second for the whole run, or for a stretch of it (seconds). */
  readonly rate?: number;
  readonly fromSeconds?: number;
  readonly toSeconds?: number;
  readonly demand?: Demand;
  readonly arrivals?: "poisson" | "regular";
  readonly event?: boolean;
  readonly source?: string;
  readonly client?: Partial<ClientConfig>;
  readonly tenants?: TrafficConfig["tenants"];
  readonly requestsPerEvent?: number;
}

export interface Literal {
  readonly seconds?: number;
  readonly seed?: number;
  readonly ignoreSeconds?: number;
  readonly concurrency?: number;
  readonly model?: Partial<RegionModel>;
  readonly regions?: SimConfig["regions"];
  readonly functions: Readonly<Record<string, FunctionLiteral>>;
  readonly traffic?: readonly TrafficLiteral[];
  readonly downstreams?: readonly DownstreamConfig[];
  readonly sources?: readonly SourceConfig[];
  readonly changes?: readonly ChangeConfig[];
  readonly windows?: SimConfig["windows"];
  readonly cost?: SimConfig["cost"];
}

const law = (value: number | Distribution | undefined, otherwise: number): Distribution =>
  typeof value === "object" ? value : constant(value ?? otherwise);

export const provisionedOf = (given: number | Partial<ProvisionedConfig>): ProvisionedConfig => {
  const settings = typeof given === "number" ? { count: given } : given;
  return { count: 0, allocateAtStart: false, initErrors: 0, autoscale: null, schedules: [], ...settings };
};

/** What the aliases of a literal may name. */
const PUBLISHED = ["1", "2"].map((qualifier): VersionConfig => ({ qualifier, provisioned: null, restore: null }));

/** `live` with so many units, of which requests to version 1 leave this share to version 2. */
export const liveAlias = (
  weight: number,
  provisioned: number | Partial<ProvisionedConfig> | null = null,
): AliasConfig => ({
  name: "live",
  version: "1",
  additional: { version: "2", weight },
  provisioned: provisioned === null ? null : provisionedOf(provisioned),
});
/** 3 environments of 4 workers and 1 vCPU that runs hardly use, for as long as nothing else is asked. */
const MANAGED: ManagedConfig = {
  perEnvironment: 4,
  min: 3,
  max: null,
  schedules: [],
  publishAtStart: false,
  vCpus: 1,
  capacityProvider: { name: null, maxVCpuCount: 15_000, targetCpu: 0.5, instanceType: null },
  cpuShare: 0,
  cpuThrottlesAbove: 1_600,
  targetConcurrency: 0.5,
  evaluationPeriod: seconds(30),
  launchTime: seconds(120),
  environmentTime: seconds(120),
  scaleInWindow: seconds(300),
};
const durableOf = ({ steps, timeout, replay }: NonNullable<FunctionLiteral["durable"]>): DurableConfig => ({
  steps: steps.map((ms) => ({ kind: ms < 0 ? "wait" : "run", time: constant(Math.abs(ms)) })),
  executionTimeout: milliseconds(timeout ?? 900_000),
  replayPerStep: milliseconds(replay ?? 0),
});

export function functionOf(name: string, literal: FunctionLiteral): FunctionConfig {
  const latest: VersionConfig = {
    qualifier: "$LATEST",
    provisioned: null,
    restore: null,
    ...(literal.managed === undefined ? {} : { managed: { ...MANAGED, ...literal.managed } }),
  };
  const live: VersionConfig = {
    qualifier: "live",
    provisioned: literal.provisioned === undefined ? null : provisionedOf(literal.provisioned),
    restore: literal.restore === undefined ? null : constant(literal.restore),
  };
  const { maxAgeSeconds = 21_600, retries = 2, ...targets } = literal.async ?? {};
  return {
    name,
    region: literal.region ?? "us-east-1",
    memoryMb: literal.memoryMb ?? 128,
    timeout: milliseconds(literal.timeout ?? 900_000),
    reserved: literal.reserved ?? null,
    durable: literal.durable === undefined ? null : durableOf(literal.durable),
    run: law(literal.run, 100),
    init: law(literal.init, 0),
    afterRun: typeof literal.afterRun === "number" ? constant(literal.afterRun) : (literal.afterRun ?? null),
    errors: literal.errors ?? 0,
    async: { maxAge: seconds(maxAgeSeconds), retries, onSuccess: null, onFailure: null, deadLetter: null, ...targets },
    calls: literal.calls ?? [],
    ...(literal.sends === undefined ? {} : { sends: literal.sends }),
    ...(literal.recursiveLoop === undefined ? {} : { recursiveLoop: literal.recursiveLoop }),
    tenancy: literal.tenancy ?? null,
    versions: literal.versions ?? (literal.aliases === undefined ? [latest, live] : [latest, ...PUBLISHED]),
    ...(literal.aliases === undefined ? {} : { aliases: literal.aliases }),
    snapStart: literal.snapStart ?? null,
    lifecycle: literal.lifecycle ?? null,
    ...(literal.firstRun === undefined ? {} : { firstRun: literal.firstRun }),
    ...(literal.initBasis === undefined ? {} : { initBasis: literal.initBasis }),
    ...(literal.architecture === undefined ? {} : { architecture: literal.architecture }),
    ...(literal.storageMb === undefined ? {} : { storageMb: literal.storageMb }),
  };
}

function trafficOf(literal: TrafficLiteral, index: number, horizon: Duration): TrafficConfig {
  const [name = null, qualifier = "$LATEST"] = literal.invoke?.split(":") ?? [];
  const event = literal.event || name === null;
  return {
    name: literal.name ?? `traffic-${index + 1}`,
    function: name,
    qualifier,
    source: literal.source ?? null,
    invocationType: event ? "Event" : "RequestResponse",
    arrivals: literal.arrivals ?? "regular",
    demand: literal.demand ?? demandOf(literal, horizon),
    client: event ? null : { ...NEVER_RETRY, ...literal.client },
    tenants: literal.tenants ?? null,
    ...(literal.requestsPerEvent === undefined ? {} : { requestsPerEvent: literal.requestsPerEvent }),
  };
}

function demandOf(literal: TrafficLiteral, horizon: Duration): Demand {
  if (literal.at) {
    const times = literal.at.map((ms) => milliseconds(ms) as number as Instant);
    return { kind: "times", times, durations: null };
  }
  const rate = literal.rate ?? 0;
  const from = seconds(literal.fromSeconds ?? 0) as number as Instant;
  const to = (literal.toSeconds === undefined ? horizon : seconds(literal.toSeconds)) as number as Instant;
  return { kind: "rate", segments: [{ from, to, rateFrom: rate, rateTo: rate, wave: null }] };
}

export function configOf(literal: Literal): SimConfig {
  const horizon = seconds(literal.seconds ?? 60);
  return {
    scenario: { name: "test", file: "test.burst.yaml" },
    variant: "base",
    seed: literal.seed ?? 1,
    horizon,
    ignore: seconds(literal.ignoreSeconds ?? 0),
    bucket: seconds(Math.max(1, Math.ceil((literal.seconds ?? 60) / 1000))),
    regions: literal.regions ?? [
      { name: "us-east-1", concurrency: literal.concurrency ?? 1000, model: { ...PLAIN_MODEL, ...literal.model } },
    ],
    functions: Object.entries(literal.functions).map(([name, settings]) => functionOf(name, settings)),
    downstreams: literal.downstreams ?? [],
    sources: literal.sources ?? [],
    traffic: (literal.traffic ?? []).map((entry, index) => trafficOf(entry, index, horizon)),
    changes: literal.changes ?? [],
    windows: literal.windows ?? [],
    ...(literal.cost === undefined ? {} : { cost: literal.cost }),
  };
}
