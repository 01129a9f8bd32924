/** The one door to Lambda: an attempt comes in, and runs or is refused. */
import { EventKind, Rank } from "../events.ts";
import { FACTS } from "../facts.ts";
import { after, type Duration, type Instant, NEVER } from "../kernel/time.ts";
import { TrafficCount } from "../measure/counts.ts";
import type { World } from "../world.ts";
import { admit } from "./admission.ts";
import { Outcome } from "./environments.ts";
import { NO_TENANT } from "./requests.ts";
import { beginRun } from "./running.ts";
import { restoreTime } from "./snapstart.ts";
import { INIT_LIMIT } from "./start-times.ts";
import { tenantLimitOf } from "./tenants.ts";
import { Admission, isNotInvokable, isRefused, stateRefusalOf } from "./throttles.ts";

/**
 * Tries a request once, now.
 * @returns where it runs, and its caller hears of the outcome later; or what refused it. A refusal has been recorded
 *   and has changed nothing else; what to do about it is the caller's business (ADM-1).
 */
export function invoke(world: World, now: Instant, request: number): Admission {
  const { requests, recorder, functions, durable } = world;
  const version = requests.versionOf(request);
  const functionIndex = functions.ofVersion(version);
  const isDurable = functions.isDurable(functionIndex);
  requests.countAttempt(request);
  recorder.traffic(requests.segmentOf(request), requests.trafficOf(request), TrafficCount.Attempts);
  if (world.managed?.has(version)) return world.managed.invoke(world, now, request);

  const admission =
    isDurable && durable.isFull(request, functionIndex) ? Admission.ExecutionsFull : admit(world, now, request);
  if (isRefused(admission)) {
    refuse(world, now, request, admission);
    return admission;
  }
  begin(world, now, request, environmentFor(world, now, request, admission), admission);
  if (isDurable) durable.begun(world, now, request);
  return admission;
}

function refuse(world: World, now: Instant, request: number, admission: Admission): void {
  if (isNotInvokable(admission)) {
    world.states!.refuse(world, now, request, stateRefusalOf(admission));
    return;
  }
  const functionIndex = world.functions.ofVersion(world.requests.versionOf(request));
  const limit = limitOf(world, functionIndex, admission);
  world.recorder.throttled(now, functionIndex, admission, limit);
  world.recorder.versions?.throttled(world.recorder.segment, world.requests.versionOf(request));
  world.tracer?.throttled(now, request, admission);
}

/** The limit that an explanation names; -1 where no single number says it. */
function limitOf(world: World, functionIndex: number, admission: Admission): number {
  const { account, limits, functions } = world;
  switch (admission) {
    case Admission.ReservedZero:
      return 0;
    // What provisioned units take of the reservation is not there for the others (PC-9).
    case Admission.ReservedFull:
      return account.onDemandLimitOf(functionIndex);
    case Admission.PoolFull:
      return account.poolOf(functions.regionOf(functionIndex));
    case Admission.RateReserved:
    case Admission.RateAccount:
      return limits.requestsPerSecond(functionIndex);
    case Admission.ExecutionsFull:
      return FACTS.durableExecutions.value;
    case Admission.TenantsFull:
      return tenantLimitOf(world, functionIndex);
    default:
      return -1;
  }
}

/** A request that has been admitted takes its unit and the environment that was found for it. */
export function begin(world: World, now: Instant, request: number, environment: number, admission: Admission): void {
  const { environments, requests, idle, calls } = world;
  const version = requests.versionOf(request);
  const functionIndex = world.functions.ofVersion(version);

  if (admission === Admission.Provisioned) world.account.takeProvisioned(functionIndex);
  else world.account.takeOnDemand(functionIndex);
  idle.ofVersion(version).noteStart(now);
  environments.assign(environment, request, now);
  environments.setInit(environment, 0 as Duration);
  environments.planRun(
    environment,
    requests.runOf(request),
    requests.fails(request) ? Outcome.FunctionError : Outcome.Success,
  );
  calls.carry(request, environment);
  world.extensions.carry(request, environment);
  requests.setEnvironment(request, environment);
  world.recorder.admitted(now, version, admission);
  world.recorder.versions?.admitted(world.recorder.segment, version, admission);
  const tenant = requests.tenantOf(request);
  if (tenant !== NO_TENANT) world.recorder.tenants?.served(world.recorder.segment, functionIndex, tenant);
  world.tracer?.admitted(now, request, environment, admission);

  if (admission === Admission.Cold) startUp(world, now, environment, version);
  else beginRun(world, now, environment);
}

function environmentFor(world: World, now: Instant, request: number, admission: Admission): number {
  const version = world.requests.versionOf(request);
  const tenant = world.requests.tenantOf(request);
  if (admission === Admission.Provisioned) return world.idle.ofVersion(version).takeProvisioned();
  if (admission === Admission.Warm) return world.idle.ofVersion(version).takeOnDemand(tenant);
  world.recorder.environmentCreated(now, world.functions.ofVersion(version));
  const environment = world.environments.create(version, false, now);
  world.environments.setTenant(environment, tenant);
  return environment;
}

/**
 * CONC-4: the unit is taken while Init or Restore runs. LIFE-3: an Init longer than 10 s is aborted there and made
 * again inside the first run, where the function timeout bounds it. LIFE-5: a Restore has no such limit, but SNAP-5's.
 */
function startUp(world: World, now: Instant, environment: number, version: number): void {
  const { environments, startTimes, functions } = world;
  const restores = functions.restores(version);
  const start = restores ? restoreTime(world, environment, version) : startTimes.start(version);
  const aborted = !restores && start > INIT_LIMIT;
  const init = aborted ? INIT_LIMIT : start;
  environments.setInit(environment, init);
  environments.setHiddenInit(environment, aborted ? start : (0 as Duration));
  const ready = after(after(now, startTimes.platform(version)), init);
  environments.expectEnd(environment, expectedEnd(world, ready, environment));
  world.coldRequests.add(version, environment);
  world.schedule(ready, Rank.Lifecycle, EventKind.InitEnd, environment);
}

/** When a run that begins at `ready` will end, its timeout aside; NEVER if that depends on downstreams. */
function expectedEnd(world: World, ready: Instant, environment: number): Instant {
  const { environments, calls } = world;
  if (calls.countOf(environment) > 0) return NEVER;
  return after(after(ready, environments.hiddenInitOf(environment)), environments.ownRunOf(environment));
}
