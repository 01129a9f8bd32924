/** The parts of a run in the core, made from its config: Regions, functions, versions, services. */
import type { DownstreamConfig, FunctionConfig, RegionConfig, SimConfig } from "../../config.ts";
import { capacityOf } from "../../downstream/list.ts";
import { assert } from "../../kernel/assert.ts";
import { EXPONENTIAL } from "../../kernel/random.ts";
import { type Duration, MICROS_PER_SECOND, NEVER } from "../../kernel/time.ts";
import { calledFunctions, everySettings, hasUnits } from "../../lambda/front/every-settings.ts";
import { byName, type Functions } from "../../lambda/front/functions.ts";
import { scalingAllowance } from "../../lambda/front/policies.ts";
import { quietOf } from "../../measure/tables/episodes.ts";
import { segmentsOf } from "../../measure/tables/segments.ts";
import { FACTS } from "../../vocabulary/facts.ts";
import type { Bucket, Growth, Scaling } from "../base/rates.ts";
import { BURST_2021, FIXED_WINDOW, SLIDING_WINDOW, TOKEN_BUCKET } from "../base/rates.ts";
import type { Outside } from "../objects/asked.ts";
import type { Core } from "../objects/core.ts";
import type { LambdaFunction, Region, Version } from "../objects/functions.ts";
import { AT_RANDOM, LEAST_RECENT, MOST_RECENT } from "../objects/functions.ts";
import type { Service } from "../objects/requests.ts";
import type { Door } from "./door.ts";
import { LawBook } from "./law-book.ts";

const PICKS = { "most-recent": MOST_RECENT, "least-recent": LEAST_RECENT, random: AT_RANDOM } as const;
const SCALINGS = {
  "token-bucket": TOKEN_BUCKET,
  "sliding-window": SLIDING_WINDOW,
  "fixed-window": FIXED_WINDOW,
  "burst-2021": BURST_2021,
} as const;
/** SCALE-6 remembers a peak for one idle lifetime; a preset without a version rule keeps the measured one. */
const MEASURED_LIFETIME = (640 * MICROS_PER_SECOND) as Duration;

export class Parts {
  readonly door: Door;
  readonly core: Core;
  readonly laws: LawBook;
  /** In name order. */
  readonly regions: readonly Region[];
  readonly fns: readonly LambdaFunction[];
  readonly versions: readonly Version[];
  readonly services: readonly Service[];
  readonly serviceNames: readonly string[];
  readonly #functions: Functions;
  readonly #horizon: Duration;

