/** Every entry of `traffic`: makes its requests as they arrive and hands them to their caller. */
import type { SimConfig, TrafficConfig } from "../config.ts";
import { EventKind, Rank } from "../events.ts";
import { type Sampler, Stream, samplerOf } from "../kernel/random.ts";
import { after, type Instant, NEVER } from "../kernel/time.ts";
import { byName, type Functions } from "../lambda/functions.ts";
import { Caller } from "../lambda/requests.ts";
import { TrafficCount } from "../measure/counts.ts";
import type { World } from "../world.ts";
import { type Arrivals, arrivalsOf } from "./arrivals.ts";

interface Entry {
  readonly config: TrafficConfig;
  readonly version: number;
  readonly functionIndex: number;
  readonly caller: Caller;
  readonly arrivals: Arrivals;
  readonly delivery: Sampler;
  /** One stream for each use, so that a change of one thing shifts nobody's luck in another. */
  readonly runLuck: Stream;
  readonly errorLuck: Stream;
  readonly callLuck: Stream;
  readonly extensionLuck: Stream;
  readonly deliveryLuck: Stream;
}

export class Traffic {
  /** In name order. */
  readonly entries: readonly TrafficConfig[];
  readonly #entries: readonly Entry[];

  constructor(config: SimConfig, functions: Functions) {
    this.entries = [...config.traffic].sort(byName);
    this.#entries = this.entries.map((entry) => entryOf(entry, config, functions));
  }

  /** Schedules the first request of every entry. */
  begin(world: World): void {
    for (const index of this.#entries.keys()) this.#scheduleNext(world, index);
  }

  /** A request arrives: what belongs to it is drawn now, then the next arrival, then it is sent. */
  onArrival(world: World, now: Instant, index: number): void {
    const entry = this.#entries[index]!;
    const { requests, functions, recorder } = world;
    const request = requests.open(entry.caller, index, entry.version, now);
    const drawn = functions.runOf(entry.functionIndex).draw(entry.runLuck);
    const fails = entry.errorLuck.chance(functions.settings[entry.functionIndex]!.errors);
    requests.setDraws(request, entry.arrivals.run ?? drawn, fails);
    world.calls.draw(request, entry.functionIndex, entry.callLuck);
    world.extensions.draw(request, entry.functionIndex, entry.extensionLuck);
    requests.setSegment(request, recorder.segment);
    recorder.traffic(recorder.segment, index, TrafficCount.Requests);
    world.tracer?.opened(now, request);
    this.#scheduleNext(world, index);

    if (entry.caller === Caller.Client) {
      world.clients.submit(world, now, request);
      return;
    }
    const delay = entry.delivery.draw(entry.deliveryLuck);
    if (delay === 0) world.asyncQueue.enqueue(world, now, request);
    else world.schedule(after(now, delay), Rank.Retry, EventKind.Delivery, request);
  }

  #scheduleNext(world: World, index: number): void {
    const at = this.#entries[index]!.arrivals.next();
    if (at !== NEVER) world.schedule(at, Rank.Arrival, EventKind.Arrival, index);
  }
}

function entryOf(config: TrafficConfig, run: SimConfig, functions: Functions): Entry {
  const stream = (use: string) => new Stream(run.seed, `${config.name}/${use}`);
  const source = run.sources.find((candidate) => candidate.name === config.source);
  return {
    config,
    version: functions.versionIndex(config.function, config.qualifier),
    functionIndex: functions.indexOf(config.function),
    caller: config.invocationType === "Event" ? Caller.AsyncQueue : Caller.Client,
    arrivals: arrivalsOf(config, run.horizon, stream("arrivals")),
    delivery: samplerOf(source?.delivery ?? { kind: "constant", value: 0 as never }),
    runLuck: stream("run"),
    errorLuck: stream("error"),
    callLuck: stream("calls"),
    extensionLuck: stream("extensions"),
    deliveryLuck: stream("delivery"),
  };
}
