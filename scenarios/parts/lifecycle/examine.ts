/** What must hold for snapshots, states and updates of a function: what goes together, and what has an effect. */

import type { Checked } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { didYouMean } from "../../text/words.ts";
import { aliasNames, routedAliases } from "../aliases/schema.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { unitsAt, unitsOf } from "../provisioned/schema.ts";
import { hasSnapStart, losesSnapshots, takesSnapshots } from "./runtimes.ts";

function ofScenario(checked: Checked, report: Report): void {
  for (const { path, spec } of checked.functions) {
    if (spec === null) continue;
    const own = report.below(path);
    snapshots(spec, own);
    initialState(spec, own);
    for (const index of spec.updates.keys()) update(index, spec, own, checked);
  }
}

/** SNAP-8, SNAP-11. */
function snapshots(spec: FunctionSpec, report: Report): void {
  const { snapStart, runtime, restore, framework, package: packageType } = spec;
  if (typeof snapStart === "boolean") return;
  if (snapStart.restores === "burst" && (restore !== undefined || framework !== undefined)) {
    const beside = restore === undefined ? "framework, which was measured under load" : "restore";
    report.warning("useless-field", ["snapStart", "restores"], {
      text: `has no effect beside ${beside}`,
      hint: "remove it",
    });
  }
  if (snapStart.billedRestore !== undefined && report.at(["snapStart", "billedShare"]) !== undefined) {
    const message = { text: "has no effect beside billedRestore", hint: "remove one of the two" };
    report.warning("useless-field", ["snapStart", "billedShare"], message);
  }
  if (snapStart.label !== undefined && (packageType === "zip" || (runtime !== undefined && hasSnapStart(runtime)))) {
    const of = packageType === "zip" ? "package: zip" : `an image of ${runtime}, which has SnapStart as it is`;
    report.warning("useless-field", ["snapStart", "label"], { text: `has no effect with ${of}`, hint: "remove it" });
  }
  if (snapStart.deletedAfter === undefined || losesSnapshots(runtime)) return;
  const text = `has no effect with ${runtime ?? "no runtime"}: AWS deletes snapshots of Java only (SNAP-8)`;
  report.warning("useless-field", ["snapStart", "deletedAfter"], { text, hint: "remove it" });
}

function initialState({ state, provisioned }: FunctionSpec, report: Report): void {
  if (state === undefined || state.initial === "active" || unitsOf(provisioned).length === 0) return;
  const text = `is ${state.initial}, but provisioned units need a function that is Active (LIFE-25)`;
  const hint = "let it begin active, or remove provisioned";
  report.error("not-active", ["state", "initial"], { text, hint });
}

function update(index: number, spec: FunctionSpec, report: Report, { simulate }: Checked): void {
  const { updates, aliases, provisioned } = spec;
  const at = ["updates", index] as const;
  const { publish, update, waits, at: moment } = updates[index]!;
  if ((publish === undefined) === (update === undefined)) {
    const text = publish === undefined ? "needs 'publish' or 'update'" : "has both 'publish' and 'update'";
    const hint = "give publish: ALIAS for a new version, or update: $LATEST for new code";
    report.error("pick-one", at, { text, hint });
    return;
  }
  if (update !== undefined && !waits) {
    const text = "is false, but the old code of $LATEST serves until the update ends (LIFE-25)";
    report.error("bad-value", [...at, "waits"], { text, hint: "remove it" });
  }
  if (publish !== undefined && !waits && unitsAt(provisioned, publish) !== null) {
    const text =
      "has no effect: an alias with provisioned units waits until those of the new version are READY (PC-15)";
    report.warning("useless-field", [...at, "waits"], { text, hint: "remove it" });
  }
  if (publish !== undefined) publishes([...at, "publish"], publish, aliases, report);
  if (simulate === null || moment < simulate.for) return;
  const message = { text: "is a moment that the run does not reach", hint: "name an earlier moment" };
  report.warning("after-the-end", [...at, "at"], message);
}

/** An alias that names its versions is moved by its shift; the others stand for a version each. */
function publishes(path: Path, publish: string, aliases: FunctionSpec["aliases"], report: Report): void {
  const known = aliasNames(aliases);
  if (routedAliases(aliases).some(([name]) => name === publish)) {
    const text = `is '${publish}', an alias that names its versions`;
    report.error("bad-value", path, { text, hint: `move it with aliases.${publish}.shift` });
  } else if (known !== undefined && !known.includes(publish)) {
    const hint = didYouMean(publish, known, `add it: aliases: [${[...known, publish].join(", ")}]`);
    report.error("unknown-name", path, { text: `is '${publish}', which 'aliases' does not list`, hint });
  }
}
/** SNAP-1, SNAP-2: what a snapshot needs, and what has no meaning without one. */
function ofFunction({ spec, report }: FunctionExamined): void {
  if (!spec.snapStart) {
    if (spec.restore === undefined) return;
    const message = { text: "has no effect without snapStart: true", hint: "remove it, or add snapStart: true" };
    report.warning("useless-field", ["restore"], message);
    return;
  }
  if (takesSnapshots(spec)) return;
  if (spec.package === "image") {
    const what = spec.runtime === undefined ? "no runtime of AWS" : spec.runtime;
    const text = `needs an image that allows it: with ${what}, publishing a version fails otherwise (SNAP-1)`;
    const hint = "add snapStart: { label: Allow } if the image has that label, or the runtime hooks";
    report.error("snapstart-runtime", ["snapStart"], { text, hint });
    return;
  }
  if (spec.runtime === undefined) {
    const message = { text: "needs a runtime that has it (SNAP-1)", hint: "add one, for instance runtime: java21" };
    report.error("snapstart-runtime", ["snapStart"], message);
    return;
  }
  const text = `is ${spec.runtime}, which has no SnapStart (SNAP-1)`;
  const hint = "use java11, python3.12, dotnet8 or later, or remove snapStart";
  report.error("snapstart-runtime", ["runtime"], { text, hint });
}

export const lifecycleRules: PartRules = { ofFunction, ofScenario };
