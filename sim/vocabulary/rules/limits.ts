/** The rules of quotas on configuration (LIM). */
import { type Row, rulesOf } from "./rule.ts";

const LIM: readonly Row[] = [
  ["LIM-1", "D+DE", ["quotas", "api"], "Memory: 128 to 10,240 MB, 128 unless set."],
  ["LIM-2", "D+DE", ["quotas", "api"], "Timeout: 1 to 900 s, 3 s unless set."],
  ["LIM-3", "D", ["quotas"], "/tmp: 512 to 10,240 MB, 512 unless set."],
  ["LIM-4", "D", ["quotas"], "Environment variables: 4 KB in all."],
  ["LIM-5", "D", ["quotas"], "Layers: 5 at most."],
  ["LIM-6", "D", ["quotas"], "Package: 50 MB zipped, 250 MB unzipped with layers, images 10 GB."],
  ["LIM-7", "D", ["quotas"], "Code storage: 300 GB per Region; an older sample says 75."],
  ["LIM-8", "D", ["quotas"], "Payload: 6 MB each way, 200 MB streamed, 1 MB for events."],
  ["LIM-9", "DE", ["api"], "Client context: 3,583 bytes."],
  ["LIM-10", "D", ["quotas"], "1,024 file descriptors, 1,024 processes and threads."],
  ["LIM-11", "DE", ["api"], "Function name: 64 characters."],
  ["LIM-12", "DE", ["api"], "Alias: 1 to 128 letters, digits, hyphens or underscores, not digits alone."],
  [
    "LIM-13",
    "D+DE",
    ["alias", "api"],
    "A weighted alias divides over two published versions with the same role and dead-letter target.",
  ],
  ["LIM-14", "DE", ["api"], "A version is $LATEST or a number; published ones never change."],
  ["LIM-15", "D+DE", ["api", "reserved"], "Reservation: 0 or more, and 100 units stay free."],
  [
    "LIM-16",
    "D+DE",
    ["api", "pc"],
    "Provisioned units: 1 or more, within the reservation or the pool, not on $LATEST.",
  ],
  ["LIM-17", "DE", ["api"], "Events: 0 to 2 retries, 60 to 21,600 s of age."],
  ["LIM-18", "D+DE", ["api", "quotas"], "VPC: 16 subnets, 5 security groups, 500 network interfaces."],
  ["LIM-19", "D", ["snap"], "SnapStart only where its own rules allow it."],
  ["LIM-20", "D", ["quotas"], "Management calls: 15 requests/s in all, GetFunction 100."],
  ["LIM-21", "MOD", [], "Execution roles and the like play no part in a simulation."],
];

export const LIM_RULES = rulesOf(LIM);
