/** The parts of a run, made with the columns that they need; the host fills in what the settings say. */

import { Law, Table } from "./base/law.ts";
import { beginLimiters, LIMITER_CELLS } from "./base/limiter.ts";
import { type Doubles, doubles, type f64, type i32, list } from "./base/prelude.ts";
import type { Bucket, Growth, Scaling } from "./base/rates.ts";
import type { Outside } from "./objects/asked.ts";
import { Core } from "./objects/core.ts";
import {
  ASYNC_COUNTS,
  Call,
  LambdaFunction,
  type Pool,
  Region,
  Route,
  Send,
  Target,
  Tenants,
  TRAFFIC_COUNTS,
  Version,
} from "./objects/functions.ts";
import { Service } from "./objects/requests.ts";
import { Source } from "./objects/source.ts";

/** @param terms  of the table, four a cell; of cells that are not fitted yet the first is not a number. */
export function newTable(id: i32, terms: Doubles): Table {
  return new Table(id, terms);
}

export function newCore(outside: Outside, exponentials: Table): Core {
  return new Core(outside, exponentials);
}

/** @param points  cells of the law's points. */
export function newLaw(kind: i32, points: i32): Law {
  const law = new Law(doubles(points));
  law.kind = kind;
  return law;
}

export function newRegion(): Region {
  return new Region();
}

/** @param segments  parts of the run that are counted apart. */
export function newFunction(region: Region, growth: Growth, scaling: Scaling, run: Law, segments: i32): LambdaFunction {
  return new LambdaFunction(region, growth, scaling, run, doubles(segments * ASYNC_COUNTS));
}

/** A function has one more call: of a service, or through a link. */
export function newCall(fn: LambdaFunction, service: Service | null, link: Source | null, share: f64): void {
  const calls = list<Call | null>(fn.callCount + 1, null);
  for (let place = 0; place < fn.callCount; place++) calls[place] = fn.calls[place]!;
  calls[fn.callCount] = new Call(service, link, share);
  fn.calls = calls;
  fn.callCount++;
}

export function newSend(link: Source, delay: Law): Send {
  return new Send(link, delay);
}

/** A function sends one thing more. */
export function addSend(fn: LambdaFunction, send: Send): void {
  const sends = list<Send | null>(fn.sendCount + 1, null);
  for (let place = 0; place < fn.sendCount; place++) sends[place] = fn.sends[place]!;
  sends[fn.sendCount] = send;
  fn.sends = sends;
  fn.sendCount++;
}

export function newVersion(fn: LambdaFunction, unitRate: Bucket, start: Law, platform: Law, lifetime: Law): Version {
  const version = new Version(fn, unitRate, start, platform, lifetime);
  let last = fn.firstVersion;
  if (last === null) {
    fn.firstVersion = version;
    return version;
  }
  while (last.next !== null) last = last.next!;
  last.next = version;
  return version;
}

/** TEN-1: so many tenants may have environments of this version. */
export function newTenants(version: Version, tenants: i32): void {
  version.tenants = new Tenants(list<Pool | null>(tenants, null));
}

export function newRoute(first: Version, second: Version): Route {
  return new Route(first, second);
}

export function newTarget(): Target {
  return new Target();
}

export function newService(latency: Law, tokens: Bucket): Service {
  return new Service(latency, tokens);
}

/** @param batch  moments that are listed at once. @param weights  cells for the weights of tenants. */
export function newSource(version: Version, delivery: Law, batch: i32, segments: i32): Source {
  const source = new Source(version.fn, version, delivery, doubles(batch), doubles(segments * TRAFFIC_COUNTS));
  source.batch = batch;
  return source;
}

/** The clients of a source, each with a full quota. */
export function beginClients(source: Source, clients: i32, quota: f64): void {
  source.clients = clients;
  source.quota = quota;
  source.tokens = doubles(clients);
  for (let client = 0; client < clients; client++) source.tokens[client] = quota;
  source.limiters = doubles(source.adaptive ? clients * LIMITER_CELLS : 0);
  if (source.adaptive) beginLimiters(source.limiters, clients);
}

/** TEN-1: room for the weights of tenants, added up. */
export function beginTenants(source: Source, tenants: i32): void {
  source.tenants = tenants;
  source.tenantWeights = doubles(tenants);
}

/** Room for recorded run times. */
export function beginRecorded(source: Source): void {
  source.recorded = true;
  source.runs = doubles(source.batch);
}
