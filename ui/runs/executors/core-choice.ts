/** Which compilation of the core runs: BURSTLAB_CORE forces one, to compare them; a result does not tell which. */
import type { StartOptions } from "../../../sim/index.ts";
import { ProblemError, plainProblem } from "../../library/problems.ts";

type CoreName = NonNullable<StartOptions["core"]>;

const NAMES: readonly string[] = ["js", "wasm"] satisfies CoreName[];

/** @throws ProblemError for any other word. */
export function chosenCore(): Pick<StartOptions, "core"> {
  const name = process.env.BURSTLAB_CORE;
  if (name === undefined) return {};
  if (!NAMES.includes(name)) {
    const text = `BURSTLAB_CORE is "${name}", but must be js or wasm`;
    throw new ProblemError(
      plainProblem("core", "BURSTLAB_CORE", text, "leave it out: a result does not tell which it was"),
    );
  }
  return { core: name as CoreName };
}
