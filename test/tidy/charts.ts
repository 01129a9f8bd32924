/** A chart is one file and one entry in the list of charts: no other file loads it, or names it. */
import { lineOf, type SourceFile, walk } from "./tree.ts";

const FOLDER = "reports/charts/kinds/";
const LIST = "reports/charts/list.ts";
/** The list, and the door, which publishes some under names of their own. */
const MAY_NAME = [LIST, "reports/charts/index.ts"];

/** Who loads a chart past the list, who asks for one by the name that its files begin with, and who is in no list. */
export function strayCharts(files: readonly SourceFile[]): string[] {
  const charts = files.filter(({ path }) => path.startsWith(FOLDER));
  const names = charts.map(nameOf);
  const others = files.filter(({ path }) => !MAY_NAME.includes(path) && !path.startsWith("test/"));
  const listed = files.find(({ path }) => path === LIST)?.imports.map(({ target }) => target) ?? [];
  return [
    ...charts.filter(({ path }) => !listed.includes(path)).map(({ path }) => `${path} is not in the list of charts`),
    ...charts
      .filter((file) => !calls(file, nameOf(file)))
      .map((file) => `${file.path} has no chart called ${nameOf(file)}`),
    ...others.flatMap(({ path, imports }) =>
      imports.filter(({ target }) => target.startsWith(FOLDER)).map(({ from }) => `${path} imports ${from}`),
    ),
    ...others.flatMap((file) => namesIn(file, names)),
  ];
}

const nameOf = ({ path }: SourceFile): string => path.slice(FOLDER.length, -".ts".length);
const calls = ({ ast }: SourceFile, name: string): boolean => [...walk(ast)].some(({ node }) => node.value === name);

/** "latency-" in a text: the beginning of the name of a drawn chart. */
function namesIn(file: SourceFile, names: readonly string[]): string[] {
  return [...walk(file.ast)].flatMap(({ node }) => {
    const text = node.type === "TemplateElement" ? (node.value as { raw: string }).raw : node.value;
    if (typeof text !== "string") return [];
    return names
      .filter((name) => text.startsWith(`${name}-`))
      .map((name) => `${file.path}:${lineOf(file, node)} names the chart ${name}`);
  });
}
