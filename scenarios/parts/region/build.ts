/** A Region and its model as SimConfig has them. */
import type { IdleLifetime, RegionConfig } from "../../../sim/index.ts";
import type { Member } from "../../checking.ts";
import type { Path } from "../../text/tree.ts";
import type { Building, Law } from "../building.ts";
import { CUSTOM_MAX_AGE, IDLE_PRESETS, type RegionSpec } from "./schema.ts";

export function regionConfig(
  { name, path }: Member<RegionSpec>,
  { concurrency, model }: RegionSpec,
  { law }: Building,
): RegionConfig {
  const at = [...path, "model"];
  const {
    idleLifetime,
    maxAge,
    platformDelay,
    aliasUnits,
    provisionedMove,
    fullLimit,
    scalingAllowance,
    tenantShare: _ofFunctions,
    ...same
  } = model;
  return {
    name,
    concurrency,
    model: {
      ...same,
      ...(aliasUnits === undefined ? {} : { aliasUnits }),
      ...(provisionedMove === undefined ? {} : { provisionedMove }),
      ...(fullLimit === undefined ? {} : { fullLimit }),
      ...(scalingAllowance === undefined ? {} : { scalingAllowance }),
      idleLifetime: idleLifetimeOf([...at, "idleLifetime"], idleLifetime, maxAge, law),
      platformDelay: law([...at, "platformDelay"], platformDelay),
    },
  };
}

function idleLifetimeOf(
  path: Path,
  given: RegionSpec["model"]["idleLifetime"],
  maxAge: RegionSpec["model"]["maxAge"],
  law: Law,
): IdleLifetime {
  if (typeof given !== "string") {
    const environment = law(path, given);
    return { name: "custom", environment, version: null, maxAge: maxAge ?? CUSTOM_MAX_AGE };
  }
  const preset = IDLE_PRESETS[given]!;
  return maxAge === undefined ? preset : { ...preset, name: "custom", maxAge };
}
