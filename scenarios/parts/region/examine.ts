/** What must hold for a function's Region: it is named where there are several, and it exists. */
import type { CheckedSystem } from "../../checked.ts";
import { didYouMean, list } from "../../text/words.ts";
import type { FunctionExamined, PartRules } from "../part.ts";
import { regionOf } from "./region-of.ts";

function ofFunction({ spec, report }: FunctionExamined, { regions }: CheckedSystem): void {
  // A Region that has problems of its own may have lost its name.
  if (regions.some((region) => region.spec === null) || regionOf(spec, regions) !== null) return;
  const names = regions.map(({ name }) => name);
  if (spec.region === undefined) {
    const hint = `add region: ${list(names, "or")}`;
    report.error("missing-field", [], { text: "has no 'region', but there are several", hint });
    return;
  }
  const hint = didYouMean(spec.region, names);
  report.error("unknown-name", ["region"], { text: `is '${spec.region}', which is no Region here`, hint });
}

export const regionRules: PartRules = { ofFunction };
