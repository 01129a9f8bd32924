/** Follows the log of a run event by event: who runs on what, and the limits at that moment. */
import type {
  FunctionConfig,
  FunctionLimits,
  RegionLimits,
  Result,
  SimConfig,
  TraceEvent,
} from "../../../sim/index.ts";
import { isManaged, Settings } from "../settings.ts";
import { type Attempt, type Decision, isStart } from "./attempts.ts";
import { frees, leaving } from "./leaving.ts";
import { InForce, limitsOver, regionLimitsOver } from "./units-over-time.ts";

interface Busy {
  onDemand: number;
  units: number;
}

/** What runs, and on which limits, at the moment that the reader has come to. */
class Moment {
  readonly settings: Settings;
  readonly busy: ReadonlyMap<string, Busy>;
  readonly #limits: ReadonlyMap<string, InForce<FunctionLimits>>;
  readonly #pools: ReadonlyMap<string, InForce<RegionLimits>>;

  constructor(config: SimConfig, result: Result) {
    this.settings = new Settings(config);
    this.busy = new Map(config.functions.map(({ name }) => [name, { onDemand: 0, units: 0 }]));
    this.#limits = new Map(config.functions.map(({ name }) => [name, new InForce(limitsOver(result, name))]));
    this.#pools = new Map(config.regions.map(({ name }) => [name, new InForce(regionLimitsOver(result, name))]));
  }

  advanceTo(at: number): void {
    this.settings.advanceTo(at);
  }

  limitsOf(fn: string, at: number) {
    return this.#limits.get(fn)!.at(at);
  }
  poolOf(region: string, at: number) {
    return this.#pools.get(region)!.at(at);
  }
  runningOf(fn: string): number {
    const { onDemand, units } = this.busy.get(fn)!;
    return onDemand + units;
  }
}

/** How many requests on units of each function ended at each moment: a unit that is to go ends with its request. */
function unitEnds(attempts: readonly Attempt[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { function: fn, kind, end } of attempts) {
    const key = `${fn} ${end}`;
    if (kind === "provisioned") ends.set(key, (ends.get(key) ?? 0) + 1);
  }
  return ends;
}

type Ends = ReadonlyMap<string, number>;

export function readLog(config: SimConfig, result: Result, events: readonly TraceEvent[]) {
  const managed = new Set(config.functions.filter(isManaged).map(({ name }) => name));
  const { attempts, spares, ended } = attemptsOf(config, events);
  const ends = unitEnds(attempts);
  const moment = new Moment(config, result);
  const decisions: Decision[] = [];
  for (const [place, event] of events.entries()) {
    const { kind, function: name, atUs } = event;
    moment.advanceTo(atUs);
    if (managed.has(name)) continue;
    const busy = moment.busy.get(name)!;
    if (isStart(kind)) busy[kind === "provisioned" ? "units" : "onDemand"]++;
    if (isStart(kind) || kind === "throttle") decisions.push(decisionOf(event, moment, ends));
    const attempt = ended.get(place);
    if (attempt !== undefined) busy[attempt.kind === "provisioned" ? "units" : "onDemand"]--;
  }
  return { attempts, decisions, spares };
}

function decisionOf(event: TraceEvent, moment: Moment, ends: Ends): Decision {
  const { function: name, atUs } = event;
  const { settings, busy } = moment;
  const own = settings.functions.get(name)!;
  const region = settings.regions.get(own.region)!;
  const neighbours = settings.inRegion(own.region);
  const sharing = own.reserved === null ? neighbours.filter(({ reserved }) => reserved === null) : [own];
  const ready = moment.limitsOf(name, atUs);
  const pool = moment.poolOf(own.region, atUs);
  const endedOf = (all: readonly FunctionConfig[]): number =>
    all.reduce((sum, { name: fn }) => sum + (ends.get(`${fn} ${atUs}`) ?? 0), 0);
  const limit = own.reserved === null ? pool.value.unreserved : Math.max(0, own.reserved - ready.value.provisioned);
  const changed = (own.reserved === null ? pool : ready).at === atUs;
  return {
    event,
    reserved: own.reserved,
    limit,
    limitLeast: changed ? limit - endedOf(sharing) : limit,
    inUse: sharing.reduce((sum, { name: fn }) => sum + busy.get(fn)!.onDemand, 0),
    units: ready.value.provisioned,
    endedNow: ready.at === atUs ? endedOf([own]) : 0,
    unitsInUse: busy.get(name)!.units,
    quota: region.concurrency,
    busyInRegion: neighbours.reduce((sum, { name: fn }) => sum + moment.runningOf(fn), 0),
    held: region.model.fullLimit !== "serve",
  };
}

/** Attempts from their start to the event with which each gave its environment back. */
function attemptsOf(config: SimConfig, events: readonly TraceEvent[]) {
  const attempts: Attempt[] = [];
  const running = new Map<string, Attempt[]>();
  const spares = new Set<string>();
  const ended = new Map<number, Attempt>();
  const leave = (key: string, attempt: Attempt): void => {
    running.set(
      key,
      running.get(key)!.filter((one) => one !== attempt),
    );
  };

  for (const [place, event] of events.entries()) {
    const { kind, function: name, request, environment, atUs } = event;
    const key = `${name}/${environment}`;
    if (isStart(kind)) {
      const times = { start: atUs, moved: null, ready: null, end: null };
      const attempt: Attempt = { function: name, request, environment, kind, place, ...times };
      attempts.push(attempt);
      running.set(key, [...(running.get(key) ?? []), attempt]);
    }
    if (kind === "move") {
      const attempt = leaving(attempts, event);
      const from = `${name}/${attempt.environment}`;
      leave(from, attempt);
      running.set(key, [...(running.get(key) ?? []), attempt]);
      spares.add(from);
      attempt.environment = environment;
      attempt.moved = atUs;
      attempt.place = place;
    }
    if (kind !== "ready" && !frees(config, event)) continue;
    const here = running.get(key) ?? [];
    const attempt = here.find((one) => one.request === request) ?? here[0]!;
    if (kind === "ready") attempt.ready = atUs;
    else {
      attempt.end = atUs;
      ended.set(place, attempt);
      leave(key, attempt);
    }
  }
  return { attempts, spares, ended };
}
