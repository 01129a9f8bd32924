/** A scenario whose parts have each passed the schema; a part that has not is null, and then the findings say why. */

import { checkPart } from "./checking.ts";
import type { CostSpec } from "./parts/cost/schema.ts";
import { FUNCTION_NAME, type FunctionSpec } from "./parts/function/schema.ts";
import type { LessonSpec } from "./parts/lesson/schema.ts";
import type { RegionSpec } from "./parts/region/schema.ts";
import type { DownstreamSpec, SourceSpec } from "./parts/source/schema.ts";
import type { TrafficSpec } from "./parts/traffic/schema.ts";
import { type ChangeSpec, PARTS, SCENARIO_FIELDS, type SimulateSpec, type ThresholdSpec } from "./schema.ts";
import type { Findings } from "./text/findings.ts";
import { child, entriesOf, itemsOf, keySpotOf, type Path, spotOf, type Tree, type TreeMap } from "./text/tree.ts";
import { didYouMean, shown } from "./text/words.ts";
import { LATER_HINT, later, type NameRule, parseName } from "./values/units.ts";

/** What stands at a path of the tree. */
export interface Part<T> {
  readonly name: string;
  readonly path: Path;
  readonly spec: T | null;
}

/** The system, which changes may alter during the run. */
export interface CheckedSystem {
  readonly tree: TreeMap;
  readonly regions: readonly Part<RegionSpec>[];
  readonly functions: readonly Part<FunctionSpec>[];
  readonly downstreams: readonly Part<DownstreamSpec>[];
}

export interface Checked extends CheckedSystem {
  readonly name: string | null;
  readonly description: string;
  readonly simulate: SimulateSpec | null;
  /** Null where the scenario says nothing of it. */
  readonly cost: CostSpec | null;
  readonly sources: readonly Part<SourceSpec>[];
  readonly traffic: readonly Part<TrafficSpec>[];
  readonly changes: readonly Part<ChangeSpec>[];
  readonly thresholds: readonly Part<ThresholdSpec>[];
  /** What has a tolerance of its own. */
  readonly tolerances: readonly string[];
  readonly variants: readonly string[];
  /** Null without one, and when it is faulty. */
  readonly lesson: LessonSpec | null;
}

const NAME: NameRule = { what: "a name", pattern: /^[A-Za-z0-9_-]+$/, max: 64 };

export function checkSystem(tree: TreeMap, findings: Findings): CheckedSystem {
  const checker = new Checker(tree, findings);
  return {
    tree,
    regions: checker.regions(),
    functions: checker.members("functions", (path) => checkPart(PARTS.function, tree, path, findings), FUNCTION_NAME),
    downstreams: checker.members("downstreams", (path) => checkPart(PARTS.downstream, tree, path, findings)),
  };
}

export function checkScenario(tree: TreeMap, findings: Findings): Checked {
  const checker = new Checker(tree, findings);
  checker.fields();
  checkPart(PARTS.version, tree, ["version"], findings);
  const system = checkSystem(tree, findings);
  if (system.functions.length === 0) checker.noFunctions();
  return {
    ...system,
    name: checkPart(PARTS.name, tree, ["name"], findings) ?? null,
    description: checkPart(PARTS.description, tree, ["description"], findings) ?? "",
    simulate: checkPart(PARTS.simulate, tree, ["simulate"], findings),
    cost: child(tree, "cost") === undefined ? null : checkPart(PARTS.cost, tree, ["cost"], findings),
    sources: checker.members("sources", (path) => checkPart(PARTS.source, tree, path, findings)),
    traffic: checker.items("traffic", (path) => checkPart(PARTS.traffic, tree, path, findings)),
    changes: checker.items("changes", (path) => checkPart(PARTS.change, tree, path, findings)),
    thresholds: checker.items("thresholds", (path) => checkPart(PARTS.threshold, tree, path, findings)),
    tolerances: Object.keys(checkPart(PARTS.tolerances, tree, ["tolerances"], findings) ?? {}),
    variants: checker
      .members("variants", (path) => checkPart(PARTS.setting, tree, path, findings))
      .map(({ name }) => name),
    lesson: child(tree, "lesson") === undefined ? null : checkPart(PARTS.lesson, tree, ["lesson"], findings),
  };
}

class Checker {
  readonly #tree: TreeMap;
  readonly #findings: Findings;

  constructor(tree: TreeMap, findings: Findings) {
    this.#tree = tree;
    this.#findings = findings;
  }

  /** The top level. */
  fields(): void {
    for (const key of this.#tree.entries.keys()) {
      if (!SCENARIO_FIELDS.includes(key)) this.#unknownField(key);
    }
    if (child(this.#tree, "sweep") === undefined) return;
    const message = { text: later("sweeps are"), hint: LATER_HINT };
    this.#findings.error("unsupported", keySpotOf(this.#tree, ["sweep"]), message);
  }

  noFunctions(): void {
    const text = "the scenario has no functions";
    const hint = "add one, for instance functions: { checkout: { run: 100ms } }";
    this.#findings.error("missing-field", { ...spotOf(this.#tree, ["functions"]), path: "functions" }, { text, hint });
  }

  regions(): Part<RegionSpec>[] {
    if (child(this.#tree, "regions") === undefined) {
      const spec = checkPart(PARTS.singleRegion, this.#tree, ["region"], this.#findings);
      return [{ name: spec?.name ?? "", path: ["region"], spec }];
    }
    if (child(this.#tree, "region") !== undefined) {
      const hint = "keep `region` for one Region, `regions` for several";
      const message = { text: "the scenario has both 'region' and 'regions'", hint };
      this.#findings.error("pick-one", keySpotOf(this.#tree, ["region"]), message);
    }
    return this.members("regions", (path) => checkPart(PARTS.memberRegion, this.#tree, path, this.#findings));
  }

  members<T>(field: string, check: (path: Path) => T | null, rule = NAME): Part<T>[] {
    const tree = this.#ofKind(field, "map");
    return entriesOf(tree).map(([name, entry]) => {
      const path = [field, name];
      const read = parseName(name, rule);
      if (!read.ok) {
        const message = { text: `'${shown(name)}' ${read.text}`, hint: read.hint };
        this.#findings.error(read.id, { place: entry.key, path: path.join(".") }, message);
      }
      return { name, path, spec: check(path) };
    });
  }

  items<T>(field: string, check: (path: Path) => T | null): Part<T>[] {
    const tree = this.#ofKind(field, "list");
    return itemsOf(tree).map((_, index) => ({
      name: String(index),
      path: [field, index],
      spec: check([field, index]),
    }));
  }

  #ofKind(field: string, kind: "map" | "list"): Tree | undefined {
    const tree = child(this.#tree, field);
    if (tree === undefined || tree.kind === kind) return tree;
    const found = tree.kind === "scalar" ? `'${shown(tree.text)}'` : `a ${tree.kind}`;
    const needed = kind === "map" ? "a map of names" : "a list";
    const hint = kind === "map" ? "write names below it" : "begin each item with a dash";
    const message = { text: `${field} is ${found}, but must be ${needed}`, hint };
    this.#findings.error("wrong-type", spotOf(this.#tree, [field]), message);
    return undefined;
  }

  #unknownField(key: string): void {
    const text = `'${shown(key)}' is not a field of a scenario`;
    const hint = didYouMean(key, SCENARIO_FIELDS, "remove it, or see the fields below");
    const notes = [`fields here: ${SCENARIO_FIELDS.join(", ")}`];
    this.#findings.error("unknown-key", keySpotOf(this.#tree, [key]), { text, hint, notes });
  }
}
