/** A scenario whose sections have each passed the schema; what has not is null, and then the findings say why. */
import { type Member, Sections, type Specs } from "./checking.ts";
import { downstreamSchema } from "./downstreams/list.ts";
import { capacityProvider } from "./parts/capacity-provider/schema.ts";
import { change, setting } from "./parts/changes/schema.ts";
import { costSchema } from "./parts/cost/schema.ts";
import { FUNCTION_NAME, functionSchema } from "./parts/function/schema.ts";
import { lessonSchema } from "./parts/lesson/schema.ts";
import { memberRegion, type RegionSpec } from "./parts/region/schema.ts";
import { simulate } from "./parts/run/schema.ts";
import { threshold } from "./parts/thresholds/schema.ts";
import { trafficSchema } from "./parts/traffic/schema.ts";
import { SCENARIO_FIELDS, scenarioSchema } from "./schema.ts";
import { sourceSchema } from "./sources/list.ts";
import type { Findings } from "./text/findings.ts";
import type { TreeMap } from "./text/tree.ts";

const { version, name, description, region, tolerances } = scenarioSchema.shape;

/** The system, which changes may alter during the run. Problems at one place are told in the order of these lists. */
const SYSTEM = {
  regions: (sections: Sections) => regions(sections),
  capacityProviders: (sections: Sections) => sections.members("capacityProviders", capacityProvider),
  functions: (sections: Sections) => sections.members("functions", functionSchema, FUNCTION_NAME),
  downstreams: (sections: Sections) => sections.members("downstreams", downstreamSchema),
  sources: (sections: Sections) => sections.members("sources", sourceSchema),
};

const BESIDES = {
  name: (sections: Sections) => sections.one("name", name) ?? null,
  description: (sections: Sections) => sections.one("description", description) ?? "",
  simulate: (sections: Sections) => sections.one("simulate", simulate),
  /** Null where the scenario says nothing of it. */
  cost: (sections: Sections) => sections.oneIfGiven("cost", costSchema),
  traffic: (sections: Sections) => sections.items("traffic", trafficSchema),
  changes: (sections: Sections) => sections.items("changes", change),
  thresholds: (sections: Sections) => sections.items("thresholds", threshold),
  /** What has a tolerance of its own. */
  tolerances: (sections: Sections) => Object.keys(sections.one("tolerances", tolerances) ?? {}),
  variants: (sections: Sections) => sections.members("variants", setting).map((variant) => variant.name),
  /** Null without one, and when it is faulty. */
  lesson: (sections: Sections) => sections.oneIfGiven("lesson", lessonSchema),
};

type Read<Lists extends Readonly<Record<string, (sections: Sections) => unknown>>> = {
  readonly [Section in keyof Lists]: ReturnType<Lists[Section]>;
};

export type CheckedSystem = { readonly tree: TreeMap } & Read<typeof SYSTEM>;
export type Checked = CheckedSystem & Read<typeof BESIDES>;

export function checkSystem(tree: TreeMap, findings: Findings, specs: Specs): CheckedSystem {
  return { tree, ...read(SYSTEM, new Sections(tree, findings, specs)) };
}

/** @param specs  what has been read of the same scenario so far. */
export function checkScenario(tree: TreeMap, findings: Findings, specs: Specs): Checked {
  const sections = new Sections(tree, findings, specs);
  sections.fields(SCENARIO_FIELDS);
  sections.one("version", version);
  const system = read(SYSTEM, sections);
  if (system.functions.length === 0) {
    const hint = "add one, for instance functions: { checkout: { run: 100ms } }";
    sections.missing("functions", { text: "the scenario has no functions", hint });
  }
  return { tree, ...system, ...read(BESIDES, sections) };
}

const read = <Lists extends Readonly<Record<string, (sections: Sections) => unknown>>>(
  lists: Lists,
  sections: Sections,
): Read<Lists> =>
  Object.fromEntries(Object.entries(lists).map(([section, one]) => [section, one(sections)])) as Read<Lists>;

/** One Region under `region`, or several by name. */
function regions(sections: Sections): readonly Member<RegionSpec>[] {
  if (!sections.has("regions")) {
    const spec = sections.one("region", region);
    return [{ name: spec?.name ?? "", path: ["region"], spec }];
  }
  if (sections.has("region")) {
    const hint = "keep `region` for one Region, `regions` for several";
    sections.tooMany("region", { text: "the scenario has both 'region' and 'regions'", hint });
  }
  return sections.members("regions", memberRegion);
}
