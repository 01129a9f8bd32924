/** The rules of Managed Instances (LMI), tenant isolation (TEN), durable functions (DUR) and MicroVMs (MVM). */
import { type Row, rulesOf } from "./rule.ts";

const LMI: readonly Row[] = [
  ["LMI-1", "D+DE", ["lmi-scale", "api"], "An environment serves many requests at once, up to a number that is set."],
  ["LMI-2", "D", ["lmi-scale"], "Scaling follows CPU and fullness, not arrivals; there are no cold starts."],
  ["LMI-3", "D", ["lmi-scale"], "The default headroom lets traffic double within 5 min; faster growth may be refused."],
  [
    "LMI-4",
    "D",
    ["lmi-scale", "o-lmi-2026"],
    "It starts with 3 environments on 3 instances, one a zone, all paid for; bounds of 0 and 0 stop it.",
  ],
  [
    "LMI-5",
    "D+DE",
    ["lmi-scale", "lmi-quota", "api"],
    "Environments begin at 2 GB and 1 vCPU, with 2 to 8 GB for each vCPU.",
  ],
  [
    "LMI-6",
    "D",
    ["lmi-env"],
    "A request that finds all workers busy is refused; a timeout fails its request only and keeps its worker.",
  ],
  ["LMI-7", "D", ["lmi"], "Scaling stops at the minimum, not at zero; the price is that of EC2 plus 15 %."],
  ["LMI-8", "D", ["lmi-mon", "lmi-scale"], "Metrics of its own every 5 min, refusals by kind of resource."],
  ["LMI-9", "D", ["lmi-quota"], "Event sources and events have throughput caps in MB/s."],
  [
    "LMI-10",
    "OBS+MOD",
    ["o-lmi-2026"],
    "Workers are the limit; runs that want more CPU than their environment has slow each other down.",
  ],
];

const TEN: readonly Row[] = [
  ["TEN-1", "D", ["tenant"], "An environment serves one tenant only; every request must name its tenant."],
  ["TEN-2", "D", ["tenant"], "At most 2,500 tenant environments for each 1,000 units of concurrency."],
  [
    "TEN-3",
    "D",
    ["tenant"],
    "Not with provisioned units, SnapStart or function URLs; each new environment is charged.",
  ],
];

const DUR: readonly Row[] = [
  [
    "DUR-1",
    "D",
    ["durable-cfg", "durable-inv"],
    "An execution may last a year, bound to the version that it began on.",
  ],
  ["DUR-2", "D", ["durable-inv"], "A wait ends the invocation and costs nothing; going on is a new invocation."],
  ["DUR-3", "D", ["durable-inv"], "A synchronous caller waits for the whole execution, 15 min at most."],
  ["DUR-4", "D", ["quotas"], "A million executions at once, 3,000 operations and 100 MB each, 1,000 checkpoints/s."],
  ["DUR-5", "MOD", [], "Each continuation is modelled as an asynchronous invocation under normal admission."],
];

const MVM: readonly Row[] = [
  ["MVM-1", "D", ["quotas"], "MicroVMs with runs of 8 hours exist since 2026; they are not simulated."],
];

export const LMI_RULES = rulesOf(LMI);
export const TEN_RULES = rulesOf(TEN);
export const DUR_RULES = rulesOf(DUR);
export const MVM_RULES = rulesOf(MVM);
