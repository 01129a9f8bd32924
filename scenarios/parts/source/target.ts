/** What a source or a caller invokes, and how. */
import { shown } from "../../text/words.ts";
import type { Quantity } from "../../values/quantity.ts";
import { choice, special } from "../../values/units.ts";

export interface Target {
  readonly function: string;
  readonly qualifier: string;
}

/** `checkout` is its $LATEST, `checkout:live` its alias. */
export const target = () =>
  special(
    (raw): Quantity<Target> => {
      const match = typeof raw === "string" ? /^([A-Za-z0-9_-]+)(?::([A-Za-z0-9_-]+|\$LATEST))?$/.exec(raw) : null;
      if (match !== null) return { ok: true, value: { function: match[1] ?? "", qualifier: match[2] ?? "$LATEST" } };
      const text = `is '${shown(raw)}', which is not a function or function:alias`;
      return { ok: false, id: "bad-value", text, hint: "write a name as in checkout or checkout:live" };
    },
    { type: "string", pattern: "^([A-Za-z0-9_-]+)(:([A-Za-z0-9_-]+|\\$LATEST))?$|^\\$[A-Za-z_][A-Za-z0-9_-]*$" },
  );

export const invocationType = () => choice(["RequestResponse", "Event"]);
