/** What must hold before a state changes: whoever breaks it is told what it was, in both compilations, at once. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { DRAWN, NOT_INVOKABLE, PATIENCE_END } from "../../../sim/core/base/numbers.ts";
import { takeOnDemand } from "../../../sim/core/idle.ts";
import { deadlineAt, freeDeadline } from "../../../sim/core/objects/core.ts";
import { NO_TENANT } from "../../../sim/core/objects/requests.ts";
import { takeUnit } from "../../../sim/core/units.ts";
import type { Instant } from "../../../sim/index.ts";
import { Fleet } from "../../../sim/lambda/runtimes/managed/managed-fleet.ts";
import { Histogram } from "../../../sim/measure/tables/histogram.ts";
import { Simulation } from "../../../sim/simulation.ts";
import { Rank } from "../../../sim/vocabulary/ranks.ts";
import { configOf, type Literal, liveAlias } from "../../helpers/config.ts";
import { ROOT } from "../../tidy/tree.ts";
import { service } from "../kit.ts";

let Built: typeof Simulation;
beforeAll(async () => {
  const url = pathToFileURL(join(ROOT, "dist/sim/simulation.js")).href;
  Built = ((await import(url)) as { Simulation: typeof Simulation }).Simulation;
});

const START = 0 as Instant;

/** A run with a request of 100 ms at once and one more after 2 s: at 50 ms it is broken, then it goes on to its end. */
function broken(core: "js" | "wasm", breaks: (run: Simulation) => void, literal: Partial<Literal> = {}): () => void {
  return () => {
    const Made = core === "js" ? Simulation : Built;
    const plain: Literal = { functions: { f: {} }, traffic: [{ invoke: "f", at: [0, 2000] }], ...literal };
    const run = new Made(configOf(plain), { core });
    run.advanceTo(50);
    breaks(run);
    run.finish();
  };
}

/** Steps of the core that a mistake might take, with what they are taken on: a new environment, a new request. */
function made({ parts: { door, core, versions, fns } }: Simulation) {
  const [version, fn] = [versions[0]!, fns[0]!];
  const environment = door.createEnvironment(core, version, true, core.now);
  const request = door.openRequest(core, null, version, false, core.now);
  return { door, core, version, fn, environment, request };
}

const twice = (step: () => void): void => {
  step();
  step();
};

type Case = [message: string, breaks: (run: Simulation) => void, literal?: Partial<Literal>];

const UNITS: Partial<Literal> = {
  functions: { f: { provisioned: 1 } },
  traffic: [{ invoke: "f:live", at: [0, 2000] }],
};

