/** `npm run validate`: prints how far the simulator is from measured AWS; `-- --markdown` for the README. */
import { allCases, LEFT_OUT } from "./all.ts";
import { markdownTable, textTable } from "./table.ts";

const [option, ...more] = process.argv.slice(2);

if (more.length > 0 || (option !== undefined && option !== "--markdown")) {
  console.error(`validate does not know '${[option, ...more].join(" ")}'; it takes --markdown or nothing`);
  process.exitCode = 2;
} else {
  const cases = allCases();
  console.log((option === "--markdown" ? markdownTable : textTable)(cases, LEFT_OUT));
  process.exitCode = cases.some(({ verdict }) => verdict === "✗") ? 1 : 0;
}
