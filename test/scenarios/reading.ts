/** Reads scenarios for tests: literals, and the files of `malformed/`. */
import { readFileSync } from "node:fs";
import { type LoadOptions, load, type Problem, type Scenario } from "../../scenarios/index.ts";
import type { SimConfig } from "../../sim/index.ts";

const FOLDER = new URL("./malformed/", import.meta.url);

export const malformedText = (name: string): string => readFileSync(new URL(name, FOLDER), "utf8");

const readMalformed = (path: string): string | null => {
  try {
    return malformedText(path);
  } catch {
    return null;
  }
};

/** The usual beginning and end, for tests that are about something else. */
export const withTraffic = (text: string): string =>
  `simulate: { for: 5m }\n${text}\ntraffic: [{ invoke: checkout, phases: [{ for: 5m, rate: 1/s }] }]\n`;

export function scenarioOf(text: string, options: LoadOptions = {}): Scenario {
  const loaded = load(text, "shop.burst.yaml", options);
  if (!loaded.ok) throw new Error(loaded.problems.map(lineOf).join("\n"));
  return loaded.scenario;
}

export const configOf = (text: string, options: LoadOptions = {}): SimConfig => scenarioOf(text, options).config();

export function problemsOf(text: string, options: LoadOptions = {}): readonly Problem[] {
  const loaded = load(text, "shop.burst.yaml", options);
  return loaded.ok ? [] : loaded.problems;
}

export function problemsOfFile(name: string): readonly Problem[] {
  const loaded = load(malformedText(name), name, { read: readMalformed });
  return loaded.ok ? [] : loaded.problems;
}

export function warningsOf(text: string): string[] {
  const loaded = load(text, "shop.burst.yaml");
  if (!loaded.ok) throw new Error(loaded.problems.map(lineOf).join("\n"));
  return loaded.warnings.map(lineOf);
}

/** "7:15 reserved-too-high: text". */
export const lineOf = ({ line, column, id, text }: Problem): string => `${line}:${column} ${id}: ${text}`;
