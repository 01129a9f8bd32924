/** Every entry of `traffic`: makes its requests as they arrive and hands them to their caller. */
import type { SimConfig, TrafficConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { assert } from "../kernel/assert.ts";
import { ranks, type Sampler, Stream, samplerOf } from "../kernel/random.ts";
import { after, type Instant, NEVER } from "../kernel/time.ts";
import { type Aliases, NO_ALIAS } from "../lambda/aliases.ts";
import { byName, type Functions } from "../lambda/functions.ts";
import { Caller } from "../lambda/requests.ts";
import type { StepLuck } from "../lambda/steps.ts";
import { TrafficCount } from "../measure/counts.ts";
import type { World } from "../world.ts";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";
import { goesWarm, specialFunctions, WarmPath, type WarmRun } from "./warm-path.ts";

interface Entry {
  readonly config: TrafficConfig;
  /** What it names: a version, or an alias that names its versions, else NO_ALIAS. */
  readonly version: number;
  readonly alias: number;
  readonly functionIndex: number;
  readonly caller: Caller;
  readonly arrivals: Arrivals;
  readonly delivery: Sampler;
  /** Null where requests have no tenant. */
  readonly tenant: ((luck: Stream) => number) | null;
  /** One stream for each use, so that a change of one thing shifts nobody's luck in another. */
  readonly runLuck: Stream;
  readonly errorLuck: Stream;
  readonly callLuck: Stream;
  readonly extensionLuck: Stream;
  readonly deliveryLuck: Stream;
  /** Retries draw apart, so that more of them shift no other request's version. */
  readonly versionLuck: Stream;
  readonly retryLuck: Stream;
  /** Null unless the function is durable. */
  readonly stepLuck: StepLuck | null;
  readonly tenantLuck: Stream;
}

export class Traffic {
  /** In name order. */
  readonly entries: readonly TrafficConfig[];
  readonly #entries: readonly Entry[];
  /** By entry: null where each request goes the long way. */
  readonly #warmPaths: (WarmPath | null)[] = [];
  /** By environment. */
  readonly #warmRuns: WarmRun[] = [];

  constructor(config: SimConfig, functions: Functions, aliases: Aliases) {
    this.entries = [...config.traffic].sort(byName);
    this.#entries = this.entries.map((entry) => entryOf(entry, config, { functions, aliases }));
  }

  /** Schedules the first request of every entry. */
  begin(world: World, config: SimConfig): void {
    const special = specialFunctions(config);
    for (const [traffic, { caller, alias, version, functionIndex }] of this.#entries.entries()) {
      const of = { traffic, version, functionIndex };
      const warm = caller === Caller.Client && alias === NO_ALIAS && goesWarm(world, of, special);
      this.#warmPaths.push(warm ? new WarmPath(world, of, this.#warmRuns) : null);
    }
    for (const index of this.#entries.keys()) this.#scheduleNext(world, index);
  }

  /** A request arrives: what belongs to it is drawn now, then the next arrival, then it is sent. */
  onArrival(world: World, now: Instant, index: number): void {
    const entry = this.#entries[index]!;
    const { requests, functions, recorder } = world;
    const drawn = functions.runOf(entry.functionIndex).draw(entry.runLuck);
    const { errors } = functions.settings[entry.functionIndex]!;
    const fails = errors > 0 && entry.errorLuck.chance(errors);
    const run = entry.arrivals.run ?? drawn;
    this.#scheduleNext(world, index);
    recorder.traffic(recorder.segment, index, TrafficCount.Requests);
    const warmPath = this.#warmPaths[index]!;
    if (warmPath !== null && !fails && warmPath.begin(world, now, run)) return;

    const request = requests.open(entry.caller, index, entry.version, now);
    requests.setDraws(request, run, fails);
    if (entry.tenant !== null) requests.setTenant(request, entry.tenant(entry.tenantLuck));
    world.calls.draw(request, entry.functionIndex, entry.callLuck);
    if (entry.stepLuck !== null) world.durable.draw(world, request, entry.functionIndex, entry.stepLuck);
    world.extensions.draw(request, entry.functionIndex, entry.extensionLuck);
    requests.setSegment(request, recorder.segment);
    world.tracer?.opened(now, request, entry.config.qualifier);
    if (entry.caller === Caller.Client) {
      world.clients.submit(world, now, request);
      return;
    }
    const delay = entry.delivery.draw(entry.deliveryLuck);
    if (delay === 0) this.onDelivery(world, now, request);
    else world.schedule(after(now, delay), Rank.Retry, EventKind.Delivery, request);
  }

  onWarmRunEnd(world: World, now: Instant, environment: number): void {
    const run = this.#warmRuns[environment]!;
    run.path.end(world, now, environment, run);
  }

  /** ASY-1: an event reaches Lambda, which accepts it for the version that its alias then names. */
  onDelivery(world: World, now: Instant, request: number): void {
    this.route(world, request);
    world.asyncQueue.enqueue(world, now, request);
  }

  /** §0.1, step 2: each invocation draws its version by the weights then in force; the retry of a client draws anew. */
  route({ requests, aliases }: World, request: number): void {
    const { alias, versionLuck, retryLuck } = this.#entries[requests.trafficOf(request)]!;
    if (alias === NO_ALIAS) return;
    const luck = requests.attemptsOf(request) === 0 ? versionLuck : retryLuck;
    requests.setVersion(request, aliases.resolve(alias, luck));
  }

  #scheduleNext(world: World, index: number): void {
    const at = this.#entries[index]!.arrivals.next();
    if (at !== NEVER) world.scheduleNext(at, Rank.Arrival, EventKind.Arrival, index);
  }
}

interface Owners {
  readonly functions: Functions;
  readonly aliases: Aliases;
}

function entryOf(config: TrafficConfig, run: SimConfig, { functions, aliases }: Owners): Entry {
  const stream = (use: string) => new Stream(run.seed, `${config.name}/${use}`);
  const durable = functions.isDurable(functions.indexOf(config.function));
  const source = run.sources.find((candidate) => candidate.name === config.source);
  const alias = aliases.find(config.function, config.qualifier);
  const functionIndex = functions.indexOf(config.function);
  const isolated = functions.settings[functions.indexOf(config.function)]!.tenancy !== null;
  assert(isolated === (config.tenants !== null), "TEN-1: requests have tenants where their function has tenancy");
  return {
    config,
    version:
      alias === NO_ALIAS
        ? functions.versionIndex(config.function, config.qualifier)
        : functions.versionsOf(functionIndex)[0]!,
    alias,
    functionIndex,
    caller: config.invocationType === "Event" ? Caller.AsyncQueue : Caller.Client,
    arrivals: arrivalsOf(config, run.horizon, stream("arrivals")),
    delivery: samplerOf(source?.delivery ?? { kind: "constant", value: 0 as never }),
    tenant: config.tenants === null ? null : ranks(config.tenants.count, config.tenants.skew),
    runLuck: stream("run"),
    errorLuck: stream("error"),
    callLuck: stream("calls"),
    extensionLuck: stream("extensions"),
    deliveryLuck: stream("delivery"),
    versionLuck: stream("version"),
    retryLuck: stream("version/retry"),
    stepLuck: durable ? { run: stream("steps"), wait: stream("waits"), error: stream("step-errors") } : null,
    tenantLuck: stream("tenant"),
  };
}
