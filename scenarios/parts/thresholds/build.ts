/** Thresholds and tolerances as `reports` gets them: still text, with where they stand. */
import type { Checked } from "../../checked.ts";
import type { ThresholdText, ToleranceText } from "../../text/problem.ts";
import { inline, keySpotOf, spotOf, treeAt } from "../../text/tree.ts";

/** What counts as no change, with the line that says so. */
export function tolerancesOf({ tree, tolerances }: Checked): ToleranceText[] {
  return tolerances.flatMap((metric) => {
    const value = treeAt(tree, ["tolerances", metric]);
    const { file, line, column } = keySpotOf(tree, ["tolerances", metric]).place;
    return value === undefined ? [] : [{ metric, value: inline(value), file, line, column }];
  });
}

/** Every threshold with its defaults and the line that it stands on; a faulty one is left out. */
export function thresholdsOf({ tree, thresholds }: Checked): ThresholdText[] {
  return thresholds.flatMap(({ path, spec }) => {
    if (spec === null) return [];
    const isText = treeAt(tree, path)?.kind === "scalar";
    const { file, line, column } = spotOf(tree, isText ? path : [...path, "that"]).place;
    const given = typeof spec === "string" ? { that: spec, level: "error" as const, ifEmpty: "fail" as const } : spec;
    return [
      {
        that: given.that,
        level: given.level,
        why: ("why" in given && given.why) || "",
        ifEmpty: given.ifEmpty,
        file,
        line,
        column,
      },
    ];
  });
}
