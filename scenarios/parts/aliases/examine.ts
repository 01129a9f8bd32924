/** What AWS asks of aliases that route to versions: at most two of them, both published (LIM-13). */
import type { Checked, CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { shown } from "../../text/words.ts";
import { parseName } from "../../values/units.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { PartRules } from "../part.ts";
import { unitsAt } from "../provisioned/schema.ts";
import { ofChange } from "./changes.ts";
import { ALIAS, type AliasSpec, isPublished, routedAliases, weightsOf } from "./schema.ts";

const LATEST = "$LATEST";

function ofSystem({ functions }: CheckedSystem, report: Report): void {
  for (const { path, spec } of functions) {
    if (spec !== null) examineAliases(spec, report.below(path));
  }
}

/** Steps of a shift that the run does not reach. */
function ofScenario({ functions, simulate }: Checked, report: Report): void {
  if (simulate === null) return;
  for (const { path, spec } of functions) {
    for (const [name, { shift }] of routedAliases(spec?.aliases)) {
      if (shift === undefined) continue;
      const end = shift.at + (shift.type.shares.length - 1) * shift.type.every;
      if (end < simulate.for) continue;
      const spot = report.spot([...path, "aliases", name, "shift", "at"]);
      const text = `${spot.path}: the shift is not complete when the run ends`;
      report.warningAt("after-the-end", spot, { text, hint: "begin it earlier, or raise simulate.for" });
    }
  }
}

function examineAliases({ aliases, provisioned }: FunctionSpec, report: Report): void {
  for (const [name, alias] of routedAliases(aliases)) {
    const at = ["aliases", name];
    const own = report.below(at);
    aliasName(name, own);
    weights(alias, own);
    shift(alias, own);
    if (alias.version === LATEST && unitsAt(provisioned, name) !== null) {
      const text = "has provisioned units, but names $LATEST (PC-1)";
      report.error("provisioned-on-latest", at, { text, hint: "name a published version, for instance version: 1" });
    }
  }
}

function aliasName(name: string, report: Report): void {
  const read = parseName(name, ALIAS);
  if (read.ok) return;
  report.errorAt(read.id, report.keySpot([]), { text: `'${shown(name)}' ${read.text}`, hint: read.hint });
}

/** AWS answers all of these with InvalidParameterValueException. */
function weights(alias: AliasSpec, report: Report): void {
  const given = weightsOf(alias);
  const [first, second] = given;
  if (first === undefined) return;
  const field = ["additionalVersionWeights"];
  if (alias.version === LATEST) {
    refused(report, ["version"], "is $LATEST, which cannot share an alias", "name a published version");
  }
  if (second !== undefined) {
    const text = `has ${given.length} versions beside the first, but an alias routes to two in all`;
    refused(report, field, text, "keep one of them");
  }
  for (const [version] of given) {
    if (!isPublished(version)) {
      const text = "is not the number of a published version";
      refused(report, [...field, version], text, "write a number, as in { 2: 10% }");
    } else if (version === alias.version) {
      const text = `is the version that the alias names already`;
      refused(report, [...field, version], text, "name another version, or remove the weight");
    }
  }
}

function refused(report: Report, path: Path, text: string, hint: string): void {
  const spot = report.keySpot(path);
  const message = { text: `${spot.path} ${text} (LIM-13; AWS: InvalidParameterValueException)`, hint };
  report.errorAt("alias-routing", spot, message);
}

function shift(alias: AliasSpec, report: Report): void {
  if (alias.shift === undefined) return;
  const { to } = alias.shift;
  if (weightsOf(alias).length > 0) {
    const text = "has no meaning beside additionalVersionWeights: it sets the weights";
    report.error("pick-one", ["shift"], { text, hint: "keep one of them" });
  }
  if (to === LATEST || alias.version === LATEST) {
    refused(report, ["shift", "to"], "shifts requests between two versions, of which $LATEST is none", "use numbers");
  } else if (to === alias.version) {
    refused(report, ["shift", "to"], "is the version that the alias names already", "name another version");
  }
}
export const aliasRules: PartRules = { ofSystem, ofScenario, ofChange };
