/** Functions of every kind that a source may invoke, with their lives, and with what they call and send. */
import fc from "fast-check";
import { type LifecycleConfig, milliseconds, seconds, type TenantsConfig } from "../../sim/index.ts";
import { constant, type Literal, liveAlias } from "../helpers/config.ts";
import { lifecycle, update } from "../helpers/lifecycle.ts";
import { pick, whole } from "../laws/configs/parts.ts";
import { CALLS_DB, sendOf } from "../sim/kit.ts";

export type FunctionLiteral = Literal["functions"][string];

/** What one kind of function has that others have not. */
export interface Kind {
  readonly literal: FunctionLiteral;
  readonly qualifier: string;
  /** TEN-1: its requests have tenants. */
  readonly tenants?: TenantsConfig;
  /** LIFE-25: it has units, and so begins Active. */
  readonly active?: true;
  /** LMI-1: no state of it refuses anything. */
  readonly lifeless?: true;
  /** DUR-3: it calls and sends nothing, and has no destinations. */
  readonly alone?: true;
}

const LATEST = "$LATEST";
const LIVE = "live";

export const PLAIN: Kind = { literal: {}, qualifier: LIVE };
const plain = pick(LATEST, LIVE).map((qualifier): Kind => ({ literal: {}, qualifier }));

const weight = pick(0.3, 0, 1);
const weighted = weight.map((share): Kind => ({ literal: { aliases: [liveAlias(share)] }, qualifier: LIVE }));

const units = fc.record({ count: whole(1, 4), allocateAtStart: fc.boolean() });
const provisioned = units.map((given): Kind => ({ literal: { provisioned: given }, qualifier: LIVE, active: true }));
const divided = fc
  .record({ weight, units })
  .map((one): Kind => ({ literal: { aliases: [liveAlias(one.weight, one.units)] }, qualifier: LIVE, active: true }));

/** SNAP-4 to SNAP-8. @param hook  in ms, and @param deletedAfter  in seconds; null: snapshots stay. */
export const restoring = (hook: number, deletedAfter: number | null): Kind => ({
  literal: {
    restore: 300,
    snapStart: {
      beforeCheckpoint: constant(50),
      afterRestore: constant(hook),
      billedRestore: { share: 0.5 },
      snapshot: constant(700),
      deletedAfter: deletedAfter === null ? null : seconds(deletedAfter),
    },
  },
  qualifier: LIVE,
});
/** SNAP-5: hooks of 11 s are over the limit. */
const snapshots = fc
  .record({ hook: pick(100, 11_000), deletedAfter: pick(null, 1, 4) })
  .map(({ hook, deletedAfter }) => restoring(hook, deletedAfter));

interface Instances {
  readonly environments: number;
  readonly perEnvironment: number;
  readonly cpuShare: number;
}

/** LMI-4: none is deactivated. */
export const onInstances = ({ environments, perEnvironment, cpuShare }: Instances): Kind => ({
  literal: {
    memoryMb: 2048,
    managed: {
      min: environments,
      max: environments === 0 ? 0 : environments + 1,
      perEnvironment,
      cpuShare,
      cpuThrottlesAbove: 1,
      evaluationPeriod: seconds(4),
      launchTime: seconds(3),
    },
  },
  qualifier: LATEST,
  lifeless: true,
});
const managed = fc
  .record({ environments: pick(1, 2, 0), perEnvironment: whole(1, 3), cpuShare: pick(0, 1) })
  .map(onInstances);

const durable = pick([50], [50, -2000, 50], [800, -300, 10, 20]).map(
  (steps): Kind => ({ literal: { durable: { steps, timeout: 60_000, replay: 5 } }, qualifier: LATEST, alone: true }),
);

const tenancy = fc.record({ share: pick("pool" as const, "quota" as const), count: pick(3, 60), skew: pick(0, 1) }).map(
  ({ share, count, skew }): Kind => ({
    literal: { tenancy: { share } },
    qualifier: LATEST,
    tenants: { count, skew },
  }),
);

