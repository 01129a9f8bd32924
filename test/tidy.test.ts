/** The rules of this code base that a program can check; each check is also shown something bad. */
import { describe, expect, test } from "vitest";
import { bannedWords, determinismBreaks, looseCode, unknownRules } from "./tidy/bans.ts";
import { strayCharts } from "./tidy/charts.ts";
import { coreCasts, coreClashes } from "./tidy/core.ts";
import { handedTooMuch } from "./tidy/handed.ts";
import { cycles, deadExports, layerBreaks, strayBarrels, typeCycles } from "./tidy/layers.ts";
import { classShape, fileShape, folderSize, functionShape } from "./tidy/shape.ts";
import { filesBelow, parse, sourceFiles, textOf } from "./tidy/tree.ts";
import { breaches, WALLS } from "./tidy/walls.ts";

const files = sourceFiles();
const texts = filesBelow(".")
  .filter((path) => /\.(tsx?|json|ya?ml|md|txt|csv|mjs|run)$|^\.ci\/run$/.test(path))
  .map((path) => ({ path, text: textOf(path) }));
const rules = new Set(textOf("test/data/rules.txt").split("\n"));
const cited = texts.filter(({ path }) => path !== "test/data/rules.txt" && path !== "test/tidy.test.ts");

test.each([
  ["each folder imports only what its layer allows", () => files.flatMap(layerBreaks)],
  ["only the index files of the folders hand on exports", () => files.flatMap(strayBarrels)],
  ["no file imports itself through others", () => cycles(files)],
  ["each chart is in the list, and called as its file is", () => strayCharts(files)],
  ["no file names itself through others, types counted too", () => typeCycles(files)],
  ["folders hold as much as one can look through", () => folderSize(files)],
  ["classes are asked for a few things each", () => files.flatMap(classShape)],
  ["nobody is handed many owners", () => handedTooMuch(files)],
  ["only its own files and lists name a source, downstream, chart, runtime, executor", () => breaches(files, WALLS)],
  ["every exported name is used by another file", () => deadExports(files)],
  ["sim and reports depend on nothing but their input", () => files.flatMap(determinismBreaks)],
  ["files are short, lines fit, and each file says what it owns", () => files.flatMap(fileShape)],
  ["functions are short and flat and take few parameters", () => files.flatMap(functionShape)],
  ["only two files of the core cast", () => files.flatMap(coreCasts)],
  ["no two files of the core declare the same name", () => coreClashes(files)],
  ["no any, no default exports", () => files.flatMap(looseCode)],
  ["nothing is left unfinished, nothing private is published", () => texts.flatMap((f) => bannedWords(f.path, f.text))],
  ["every rule id cited exists", () => cited.flatMap((f) => unknownRules(f.path, f.text, rules))],
])("%s", (_title, violations) => {
  expect(violations()).toEqual([]);
});

