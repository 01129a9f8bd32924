/** What must hold between the parts of the system: names that exist, AWS's limits on reserved and provisioned units. */
import { FACTS } from "../../../sim/index.ts";
import type { CheckedSystem } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { keySpotOf, type Path, spotOf, treeAt } from "../../text/tree.ts";
import { didYouMean, list } from "../../text/words.ts";
import { initDefault, RUNTIMES, restoreDefault } from "../../values/cold-starts.ts";
import { examineAliases } from "../aliases/examine.ts";
import { aliasNames } from "../aliases/schema.ts";
import { examineDurable, usualLength } from "../durable/examine.ts";
import { examineManaged } from "../managed/examine.ts";
import { examineTenancy } from "../tenancy/examine.ts";
import { examineKinds } from "./kinds.ts";
import type { FunctionSpec } from "./schema.ts";

/** What a function runs on when it says nothing: AWS has no default, so this is a measured, usual one. */
export const RUNTIME_DEFAULT = "nodejs24.x";
const FLOOR = FACTS.unreservedFloor.value;

export function examineSystem(system: CheckedSystem, findings: Findings): void {
  const examiner = new SystemExaminer(system, findings);
  for (const { path, spec } of system.functions) {
    if (spec !== null) examiner.function(path, spec);
  }
  examineAliases(system, findings);
  examiner.claims();
  examiner.downstreams();
  examineKinds(system, findings);
  examineDurable(system, findings);
  examineTenancy(system, findings);
}

/** The name of the Region of a function; null if it names none that exists. */
export function regionOf(spec: FunctionSpec, regions: CheckedSystem["regions"]): string | null {
  const [only] = regions;
  if (spec.region === undefined) return regions.length === 1 && only !== undefined ? only.name : null;
  return regions.some((region) => region.name === spec.region) ? spec.region : null;
}

/** SNAP-1: Java 11, Python 3.12, .NET 8 and later. */
function hasSnapStart(runtime: string): boolean {
  const [, java, python, dotnet] = /^(?:java(\d+)|python3\.(\d+)|dotnet(\d+))(?!.*-aot)/.exec(runtime) ?? [];
  return Number(java ?? 0) >= 11 || Number(python ?? 0) >= 12 || Number(dotnet ?? 0) >= 8;
}

class SystemExaminer {
  readonly #system: CheckedSystem;
  readonly #findings: Findings;

  constructor(system: CheckedSystem, findings: Findings) {
    this.#system = system;
    this.#findings = findings;
  }

  #error(id: ProblemId, path: Path, { text, hint }: Message): void {
    const spot = spotOf(this.#system.tree, path);
    this.#findings.error(id, spot, { text: `${spot.path} ${text}`, hint });
  }

