/** Changes during a run: the settings that hold from each moment on. The scenario is overridden and read anew. */
import type { ChangeConfig, Instant } from "../../../sim/index.ts";
import { type Checked, checkSystem } from "../../checked.ts";
import type { Specs } from "../../checking.ts";
import { type BuiltSystem, buildSystem } from "../../system.ts";
import { type Known, mapOverrides, type Override, overridden } from "../../text/overrides.ts";
import { child, inline, itemsOf, pathText, type Tree, type TreeMap, treeAt } from "../../text/tree.ts";
import { list } from "../../text/words.ts";
import { shiftSteps } from "../aliases/build.ts";
import type { Surroundings } from "../building.ts";
import { asChanges, beyondChanges, examineSystem } from "../list.ts";
import { mayChange } from "./changeable.ts";
import { notChangeable } from "./refused.ts";

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
  readonly specs: Specs;
}

export function buildChanges(context: ChangeContext): ChangeConfig[] {
  const { horizon } = context.surroundings.clock;
  const fromFile = context.checked.changes.flatMap((part): Change[] => {
    if (part.spec === null || part.spec.at >= horizon) return [];
    const set = child(itemsOf(child(context.checked.tree, "changes"))[Number(part.name)], "set");
    const at = `${pathText(context.checked.tree, part.path)}.set`;
    const overrides = mapOverrides(set)
      .map(asChanges)
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

function isSettable(override: Override, at: string, { checked, base, known }: ChangeContext): boolean {
  const { path, place } = override;
  const answer = mayChange(path);
  if (answer === "unknown") return true;
  const beyond = answer.may ? beyondChanges({ override, checked, base }) : notChangeable(path, answer.because);
  if (beyond === null) return true;
  known.findings.error("unsupported", { place, path: at }, beyond);
  return false;
}

/** The settings that hold, and what is built of them. */
interface State {
  readonly tree: TreeMap;
  readonly system: BuiltSystem;
}

/** Goes from one moment to the next and remembers what held before. */
class Timeline {
  readonly #context: ChangeContext;
  readonly #changes: readonly Change[];
  /** By the changes that are in force. */
  readonly #states = new Map<string, State>();
  #before: State;

  constructor(context: ChangeContext, changes: readonly Change[]) {
    this.#context = context;
    this.#changes = changes;
    this.#before = { tree: context.checked.tree, system: context.base };
    this.#states.set("", this.#before);
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
  #stateAt(moment: number): State {
    const active = this.#changes
      .filter(({ from, to }) => from <= moment && moment < to)
      .sort((a, b) => a.from - b.from || a.index - b.index);
    const key = active.map((change) => this.#changes.indexOf(change)).join();
    const state = this.#states.get(key) ?? this.#stateWith(active);
    this.#states.set(key, state);
    return state;
  }

  #stateWith(active: readonly Change[]): State {
    const { checked, known, surroundings, specs } = this.#context;
    const changed = overridden(
      checked.tree,
      active.flatMap(({ overrides }) => overrides),
      known,
    );
    const findings = known.findings.within(inForce(active));
    const system = checkSystem(changed, findings, specs);
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
