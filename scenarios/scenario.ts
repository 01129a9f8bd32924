/** From text to Scenario: read, merge, override, check, build; for the base and for every variant. */
import type { SimConfig } from "../sim/index.ts";
import { buildBody, surroundingsOf, withChanges } from "./build.ts";
import { type Checked, checkScenario } from "./checked.ts";
import { Specs } from "./checking.ts";
import { namesOf, plainFields } from "./names.ts";
import { buildChanges } from "./parts/changes/build.ts";
import { lessonOf } from "./parts/lesson/build.ts";
import { examineScenario } from "./parts/list.ts";
import { thresholdsOf, tolerancesOf } from "./parts/thresholds/build.ts";
import { SCENARIO_FIELDS } from "./schema.ts";
import { buildSystem } from "./system.ts";
import { readWithParents } from "./text/extends.ts";
import { Files } from "./text/files.ts";
import { Findings } from "./text/findings.ts";
import { flagOverrides, mapOverrides, type Override, overridden } from "./text/overrides.ts";
import { child, entriesOf, isNull, keySpotOf, type TreeMap } from "./text/tree.ts";
import { replaceVariables } from "./text/vars.ts";
import { didYouMean } from "./text/words.ts";
import { type ConfigOptions, type Loaded, type LoadOptions, type Scenario, ScenarioError } from "./types.ts";
import { Measurements, Recordings } from "./values/measurements.ts";

const BASE = "base";

/** The scenario of a text, or every problem that it and its variants have. Never throws for what a user can write. */
export function load(text: string, fileName: string, options: LoadOptions = {}): Loaded {
  const findings = new Findings(fileName);
  const files = new Files(fileName, options.read ?? (() => null));
  const root = readWithParents(text, fileName, files, findings);
  if (root === null) return { ok: false, problems: findings.errors, remains: null };
  const reading = new Reading(root, fileName, files);
  const checked = reading.check(findings, options);
  if (findings.failed) {
    const remains = { thresholds: thresholdsOf(checked), names: namesOf(checked.tree) };
    return { ok: false, problems: findings.errors, remains };
  }
  return { ok: true, scenario: reading.scenario(checked, options), warnings: findings.warnings };
}

/** What is asked of a scenario: one of its variants, with overrides. */
type Asked = Pick<LoadOptions, "set" | "vars"> & { readonly variant: string };

const keyOf = ({ set = {}, vars = {}, variant }: Asked): string => JSON.stringify([variant, set, vars]);

interface Built {
  readonly checked: Checked;
  /** Null when it is not usable; then the findings say why. */
  readonly parts: Omit<SimConfig, "scenario" | "variant"> | null;
}

class Reading {
  readonly #root: TreeMap;
  readonly #file: string;
  readonly #recordings: Recordings;
  readonly #specs = new Specs();
  /** What the file itself and its variants come to, as they were asked for when it was loaded. */
  readonly #loaded = new Map<string, Built>();

  constructor(root: TreeMap, file: string, files: Files) {
    this.#root = root;
    this.#file = file;
    this.#recordings = new Recordings(files);
  }

  /** Base first, so that a problem which all variants share is told where it belongs. */
  check(findings: Findings, options: LoadOptions): Checked {
    const base = this.#load(findings, { ...options, variant: BASE });
    for (const variant of this.#variants()) {
      if (variant === BASE) this.#nameTaken(findings);
      this.#load(findings.within(`in variant '${variant}'`), { ...options, variant });
    }
    return base.checked;
  }

