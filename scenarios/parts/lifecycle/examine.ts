/** What must hold for snapshots, states and updates of a function: what goes together, and what has an effect. */

import type { Checked } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { type Path, spotOf, treeAt } from "../../text/tree.ts";
import { didYouMean } from "../../text/words.ts";
import { aliasNames, routedAliases } from "../aliases/schema.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { losesSnapshots } from "./build.ts";

export function examineLifecycles(checked: Checked, findings: Findings): void {
  for (const { path, spec } of checked.functions) {
    if (spec === null) continue;
    const examiner = new LifecycleExaminer(checked, findings, path);
    examiner.snapshots(spec);
    examiner.state(spec);
    for (const index of spec.updates.keys()) examiner.update(index, spec);
  }
}

class LifecycleExaminer {
  readonly #checked: Checked;
  readonly #findings: Findings;
  readonly #path: Path;

  constructor(checked: Checked, findings: Findings, path: Path) {
    this.#checked = checked;
    this.#findings = findings;
    this.#path = path;
  }

  #report(severity: "error" | "warning", id: ProblemId, path: Path, { text, hint }: Message): void {
    const spot = spotOf(this.#checked.tree, [...this.#path, ...path]);
    this.#findings[severity](id, spot, { text: `${spot.path} ${text}`, hint });
  }

  /** SNAP-8. */
  snapshots({ snapStart, runtime }: FunctionSpec): void {
    if (typeof snapStart === "boolean") return;
    const at = [...this.#path, "snapStart", "billedShare"];
    if (snapStart.billedRestore !== undefined && treeAt(this.#checked.tree, at) !== undefined) {
      const message = { text: "has no effect beside billedRestore", hint: "remove one of the two" };
      this.#report("warning", "useless-field", ["snapStart", "billedShare"], message);
    }
    if (snapStart.deletedAfter === undefined || losesSnapshots(runtime)) return;
    const text = `has no effect with ${runtime ?? "no runtime"}: AWS deletes snapshots of Java only (SNAP-8)`;
    this.#report("warning", "useless-field", ["snapStart", "deletedAfter"], { text, hint: "remove it" });
  }

  state({ state, provisioned }: FunctionSpec): void {
    if (state === undefined || state.initial === "active" || provisioned === undefined) return;
    const text = `is ${state.initial}, but provisioned units need a function that is Active (LIFE-25)`;
    const hint = "let it begin active, or remove provisioned";
    this.#report("error", "not-active", ["state", "initial"], { text, hint });
  }

  update(index: number, { updates, aliases }: FunctionSpec): void {
    const at = ["updates", index] as const;
    const { publish, update, waits, at: moment } = updates[index]!;
    if ((publish === undefined) === (update === undefined)) {
      const text = publish === undefined ? "needs 'publish' or 'update'" : "has both 'publish' and 'update'";
      const hint = "give publish: ALIAS for a new version, or update: $LATEST for new code";
      this.#report("error", "pick-one", at, { text, hint });
      return;
    }
    if (update !== undefined && !waits) {
      const text = "is false, but the old code of $LATEST serves until the update ends (LIFE-25)";
      this.#report("error", "bad-value", [...at, "waits"], { text, hint: "remove it" });
    }
    if (publish !== undefined) this.#alias([...at, "publish"], publish, aliases);
    const { simulate } = this.#checked;
    if (simulate === null || moment < simulate.for) return;
    const message = { text: "is a moment that the run does not reach", hint: "name an earlier moment" };
    this.#report("warning", "after-the-end", [...at, "at"], message);
  }

  /** An alias that names its versions is moved by its shift; the others stand for a version each. */
  #alias(path: Path, publish: string, aliases: FunctionSpec["aliases"]): void {
    const known = aliasNames(aliases);
    if (routedAliases(aliases).some(([name]) => name === publish)) {
      const text = `is '${publish}', an alias that names its versions`;
      this.#report("error", "bad-value", path, { text, hint: `move it with aliases.${publish}.shift` });
    } else if (known !== undefined && !known.includes(publish)) {
      const hint = didYouMean(publish, known, `add it: aliases: [${[...known, publish].join(", ")}]`);
      this.#report("error", "unknown-name", path, { text: `is '${publish}', which 'aliases' does not list`, hint });
    }
  }
}
