/** Every kind of problem: its id and what it means, for `burstlab check --explain ID`. */

const EXPLANATIONS = {
  "bad-yaml":
    "The text is not valid YAML 1.2: a bracket is not closed, an indent does not fit, or a value is not quoted.",
  "tab-indent": "YAML does not allow tabs as indentation. Use spaces.",
  "repeated-key": "A map holds the same key twice, so one of the two values would be lost.",
  "unknown-anchor": "A YAML alias (*name) refers to an anchor (&name) that does not stand before it.",
  "too-many-aliases": "A file may use YAML aliases at most 100 times, counting those inside what an alias stands for.",
  "too-large": "A scenario file may have at most 5 MB. Large recordings belong in a trace file.",
  "too-deep": "Brackets or maps are nested too deeply to be read.",
  "empty-file": "The file holds nothing but space and comments.",
  "cannot-read":
    "A file that the scenario names does not exist or cannot be read. Paths are relative to the file that names them.",
  "circular-extends": "A file extends itself through its parents, so there is no order in which to merge them.",
  "too-many-parents":
    "A scenario may pull in at most 100 parents, counting a parent once for each way that leads to it.",
  "unknown-variable": "$name stands for a variable that `vars` does not define.",
  "circular-variable": "A variable stands for itself through others.",
  "too-many-variables": "Variables inside variables come to more than 10,000 uses.",
  "unknown-path": "A path in --set, variants or changes leads nowhere. Paths look like functions.checkout.reserved.",
  "unknown-variant": "The variant asked for is not defined under `variants`.",
  "unknown-key": "The key is not a field that the scenario format knows at this place.",
  "unknown-value": "The field accepts only certain words, and this is not one of them.",
  "missing-field": "A field that has no default is not given.",
  "wrong-type": "The value has the wrong form: a map, a list or a plain value was expected.",
  "needs-unit":
    "A quantity with a unit is given as a bare number: is it seconds or milliseconds? Only 0 needs no unit.",
  "wrong-unit": "The unit is not one that this kind of quantity can have.",
  "bad-value": "The value cannot be read as what the field needs.",
  negative: "The quantity cannot be negative.",
  "out-of-range": "The value lies outside what AWS or the simulator allows; the text names the rule.",
  "p99-below-p50": "The 99th percentile of a distribution cannot lie below its median.",
  "not-rising": "Quantiles, or the two ends of a range, must rise.",
  "bad-name": "A name has characters that AWS or paths do not allow, or too many of them.",
  "duplicate-name": "Two things that need different names have the same one.",
  unsupported: "This part of the scenario format is defined but not simulated by this version of burstlab.",
  "pick-one": "Exactly one of several fields must be given.",
  "unknown-name": "The scenario has no function, source, downstream, Region or alias of that name.",
  "reserved-too-high":
    "CONC-7: 100 units of a Region's concurrency must stay unreserved. A reservation of 0 is always accepted (RES-6).",
  "provisioned-too-high":
    "CONC-8: provisioned units of functions without a reservation must also leave 100 units unclaimed.",
  "provisioned-over-reserved": "PC-2: a function cannot have more provisioned units than its reservation.",
  "provisioned-on-latest": "PC-1: provisioned concurrency sits on a published version or an alias, never on $LATEST.",
  "alias-routing":
    "LIM-13: an alias routes to one published version, or to two of which the second has a weight from 0 to 1.",
  "provisioned-with-snapstart": "PC-19: a version has provisioned concurrency or SnapStart, not both.",
  "managed-with-other":
    "LMI-2: on Managed Instances nothing starts for a request, so what governs such starts cannot be set besides.",
  "outside-bounds":
    "AAS-1: the units lie outside the bounds between which scaling may move them, or the bounds leave no number.",
  "never-scales":
    "AAS-10: without provisioned units there is no utilisation to measure, so target tracking never starts.",
  "scaling-over-limit":
    "PC-2, CONC-8: scaling may ask for more units than the reservation or the Region leaves; AWS refuses those.",
  "never-fires": "A schedule has no moment within the run.",
  "too-many-moments": "A schedule would come due more than 100,000 times in the run.",
  "snapstart-runtime":
    "SNAP-1: SnapStart needs Java 11, Python 3.12, .NET 8 or later; images of other bases must allow it by a label.",
  "snapstart-storage": "SNAP-3: SnapStart does not go with more than 512 MB of /tmp.",
  "tenancy-conflict":
    "TEN-3: tenant isolation goes neither with provisioned units nor with SnapStart, nor with events that AWS pushes.",
  "tenants-missing": "TEN-1: every request to a function with tenant isolation must name its tenant.",
  "tenants-unexpected": "TEN-1: requests to a function without tenant isolation must not name a tenant.",
  "wrong-destination":
    "ASY-13, ASY-14: not everything takes records: dead letters go to queues or topics, buckets take failures only.",
  "endless-calls":
    "ASY-20: calls that every run makes lead back to where they began, so that no run can ever end well.",
  "ambiguous-name":
    "A function, a downstream and a source share this name; one of them is meant, perhaps not the right one.",
  "no-measurement": "burstlab has no measured default for this runtime and package type, so the time must be given.",
  "wave-below-zero": "The wave on top of a rate would take it below zero requests per second.",
  "useless-field": "The field is given but another setting takes all effect from it.",
  "run-over-timeout": "LIFE-7: the usual run lasts longer than the function's timeout, so most runs end as errors.",
  "init-over-timeout":
    "LIFE-3, LIFE-4: an Init of more than 10 s is aborted and runs again within the timeout, which it exceeds.",
  "durable-unqualified":
    "DUR-1: a durable function is pinned to a version, so whoever invokes it must name an alias or a version.",
  "durable-synchronous":
    "DUR-3: a synchronous caller waits for the whole execution, which must then be limited to 15 minutes.",
  "durable-destination":
    "DUR-3: durable functions have no destinations; a dead-letter queue takes their failed events.",
  "too-many-operations": "DUR-4: an execution has at most 3,000 operations, each step and each wait being one.",
  "execution-over-timeout": "DUR-1: the steps and waits usually take longer than the execution may.",
  "bad-trace": "A recorded trace or a column of measurements cannot be read.",
  "after-the-end": "Something is set for a moment that the run does not reach.",
  "too-many-buckets": "The series would have more than 100,000 points.",
  "no-traffic": "Nothing invokes anything, so nothing will happen.",
  "no-effect": "A change sets what is already so.",
  "provisioned-unused": "PC-1, PC-9: requests that do not name the alias with the provisioned units never use them.",
  "not-active": "LIFE-25: AWS allocates provisioned concurrency to versions of Active functions only.",
  "snapstart-unused": "SNAP-2: SnapStart works for published versions only; requests without an alias run on $LATEST.",
} as const satisfies Record<string, string>;

export type ProblemId = keyof typeof EXPLANATIONS;

/** The ids of all problems, in code-unit order. */
export const PROBLEM_IDS: readonly string[] = Object.keys(EXPLANATIONS).sort();

/** What a kind of problem means; null for an id that does not exist. */
export function explainProblem(id: string): string | null {
  return Object.hasOwn(EXPLANATIONS, id) ? EXPLANATIONS[id as ProblemId] : null;
}
