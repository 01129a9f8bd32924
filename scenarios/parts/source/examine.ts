/** What must hold for what a source or a caller invokes: the function exists, and its alias. */
import type { CheckedSystem } from "../../checked.ts";
import type { Report } from "../../text/report.ts";
import type { Path } from "../../text/tree.ts";
import { didYouMean } from "../../text/words.ts";
import { aliasNames, isPublished } from "../aliases/schema.ts";
import type { Target } from "./target.ts";

export function examineTarget(
  path: Path,
  { function: name, qualifier }: Target,
  checked: CheckedSystem,
  report: Report,
): void {
  const invoked = checked.functions.find((each) => each.name === name);
  if (invoked === undefined) {
    const known = checked.functions.map((each) => each.name);
    const isSource = checked.sources.some((source) => source.name === name);
    const hint = isSource ? `to go through the source, write into: ${name}` : didYouMean(name, known);
    report.error("unknown-name", path, { text: `names the function '${name}', which does not exist`, hint });
    return;
  }
  const given = invoked.spec?.aliases;
  const aliases = aliasNames(given);
  if (qualifier === "$LATEST" || aliases === undefined || aliases.includes(qualifier)) return;
  if (!Array.isArray(given) && isPublished(qualifier)) return;
  const text = `names the alias '${qualifier}', which functions.${name}.aliases does not list`;
  report.error("unknown-name", path, { text, hint: didYouMean(qualifier, aliases) });
}
