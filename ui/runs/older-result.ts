/** Results of `burstlab.result/1` as those of today: the same numbers, in the places where they now stand. */
import type { ResultDocument } from "../../reports/index.ts";
import type { WindowResult } from "../../sim/index.ts";
import { METRICS, NOTABLE, type NotableKind } from "../../sim/vocabulary/index.ts";

export const OLDER = "burstlab.result/1";

/** By kind, what is counted today and was compared by no version that wrote such files. */
export const UNKNOWN_TO_OLDER: ReadonlySet<string> = new Set([
  "function provisioned.invocations.rate",
  "function environments.created.count",
  "function environments.ended.count",
  "function async.exhausted.rate",
  "function async.expired.rate",
  "function async.stopped.rate",
  "function billed.sum",
  "function afterRun.p99",
  "function coldStarts.moved.rate",
  "function tenants.count",
  "traffic quotaExhausted.rate",
  "source quotaExhausted.rate",
  "function async.deadLetterErrors.count",
  "function async.deliveryFailures.count",
  "function recursions.dropped.count",
  "destination records.count",
  ...METRICS.flatMap(({ kind, name, reading }) => {
    if (reading.family === "listed") return [`${kind} ${name}.rate`];
    return reading.family === "peak" ? [`${kind} ${name}.max`] : [];
  }),
]);

type Fields = Readonly<Record<string, unknown>>;
type Subjects = Readonly<Record<string, Fields>>;

interface OlderWindow {
  readonly functions: Readonly<Record<string, Fields & { readonly extensions?: Fields }>>;
  readonly sources: Subjects;
  readonly downstreams: Subjects;
  readonly cost: Fields & { readonly lines: readonly (Fields & { readonly function: string })[] };
}

interface OlderDocument extends OlderWindow {
  readonly windows: Readonly<Record<string, OlderWindow>>;
  readonly metrics: Fields & {
    readonly functions: Subjects;
    readonly regions: Subjects;
    readonly managedInstances?: Fields & { readonly functions: Subjects };
  };
  readonly events: readonly (Fields & { readonly kind: NotableKind })[];
}

/** What the file does not tell (of which type a source is) is null. Its digest stays that of the file. */
export function fromOlder(older: object): ResultDocument {
  const { windows, metrics, events, ...rest } = older as OlderDocument;
  const { managedInstances } = metrics;
  return {
    ...rest,
    schema: "burstlab.result/2",
    ...windowOf(rest),
    windows: each(windows, windowOf),
    metrics: {
      ...metrics,
      functions: each(metrics.functions, inLambda),
      regions: each(metrics.regions, inLambda),
      ...(managedInstances === undefined
        ? {}
        : { managedInstances: { ...managedInstances, functions: each(managedInstances.functions, inLambda) } }),
    },
    events: events.map((event) => ({ ...event, subjectKind: NOTABLE[event.kind] })),
  } as unknown as ResultDocument;
}

const each = <From, To>(all: Readonly<Record<string, From>>, map: (one: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(all).map(([name, one]) => [name, map(one)]));

const inLambda = (part: Fields) => ({ "AWS/Lambda": part });
const ofUnknownType = (one: Fields) => ({ type: null, ...one });

function windowOf<Window extends OlderWindow>(window: Window) {
  const { functions, sources, downstreams, cost } = window;
  return {
    ...window,
    functions: each(functions, ({ extensions, ...fn }) => ({ ...fn, ...extensions })),
    sources: each(sources, ofUnknownType),
    downstreams: each(downstreams, ofUnknownType),
    cost: {
      ...cost,
      lines: cost.lines.map(({ function: subject, ...line }) => ({ subjectKind: "function", subject, ...line })),
    },
  } satisfies Record<keyof WindowResult & keyof OlderWindow, unknown>;
}