  function(path: Path, spec: FunctionSpec): void {
    this.#region(path, spec);
    this.#provisioned(path, spec);
    this.#snapStart(path, spec);
    this.#coldStarts(path, spec);
    this.#namesInFunction(path, spec);
    this.#timeout(path, spec);
    examineManaged(this.#system, this.#findings, { path, spec }, spec.runtime ?? RUNTIME_DEFAULT);
  }

  /** LIFE-7. AWS accepts this, but it is hardly ever meant. */
  #timeout(path: Path, { run, extensions, timeout }: FunctionSpec): void {
    const ownTime = run === undefined ? 0 : usualLength(run);
    const both = ownTime + (extensions === undefined ? 0 : usualLength(extensions.afterRun));
    if (both <= timeout) return;
    const spot = spotOf(this.#system.tree, [...path, ...(ownTime > timeout ? ["run"] : ["extensions", "afterRun"])]);
    const given = treeAt(this.#system.tree, [...path, "timeout"]);
    const limit = given?.kind === "scalar" ? given.text : `the default of ${FACTS.timeoutDefaultSeconds.value}s`;
    const what = ownTime > timeout ? "is usually longer" : "and the run are together usually longer";
    const text = `${spot.path} ${what} than the timeout, ${limit}: most runs will fail (LIFE-7)`;
    this.#findings.warning("run-over-timeout", spot, { text, hint: "raise timeout, to 900s at most" });
  }

  #region(path: Path, spec: FunctionSpec): void {
    const { regions } = this.#system;
    // A Region that has problems of its own may have lost its name.
    if (regions.some((region) => region.spec === null) || regionOf(spec, regions) !== null) return;
    const names = regions.map(({ name }) => name);
    if (spec.region === undefined) {
      const hint = `add region: ${list(names, "or")}`;
      this.#error("missing-field", path, { text: "has no 'region', but there are several", hint });
      return;
    }
    const hint = didYouMean(spec.region, names);
    this.#error("unknown-name", [...path, "region"], { text: `is '${spec.region}', which is no Region here`, hint });
  }

  #provisioned(path: Path, { provisioned, reserved, snapStart, aliases }: FunctionSpec): void {
    if (provisioned === undefined) return;
    if (reserved !== undefined && provisioned.count > reserved) {
      const text = `is ${provisioned.count}, but the function reserves only ${reserved} (PC-2)`;
      const hint = `lower it to ${reserved}, or raise reserved to ${provisioned.count}`;
      this.#error("provisioned-over-reserved", [...path, "provisioned", "count"], { text, hint });
    }
    if (snapStart) {
      const text = "cannot be combined with snapStart: true (PC-19)";
      this.#error("provisioned-with-snapstart", [...path, "provisioned"], { text, hint: "remove one of the two" });
    }
    const names = aliasNames(aliases);
    if (names !== undefined && !names.includes(provisioned.alias)) {
      const text = `is '${provisioned.alias}', which 'aliases' does not list`;
      const added = Array.isArray(aliases)
        ? `aliases: [${[...aliases, provisioned.alias].join(", ")}]`
        : `${provisioned.alias}: { version: 1 }`;
      const hint = didYouMean(provisioned.alias, names, `add it: ${added}`);
      this.#error("unknown-name", [...path, "provisioned", "alias"], { text, hint });
    }
  }

