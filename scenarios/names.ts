/** Names that a scenario gives to its parts, read from the tree alone, so that a faulty one tells them too. */
import { child, entriesOf, itemsOf, type TreeMap, textOf } from "./tree.ts";
import type { Names } from "./types.ts";

const DEFAULT_REGION = "us-east-1";

export function namesOf(tree: TreeMap): Names {
  const keys = (field: string) => entriesOf(child(tree, field)).map(([name]) => name);
  const traffic = itemsOf(child(tree, "traffic"));
  const regions = keys("regions");
  return {
    functions: keys("functions"),
    traffic: traffic.map((entry, index) => textOf(child(entry, "name")) ?? `traffic-${index + 1}`),
    sources: keys("sources"),
    downstreams: keys("downstreams"),
    regions: regions.length > 0 ? regions : [textOf(child(child(tree, "region"), "name")) ?? DEFAULT_REGION],
    phases: traffic.flatMap((entry) => itemsOf(child(entry, "phases")).flatMap((p) => textOf(child(p, "name")) ?? [])),
  };
}
