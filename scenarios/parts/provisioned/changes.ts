/** What a change of provisioned units may be. */
import type { Message } from "../../text/findings.ts";
import type { Override } from "../../text/overrides.ts";
import { child, inline, isNull, type Tree, textOf, treeAt } from "../../text/tree.ts";
import { later } from "../../values/units.ts";
import { notChangeable } from "../changes/refused.ts";
import type { Changing } from "../part.ts";

/** PC-1: null and 0 both take the units away; what else is set stays, so that a later change can bring them back. */
export function asChange(override: Override): Override {
  const { path, value, place } = override;
  if (!/^functions\.[^.]+\.provisioned\.count$/.test(path) || !isNull(value)) return override;
  return { path, place, value: { kind: "scalar", value: 0, text: "0", place: value.place } };
}

/** Units that go to another alias, and new ways of scaling, are more than a number of units. */
export function ofChange({ override: { path, value }, checked, base }: Changing): Message | null {
  const [, name] = /^functions\.([^.]+)\.provisioned$/.exec(path) ?? [];
  if (name === undefined || value.kind !== "map") return null;
  const before = treeAt(checked.tree, path.split("."));
  const other = ["autoscale", "schedule", "allocateAtStart"].find(
    (key) => written(value, key) !== written(before, key),
  );
  if (other !== undefined) return notChangeable(`${path}.${other}`);
  const [alias, old] = [textOf(child(value, "alias")), textOf(child(before, "alias"))];
  if (alias === undefined || alias === old) return null;
  if (old !== undefined) return notChangeable(`${path}.alias`);
  const versions = base.functions.find((each) => each.name === name)?.versions ?? [];
  if (versions.length === 0 || versions.some(({ qualifier }) => qualifier === alias)) return null;
  const text = later(`changes that publish a version, as ${name}:${alias} would need, are`);
  return { text, hint: `let it exist from the start: functions.${name}.aliases: [${alias}]` };
}

const written = (tree: Tree | undefined, key: string): string => {
  const value = child(tree, key);
  return value === undefined ? "" : inline(value);
};
