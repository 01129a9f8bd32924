/** What AWS asks of aliases that route to versions: at most two of them, both published (LIM-13). */
import type { Checked, CheckedSystem } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { keySpotOf, type Path, spotOf } from "../../text/tree.ts";
import { shown } from "../../text/words.ts";
import { parseName } from "../../values/units.ts";
import type { FunctionSpec } from "../function/schema.ts";
import { ALIAS, type AliasSpec, isPublished, routedAliases, weightsOf } from "./schema.ts";

const LATEST = "$LATEST";

export function examineAliases(system: CheckedSystem, findings: Findings): void {
  const examiner = new AliasExaminer(system, findings);
  for (const { path, spec } of system.functions) {
    if (spec !== null) examiner.function(path, spec);
  }
}

/** Steps of a shift that the run does not reach. */
export function examineShifts({ tree, functions, simulate }: Checked, findings: Findings): void {
  if (simulate === null) return;
  for (const { path, spec } of functions) {
    for (const [name, { shift }] of routedAliases(spec?.aliases)) {
      if (shift === undefined) continue;
      const end = shift.at + (shift.type.shares.length - 1) * shift.type.every;
      if (end < simulate.for) continue;
      const spot = spotOf(tree, [...path, "aliases", name, "shift", "at"]);
      const text = `${spot.path}: the shift is not complete when the run ends`;
      findings.warning("after-the-end", spot, { text, hint: "begin it earlier, or raise simulate.for" });
    }
  }
}

class AliasExaminer {
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

  function(path: Path, { aliases, provisioned }: FunctionSpec): void {
    for (const [name, alias] of routedAliases(aliases)) {
      const at = [...path, "aliases", name];
      this.#name(at, name);
      this.#weights(at, alias);
      this.#shift(at, alias);
      if (provisioned?.alias === name && alias.version === LATEST) {
        const text = "has provisioned units, but names $LATEST (PC-1)";
        this.#error("provisioned-on-latest", at, { text, hint: "name a published version, for instance version: 1" });
      }
    }
  }

  #name(at: Path, name: string): void {
    const read = parseName(name, ALIAS);
    if (read.ok) return;
    const spot = keySpotOf(this.#system.tree, at);
    this.#findings.error(read.id, spot, { text: `'${shown(name)}' ${read.text}`, hint: read.hint });
  }

  /** AWS answers all of these with InvalidParameterValueException. */
  #weights(at: Path, alias: AliasSpec): void {
    const weights = weightsOf(alias);
    const [first, second] = weights;
    if (first === undefined) return;
    const field = [...at, "additionalVersionWeights"];
    if (alias.version === LATEST) {
      this.#refused([...at, "version"], "is $LATEST, which cannot share an alias", "name a published version");
    }
    if (second !== undefined) {
      const text = `has ${weights.length} versions beside the first, but an alias routes to two in all`;
      this.#refused(field, text, "keep one of them");
    }
    for (const [version] of weights) {
      if (!isPublished(version)) {
        const text = "is not the number of a published version";
        this.#refused([...field, version], text, "write a number, as in { 2: 10% }");
      } else if (version === alias.version) {
        const text = `is the version that the alias names already`;
        this.#refused([...field, version], text, "name another version, or remove the weight");
      }
    }
  }

  #refused(path: Path, text: string, hint: string): void {
    const spot = keySpotOf(this.#system.tree, path);
    const message = { text: `${spot.path} ${text} (LIM-13; AWS: InvalidParameterValueException)`, hint };
    this.#findings.error("alias-routing", spot, message);
  }

  #shift(at: Path, alias: AliasSpec): void {
    if (alias.shift === undefined) return;
    const { to } = alias.shift;
    if (weightsOf(alias).length > 0) {
      const text = "has no meaning beside additionalVersionWeights: it sets the weights";
      this.#error("pick-one", [...at, "shift"], { text, hint: "keep one of them" });
    }
    if (to === LATEST || alias.version === LATEST) {
      this.#refused(
        [...at, "shift", "to"],
        "shifts requests between two versions, of which $LATEST is none",
        "use numbers",
      );
    } else if (to === alias.version) {
      this.#refused([...at, "shift", "to"], "is the version that the alias names already", "name another version");
    }
  }
}
