/** Names that a scenario gives to its parts, read from the tree alone, so that a faulty one tells them too. */
import { aimed, linkName } from "../sim/index.ts";
import { aimOf } from "./parts/handing/build.ts";
import { child, entriesOf, itemsOf, type Tree, type TreeMap, textOf } from "./text/tree.ts";
import type { Field, Names } from "./types.ts";

/** What runs and what calls it, in the order in which people think of it. */
const CHANGEABLE = [
  "functions",
  "capacityProviders",
  "region",
  "regions",
  "downstreams",
  "vars",
  "traffic",
  "sources",
] as const;
const DEFAULT_REGION = "us-east-1";

export function namesOf(tree: TreeMap): Names {
  const keys = (field: string) => entriesOf(child(tree, field)).map(([name]) => name);
  const traffic = itemsOf(child(tree, "traffic"));
  const regions = keys("regions");
  return {
    functions: keys("functions"),
    traffic: traffic.map((entry, index) => textOf(child(entry, "name")) ?? `traffic-${index + 1}`),
    sources: keys("sources"),
    calls: linksIn(tree, "calls"),
    sends: linksIn(tree, "sends"),
    downstreams: keys("downstreams"),
    destinations: destinationsIn(tree),
    regions: regions.length > 0 ? regions : [textOf(child(child(tree, "region"), "name")) ?? DEFAULT_REGION],
    phases: traffic.flatMap((entry) => itemsOf(child(entry, "phases")).flatMap((p) => textOf(child(p, "name")) ?? [])),
  };
}

/** Where events go on, but for functions and sources. */
function destinationsIn(tree: TreeMap): string[] {
  const declared = ["functions", "sources"].flatMap((field) => entriesOf(child(tree, field)).map(([name]) => name));
  const named = entriesOf(child(tree, "functions")).flatMap(([, one]) =>
    ["onSuccess", "onFailure", "deadLetter"].flatMap((field) => textOf(child(child(one.value, "async"), field)) ?? []),
  );
  return [...new Set(named)].filter((name) => !declared.includes(name));
}

/** What functions call or send to functions; a name that a downstream has, too, is called as that. */
function linksIn(tree: TreeMap, kind: "calls" | "sends"): string[] {
  const functions = entriesOf(child(tree, "functions"));
  const known = new Set(functions.map(([name]) => name));
  const others = new Set(kind === "calls" ? entriesOf(child(tree, "downstreams")).map(([name]) => name) : []);
  const links = functions.flatMap(([from, { value }]) =>
    itemsOf(child(value, kind)).flatMap((one) => {
      const to = textOf(child(one, "to"));
      const aim = to === undefined || others.has(to) ? null : aimOf(to);
      return aim !== null && known.has(aim.function) ? [linkName(from, kind, aimed(aim.function, aim.qualifier))] : [];
    }),
  );
  return [...new Set(links)];
}

/** Every plain value of the system and its traffic, by the path that an override takes. */
export const plainFields = (tree: TreeMap): Field[] =>
  CHANGEABLE.flatMap((key) => {
    const part = child(tree, key);
    return part === undefined ? [] : fieldsIn(part, key);
  });

function fieldsIn(tree: Tree, path: string): Field[] {
  if (tree.kind === "scalar") return tree.value === null ? [] : [{ path, text: tree.text }];
  const parts: (readonly [string, Tree])[] =
    tree.kind === "map"
      ? entriesOf(tree).map(([name, entry]) => [name, entry.value] as const)
      : tree.items.map((item, index) => [textOf(child(item, "name")) ?? String(index), item] as const);
  return parts.filter(([name]) => name !== "name").flatMap(([name, part]) => fieldsIn(part, `${path}.${name}`));
}
