/** What of a function's fields its cold starts depend on. */
import { type Deployed, RUNTIME_DEFAULT } from "../../values/cold-starts.ts";
import type { FunctionSpec } from "./schema.ts";

export const deployedOf = (spec: FunctionSpec): Deployed => ({
  runtime: spec.runtime ?? RUNTIME_DEFAULT,
  packageType: spec.package,
  architecture: spec.architecture ?? "x86_64",
  memoryMb: spec.memory,
});
