/** What differs between two scenarios, by path: the settings themselves, with parents and the variant merged in. */

import { inline, type Tree, type TreeMap, textOf } from "./text/tree.ts";
import type { Scenario } from "./types.ts";

/** One setting that differs. A whole part that only one side has is one difference. */
export interface Difference {
  /** "functions.checkout.reserved". */
  readonly path: string;
  /** As the file writes it, on one line; null on the side that does not have it. */
  readonly base: string | null;
  readonly head: string | null;
  /** Where it stands: on the head's side, or on the base's when the head does not have it. */
  readonly file: string;
  readonly line: number;
}

/** They tell people something, or are settled by what they lead to. */
const WITHOUT_EFFECT: readonly string[] = ["version", "extends", "description", "lesson"];

/**
 * In the order of the head's file; what it does not have comes last in its part.
 * @throws ScenarioError when a side has no such variant.
 */
export function differences(base: Scenario, head: Scenario, variant: string): Difference[] {
  return partDifferences(withEffect(base.tree(variant)), withEffect(head.tree(variant)), "");
}

const withEffect = (tree: TreeMap): TreeMap => ({
  ...tree,
  entries: new Map([...tree.entries].filter(([key]) => !WITHOUT_EFFECT.includes(key))),
});

/** A part and where its key, or else itself, begins. */
interface Member {
  readonly value: Tree;
  readonly place: Tree["place"];
}

function partDifferences(base: Tree, head: Tree, path: string): Difference[] {
  const [before, after] = [membersOf(base, path), membersOf(head, path)];
  if (before === null || after === null) return [];
  const names = [...after.keys(), ...[...before.keys()].filter((name) => !after.has(name))];
  return names.flatMap((name) => {
    const below = path === "" ? name : `${path}.${name}`;
    return memberDifferences(before.get(name), after.get(name), below);
  });
}

function memberDifferences(base: Member | undefined, head: Member | undefined, path: string): Difference[] {
  if (base !== undefined && head !== undefined) {
    if (inline(base.value) === inline(head.value)) return [];
    if (membersOf(base.value, path) !== null && base.value.kind === head.value.kind && isDivisible(head.value)) {
      return partDifferences(base.value, head.value, path);
    }
  }
  const { file, line } = (head ?? base!).place;
  const text = (member: Member | undefined): string | null => (member === undefined ? null : inline(member.value));
  return [{ path, base: text(base), head: text(head), file, line }];
}

/** A list of plain values is one value. */
const isDivisible = (tree: Tree): boolean =>
  tree.kind === "map" || (tree.kind === "list" && tree.items.some(({ kind }) => kind !== "scalar"));

/** By name; null for a plain value. Null in a file means: not there. */
function membersOf(tree: Tree, path: string): Map<string, Member> | null {
  if (tree.kind === "scalar") return null;
  const members = new Map<string, Member>();
  if (tree.kind === "map") {
    for (const [name, { key, value }] of tree.entries) {
      if (value.kind !== "scalar" || value.value !== null) members.set(name, { value, place: placeOf(value, key) });
    }
    return members;
  }
  for (const [index, value] of tree.items.entries()) {
    const name = itemName(value, index, path);
    members.set(members.has(name) ? `${name}#${index}` : name, { value, place: value.place });
  }
  return members;
}

const placeOf = (value: Tree, key: Tree["place"]): Tree["place"] => (value.kind === "scalar" ? value.place : key);

/** Items go by their name; a threshold by what it measures, so that one more above it moves none. */
function itemName(item: Tree, index: number, path: string): string {
  const named = item.kind === "map" ? item.entries.get("name")?.value : undefined;
  if (path !== "thresholds") return textOf(named) ?? String(index);
  const that = item.kind === "map" ? item.entries.get("that")?.value : item;
  return textOf(that)?.split(/\s*[<>=]/)[0] ?? String(index);
}
