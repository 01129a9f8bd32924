/** What a change of a function on Managed Instances may be. */
import type { Message } from "../../text/findings.ts";
import { notChangeable } from "../changes/refused.ts";
import type { Changing } from "../part.ts";

/** LMI-5: other environments on Managed Instances would be another version. */
export function ofChange({ override: { path }, checked }: Changing): Message | null {
  const [, name] = /^functions\.([^.]+)\.memory$/.exec(path) ?? [];
  const isManaged = checked.functions.some((part) => part.name === name && part.spec?.managedInstances !== undefined);
  return isManaged ? notChangeable(`${path} on Managed Instances`) : null;
}
