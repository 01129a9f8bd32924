/** Changes during a run: the settings that hold from each moment on. The scenario is overridden and read anew. */
import type { ChangeConfig, Instant } from "../../../sim/index.ts";
import { type Checked, checkSystem } from "../../checked.ts";
import { type BuiltSystem, buildSystem } from "../../system.ts";
import type { Message } from "../../text/findings.ts";
import { type Known, mapOverrides, type Override, overridden } from "../../text/overrides.ts";
import { child, inline, isNull, itemsOf, pathText, type Tree, type TreeMap, textOf, treeAt } from "../../text/tree.ts";
import { list } from "../../text/words.ts";
import { later } from "../../values/units.ts";
import { canMove, shiftSteps } from "../aliases/build.ts";
import type { Surroundings } from "../building.ts";
import { examineSystem } from "../list.ts";

interface Change {
  /** Its place in the file; -1 for a step of a shift. */
  readonly index: number;
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly why: string;
  readonly overrides: readonly Override[];
}

interface ChangeContext {
  readonly checked: Checked;
  readonly base: BuiltSystem;
  readonly surroundings: Surroundings;
  readonly known: Known;
}

/** What a change may set: settings of the system that AWS lets one change while it runs. */
const SETTABLE = [
  /^region\.concurrency$/,
  /^regions\.[^.]+\.concurrency$/,
  /^functions\.[^.]+\.provisioned(\.count)?$/,
  /^functions\.[^.]+\.aliases\.[^.]+(\.version|\.additionalVersionWeights(\.[^.]+)?)?$/,
  /^functions\.[^.]+\.(memory|timeout|reserved|run|init|restore|extensions|errors|calls|async)(\.|$)/,
  /^downstreams\.[^.]+\.(size|limit|burst|latency|whenFull|maxWait)(\.|$)/,
];
/** Fields whose change is planned for, so that asking for it is no mistake of spelling. */
const KNOWN_PATHS = [
  /^(traffic|sources|simulate|cost)(\.|$)/,
  /^region\.(name|model|prices)(\.|$)/,
  /^regions\.[^.]+\.(model|prices)(\.|$)/,
  /^(regions|functions|downstreams)\.[^.]+$/,
  /^functions\.[^.]+\.(durable|provisioned|managedInstances|snapStart|aliases|runtime|package|architecture)(\.|$)/,
  /^functions\.[^.]+\.(region|tenancy|ephemeralStorage|environmentVariables|layers|vpc|state|updates)(\.|$)/,
  /^downstreams\.[^.]+\.type$/,
  /^(version|name|description|extends|vars|changes|thresholds|variants|sweep|lesson)(\.|$)/,
];

export function buildChanges(context: ChangeContext): ChangeConfig[] {
  const { horizon } = context.surroundings.clock;
  const fromFile = context.checked.changes.flatMap((part): Change[] => {
    if (part.spec === null || part.spec.at >= horizon) return [];
    const set = child(itemsOf(child(context.checked.tree, "changes"))[Number(part.name)], "set");
    const at = `${pathText(context.checked.tree, part.path)}.set`;
    const overrides = mapOverrides(set)
      .map(withoutUnits)
      .filter((override) => isSettable(override, at, context));
    const to = part.spec.for === undefined ? Number.POSITIVE_INFINITY : part.spec.at + part.spec.for;
    const index = Number(part.name);
    return [{ index, label: `changes.${index}`, from: part.spec.at, to, why: part.spec.why ?? "", overrides }];
  });
  const changes = [...fromFile, ...shiftsOf(context.checked)];
  const moments = new Set(changes.flatMap(({ from, to }) => [from, to]).filter((moment) => moment < horizon));
  const timeline = new Timeline(context, changes);
  return [...moments].sort((a, b) => a - b).flatMap((moment) => timeline.advance(moment));
}

/** Each step holds to the end: of two, the later one counts. */
const shiftsOf = ({ tree, functions }: Checked): Change[] =>
  shiftSteps(tree, functions).map(({ at, why, label, override }) => {
    return { index: -1, label, from: at, to: Number.POSITIVE_INFINITY, why, overrides: [override] };
  });

/** PC-1: null and 0 both take the units away; what else is set stays, so that a later change can bring them back. */
function withoutUnits(override: Override): Override {
  const { path, value, place } = override;
  if (!/^functions\.[^.]+\.provisioned\.count$/.test(path) || !isNull(value)) return override;
  return { path, place, value: { kind: "scalar", value: 0, text: "0", place: value.place } };
}

function isSettable(override: Override, at: string, context: ChangeContext): boolean {
  const { path, place } = override;
  const isKnown = KNOWN_PATHS.some((pattern) => pattern.test(path));
  const settable = SETTABLE.some((pattern) => pattern.test(path));
  const beyond = settable
    ? (beyondAlias(override, context) ?? beyondUnits(override, context) ?? beyondMemory(override, context))
    : isKnown
      ? unsupportedPath(path)
      : null;
  if (beyond === null) return true;
  context.known.findings.error("unsupported", { place, path: at }, beyond);
  return false;
}

function unsupportedPath(path: string): Message {
  if (/^functions\.[^.]+\.tenancy$/.test(path)) {
    const fixed = `${path} cannot change during a run: AWS sets it when the function is made (TEN-1)`;
    return { text: fixed, hint: "compare two variants instead" };
  }
  const text = later(`changes of ${path} during a run are`);
  return {
    text,
    hint: "changes may set concurrency, reserved, provisioned.count, aliases, times, errors, async and downstreams",
  };
}