  #load(findings: Findings, asked: Asked): Built {
    const built = this.#build(findings, asked);
    this.#loaded.set(keyOf(asked), built);
    return built;
  }

  scenario(checked: Checked, options: LoadOptions): Scenario {
    const { seed, repeat } = checked.simulate ?? { seed: 1, repeat: 1 };
    let last: { key: string; config: SimConfig } | null = null;
    return {
      name: checked.name ?? nameOfFile(this.#file),
      file: this.#file,
      description: checked.description,
      seeds: Array.from({ length: repeat }, (_, index) => seed + index),
      variants: this.#variants(),
      thresholds: thresholdsOf(checked),
      fields: plainFields(checked.tree),
      tolerances: tolerancesOf(checked),
      lesson: lessonOf(checked),
      config: ({ seed: wanted, ...given }: ConfigOptions = {}) => {
        const key = JSON.stringify(given);
        if (last?.key !== key) last = { key, config: this.#config(checked, options, given) };
        return wanted === undefined ? last.config : { ...last.config, seed: wanted };
      },
      tree: (variant) => {
        const findings = new Findings(this.#file);
        const tree = this.#overridden(findings, { ...options, variant });
        if (findings.failed) throw new ScenarioError(findings.errors);
        return tree;
      },
    };
  }

  #variants(): string[] {
    return entriesOf(child(this.#root, "variants")).map(([name]) => name);
  }

  #config(checked: Checked, options: LoadOptions, given: ConfigOptions): SimConfig {
    const findings = new Findings(this.#file);
    const { variant = BASE } = given;
    const asked = { set: { ...options.set, ...given.set }, vars: { ...options.vars, ...given.vars }, variant };
    const built = this.#loaded.get(keyOf(asked)) ?? this.#build(findings, asked);
    if (findings.failed || built.parts === null) throw new ScenarioError(findings.errors);
    const name = built.checked.name ?? checked.name ?? nameOfFile(this.#file);
    const startsAtMs = built.checked.simulate?.startsAt;
    const moment = startsAtMs === undefined ? {} : { startsAtMs };
    return { scenario: { name, file: this.#file, ...moment }, variant, ...built.parts };
  }

  /** One variant with all overrides. All problems are looked for, even when some have been found already. */
  #build(findings: Findings, options: Asked): Built {
    const known = { fields: SCENARIO_FIELDS, findings };
    const tree = replaceVariables(this.#overridden(findings, options), findings);
    const checked = checkScenario(tree, findings, this.#specs);
    examineScenario(checked, findings);
    const { simulate } = checked;
    if (simulate === null) return { checked, parts: null };
    const measurements = new Measurements(this.#recordings, findings);
    const surroundings = surroundingsOf(checked, simulate, measurements);
    const system = buildSystem(checked, surroundings);
    const body = buildBody(checked, { system, simulate, measurements });
    const changes = buildChanges({ checked, base: system, surroundings, known, specs: this.#specs });
    return { checked, parts: body === null ? null : withChanges(body, changes) };
  }

  #overridden(findings: Findings, { set = {}, vars = {}, variant }: Asked): TreeMap {
    const flags = [...flagOverrides("--var", vars, findings), ...flagOverrides("--set", set, findings)];
    const own = mapOverrides(this.#settingsOf(variant, findings));
    const again = flags.filter((flag) => own.some((setting) => isUndone(flag, setting)));
    return overridden(this.#root, [...flags, ...own, ...again], { fields: SCENARIO_FIELDS, findings });
  }

  #settingsOf(variant: string, findings: Findings) {
    if (variant === BASE) return undefined;
    const settings = child(child(this.#root, "variants"), variant);
    if (settings !== undefined) return settings;
    const none = this.#variants().length === 0 ? "the scenario has no variants" : undefined;
    const hint = didYouMean(variant, this.#variants(), none);
    const spot = keySpotOf(this.#root, ["variants"]);
    findings.error(
      "unknown-variant",
      { ...spot, path: "variants" },
      { text: `there is no variant '${variant}'`, hint },
    );
    return undefined;
  }

  #nameTaken(findings: Findings): void {
    const message = { text: `'${BASE}' is what the scenario itself is called`, hint: "give the variant another name" };
    findings.error("duplicate-name", keySpotOf(this.#root, ["variants", BASE]), message);
  }
}

/** "flash-sale" for "scenarios/flash-sale.burst.yaml". */
const nameOfFile = (file: string): string => file.replace(/^.*[/\\]/, "").replace(/(\.burst)?\.ya?ml$/, "");

/** Flags win over a variant that sets the same, something in it, or what it is in; what the variant removes is gone. */
function isUndone(flag: Override, { path, value }: Override): boolean {
  if (path === flag.path || path.startsWith(`${flag.path}.`)) return true;
  return flag.path.startsWith(`${path}.`) && !isNull(value);
}