describe("the checks see what they are for", () => {
  const DOC = "/** Says what it owns. */\n";

  test.each([
    ["sim/a.ts", 'import fs from "node:fs";'],
    ["sim/kernel/a.ts", 'import { b } from "../lambda/b.ts";'],
    ["sim/lambda/a.ts", 'import { b } from "../sources/b.ts";'],
    ["sim/vocabulary/a.ts", 'import type { b } from "../result.ts";'],
    ["reports/a.ts", 'import { b } from "../sim/vocabulary/facts.ts";'],
    ["sim/core/a.ts", 'import { b } from "../kernel/b.ts";'],
    ["sim/core/a.ts", 'import type { b } from "../config.ts";'],
    ["sim/core/a.ts", 'import { b } from "./host/b.ts";'],
    ["sim/core/host/a.ts", 'import { b } from "../../sources/b.ts";'],
    ["sim/core/host/a.ts", 'import { b } from "fastpriorityqueue";'],
    ["sim/downstream/a.ts", 'import type { b } from "../config.ts";'],
    ["scenarios/a.ts", 'import { b } from "../sim/kernel/time.ts";'],
    ["reports/a.ts", 'import { b } from "../sim/index.ts";'],
    ["reports/a.ts", 'import type { b } from "../scenarios/index.ts";'],
    ["ui/a.ts", 'import { b } from "../test/helpers/b.ts";'],
    ["ui/a.ts", 'const b = await import("../test/helpers/b.ts");'],
    ["ui/commands/a.ts", 'import { threads } from "../runs/executors/threads.ts";'],
    ["ui/runs/a.ts", 'import type { Task } from "./executors/simulate.ts";'],
    ["ui/player/a.ts", 'import { basename } from "node:path";'],
    ["ui/player/panels/a.ts", 'import { Box } from "ink";'],
    ["ui/player/a.ts", 'import type { ReactNode } from "react";'],
    ["ui/player/a.ts", 'import type { Paint } from "../host/terminal.ts";'],
    ["ui/player/a.ts", 'import { b } from "../dashboard/b.ts";'],
    ["ui/lessons/a.ts", 'import { b } from "../player/b.ts";'],
    ["ui/library/a.ts", 'import { b } from "../host/b.ts";'],
  ])("layers: %s must not hold %s", (path, text) => {
    expect(layerBreaks(parse(path, text))).toHaveLength(1);
  });

  test.each([
    ["const a = Date.now();"],
    ["const a = (b: Date) => b;"],
    ["const a = performance.now();"],
    ["const a = Math.random();"],
    ["const a = Math.log(2);"],
    ["const a = 'x'.localeCompare('y');"],
    ["const a = new Intl.NumberFormat();"],
    ["setTimeout(() => 1, 2);"],
    ["const a = async () => 1;"],
    ["export let a = 1;"],
  ])("determinism: sim must not hold %s", (text) => {
    expect(determinismBreaks(parse("sim/a.ts", text))).not.toEqual([]);
  });

  test("determinism: a property that is only called like a clock is fine", () => {
    expect(determinismBreaks(parse("sim/a.ts", "const a = { performance: 1 }; const b = a.performance;"))).toEqual([]);
  });

  test("the core: casts, but of two files and its host, and names that two of its files declare", () => {
    const cast = "export const a = 1 as number;";
    expect(coreCasts(parse("sim/core/a.ts", cast))).toEqual(["sim/core/a.ts:1 casts"]);
    expect(
      ["objects/casts.ts", "base/prelude.ts", "host/a.ts"].map((at) => coreCasts(parse(`sim/core/${at}`, cast))),
    ).toEqual([[], [], []]);
    const text =
      "type A = 1; const A = 1; export function b() { const c = 1; } export class D {} import { e } from './e.ts';";
    const [a, same] = [parse("sim/core/a.ts", text), parse("sim/core/b.ts", text)];
    expect(coreClashes([a, parse("sim/core/host/a.ts", text), parse("sim/core/c.ts", "const c = 1, e = 1;")])).toEqual(
      [],
    );
    expect(coreClashes([a, same])).toEqual(
      ["A", "b", "D"].map((name) => `sim/core/b.ts declares ${name} of sim/core/a.ts`),
    );
  });

  test("charts: in no list, called unlike its file", () => {
    const chart = parse("reports/charts/kinds/bells.ts", 'export const bells = { name: "bells" };');
    const list = parse(
      "reports/charts/list.ts",
      'import { bells } from "./kinds/bells.ts"; export const CHARTS = [bells];',
    );
    expect(strayCharts([chart])).toEqual(["reports/charts/kinds/bells.ts is not in the list of charts"]);
    expect(strayCharts([chart, list])).toEqual([]);
    const renamed = parse(chart.path, chart.text.replace('"bells"', '"chimes"'));
    expect(strayCharts([renamed, list])).toEqual(["reports/charts/kinds/bells.ts has no chart called bells"]);
  });

  test("cycles and dead exports", () => {
    const a = parse("sim/a.ts", 'import { b } from "./b.ts"; export const a = b;');
    const b = parse("sim/b.ts", 'import { a } from "./a.ts"; export const b = a; export const unused = 1;');
    expect(cycles([a, b])).toEqual(["sim/a.ts", "sim/b.ts"]);
    expect(deadExports([a, b])).toEqual(["sim/b.ts exports unused"]);
    const c = parse("sim/c.ts", 'import type { d } from "./d.ts"; export const c: d = 1;');
    const d = parse("sim/d.ts", 'import { c } from "./c.ts"; export type d = typeof c;');
    expect([cycles([c, d]), typeCycles([c, d])]).toEqual([[], ["sim/c.ts", "sim/d.ts"]]);
  });

  test("dead exports: a type that an exported function takes is alive, one that stands alone is not", () => {
    const a = parse(
      "sim/a.ts",
      "export interface Shape { b: 1 } export interface Alone { b: 1 } export const a = (s: Shape) => s;",
    );
    const b = parse("sim/b.ts", 'import { a } from "./a.ts"; a({ b: 1 });');
    expect(deadExports([a, b])).toEqual(["sim/a.ts exports Alone"]);
  });

  test.each([
    ["a file of 401 lines", `${DOC}${"\n".repeat(400)}`],
    ["a line of 121 characters", `${DOC}// ${"x".repeat(118)}\n`],
    ["no doc comment", "const a = 1;\n"],
  ])("sizes: %s", (_title, text) => {
    expect(fileShape(parse("ui/a.ts", text))).toHaveLength(1);
  });

  test.each([
    ["61 lines", `function f() {${"\n".repeat(60)}}`],
    ["five parameters", "const f = (a: 1, b: 1, c: 1, d: 1, e: 1) => a;"],
    ["four deep", "function f(a) { if (a) for (;;) while (a) { try { a; } finally { a; } } }"],
  ])("functions: %s", (_title, text) => {
    expect(functionShape(parse("ui/a.ts", text))).toHaveLength(1);
  });

  test.each([
    ["60 lines", `function f() {${"\n".repeat(59)}}`],
    ["a chain of else-ifs", "function f(a) { if (a) a; else if (a) a; else if (a) a; else if (a) a; else if (a) a; }"],
  ])("functions: %s are fine", (_title, text) => {
    expect(functionShape(parse("ui/a.ts", text))).toEqual([]);
  });

  test("classes and folders", () => {
    const methods = (count: number): string => Array.from({ length: count }, (_, i) => `m${i}() {}`).join(" ");
    const own = "readonly #a = 1; readonly field = 1; constructor() {} #b() {}";
    expect(classShape(parse("ui/a.ts", `class A { ${own} ${methods(14)} }`))).toEqual([]);
    expect(classShape(parse("ui/a.ts", `class A { ${own} ${methods(14)} also = () => 1; }`))).toHaveLength(1);
    expect(classShape(parse("ui/a.ts", `/** Wide: it is asked. */ class A { ${methods(15)} }`))).toEqual([]);
    expect(classShape(parse("ui/a.ts", `/** Wide: no. */\n/** A. */ class A { ${methods(15)} }`))).toHaveLength(1);
    const folder = (count: number) => Array.from({ length: count }, (_, i) => parse(`ui/f/${i}.ts`, ""));
    expect(folderSize([...folder(24), parse("ui/f/g/a.ts", "")])).toEqual([]);
    expect(folderSize(folder(25))).toEqual(["ui/f/ holds 25 files"]);
  });

  test("who is handed much: whatever the type is called, and wherever it stands", () => {
    const owner = parse("sim/owner.ts", "export class Owner {} export interface Plain { a: 1; b: 1; c: 1 }");
    const members = (count: number) => Array.from({ length: count }, (_, i) => `m${i}: Owner;`).join(" ");
    const use = 'import type { Owner, Plain } from "./owner.ts";';
    const handed = (text: string, ...more: string[]) =>
      handedTooMuch([owner, parse("sim/a.ts", `${use} ${text}`), ...more.map((one) => parse("sim/more.ts", one))]);
    const tables = (count: number) => `interface Tables { ${members(count)} }`;
    const one = "class A { constructor(tables: Tables) {} }";
    expect(handed(`${tables(8)} ${one}`)).toEqual([]);
    expect(handed(`${tables(9)} ${one}`)).toEqual(["sim/a.ts:1 hands 9 things to A"]);
    expect(handed(`${tables(8)} class A { constructor(tables: Tables, owner: Owner) {} }`)).toHaveLength(1);
    expect(handed(`${tables(8)} class A { constructor(tables: Tables, size: number) {} }`)).toEqual([]);
    expect(handed(`${tables(9)} class A { constructor(tables: Omit<Tables, "m1">) {} }`)).toEqual([]);
    expect(handed(`${tables(9)} class A { constructor(tables: Pick<Tables, "m1" | "m2">) {} }`)).toEqual([]);
    const more = "interface More extends Tables { x: 1; y: 1; z: 1; w: 1 }";
    expect(handed(`${tables(4)} ${more} class A { constructor(more: More) {} }`)).toEqual([]);
    expect(handed(`${tables(5)} ${more} class A { constructor(more: More) {} }`)).toHaveLength(1);
    expect(handed("class A { constructor(a: Plain, b: Plain, c: Plain) {} }")).toEqual([]);
    const elsewhere = `import type { Owner } from "./owner.ts"; export ${tables(9)}`;
    expect(handed(`import type { Tables } from "./more.ts"; ${one}`, elsewhere)).toHaveLength(1);
    expect(handed(`${tables(9)} /** Wide: it is asked. */ ${one}`)).toEqual([]);
    expect(handed(`/** Wide: they are asked. */ ${tables(9)} ${one}`)).toEqual([]);
  });

  test("words, any and rule ids", () => {
    expect(bannedWords("a.md", `later: ${"TO"}${"DO"} write this`)).toHaveLength(1);
    expect(looseCode(parse("ui/a.ts", "const a: any = 1; export default a;"))).toHaveLength(2);
    expect(unknownRules("a.ts", "CONC-9 is a rule, CONC-999 and COCN-9 are not, UTF-8 is none", rules)).toEqual([
      "a.ts cites CONC-999",
      "a.ts cites COCN-9",
    ]);
  });
});
