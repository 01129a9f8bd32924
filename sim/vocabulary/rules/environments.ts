/** The rules of SnapStart (SNAP) and of the life of an execution environment (LIFE). */
import { type Row, rulesOf } from "./rule.ts";

const SNAP: readonly Row[] = [
  [
    "SNAP-1",
    "D",
    ["snap"],
    "For Java from 11, Python from 3.12, .NET from 8 on; images of other bases need a label or the hooks.",
  ],
  ["SNAP-2", "D", ["snap"], "Only published versions, and aliases that name them, have snapshots."],
  ["SNAP-3", "D", ["snap"], "Not with provisioned concurrency, EFS or more than 512 MB of /tmp."],
  [
    "SNAP-4",
    "D",
    ["snap-act", "env"],
    "A new version cannot be invoked until its Init is done and its snapshot taken.",
  ],
  ["SNAP-5", "D", ["env", "api"], "A cold start restores the snapshot, then runs; restoring has 10 s."],
  ["SNAP-6", "D", ["env"], "Hooks run at the end of Init and at the end of Restore; the latter are billed."],
  [
    "SNAP-7",
    "D+OBS",
    ["snap-mon", "o-perf"],
    "Cold latency is Restore plus run; what is billed is the run plus the billed part of Restore.",
  ],
  [
    "SNAP-8",
    "D",
    ["snap-act"],
    "Java: after 14 days without use the snapshot is gone, and the next invocation fails once.",
  ],
  ["SNAP-9", "D", ["snap-act", "api"], "Snapshots are made again for patches; a failure there stops the version."],
  ["SNAP-10", "D", ["snap"], "Java pays nothing extra; Python and .NET pay for keeping and for each restore."],
  [
    "SNAP-11",
    "D+OBS",
    ["snap", "snap-best", "o-kaz"],
    "It helps most at scale; the first restores after a publish are slower.",
  ],
  ["SNAP-12", "DE", ["api"], "Too many snapshots being made at once give a 429 with a reason of its own."],
  ["SNAP-13", "OBS", ["o-perf"], "Restoring takes 0.4 to 0.8 s at least, so a tiny function starts faster without it."],
  [
    "SNAP-14",
    "MOD",
    ["o-kaz"],
    "The cache is modelled by a factor on Restore that fades over the first fifty restores.",
  ],
];

const LIFE: readonly Row[] = [
  ["LIFE-1", "D", ["env"], "Init is that of extensions, runtime and the function's static code."],
  ["LIFE-2", "D", ["env"], "On demand, Init has 10 s in all."],
  [
    "LIFE-3",
    "D",
    ["env", "trouble"],
    "A longer Init is aborted at 10 s and made again in the first run, within the timeout.",
  ],
  ["LIFE-4", "D", ["trouble"], "With a short timeout that second Init times out too, for every request."],
  ["LIFE-5", "D", ["env"], "The 10 s do not hold for provisioned units, SnapStart and Managed Instances."],
  ["LIFE-6", "D", ["env"], "A failed Init writes INIT_REPORT to the log; a good one on demand does not."],
  ["LIFE-7", "D", ["env", "quotas", "api"], "The timeout, 1 to 900 s, bounds handler and extensions together."],
  ["LIFE-8", "D", ["env"], "The environment stays busy until extensions are done too."],
  ["LIFE-9", "D", ["env"], "A crash or timeout resets the environment; its next request pays a hidden Init."],
  ["LIFE-10", "MOD", ["env"], "A handler that returns an error does not reset its environment."],
  ["LIFE-11", "D", ["env"], "Shutdown gives 0, 500 or 2,000 ms, depending on extensions."],
  [
    "LIFE-12",
    "D",
    ["env"],
    "A used environment is kept for a time AWS does not tell, and ended every few hours anyway.",
  ],
  [
    "LIFE-13",
    "OBS+MOD",
    ["o-idle", "o-records"],
    "Idle environments end after a time measured differently each year; presets hold the laws.",
  ],
  [
    "LIFE-14",
    "OBS+MOD",
    ["o-xebia", "o-records"],
    "No environment grows older than about two hours, even in constant use.",
  ],
  [
    "LIFE-15",
    "OBS+MOD",
    ["o-records"],
    "The environment used last serves next, as measured; other orders can be chosen.",
  ],
  ["LIFE-16", "D+OBS", ["env", "o-proactive"], "AWS may start environments before they are needed."],
  ["LIFE-17", "D", ["env"], "Cold starts are usually under 1 % of invocations and last from 100 ms to over 1 s."],
  ["LIFE-18", "DE", ["blog-init", "env", "node-log"], "Init is billed: run and Init together, rounded up to 1 ms."],
  ["LIFE-19", "OBS", ["o-perf"], "Init by runtime and package as measured; images start slower than ZIP files."],
  [
    "LIFE-20",
    "D",
    ["vpc"],
    "A VPC adds nothing to cold starts: network interfaces are made when the function is attached.",
  ],
  [
    "LIFE-21",
    "D+OBS",
    ["memory", "quotas", "o-cpu"],
    "CPU grows with memory; 1,769 MB give one vCPU, 10,240 MB up to six.",
  ],
  ["LIFE-22", "OBS", ["o-cpu"], "The number of cores grows in steps with memory."],
  ["LIFE-23", "MOD", [], "CPU-bound time is work over the vCPUs that can be used; waiting time stays as it is."],
  [
    "LIFE-24",
    "OBS",
    ["o-perf", "o-init"],
    "Little memory does not slow Init, but does slow the first run of the handler.",
  ],
  [
    "LIFE-25",
    "D",
    ["states"],
    "Pending and inactive functions cannot be invoked; during an update the old code serves.",
  ],
];

export const SNAP_RULES = rulesOf(SNAP);
export const LIFE_RULES = rulesOf(LIFE);
