/** What a change of an alias may be. */
import type { Message } from "../../text/findings.ts";
import { child } from "../../text/tree.ts";
import { later } from "../../values/units.ts";
import { notChangeable } from "../changes/refused.ts";
import type { Changing } from "../part.ts";
import { canMove } from "./build.ts";

/** LIM-13: an alias that is there from the start, and says which versions it names, can be moved. */
export function ofChange({ override: { path, value }, checked }: Changing): Message | null {
  const [, name, alias, field] = /^functions\.([^.]+)\.aliases\.([^.]+)(\..+)?$/.exec(path) ?? [];
  if (name === undefined || alias === undefined) return null;
  const whole = field === undefined && (value.kind !== "map" || child(value, "shift") !== undefined);
  if (canMove(checked.tree, name, alias) && !whole) return null;
  const hint = `let it name a version from the start: functions.${name}.aliases: { ${alias}: { version: 1 } }`;
  return whole ? notChangeable(path) : { text: later("changes that make an alias are"), hint };
}
