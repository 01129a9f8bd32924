/** Laws of requests and environments: each ends once, in time, and an environment serves one at a time. */
import { NEVER, type SimConfig, type TraceEvent } from "../../sim/index.ts";
import { cameAt, foundIt } from "./environments.ts";
import { handedTo, isHandedTo } from "./handing.ts";
import { allOf, type Law, near, same } from "./law.ts";
import { type Attempt, isStart, namesEnvironments } from "./runs/attempts.ts";
import type { Observed, RequestLog } from "./runs/observed.ts";
import { type Stretch, stretches } from "./runs/stretches.ts";
import { isManaged, unitsMayEnd, versionsInvoked } from "./settings.ts";

/** AWS's condition of an event that ends so. */
const LOOPED = "RecursiveInvocation";

const name = ({ function: fn, number }: RequestLog): string => `${fn}#${number}`;
const count = (events: readonly TraceEvent[], kind: TraceEvent["kind"], detail?: string): number =>
  events.filter((event) => event.kind === kind && (detail === undefined || event.detail === detail)).length;

/** Its final answer, its drop, or the run that made an asynchronous event succeed; none while it is pending. */
function endings({ events }: RequestLog): readonly TraceEvent[] {
  const told = events.filter(({ kind }) => kind === "answer" || kind === "drop");
  const answered = told.some(({ kind }) => kind === "answer");
  return answered ? told : [...told, ...events.filter(({ kind, detail }) => kind === "end" && detail === "success")];
}

const endsOnce = (log: RequestLog): boolean => {
  const [ending, second] = endings(log);
  if (second !== undefined || count(log.events, "arrive") !== 1 || log.events[0]!.kind !== "arrive") return false;
  if (count(log.events, "answer", "success") > count(log.events, "end", "success")) return false;
  return ending === undefined || log.events.at(-1) === ending;
};

/** ASY-20: calls that fail as Lambda stops their chain, and records of destinations: the log tells of neither. */
function stoppedUnseen(
  { requests }: Observed,
  fn: string,
  { functions }: Stretch["numbers"],
  covers: Stretch["covers"],
): number {
  const events = requests.filter((log) => log.function === fn).flatMap((log) => log.events);
  const stopped = events.filter(({ kind, detail, atUs }) => kind === "drop" && detail === LOOPED && covers(atUs));
  return (functions[fn]!.recursionsDroppedCount ?? 0) - stopped.length;
}

/** Callers that failed beside those that the function has answered so: of the chains that Lambda has stopped. */
const failures = (fn: string, unanswered: number, stopped: number): string[] =>
  unanswered >= 0 && unanswered <= stopped
    ? []
    : [`${fn}: ${unanswered} failed without an answer, where ${stopped} were stopped`];

/** What the requests of each function came to, counted in the log and in the result. */
function tallies(run: Observed): string[] {
  const { config } = run;
  return stretches(run).flatMap(({ numbers, covers }) =>
    config.functions.flatMap(({ name: fn }) => {
      const logs = run.requests.filter((log) => log.function === fn && covers(log.events[0]!.atUs));
      const sent = config.traffic.filter((entry) => entry.function === fn).map((entry) => numbers.traffic[entry.name]!);
      const callers = [...sent, ...handedTo(run, numbers, fn)];
      const ended = (kind: TraceEvent["kind"], detail?: string) =>
        logs.reduce((sum, log) => sum + count(log.events, kind, detail), 0);
      const told = (of: (caller: (typeof callers)[number]) => number) => callers.reduce((sum, one) => sum + of(one), 0);
      return [
        ...failures(
          fn,
          told((one) => one.failedCount) - ended("answer", "error"),
          stoppedUnseen(run, fn, numbers, covers),
        ),
        ...same(
          `${fn} throttled`,
          told((one) => one.throttledCount),
          ended("answer", "throttled"),
        ),
        ...same(
          `${fn} abandoned`,
          told((one) => one.abandonedCount),
          ended("answer", "abandoned"),
        ),
        ...(isPlain(config, fn)
          ? [
              ...same(
                `${fn} requests`,
                told((one) => one.requestsCount),
                logs.length,
              ),
              ...same(
                `${fn} dropped`,
                told((one) => one.droppedCount),
                ended("drop"),
              ),
              ...same(
                `${fn} pending`,
                told((one) => one.pendingCount),
                logs.filter((log) => endings(log).length === 0).length,
              ),
            ]
          : []),
      ];
    }),
  );
}