const CASES: readonly Case[] = [
  ["time ran backwards", ({ parts }) => Object.assign(parts.core, { now: 1e12 })],
  ["something is counted that is less than nothing", ({ parts }) => Object.assign(parts.fns[0]!.busy, { value: 0 })],
  [
    "a time is negative, or no number",
    (run) => {
      const { door, fn } = made(run);
      door.runBegan(fn, -5);
    },
  ],
  [
    "a time is negative, or no number",
    (run) => {
      const { door, fn } = made(run);
      door.runBegan(fn, Number.NaN);
    },
  ],
  [
    "PC-9: more provisioned units are busy than are READY",
    ({ parts }) => Object.assign(parts.versions[1]!, { ready: 0 }),
    UNITS,
  ],
  [
    "ADM-2: a provisioned unit was given back twice",
    ({ parts }) => Object.assign(parts.versions[1]!, { busyUnits: 0 }),
    UNITS,
  ],
  ["ADM-2: an on-demand unit was given back twice", ({ parts }) => Object.assign(parts.fns[0]!, { onDemand: 0 })],
  [
    "an environment ended twice, or while it is idle",
    (run) => {
      const { door, core, environment } = made(run);
      twice(() => door.endEnvironment(core, environment));
    },
  ],
  [
    "an environment ended twice, or while it is idle",
    (run) => {
      const { door, core, environment } = made(run);
      door.makeReady(core, environment, core.now);
      door.endEnvironment(core, environment);
    },
  ],
  [
    "an environment ended that runs something",
    (run) => {
      const { door, core, environment, request } = made(run);
      door.assign(core, request, environment, core.now);
      door.endEnvironment(core, environment);
    },
  ],
  [
    "an environment became idle that is idle",
    (run) => {
      const { door, core, environment } = made(run);
      twice(() => door.makeReady(core, environment, core.now));
    },
  ],
  [
    "an environment became idle that runs something",
    (run) => {
      const { door, core, environment, request } = made(run);
      door.assign(core, request, environment, core.now);
      door.makeReady(core, environment, core.now);
    },
  ],
  [
    "CONC-1: an environment was given a second request",
    (run) => {
      const { door, core, environment, request } = made(run);
      twice(() => door.assign(core, request, environment, core.now));
    },
  ],
  ["an idle unit was taken where there is none", ({ parts }) => void parts.door.takeProvisioned(parts.versions[0]!)],
  [
    "TEN-1: an environment of nobody became idle among those of tenants",
    () => {},
    {
      functions: { f: { async: { onSuccess: "t" } }, t: { tenancy: {} as never } },
      traffic: [{ invoke: "f", event: true, at: [0] }],
    },
  ],
  [
    "a request ended twice",
    (run) => {
      const { door, core, request } = made(run);
      twice(() => door.closeRequest(core, request));
    },
  ],
  [
    "a request that runs or is over was tried again",
    (run) => {
      const { door, core, request } = made(run);
      door.closeRequest(core, request);
      door.resume(core, request, core.now);
    },
  ],
  [
    "a request ended that something is to happen to",
    (run) => {
      const { door, core, request } = made(run);
      door.resume(core, request, core.now);
      door.closeRequest(core, request);
    },
  ],
  [
    "a request ended that nothing ran",
    (run) => {
      const { door, core, request } = made(run);
      door.tellCaller(core, request, 0, core.now);
    },
  ],
  [
    "ASY-10: an event is dropped for no reason that is known",
    (run) => {
      const { door, core, request } = made(run);
      door.drop(core, request, 12, core.now);
    },
  ],
  [
    "a request was refused for no reason that is known",
    ({ parts: { door, core, versions } }) => door.throttled(core, versions[0]!, 2, core.now),
  ],
  [
    "a request was refused for no reason that is known",
    ({ parts: { door, core, versions } }) => door.throttled(core, versions[0]!, NOT_INVOKABLE, core.now),
  ],
  ["RPS-8: a rate is negative, or no number", ({ parts }) => void parts.door.fullBucket(-1, 1e6)],
  ["RPS-8: a rate is negative, or no number", ({ parts }) => void parts.door.fullBucket(Number.NaN, 1e6)],
  [
    "RPS-8: a rate changes before it was last used",
    ({ parts: { door } }) => {
      const bucket = door.fullBucket(1, 1e6);
      door.resize(bucket, 10, 2, 1e6);
      door.resize(bucket, 9, 3, 1e6);
    },
  ],
  [
    "SCALE-6: a function served more than its rate may grow",
    ({ parts }) => Object.assign(parts.fns[0]!.growth, { served: 10_001 }),
  ],
  [
    "SDK-10: the clock of a limiter ran backwards",
    ({ traffic }) => traffic.sources[0]!.limiters.set([1, 1, 1, 1e9]),
    { traffic: [{ invoke: "f", at: [0, 2000], client: { retry: "adaptive" } }] },
  ],
  [
    "LIFE-16: an environment left a list that it is not in",
    ({ parts }) => Object.assign(parts.versions[0]!, { firstCold: null }),
    { model: { proactiveInit: true }, functions: { f: { init: 300 } } },
  ],
  [
    "a downstream place was given back twice",
    ({ parts }) => Object.assign(parts.services[0]!, { inUse: 0 }),
    { functions: { f: { calls: [{ to: "db", share: 1 }] } }, downstreams: [service({})] },
  ],
  ["a share is not between 0 and 1", () => {}, { functions: { f: { errors: 1.5 } } }],
  ["a share is not between 0 and 1", () => {}, { model: { asyncDuplicates: Number.NaN } }],
  ["LIM-13: a weight is not between 0 and 1", () => {}, { functions: { f: { aliases: [liveAlias(-0.1)] } } }],
  // What the host counts.
  [
    "time ran backwards",
    (run) => {
      run.parts.core.now = 20;
      run.timer(10 as Instant, Rank.Change, () => {});
    },
  ],
  ["a timer was set for a moment that is none", (run) => run.timer(Number.NaN as Instant, Rank.Change, () => {})],
  ["a run was ended twice", (run) => void run.end()],
  [
    "CONC-1: a Region runs something else than its functions do",
    ({ account, parts }) => {
      parts.regions[0]!.running = 0;
      account.refresh();
    },
  ],
  ["PC-6: more units were released than there are", ({ units }) => units.release(1, 2), UNITS],
  [
    "PC-5: units that were asked for came, or failed, twice",
    ({ allocations }) => {
      allocations.asked(START, 0, 1, 1);
      twice(() => allocations.ended(START, 1, 1, false));
    },
  ],
  ["something was counted that has no column", ({ recorder }) => recorder.counts.add(0, 1, 0, 1)],
  ["something was counted that has no column", ({ recorder }) => recorder.counts.add(0, 0, 99, 1)],
  ["a count fell", ({ recorder }) => recorder.counts.add(0, 0, 0, -1)],
  ["something is counted that is less than nothing", ({ recorder }) => recorder.gauges.add(0, 0, -2, START)],
  ["a bucket ended that has no length", ({ recorder }) => recorder.endBucket(START)],
];

