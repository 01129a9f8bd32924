/** `npm run validate`: prints how far the simulator is from measured AWS; `-- --markdown` for the README. */
import { allCases, LEFT_OUT } from "./all.ts";
import { fits, fitsMarkdown, fitsTable } from "./fits.ts";
import { markdownTable, textTable } from "./table.ts";

const [option, ...more] = process.argv.slice(2);

if (more.length > 0 || (option !== undefined && option !== "--markdown")) {
  console.error(`validate does not know '${[option, ...more].join(" ")}'; it takes --markdown or nothing`);
  process.exitCode = 2;
} else {
  const cases = allCases();
  const markdown = option === "--markdown";
  console.log((markdown ? markdownTable : textTable)(cases, LEFT_OUT));
  console.log(`\n${(markdown ? fitsMarkdown : fitsTable)(fits(cases))}`);
  process.exitCode = cases.some(({ verdict }) => verdict === "✗") ? 1 : 0;
}