/** All its requests come from traffic: none from another function (ASY-13), none delivered twice (ASY-17). */
function isPlain(config: SimConfig, fn: string): boolean {
  const { functions, regions } = config;
  const own = functions.find((settings) => settings.name === fn)!;
  const { model } = regions.find((region) => region.name === own.region)!;
  const targets = functions.flatMap(({ async }) => [async.onSuccess, async.onFailure]);
  return model.asyncDuplicates === 0 && !targets.includes(fn) && !isHandedTo(config, fn);
}

const ENDINGS: readonly Law[] = [
  {
    title: "ADM-1, ASY-10: every request ends exactly once, and nothing comes after its end, or is pending",
    breaches: (run) => allOf(run.requests, endsOnce, (log) => `${name(log)}: ${JSON.stringify(log.events)}`),
  },
  { title: "ADM-1: callers and functions count the same ends, and what has none is pending", breaches: tallies },
  {
    title: "each entry of traffic: ended + pending = requests, and received events end once too (MET-13, MET-15)",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers }) => [
        ...allOf(
          Object.entries(numbers.traffic),
          ([, one]) => one.pendingCount >= 0 && one.attemptsCount >= one.retriesCount,
          ([entry, one]) => `${entry}: pending ${one.pendingCount}, attempts ${one.attemptsCount}`,
        ),
        ...allOf(
          Object.entries(numbers.functions),
          ([, one]) =>
            one.asyncPendingCount >= 0 &&
            one.asyncDroppedCount === one.asyncExhaustedCount + one.asyncExpiredCount + one.asyncStoppedCount,
          ([fn, one]) => `${fn}: pending events ${one.asyncPendingCount}, dropped ${one.asyncDroppedCount}`,
        ),
      ]),
  },
  {
    title: "ASY-3, ASY-11: an event is tried before its maximum age only, and fails at most once more than its retries",
    breaches: (run) =>
      allOf(
        run.requests,
        (log) => isPatient(run.config, log),
        (log) => `${name(log)} is tried too often`,
      ),
  },
];

function isPatient({ functions }: SimConfig, { function: fn, events }: RequestLog): boolean {
  const accepted = events.find(({ kind }) => kind === "enqueue");
  if (accepted === undefined) return true;
  const { maxAge, retries } = functions.find((settings) => settings.name === fn)!.async;
  const tries = events.filter(({ kind }) => isStart(kind) || kind === "throttle");
  // DUR-5: after each wait of an execution another event goes on, with an age and retries of its own.
  const until = events.find(({ kind, detail }) => kind === "end" && detail === "suspended")?.atUs ?? NEVER;
  const patient = tries.every(({ atUs }) => atUs >= until || atUs - accepted.atUs < maxAge);
  return patient && stretchesOf(events).every((stretch) => failuresOf(stretch) <= retries + 1);
}

const failuresOf = (events: readonly TraceEvent[]): number =>
  count(events, "end", "error") + count(events, "end", "timeout");

/** The log of a request, cut after each wait that an execution has begun. */
function stretchesOf(events: readonly TraceEvent[]): TraceEvent[][] {
  const stretches: TraceEvent[][] = [[]];
  for (const event of events) {
    stretches.at(-1)!.push(event);
    if (event.kind === "end" && event.detail === "suspended") stretches.push([]);
  }
  return stretches;
}

/** Attempts under one number of an environment. */
interface Numbered {
  readonly list: readonly Attempt[];
  /** Environments that may have this number: those of each version are numbered from 1, unless the log names them. */
  readonly versions: number;
}

/**
 * By function and number, each list in order of time. Where units end untold their numbers are given again, be it to
 * another function, so such a log says nothing of single environments.
 */
function byNumber({ attempts, config, events }: Observed): Numbered[] {
  const named = namesEnvironments(events);
  if (!named && unitsMayEnd(config)) return [];
  const all = new Map<string, { list: Attempt[]; versions: number }>();
  for (const { name: fn, ...settings } of config.functions) {
    if (isManaged({ name: fn, ...settings })) continue;
    const versions = named ? 1 : versionsInvoked(config, fn).size;
    for (const attempt of attempts.filter((one) => one.function === fn)) {
      const key = `${fn}/${attempt.environment}`;
      const numbered = all.get(key) ?? { list: [], versions };
      numbered.list.push(attempt);
      all.set(key, numbered);
    }
  }
  for (const { list } of all.values()) list.sort((a, b) => a.place - b.place);
  return [...all.values()];
}

/** Where one version only is invoked, a number is one environment. */
const byEnvironment = (run: Observed): (readonly Attempt[])[] =>
  byNumber(run)
    .filter(({ versions }) => versions === 1)
    .map(({ list }) => list);