describe.each(["js", "wasm"] as const)("%s", (core) => {
  test("nothing is broken: nothing is told", () => {
    expect(broken(core, () => {})).not.toThrow();
    expect(broken(core, () => {}, UNITS)).not.toThrow();
  });

  test.each(CASES)("%s (%#)", (message, breaks, literal) => {
    expect(broken(core, breaks, literal)).toThrow(
      expect.objectContaining({ name: "InvariantError", message: expect.stringContaining(message) }),
    );
  });
});

/** What the door does not offer, and only a new step of the core could do. */
const INSIDE: readonly Case[] = [
  [
    "CONC-9: a unit was taken from a pool that is full",
    ({ parts: { regions, versions } }) => {
      regions[0]!.pool = 1;
      takeUnit(versions[0]!, false);
    },
  ],
  [
    "CONC-2: a unit was taken in a Region that is full",
    ({ parts: { regions, versions } }) => {
      regions[0]!.ceiling = 1;
      takeUnit(versions[0]!, false);
    },
  ],
  [
    "RES-1: a unit was taken beyond the reservation",
    ({ parts: { fns, versions } }) => {
      fns[0]!.ceiling = 1;
      takeUnit(versions[0]!, true);
    },
    UNITS,
  ],
  [
    "RES-7: a unit was taken beyond the reservation",
    ({ parts: { versions } }) => takeUnit(versions[0]!, false),
    { functions: { f: { reserved: 1 } } },
  ],
  [
    "an idle environment was taken where there is none",
    ({ parts: { core, versions } }) => void takeOnDemand(core, versions[0]!, NO_TENANT),
  ],
  [
    "a deadline was freed twice",
    (run) => {
      const { core, request } = made(run);
      const deadline = deadlineAt(core, 60_000, Rank.Timeout, PATIENCE_END);
      deadline.request = request;
      twice(() => freeDeadline(core, deadline));
    },
  ],
];

test.each(INSIDE)("inside: %s", (message, breaks, literal) => {
  expect(broken("js", breaks, literal)).toThrow(message);
});

test("a number that does not fit 32 bits is handed to no function of the WebAssembly", () => {
  const hands = (item: number) =>
    broken("wasm", ({ nodes, traffic, parts: { door, core } }) => {
      const node = { name: "node", function: "f", qualifier: "$LATEST" };
      nodes.join({ onOutcome: () => {} }, node);
      door.invokeFrom(core, traffic.join(node, 0), item, DRAWN, 0, core.now);
    });
  expect(hands(2 ** 31 - 1)).not.toThrow();
  expect(hands(2 ** 31)).toThrow("the core is given a number that does not fit its 32 bits");
});

test("LMI-6: an environment does not end while it runs requests", () => {
  const { functions } = configOf({ functions: { f: { managed: {} } } });
  const fleet = new Fleet(0, functions[0]!.versions[0]!.managed!);
  fleet.add({ number: 0 } as never);
  const environment = fleet.take(START);
  expect(() => fleet.forget(environment)).toThrow("LMI-6: an environment ended that runs requests");
  fleet.give(environment, START);
  expect(() => fleet.forget(environment)).not.toThrow();
});

test.each([-1, Number.NaN])("a time of %d is none", (time) => {
  expect(() => new Histogram().add(time)).toThrow("a time is negative, or no number");
});
