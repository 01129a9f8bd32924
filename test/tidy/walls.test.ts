/** The check of what one change may touch sees every way in which a file can name what it should not know. */
import { expect, test } from "vitest";
import { parse } from "./tree.ts";
import { breaches, WALLS } from "./walls.ts";

/** Without what is allowed to the files of this project. */
const BARE = WALLS.map((wall) => ({ ...wall, exceptions: [] }));
const SOURCES = BARE.slice(0, 1);

const sns = parse("sim/vocabulary/sources/sns.ts", 'export const SNS = { type: "sns" };');
const functionUrl = parse("sim/vocabulary/sources/function-url.ts", 'export const URLS = { type: "function-url" };');

test.each([
  ["a text", 'const a = b === "sns";'],
  ["a text in a text", 'const a = "use { type: sns }";'],
  ["the beginning of a template", `const a = \`sns/\${b}\`;`],
  ["the end of a template", `const a = \`\${b}: { type: sns }\`;`],
  ["a key", "const a = { sns: 1 };"],
  ["a key of a type", "interface A { readonly sns: 1 }"],
  ["a type of texts", 'type A = "s3" | "sns";'],
  ["what is asked of an object", "const a = TYPES.sns;"],
  ["what is asked of an object by text", 'const a = TYPES["sns"];'],
  ["what is taken from an object", "const { sns: a } = TYPES;"],
  ["a private field", "class A { #sns = 1; }"],
  ["its constant", 'import { SNS } from "../vocabulary/sources/sns.ts";'],
  ["its type", 'type A = import("../vocabulary/sources/sns.ts").A;'],
  ["a comment that means it", "/** An event, of `sns` for instance. */"],
  ["a name in camel case", "const a = { functionUrl: 1 };"],
])("a file that is not of a source names one by %s", (_title, text) => {
  expect(breaches([sns, functionUrl, parse("sim/sources/traffic.ts", text)], SOURCES)).toHaveLength(1);
});

test.each([
  ["sim/sources/a.ts", "/** Events of sns. */ const sns = (answers: 1) => answers; export type sns = typeof sns;"],
  ["sim/sources/a.ts", 'const a = "sns-fifo, asns, SNS";'],
  ["sim/sources/sns.ts", 'const a = "sns";'],
  ["sim/sources/sns/topics.ts", 'const a = "sns";'],
  ["sim/sources/list.ts", 'import { SNS } from "../vocabulary/sources/sns.ts"; const a = { sns: SNS };'],
  ["test/a.ts", 'const a = "sns";'],
])("%s may hold %s", (path, text) => {
  expect(breaches([sns, parse(path, text)], SOURCES)).toEqual([]);
});

test("the files of one source do not name another one", () => {
  const s3 = parse("sim/vocabulary/sources/s3.ts", "export const S3 = 1;");
  expect(breaches([sns, s3, parse("sim/sources/s3.ts", 'const a = "sns";')], SOURCES)).toEqual([
    "sim/sources/s3.ts:1 names the source sns",
  ]);
});

test.each([
  [
    "downstream",
    "sim/downstream/pool.ts",
    "sim/core/host/a.ts",
    'const a = (d: DownstreamConfig) => d.kind === "pool";',
  ],
  ["downstream", "sim/downstream/pool.ts", "sim/core/host/a.ts", "const a = (service: 1) => LIMITS.pool;"],
  ["downstream", "sim/downstream/pool.ts", "sim/core/host/a.ts", 'import { pool } from "../../downstream/pool.ts";'],
  ["chart", "reports/charts/kinds/bells.ts", "ui/a.ts", 'import { bells } from "../reports/charts/kinds/bells.ts";'],
  ["chart", "reports/charts/kinds/bells.ts", "reports/charts/a.ts", `const a = \`bells-\${b}\`;`],
  ["chart", "reports/charts/kinds/bells.ts", "reports/charts/a.ts", "const a = { bells: 1 };"],
  ["chart", "reports/charts/kinds/bells.ts", "reports/charts/kinds/gongs.ts", 'const a = "bells";'],
  ["executor", "ui/runs/executors/queue.ts", "ui/runs/a.ts", 'const a = place.name === "queue";'],
  ["executor", "ui/runs/executors/queue.ts", "ui/runs/executors/threads.ts", 'import { queue } from "./queue.ts";'],
])("a %s of %s is named by %s: %s", (kind, home, path, text) => {
  const walls = BARE.filter(({ what }) => what === `the ${kind}`);
  expect(breaches([parse(home, "export const a = 1;"), parse(path, text)], walls)).toHaveLength(1);
});

test("words that mean other things, too, count where one speaks of these things", () => {
  const pool = parse("sim/downstream/pool.ts", "export const pool = 1;");
  const other = parse("sim/lambda/a.ts", 'const share = "pool"; const a = region.pool;');
  const bells = parse("reports/charts/kinds/bells.ts", 'export const bells = { name: "bells" };');
  const shown = parse("reports/charts/a.ts", 'const { bells } = subject; const a = subject.bells, b = "of bells";');
  expect(breaches([pool, other, bells, shown], BARE)).toEqual([]);
});

test("a chart may stand in a section that is called as another chart, and names it nowhere else", () => {
  const bells = parse("reports/charts/kinds/bells.ts", "export const bells = 1;");
  const gongs = (text: string) => parse("reports/charts/kinds/gongs.ts", text);
  expect(breaches([bells, gongs('const a = { section: "bells" };')], BARE)).toEqual([]);
  expect(breaches([bells, gongs('const a = { of: "bells" };')], BARE)).toHaveLength(1);
  expect(breaches([bells, gongs("const section = { bells: 1 };")], BARE)).toHaveLength(1);
});

test("exceptions hold for a file and a name, as long as they are needed", () => {
  const allowing = (path: string, name: string) =>
    SOURCES.map((wall) => ({ ...wall, exceptions: [{ path, names: [name], because: "prose" }] }));
  const user = parse("sim/a.ts", 'const a = "sns";');
  expect(breaches([sns, user], allowing("sim/a.ts", "sns"))).toEqual([]);
  expect(breaches([sns, user], allowing("sim/b.ts", "sns"))).toEqual([
    "sim/a.ts:1 names the source sns",
    "sim/b.ts need not be allowed to name the source sns",
  ]);
});
