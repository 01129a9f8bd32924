/**
 * The way that most requests take, in one piece: a synchronous call that succeeds at its first attempt, in an idle
 * environment on demand. Admission, run and end are those of `invoke` and `onRunEnd`, without what such a request does
 * not meet; whatever meets more goes that way from the start. A test holds both ways to the same results.
 */
import type { FunctionConfig, SimConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { after, type Duration, type Instant, START } from "../kernel/time.ts";
import type { FunctionUnits } from "../lambda/account.ts";
import { NOBODY, Outcome } from "../lambda/environments.ts";
import { begin } from "../lambda/invoke.ts";
import type { RequestRates } from "../lambda/limits.ts";
import { Caller, NO_TENANT } from "../lambda/requests.ts";
import { keepOrEnd, lookLater } from "../lambda/running.ts";
import { Admission } from "../lambda/throttles.ts";
import type { VersionPool } from "../lambda/version-pool.ts";
import { TrafficCount } from "../measure/counts.ts";
import type { WarmRecorder } from "../measure/warm-recorder.ts";
import type { World } from "../world.ts";
import type { ClientGroup } from "./clients.ts";

/** Requests of one entry of `traffic`. */
export interface WarmTraffic {
  readonly traffic: number;
  readonly version: number;
  readonly functionIndex: number;
}

/** What a warm environment is running. */
export class WarmRun {
  path: WarmPath;
  startedAt: Instant = START;
  /** Part of the run of the simulation in which its request arrived. */
  segment = 0;
  client = 0;

  constructor(path: WarmPath) {
    this.path = path;
  }
}

export class WarmPath {
  readonly #of: WarmTraffic;
  readonly #clients: ClientGroup;
  readonly #units: FunctionUnits;
  readonly #rates: RequestRates;
  readonly #pool: VersionPool;
  readonly #recorder: WarmRecorder;
  /** By environment; shared by all paths. */
  readonly #runs: WarmRun[];

  constructor(world: World, of: WarmTraffic, runs: WarmRun[]) {
    const { account, functions, limits, idle, recorder, clients } = world;
    this.#of = of;
    this.#clients = clients.groupOf(of.traffic);
    this.#units = account.unitsOf(of.functionIndex);
    this.#rates = limits.ratesOf(of.functionIndex);
    this.#pool = idle.ofVersion(of.version);
    this.#recorder = recorder.warm({ ...of, region: functions.regionOf(of.functionIndex), units: this.#units });
    this.#runs = runs;
  }

  /**
   * A request arrives that would run for this long, without an error.
   * @returns false when it must go the long way; nothing has changed then.
   */
  begin(world: World, now: Instant, run: Duration): boolean {
    const pool = this.#pool;
    const rates = this.#rates;
    const units = this.#units;
    if (pool.onDemand.count === 0 || run > world.functions.settings[this.#of.functionIndex]!.timeout) return false;
    if (units.reserved === 0 || !units.hasUnit) return false;
    if (!rates.hasReserved(now) || !rates.hasAccount(now) || !rates.growth.has(now)) return false;
    rates.use();
    const environment = pool.takeOnDemand(NO_TENANT);
    const client = this.#clients.nextClient();
    // LIFE-3, LIFE-9: its Init comes first.
    if (world.environments.hiddenInitOf(environment) > 0) {
      this.#beginWithInit(world, now, { environment, client, run });
      return true;
    }
    units.takeOnDemand();
    pool.noteStart(now);
    this.#recorder.began(now);
    const started = this.#runs[environment] ?? this.#addRun(environment);
    started.path = this;
    started.startedAt = now;
    started.segment = world.recorder.segment;
    started.client = client;
    world.schedule(after(now, run), Rank.Completion, EventKind.WarmRunEnd, environment);
    return true;
  }

  end(world: World, now: Instant, environment: number, run: WarmRun): void {
    const pool = this.#pool;
    this.#units.giveOnDemand();
    this.#recorder.ended(now, run.startedAt, run.segment);
    if (pool.tooOld(environment, now) || world.coldRequests.firstOf(this.#of.version) !== NOBODY) {
      keepOrEnd(world, now, environment, Outcome.Success);
    } else {
      this.#recorder.becameIdle(now);
      if (pool.putOnDemand(environment, now)) lookLater(world, this.#of.version);
    }
    this.#clients.refund(run.client, 1);
  }

  #addRun(environment: number): WarmRun {
    for (let id = this.#runs.length; id <= environment; id++) this.#runs.push(new WarmRun(this));
    return this.#runs[environment]!;
  }

  #beginWithInit(world: World, now: Instant, warm: { environment: number; client: number; run: Duration }): void {
    const { requests, recorder } = world;
    const { traffic, version } = this.#of;
    const request = requests.open(Caller.Client, traffic, version, now);
    requests.setDraws(request, warm.run, false);
    requests.setSegment(request, recorder.segment);
    requests.setClient(request, warm.client);
    requests.countAttempt(request);
    recorder.traffic(recorder.segment, traffic, TrafficCount.Attempts);
    world.calls.none(request);
    world.extensions.none(request);
    begin(world, now, request, warm.environment, Admission.Warm);
  }
}

/** Whether any request of this entry can go this way: nothing that concerns it may need more than the path knows. */
export function goesWarm(world: World, { traffic, functionIndex }: WarmTraffic, special: ReadonlySet<string>): boolean {
  if (world.tracer !== null || world.states !== null || world.recorder.versions !== null) return false;
  const { config: client, limiters } = world.clients.groupOf(traffic);
  if (client.timeout !== null || limiters.length > 0) return false;
  return !special.has(world.functions.settings[functionIndex]!.name);
}

/** Names of the functions that are, or at some moment become, more than the path knows. */
export function specialFunctions({ functions, changes }: SimConfig): ReadonlySet<string> {
  const settings = [...functions, ...changes.flatMap((change) => change.functions)];
  return new Set(settings.filter((one) => !isPlain(one)).map(({ name }) => name));
}

const isPlain = ({ durable, afterRun, calls, tenancy, versions }: FunctionConfig): boolean =>
  durable === null &&
  afterRun === null &&
  calls.length === 0 &&
  tenancy === null &&
  versions.every(({ provisioned, managed }) => provisioned === null && managed === undefined);