  constructor(door: Door, config: SimConfig, functions: Functions, outside: Outside) {
    this.door = door;
    this.#functions = functions;
    this.#horizon = config.horizon;
    this.laws = new LawBook(door, config.seed);
    this.core = door.newCore(outside, this.laws.table(EXPONENTIAL));
    this.#prepare(config);
    const services = [...config.downstreams].sort(byName);
    this.serviceNames = services.map(({ name }) => name);
    this.services = services.map((settings, index) => this.#service(settings, index));
    this.regions = functions.regions.map(() => door.newRegion());
    const settings = everySettings(config);
    const united = new Set(settings.filter(hasUnits).map(({ name }) => name));
    const reserving = new Set(settings.filter(({ reserved }) => reserved !== null).map(({ name }) => name));
    for (const [index, { name }] of functions.settings.entries()) {
      if (united.has(name) || reserving.has(name)) this.regions[functions.regionOf(index)]!.divided = true;
    }
    const scalings = functions.regions.map((region) => this.#scalings(region));
    const segments = segmentsOf(config).length;
    const called = new Set([
      ...config.traffic.flatMap((entry) => (entry.client === null ? [] : [entry.function])),
      ...calledFunctions(config),
    ]);
    this.fns = functions.settings.map((settings, index) => {
      const fn = this.#function(settings, index, { scaling: scalings[functions.regionOf(index)]!(), segments });
      fn.synchronous = called.has(settings.name);
      fn.hasUnits = united.has(settings.name);
      return fn;
    });
    this.versions = functions.settings.flatMap((settings, index) =>
      settings.versions.map((_, offset) => this.#version(settings, index, functions.versionsOf(index)[offset]!)),
    );
    const tenants = tenantsOf(config);
    for (const [index, { name, tenancy }] of functions.settings.entries()) {
      for (const version of functions.versionsOf(index)) {
        if (tenancy !== null) door.newTenants(this.versions[version]!, tenants.get(name) ?? 0);
      }
    }
    for (const index of functions.settings.keys()) this.readFunction(index);
  }

  #prepare(config: SimConfig): void {
    const { core } = this;
    const { horizon, functions } = config;
    core.horizon = horizon;
    core.quiet = quietOf(horizon);
    core.width = Math.max(
      0,
      ...everySettings(config).map(({ calls, sends = [] }) => calls.length || (sends.length && 1)),
    );
    core.byVersion = this.#functions.tellsVersions;
    core.tenanted = functions.some(({ tenancy }) => tenancy !== null);
  }

  #service(settings: DownstreamConfig, index: number): Service {
    const { tokens } = capacityOf(settings.limit);
    const bucket =
      tokens === null ? this.door.fullBucket(0, 0) : this.door.fullBucket(tokens.perSecond, window(tokens));
    const service = this.door.newService(this.laws.law(settings.latency), bucket);
    service.index = index;
    this.#readService(service, settings);
    return service;
  }

  #readService(service: Service, { limit, latency, whenFull, maxWait }: DownstreamConfig): void {
    const { places } = capacityOf(limit);
    service.hasPlaces = places !== null;
    service.size = places ?? 0;
    service.waits = whenFull === "wait";
    service.maxWait = maxWait;
    service.latency = this.laws.law(latency);
  }

  /** New settings of a service that exists, from now on. */
  changeService(settings: DownstreamConfig, now: number): Service {
    const service = this.services[this.serviceNames.indexOf(settings.name)]!;
    const { tokens } = capacityOf(settings.limit);
    this.#readService(service, settings);
    if (tokens !== null) this.door.resize(service.tokens, now, tokens.perSecond, window(tokens));
    return service;
  }