/** @param tenants  TEN-3: whether requests may name a tenant. */
function kindsFor(tenants: boolean): fc.Arbitrary<Kind> {
  const kinds = [plain, weighted, provisioned, divided, snapshots, managed, durable];
  return tenants ? fc.oneof(...kinds, tenancy, tenancy) : fc.oneof(...kinds);
}

/** Often nothing; updates at tenths of the run. */
const life = fc.option(
  fc.record({
    initial: pick<LifecycleConfig["initial"]>("active", "pending", "inactive", "failed"),
    pendingSeconds: whole(0, 6),
    vpc: pick(false, false, true),
    events: pick<LifecycleConfig["events"]>("refuse", "queue"),
    updates: fc.array(fc.record({ at: whole(0, 9), seconds: pick(null, 0, 3), waits: fc.boolean() }), {
      maxLength: 2,
    }),
  }),
  { freq: 2 },
);

/** What belongs to a function of any kind. */
export const target = (tenants: boolean) =>
  fc.record({
    kind: kindsFor(tenants),
    life,
    run: fc.oneof(whole(1, 15), whole(1, 3000)),
    timeout: pick(900_000, 500),
    errors: pick(0, 0.3, 1),
    reserved: pick(null, null, null, 1, 5, 0),
    afterRun: pick(null, null, 200),
    callsDb: fc.boolean(),
    /** To another function, or a record into the source itself: then Lambda may have to stop the chain (ASY-20). */
    sends: pick<"nothing" | "on" | "back">("nothing", "on", "back"),
    retries: whole(0, 2),
    maxAgeSeconds: pick(60, 90),
  });
export type Target = ReturnType<typeof target> extends fc.Arbitrary<infer T> ? T : never;

export interface Around {
  /** How long the run is. */
  readonly seconds: number;
  /** Who takes what it sends on. */
  readonly sink: string;
  /** A source that takes its records; null where none is put in. */
  readonly back: string | null;
}

function lifeOf({ kind, life: own }: Target, length: number): LifecycleConfig | null {
  if (own === null || kind.lifeless) return null;
  const published = kind.qualifier === LIVE && kind.literal.aliases === undefined;
  const updates = own.updates
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, seconds: takes, waits }) =>
      update((at * length) / 10, takes, published ? { qualifier: LIVE, waits } : { qualifier: LATEST }),
    );
  return lifecycle({
    initial: kind.active ? "active" : own.initial,
    pendingFor: seconds(own.pendingSeconds),
    vpc: own.vpc ? { reclaimedAfter: milliseconds(1500), coldStartExtra: constant(40) } : null,
    events: own.events,
    updates,
  });
}

function handedOn({ kind, callsDb, sends }: Target, { sink, back }: Around): FunctionLiteral {
  if (kind.alone) return {};
  const on = sendOf(sink, { qualifier: LATEST, share: 0.5, delayMs: 100 });
  const home = sends === "back" && back !== null ? sendOf(back, { atMost: 40 }) : on;
  return { calls: callsDb ? CALLS_DB : [], sends: sends === "nothing" ? [] : [home] };
}

/** The function as a run begins, without a reservation: what is left for one is the Region's business. */
export function literalOf(one: Target, around: Around): FunctionLiteral {
  const { kind, run, timeout, errors, afterRun, retries, maxAgeSeconds } = one;
  return {
    run,
    init: 200,
    timeout,
    errors,
    afterRun,
    lifecycle: lifeOf(one, around.seconds),
    ...handedOn(one, around),
    ...kind.literal,
    async: { retries, maxAgeSeconds, onFailure: kind.alone ? null : "failures" },
  };
}

/** Reserved where its kind may have a reservation (LMI-2). */
export const reservedOf = ({ kind, reserved }: Target): number | null => (kind.lifeless ? null : reserved);
