/** A chart is one file, called as it is, and one entry in the list of charts; who may name it, `walls.ts` says. */
import { type SourceFile, walk } from "./tree.ts";

const FOLDER = "reports/charts/kinds/";
const LIST = "reports/charts/list.ts";

/** Charts in no list, and those that are called unlike their files. */
export function strayCharts(files: readonly SourceFile[]): string[] {
  const charts = files.filter(({ path }) => path.startsWith(FOLDER));
  const listed = files.find(({ path }) => path === LIST)?.imports.map(({ target }) => target) ?? [];
  return [
    ...charts.filter(({ path }) => !listed.includes(path)).map(({ path }) => `${path} is not in the list of charts`),
    ...charts
      .filter((file) => !calls(file, nameOf(file)))
      .map((file) => `${file.path} has no chart called ${nameOf(file)}`),
  ];
}

const nameOf = ({ path }: SourceFile): string => path.slice(FOLDER.length, -".ts".length);
const calls = ({ ast }: SourceFile, name: string): boolean => [...walk(ast)].some(({ node }) => node.value === name);