/** LIM-13: an alias that is there from the start, and says which versions it names, can be moved. */
function beyondAlias({ path, value }: Override, { checked }: ChangeContext): Message | null {
  const [, name, alias, field] = /^functions\.([^.]+)\.aliases\.([^.]+)(\..+)?$/.exec(path) ?? [];
  if (name === undefined || alias === undefined) return null;
  const whole = field === undefined && (value.kind !== "map" || child(value, "shift") !== undefined);
  if (canMove(checked.tree, name, alias) && !whole) return null;
  const hint = `let it name a version from the start: functions.${name}.aliases: { ${alias}: { version: 1 } }`;
  return whole ? unsupportedPath(path) : { text: later("changes that make an alias are"), hint };
}

/** Units that go to another alias, and new ways of scaling, are more than a number of units. */
function beyondUnits({ path, value }: Override, { checked, base }: ChangeContext): Message | null {
  const [, name] = /^functions\.([^.]+)\.provisioned$/.exec(path) ?? [];
  if (name === undefined || value.kind !== "map") return null;
  const before = treeAt(checked.tree, path.split("."));
  const other = ["autoscale", "schedule", "allocateAtStart"].find(
    (key) => written(value, key) !== written(before, key),
  );
  if (other !== undefined) return unsupportedPath(`${path}.${other}`);
  const [alias, old] = [textOf(child(value, "alias")), textOf(child(before, "alias"))];
  if (alias === undefined || alias === old) return null;
  if (old !== undefined) return unsupportedPath(`${path}.alias`);
  const versions = base.functions.find((each) => each.name === name)?.versions ?? [];
  if (versions.length === 0 || versions.some(({ qualifier }) => qualifier === alias)) return null;
  const text = later(`changes that publish a version, as ${name}:${alias} would need, are`);
  return { text, hint: `let it exist from the start: functions.${name}.aliases: [${alias}]` };
}

/** LMI-5: other environments on Managed Instances would be another version. */
function beyondMemory({ path }: Override, { checked }: ChangeContext): Message | null {
  const [, name] = /^functions\.([^.]+)\.memory$/.exec(path) ?? [];
  const isManaged = checked.functions.some((part) => part.name === name && part.spec?.managedInstances !== undefined);
  return isManaged ? unsupportedPath(`${path} on Managed Instances`) : null;
}

const written = (tree: Tree | undefined, key: string): string => {
  const value = child(tree, key);
  return value === undefined ? "" : inline(value);
};

/** Goes from one moment to the next and remembers what held before. */
class Timeline {
  readonly #context: ChangeContext;
  readonly #changes: readonly Change[];
  #before: { readonly tree: TreeMap; readonly system: BuiltSystem };

  constructor(context: ChangeContext, changes: readonly Change[]) {
    this.#context = context;
    this.#changes = changes;
    this.#before = { tree: context.checked.tree, system: context.base };
  }

  /** What differs from this moment on; nothing when all is as before. */
  advance(moment: number): ChangeConfig[] {
    const before = this.#before;
    const now = this.#stateAt(moment);
    this.#before = now;
    const starting = this.#changes.filter(({ from }) => from === moment);
    const differing = {
      regions: now.system.regions.filter((region, index) => !same(region, before.system.regions[index])),
      functions: now.system.functions.filter((each, index) => !same(each, before.system.functions[index])),
      downstreams: now.system.downstreams.filter((each, index) => !same(each, before.system.downstreams[index])),
    };
    if (Object.values(differing).every((parts) => parts.length === 0)) {
      this.#noEffect(starting);
      return [];
    }
    const touched = this.#changes.filter(({ from, to }) => from === moment || to === moment);
    const paths = [...new Set(touched.flatMap(({ overrides }) => overrides.map(({ path }) => path)))];
    const set = paths.filter((path) => valueAt(now.tree, path) !== valueAt(before.tree, path));
    return [
      {
        at: moment as Instant,
        why: starting
          .map(({ why }) => why)
          .filter((why) => why !== "")
          .join("; "),
        set: set.map((path) => `${path} = ${valueAt(now.tree, path) ?? "default"}`),
        ...differing,
      },
    ];
  }

  /** Of two changes of one field, the one that began later holds. */
  #stateAt(moment: number): { tree: TreeMap; system: BuiltSystem } {
    const { checked, known, surroundings } = this.#context;
    const active = this.#changes
      .filter(({ from, to }) => from <= moment && moment < to)
      .sort((a, b) => a.from - b.from || a.index - b.index);
    const changed = overridden(
      checked.tree,
      active.flatMap(({ overrides }) => overrides),
      known,
    );
    const findings = known.findings.within(inForce(active));
    const system = checkSystem(changed, findings);
    examineSystem(system, findings);
    return { tree: changed, system: buildSystem(system, surroundings) };
  }

  #noEffect(starting: readonly Change[]): void {
    for (const { index, overrides } of starting) {
      const place = itemsOf(child(this.#context.checked.tree, "changes"))[index]?.place;
      if (place === undefined || overrides.length === 0) continue;
      const spot = { place: { ...place, length: 1 }, path: `changes.${index}` };
      const message = { text: `changes.${index} sets what is already so`, hint: "remove it, or set another value" };
      this.#context.known.findings.warning("no-effect", spot, message);
    }
  }
}

function inForce(active: readonly Change[]): string {
  if (active.length === 0) return "when no change is in force";
  return `with ${list(
    active.map(({ label }) => label),
    "and",
  )} in force`;
}

/** Both are built by the same code, with keys in the same order. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function valueAt(root: TreeMap, path: string): string | null {
  const tree: Tree | undefined = treeAt(root, path.split("."));
  return tree === undefined || (tree.kind === "scalar" && tree.value === null) ? null : inline(tree);
}
