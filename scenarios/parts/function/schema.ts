/** Fields of a function. */
import * as z from "zod";
import { FACTS } from "../../../sim/index.ts";
import { didYouMean, shown } from "../../text/words.ts";
import { RUNTIMES } from "../../values/cold-starts.ts";
import { distribution } from "../../values/distribution.ts";
import { FRAMEWORKS } from "../../values/frameworks.ts";
import type { Quantity } from "../../values/quantity.ts";
import {
  CHANGE,
  choice,
  count,
  duration,
  fields,
  ITSELF,
  name,
  share,
  size,
  special,
  WHOLE,
  WITHIN,
} from "../../values/units.ts";
import { aliases } from "../aliases/schema.ts";
import { durable } from "../durable/schema.ts";
import { asynchronous, call, send } from "../handing/schema.ts";
import { snapStart, state, update, vpc } from "../lifecycle/schema.ts";
import { managedInstances } from "../managed/schema.ts";
import { provisioned } from "../provisioned/schema.ts";
import { functionQuotas, packageKind } from "../quotas/schema.ts";

const seconds = (fact: { readonly value: number }): string => `${fact.value}s`;

/** LIM-11. */
export const FUNCTION_NAME = {
  what: "a function's name",
  pattern: /^[A-Za-z0-9_-]+$/,
  max: FACTS.functionNameMax.value,
  rule: "LIM-11",
};
const PLAIN = { what: "a name", pattern: /^[A-Za-z0-9_.-]+$/, max: 128 };

/** Measured ones, and any that AWS may add: those need an `init` of their own. */
const runtime = special(
  (raw): Quantity<string> => {
    const known = typeof raw === "string" && /^(nodejs|python|java|dotnet|ruby|go|provided)[a-z0-9.:+-]*$/.test(raw);
    if (known) return { ok: true, value: raw };
    const hint = didYouMean(shown(raw), RUNTIMES, "use AWS's identifier, as in nodejs24.x, python3.14 or java25");
    return { ok: false, id: "unknown-value", text: `is '${shown(raw)}', which is not a Lambda runtime`, hint };
  },
  { type: "string", examples: [...RUNTIMES] },
);

const extensions = fields("extensions", () => ({
  afterRun: distribution().describe(
    "How long they go on after the handler's answer, in a busy environment; a distribution; required (LIFE-8).",
  ),
}));

const MEMORY = {
  min: `${FACTS.memoryMinMb.value}MB`,
  max: `${FACTS.memoryMaxMb.value}MB`,
  rule: "LIM-1",
};

const cpu = fields("cpu", () => ({
  bound: share().prefault("100%").describe("Share of a run that computes; the rest waits; default 100% (LIFE-23)."),
  threads: count({ min: 1, max: 6 }).prefault(1).describe("Threads that compute at once, 1 to 6; default 1 (LIFE-23)."),
  measuredAt: size(MEMORY).describe("Memory at which `run` was measured; required (LIFE-21)."),
}));

/** What AWS is asked for. */
const deployed = () => ({
  region: name(PLAIN).optional().describe("Name of its Region; needed when there are several."),
  memory: size(MEMORY)
    .prefault(`${FACTS.memoryDefaultMb.value}MB`)
    .describe("Memory, 128MB to 10240MB; default 128MB (LIM-1).")
    .register(CHANGE, WHOLE),
  runtime: runtime
    .optional()
    .describe("Runtime; gives init and firstRun the measured ones of hello world; default nodejs24.x."),
  framework: choice(FRAMEWORKS)
    .optional()
    .describe(
      "What it is made with, where measured; gives init, restore and firstRun defaults; default none (LIFE-1).",
    ),
  package: packageKind
    .prefault("zip")
    .describe("Kind of package, zip or image, or its sizes; images start slower; default zip (LIFE-19, LIM-6)."),
  architecture: choice(["x86_64", "arm64"])
    .optional()
    .describe("Processor, which prices and the default of init depend on; default x86_64 (LP-2, LP-5, LIFE-19)."),
  timeout: duration({ min: seconds(FACTS.timeoutMinSeconds), max: seconds(FACTS.timeoutMaxSeconds), rule: "LIM-2" })
    .prefault(seconds(FACTS.timeoutDefaultSeconds))
    .describe("A run ends after this at the latest, 1s to 900s; default 3s (LIM-2, LIFE-7).")
    .register(CHANGE, WHOLE),
  reserved: count()
    .optional()
    .describe("Reserved concurrency: guarantee and ceiling; 0 stops the function; default none (RES-1 to RES-10).")
    .register(CHANGE, WHOLE),
  provisioned: provisioned
    .optional()
    .describe("Provisioned concurrency of an alias, or a list of several; default none (PC-1 to PC-20).")
    .register(CHANGE, ITSELF),
});

