/** What a change of provisioned units may be. */
import type { Message } from "../../text/findings.ts";
import type { Override } from "../../text/overrides.ts";
import { child, inline, isNull, itemsOf, type Tree, textOf, treeAt } from "../../text/tree.ts";
import { later } from "../../values/units.ts";
import { notChangeable } from "../changes/refused.ts";
import type { Changing } from "../part.ts";

/** PC-1: null and 0 both take the units away; what else is set stays, so that a later change can bring them back. */
export function asChange(override: Override): Override {
  const { path, value, place } = override;
  if (!/^functions\.[^.]+\.provisioned(\.[^.]+)?\.count$/.test(path) || !isNull(value)) return override;
  return { path, place, value: { kind: "scalar", value: 0, text: "0", place: value.place } };
}

/** Units that go to another alias, and new ways of scaling, are more than a number of units. */
export function ofChange({ override: { path, value }, checked, base }: Changing): Message | null {
  const [, name, item] = /^functions\.([^.]+)\.provisioned(?:\.([^.]+))?$/.exec(path) ?? [];
  if (name === undefined || (value.kind !== "map" && value.kind !== "list")) return null;
  const all = unitsIn(treeAt(checked.tree, ["functions", name, "provisioned"]));
  const before =
    item === undefined ? all : all.filter((units, index) => [aliasOf(units), String(index)].includes(item));
  for (const units of unitsIn(value)) {
    const alias = aliasOf(units);
    // Of one alias its number, by whichever of the two forms.
    const old = before.find((each) => alias === undefined || aliasOf(each) === alias);
    const other = ["autoscale", "schedule", "allocateAtStart"].find((key) => written(units, key) !== written(old, key));
    if (other !== undefined) return notChangeable(`${path}.${other}`);
    if (alias === undefined || old !== undefined) continue;
    if (before.length > 0 && value.kind === "map") return notChangeable(`${path}.alias`);
    const versions = base.functions.find((each) => each.name === name)?.versions ?? [];
    if (versions.length === 0 || versions.some(({ qualifier }) => qualifier === alias)) continue;
    const text = later(`changes that publish a version, as ${name}:${alias} would need, are`);
    return { text, hint: `let it exist from the start: functions.${name}.aliases: [${alias}]` };
  }
  return null;
}

const unitsIn = (tree: Tree | undefined): readonly Tree[] => (tree?.kind === "map" ? [tree] : itemsOf(tree));

const aliasOf = (units: Tree): string | undefined => textOf(child(units, "alias"));

const written = (tree: Tree | undefined, key: string): string => {
  const value = child(tree, key);
  return value === undefined ? "" : inline(value);
};
