/** Laws of calls to downstreams: each is made, and ends once. */
import type { DownstreamResult, FunctionConfig } from "../../sim/index.ts";
import { allOf, type Law, same } from "./law.ts";
import { eventsOf } from "./runs/log.ts";
import type { Observed } from "./runs/observed.ts";
import { isManaged } from "./settings.ts";

/** Calls are the same for the whole run: no change touches them here. */
const callersOf = ({ config }: Observed, downstream: string): FunctionConfig[] =>
  config.functions.filter(({ calls }) => calls.some(({ kind, to }) => kind === undefined && to === downstream));

const endsOf = ({ events }: Observed, fn: string, detail: string): number =>
  eventsOf(events, fn).filter((event) => event.kind === "end" && event.detail === detail).length;

/** Calls that runs must have made, since they ended well: all that are no matter of chance. */
const madeAtLeast = (run: Observed, downstream: string): number =>
  callersOf(run, downstream)
    .map(({ name, calls }) => {
      const sure = calls.filter(({ kind, to, share }) => kind === undefined && to === downstream && share === 1).length;
      // A run that failed for no other reason than its share of errors has made them too, but the log does not tell.
      return sure * endsOf(run, name, "success");
    })
    .reduce((sum, made) => sum + made, 0);

/** Calls that were cut off by a timeout, or go on: one at most for each such run. */
const cutOffAtMost = (run: Observed, downstream: string): number =>
  callersOf(run, downstream)
    .map(({ name }) => {
      const running = run.attempts.filter((attempt) => attempt.function === name && attempt.end === null).length;
      return endsOf(run, name, "timeout") + running;
    })
    .reduce((sum, runs) => sum + runs, 0);

const runsAtEnd = ({ attempts }: Observed, fn: string): boolean =>
  attempts.some((attempt) => attempt.function === fn && attempt.end === null);

/** The warm-up is in the log, and in no number. */
const ofEach =
  (breaches: (run: Observed, name: string, of: DownstreamResult) => string[]) =>
  (run: Observed): string[] =>
    run.config.ignore > 0
      ? []
      : Object.entries(run.result.downstreams).flatMap(([name, of]) => breaches(run, name, of));

export const DOWNSTREAMS: readonly Law[] = [
  {
    title: "a pool downstream never holds more calls than its largest size",
    breaches: ({ config, result }) =>
      config.downstreams.flatMap(({ name }) => {
        const settings = [...config.downstreams, ...config.changes.flatMap((change) => change.downstreams)];
        const sizes = settings.map((one) => (one.name === name && one.limit.kind === "pool" ? one.limit.size : 0));
        const most = Math.max(...sizes);
        return allOf(
          most === 0 ? [] : [result.downstreams[name]!.inUseMax],
          (inUse) => inUse <= most,
          (inUse) => `${inUse} calls at once in ${name}, a pool of ${most}`,
        );
      }),
  },
  {
    title: "a run that ends well has made all its calls, and nobody calls what no function names",
    breaches: ofEach((run, name, { callsCount }) => {
      const least = madeAtLeast(run, name);
      const most = callersOf(run, name).length === 0 ? 0 : Number.POSITIVE_INFINITY;
      return callsCount >= least && callsCount <= most ? [] : [`${name}: ${callsCount} calls, at least ${least}`];
    }),
  },
  {
    title: "each call is answered, rejected, or cut off with its run, and holds its place no longer",
    breaches: ofEach((run, name, { callsCount, rejectedCount, waitedCount, latencyMsSamples, inUseLast }) => {
      const left = callsCount - rejectedCount - latencyMsSamples;
      const most = cutOffAtMost(run, name);
      // LMI-6: what has timed out on Managed Instances goes on unseen.
      const idle = callersOf(run, name).every((one) => !isManaged(one) && !runsAtEnd(run, one.name));
      return [
        ...allOf(
          [left],
          (calls) => calls >= 0 && calls <= most && waitedCount <= callsCount,
          (calls) => `${name}: ${calls} calls without an end, at most ${most}; ${waitedCount} waited`,
        ),
        ...(idle ? same(`${name} in use`, inUseLast, 0) : []),
      ];
    }),
  },
];