  /** SCALE-5, SCALE-10: one allowance for each function of a Region; `burst-2021` gives all of them the same one. */
  #scalings({ model }: RegionConfig): () => Scaling {
    const kind = SCALINGS[model.scaling];
    if (kind !== BURST_2021) return () => this.door.scalingOf(kind, scalingAllowance(model));
    const shared = this.door.scalingOf(kind, model.legacyBurst);
    return () => shared;
  }

  #function(settings: FunctionConfig, index: number, of: { scaling: Scaling; segments: number }): LambdaFunction {
    const region = this.regions[this.#functions.regionOf(index)]!;
    const growth = this.#growth(this.#functions.modelOf(index));
    const fn = this.door.newFunction(region, growth, of.scaling, this.laws.law(settings.run), of.segments);
    fn.index = index;
    const name = (luck: Parameters<LawBook["name"]>[0], use: string) => this.laws.name(luck, `${settings.name}/${use}`);
    name(fn.jitterLuck, "async-jitter");
    name(fn.duplicateLuck, "async-duplicate");
    name(fn.systemLuck, "async-system-error");
    name(fn.deliveryLuck, "async-delivery");
    name(fn.runLuck, "destination/run");
    name(fn.errorLuck, "destination/error");
    name(fn.callLuck, "destination/calls");
    name(fn.extensionLuck, "destination/extensions");
    return fn;
  }

  /** SCALE-6: ten requests/s for each environment of SCALE-1. */
  #growth(model: RegionConfig["model"]): Growth {
    const memory = model.idleLifetime.version ?? MEASURED_LIFETIME;
    const allowance = FACTS.requestsPerUnit.value * scalingAllowance(model);
    return this.door.growthOf(Math.ceil(memory / MICROS_PER_SECOND), allowance);
  }

  #version(settings: FunctionConfig, index: number, number: number): Version {
    const { laws } = this;
    const model = this.#functions.modelOf(index);
    const { qualifier, restore } = settings.versions[this.#functions.versionsOf(index).indexOf(number)]!;
    const start = laws.law(restore ?? settings.init);
    const lifetime = laws.law(model.idleLifetime.environment);
    const rate: Bucket = this.door.fullBucket(0, model.requestRateWindow);
    const version = this.door.newVersion(this.fns[index]!, rate, start, laws.law(model.platformDelay), lifetime);
    version.index = number;
    version.moves = model.proactiveInit && settings.tenancy === null && restore === null;
    version.pick = PICKS[model.pick];
    version.versionLifetime = model.idleLifetime.version ?? NEVER;
    version.maxAge = model.idleLifetime.maxAge;
    laws.name(version.initLuck, `${settings.name}:${qualifier}/init`);
    laws.name(version.platformLuck, `${settings.name}:${qualifier}/platform`);
    laws.name(version.firstRunLuck, `${settings.name}:${qualifier}/first-run`);
    laws.name(version.pickLuck, `${settings.name}:${qualifier}/pick`);
    laws.name(version.lifetimeLuck, `${settings.name}:${qualifier}/idle`);
    return version;
  }

  /** The settings in force of a function and its Region's model, also when they have just changed. */
  readFunction(index: number): void {
    const { laws } = this;
    const fn = this.fns[index]!;
    const settings = this.#functions.settings[index]!;
    fn.timeout = settings.timeout;
    fn.errors = share(settings.errors);
    fn.run = laws.law(settings.run);
    fn.afterRun = settings.afterRun === null ? null : laws.law(settings.afterRun);
    this.#readAsync(fn, settings);
    for (const [offset, { restore }] of settings.versions.entries()) {
      const version = this.versions[this.#functions.versionsOf(index)[offset]!]!;
      version.start = laws.law(restore ?? settings.init);
      const firstRun = (restore === null ? settings.firstRun?.time : settings.firstRun?.restored) ?? null;
      version.firstRun = firstRun === null ? null : laws.law(firstRun);
      version.restores = restore !== null;
      version.special = restore !== null || (settings.lifecycle?.vpc ?? null) !== null;
    }
  }

  #readAsync(fn: LambdaFunction, { async }: FunctionConfig): void {
    const model = this.#functions.modelOf(fn.index);
    fn.maxAge = async.maxAge;
    fn.retries = async.retries;
    fn.jitter = share(model.asyncJitter);
    fn.pollDelay = model.asyncPollDelay;
    fn.duplicates = share(model.asyncDuplicates);
    fn.systemErrors = share(model.asyncSystemErrors);
    fn.slowdown = model.asyncBacklogSlowdown;
    fn.deliveryFailures = share(model.asyncDeliveryFailures);
    fn.retryAfter = model.retryAfter;
  }

  versionsOf(functionIndex: number): Version[] {
    return this.#functions.versionsOf(functionIndex).map((version) => this.versions[version]!);
  }

  get horizon(): Duration {
    return this.#horizon;
  }
}

/** A share or a probability of a config, which must be one. */
function share(value: number): number {
  assert(value >= 0 && value <= 1, "a share is not between 0 and 1");
  return value;
}

/** A burst of tokens as the stretch of refill that makes as many: rounded up, or it might never hold its last token. */
const window = ({ perSecond, burst }: { perSecond: number; burst: number }): number =>
  Math.ceil((burst / perSecond) * MICROS_PER_SECOND);

/** Most tenants that send requests to each function. */
function tenantsOf({ traffic }: SimConfig): ReadonlyMap<string, number> {
  const most = new Map<string, number>();
  for (const { function: name, tenants } of traffic) {
    if (tenants !== null && name !== null) most.set(name, Math.max(most.get(name) ?? 0, tenants.count));
  }
  return most;
}