  #snapStart(path: Path, spec: FunctionSpec): void {
    if (!spec.snapStart) {
      if (spec.restore !== undefined) this.#useless([...path, "restore"], "snapStart: true");
      return;
    }
    if (spec.package === "image") {
      const message = { text: "is image, but SnapStart needs package: zip (SNAP-1)", hint: "remove one of the two" };
      this.#error("snapstart-runtime", [...path, "package"], message);
      return;
    }
    if (spec.runtime === undefined) {
      const message = { text: "needs a runtime that has it (SNAP-1)", hint: "add one, for instance runtime: java21" };
      this.#error("snapstart-runtime", [...path, "snapStart"], message);
      return;
    }
    if (hasSnapStart(spec.runtime)) return;
    const text = `is ${spec.runtime}, which has no SnapStart (SNAP-1)`;
    const hint = "use java11, python3.12, dotnet8 or later, or remove snapStart";
    this.#error("snapstart-runtime", [...path, "runtime"], { text, hint });
  }

  #coldStarts(path: Path, spec: FunctionSpec): void {
    const runtime = spec.runtime ?? RUNTIME_DEFAULT;
    if (spec.init === undefined && initDefault(runtime, spec.package) === null) {
      const text = `is ${runtime}, for which no Init was measured with package: ${spec.package}`;
      const hint = didYouMean(runtime, RUNTIMES, "add init, for instance init: { p50: 300ms, p99: 900ms }");
      this.#error("no-measurement", [...path, "runtime"], { text, hint });
    }
    if (!spec.snapStart || !hasSnapStart(runtime)) return;
    if (spec.restore === undefined && restoreDefault(runtime) === null) {
      const text = `is ${runtime}, for which no Restore was measured`;
      const hint = "add restore, for instance restore: { p50: 600ms, p99: 1.5s }";
      this.#error("no-measurement", [...path, "runtime"], { text, hint });
    }
  }

  #namesInFunction(path: Path, { calls, async }: FunctionSpec): void {
    const downstreams = this.#system.downstreams.map(({ name }) => name);
    for (const [index, call] of calls.entries()) {
      if (downstreams.includes(call.to)) continue;
      const hint = didYouMean(call.to, downstreams, `define it under downstreams: ${call.to}: { type: pool, ... }`);
      const message = { text: `is '${call.to}', which is no downstream here`, hint };
      this.#error("unknown-name", [...path, "calls", index, "to"], message);
    }
    if (async.deadLetter !== undefined && this.#system.functions.some(({ name }) => name === async.deadLetter)) {
      const text = `is the function '${async.deadLetter}', but must be a queue or a topic (ASY-14)`;
      const hint = "use onFailure for a function";
      this.#error("bad-value", [...path, "async", "deadLetter"], { text, hint });
    }
  }

  #useless(path: Path, without: string): void {
    const spot = spotOf(this.#system.tree, path);
    const message = { text: `${spot.path} has no effect without ${without}`, hint: `remove it, or add ${without}` };
    this.#findings.warning("useless-field", spot, message);
  }

  downstreams(): void {
    for (const { path, spec } of this.#system.downstreams) {
      if (spec?.maxWait !== undefined && spec.whenFull === "error")
        this.#useless([...path, "maxWait"], "whenFull: wait");
    }
  }

  /** CONC-7, CONC-8: A - sum RC - sum PC(ONRC) >= 100, function after function in the order of the file. */
  claims(): void {
    for (const region of this.#system.regions) {
      if (region.spec === null) continue;
      this.#claimsIn(region.name, region.spec.concurrency, region.path);
    }
  }

  #claimsIn(region: string, concurrency: number, regionPath: Path): void {
    const before: { name: string; units: number }[] = [];
    for (const { name, path, spec } of this.#system.functions) {
      if (spec === null || regionOf(spec, this.#system.regions) !== region) continue;
      const units = spec.reserved ?? spec.provisioned?.count ?? 0;
      const claimed = before.reduce((sum, claim) => sum + claim.units, 0);
      const free = Math.max(0, concurrency - FLOOR - claimed);
      // RES-6: a reservation of 0 is accepted in any account.
      if (units > free) this.#tooMuch({ path, spec, free, before, concurrency, regionPath });
      if (units > 0) before.push({ name, units });
    }
  }

  #tooMuch(claim: {
    path: Path;
    spec: FunctionSpec;
    free: number;
    before: readonly { name: string; units: number }[];
    concurrency: number;
    regionPath: Path;
  }): void {
    const { path, spec, free, before, concurrency, regionPath } = claim;
    const quotaPath = [...regionPath, "concurrency"];
    const quota = keySpotOf(this.#system.tree, quotaPath);
    const written = treeAt(this.#system.tree, quotaPath) === undefined ? "the default" : `line ${quota.place.line}`;
    const others = before.map(({ name, units }) => `${name} ${units}`);
    const taken = others.length === 0 ? "" : `; claimed already: ${list(others, "and")}`;
    const remedy = free > 0 ? `lower it to ${free}` : "remove it";
    const hint = `${remedy}, or raise ${quota.path} (now ${concurrency}, ${written})`;
    if (spec.reserved !== undefined) {
      const text = `is ${spec.reserved}, but only ${free} can be reserved (CONC-7)${taken}`;
      this.#error("reserved-too-high", [...path, "reserved"], { text, hint });
      return;
    }
    const text = `is ${spec.provisioned?.count}, but only ${free} can be provisioned (PC-3, CONC-8)${taken}`;
    this.#error("provisioned-too-high", [...path, "provisioned", "count"], { text, hint });
  }
}