/** Most attempts at once, each from where it came to its environment; what ends makes room at the same moment. */
function atOnce(list: readonly Attempt[]): number {
  const ends: number[] = [];
  let most = 0;
  for (const attempt of list) {
    const left = ends.findIndex((end) => end <= cameAt(attempt));
    ends.splice(left < 0 ? ends.length : left, 1, attempt.end ?? Number.POSITIVE_INFINITY);
    most = Math.max(most, ends.length);
  }
  return most;
}

const isSpare = ({ spares }: Observed, { function: fn, environment }: Attempt): boolean =>
  spares.has(`${fn}/${environment}`);
const show = (attempts: readonly Attempt[]): string => JSON.stringify(attempts);

const ENVIRONMENTS: readonly Law[] = [
  {
    title:
      "CONC-1, CONC-4: an environment serves one request at a time, from the start of its Init to the end of the run",
    breaches: (run) =>
      allOf(
        byNumber(run),
        ({ list, versions }) => atOnce(list) <= versions,
        ({ list }) => show(list),
      ),
  },
  {
    title: "CONC-6: of the environments of one number, one for each version, each is cold once at most",
    breaches: (run) =>
      allOf(
        byNumber(run),
        ({ list, versions }) => list.filter((one) => foundIt(one) === "cold").length <= versions,
        ({ list }) => show(list),
      ),
  },
  {
    title: "CONC-6, PC-16: it is cold at most once, first, and on demand or provisioned for its whole life",
    breaches: (run) =>
      allOf(
        byEnvironment(run),
        (list) => {
          const [first, ...others] = list as [Attempt, ...Attempt[]];
          const provisioned = first.kind === "provisioned";
          const rest = provisioned ? "provisioned" : "warm";
          const begun = provisioned || foundIt(first) === (isSpare(run, first) ? "warm" : "cold");
          return begun && others.every((one) => foundIt(one) === rest);
        },
        show,
      ),
  },
  {
    title: "LIFE-14: no environment serves at or after its maximum age",
    breaches: (run) =>
      allOf(
        byEnvironment(run).filter((list) => foundIt(list[0]!) === "cold"),
        (list) => cameAt(list.at(-1)!) - list[0]!.start < maxAgeOf(run.config, list[0]!.function) || list.length === 1,
        show,
      ),
  },
  {
    title: "LIFE-7: no run lasts longer than the timeout, and only a cold start waits for its handler",
    breaches: ({ attempts, config }) => {
      const timeouts = new Map(config.functions.map((settings) => [settings.name, settings.timeout]));
      return allOf(
        attempts,
        ({ function: fn, kind, start, moved, ready, end }) =>
          (kind === "cold" || ready === start) &&
          (moved === null || ready === moved) &&
          (end === null || end - (ready ?? Number.NaN) <= timeouts.get(fn)!),
        (attempt) => show([attempt]),
      );
    },
  },
];

function maxAgeOf({ functions, regions }: SimConfig, fn: string): number {
  const { region } = functions.find((settings) => settings.name === fn)!;
  return regions.find((one) => one.name === region)!.model.idleLifetime.maxAge;
}

/** Time that attempts occupy environments within a span. */
const occupied = (attempts: readonly Attempt[], from: number, to: number): number =>
  attempts.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end ?? to, to) - Math.max(start, from)), 0);

const LITTLE: readonly Law[] = [
  {
    title: "CONC-5, ADM-2: concurrency over time = occupied time of all requests (Little's law), in every stretch",
    breaches: (run) =>
      stretches(run).flatMap(({ numbers, spans }) =>
        Object.entries(numbers.functions).flatMap(([fn, one]) => {
          const own = run.attempts.filter((attempt) => attempt.function === fn);
          const length = spans.reduce((sum, { from, to }) => sum + to - from, 0);
          const area = spans.reduce((sum, { from, to }) => sum + occupied(own, from, to), 0);
          return length === 0 ? [] : near(`${fn} busyMean`, one.busyMean, area / length, 0.000501);
        }),
      ),
  },
  {
    title: "CONC-5: so it is in every bucket of the series",
    breaches: ({ config, result, attempts }) =>
      Object.entries(result.series.functions).flatMap(([fn, { busyMean }]) => {
        const own = attempts.filter((attempt) => attempt.function === fn);
        return busyMean.flatMap((mean, at) => {
          const from = at * config.bucket;
          const to = Math.min(from + config.bucket, config.horizon);
          return near(`${fn} busyMean[${at}]`, mean, occupied(own, from, to) / (to - from), 0.000501);
        });
      }),
  },
];

export const REQUESTS: readonly Law[] = [...ENDINGS, ...ENVIRONMENTS, ...LITTLE];