/** What a run is, and what comes before it. */
const running = () => ({
  run: distribution()
    .optional()
    .describe("Time of the handler without its downstream calls; a distribution; required, or durable.")
    .register(CHANGE, WHOLE),
  durable: durable.optional().describe("Steps and waits of a durable function, in place of run (DUR-1 to DUR-5)."),
  cpu: cpu
    .optional()
    .describe("How `run` depends on memory; default not at all; Init never does (LIFE-21, LIFE-23, LIFE-24).")
    .register(CHANGE, WHOLE),
  init: distribution()
    .optional()
    .describe("Init of a cold start; a distribution; default by runtime, package and architecture (LIFE-1).")
    .register(CHANGE, WHOLE),
  firstRun: distribution()
    .optional()
    .describe(
      "How much longer the first run of an environment is; a distribution; default by runtime or framework, but none " +
        "with an init of your own (PC-14, LIFE-24).",
    )
    .register(CHANGE, WHOLE),
  restore: distribution()
    .optional()
    .describe("Restore of a SnapStart cold start; a distribution; default by runtime and memory (SNAP-5).")
    .register(CHANGE, WHOLE),
  snapStart: snapStart
    .prefault(false)
    .describe("Cold starts of aliases restore a snapshot: true, or fields; default false (SNAP-1, SNAP-2)."),
  tenancy: choice(["perTenant"])
    .optional()
    .describe("perTenant: environments are reused for the same tenant only; default for anybody (TEN-1 to TEN-3).")
    .register(CHANGE, { may: "never", because: "AWS sets it when the function is made (TEN-1)" }),
});

/** What surrounds the runs. */
const besides = () => ({
  ...functionQuotas(),
  aliases: aliases
    .optional()
    .describe(
      "All aliases: names, or names with the versions they route to; default those that are used (LIM-12, LIM-13).",
    )
    .register(CHANGE, WITHIN),
  extensions: extensions
    .optional()
    .describe("Extensions that work after the handler; default none (LIFE-8, MET-5).")
    .register(CHANGE, WHOLE),
  errors: share()
    .prefault(0)
    .describe("Share of runs that end in a function error, 0% to 100%; default 0 (LIFE-10).")
    .register(CHANGE, WHOLE),
  calls: z
    .array(call)
    .prefault([])
    .describe("What a run calls, one after the other, before its own time passes: downstreams, functions, sources.")
    .register(CHANGE, WHOLE),
  sends: z
    .array(send)
    .prefault([])
    .describe("What a run sends when its handler has ended well: records into sources, events to functions (ASY-1)."),
  recursiveLoop: choice(["Terminate", "Allow"])
    .prefault("Terminate")
    .describe("Whether Lambda stops its 17th invocation in a chain, Terminate or Allow; default Terminate (ASY-20)."),
  async: asynchronous
    .prefault({})
    .describe("What happens to asynchronous events (ASY-3, ASY-7).")
    .register(CHANGE, WHOLE),
  managedInstances: managedInstances
    .optional()
    .describe("Runs on Managed Instances: many requests at once in an environment; default no (LMI-1 to LMI-8)."),
  vpc: vpc.prefault(false).describe("Whether it is attached to a VPC: true, or fields; default false (LIFE-20)."),
  state: state.optional().describe("Whether it can be invoked as the run begins; default Active throughout (LIFE-25)."),
  updates: z.array(update).prefault([]).describe("Deployments during the run; default none (SNAP-4, ADM-4, LIFE-25)."),
});

export const functionSchema = fields("a function", () => ({ ...deployed(), ...running(), ...besides() })).register(
  CHANGE,
  WITHIN,
);

export type FunctionSpec = z.output<typeof functionSchema>;
