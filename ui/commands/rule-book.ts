/** What is known about a rule beside its own line: tests, reasons, settings of the scenario format, numbers. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { jsonSchema } from "../../scenarios/index.ts";
import { FACTS, type Fact } from "../../sim/index.ts";

/** Rule id to what speaks for it; written by the tests into schema/proofs.json. */
export interface Proofs {
  /** "file: title" of each test whose title, or that of a group around it, names the rule. */
  readonly proofs: Readonly<Record<string, readonly string[]>>;
  /** Why a simulator of concurrency cannot express the rule. */
  readonly excluded: Readonly<Record<string, string>>;
  /** What is missing before the rule could be proved. */
  readonly notYet: Readonly<Record<string, string>>;
}

export interface Setting {
  /** "functions.NAME.reserved". */
  readonly path: string;
  readonly description: string;
}

export interface RuleNumber extends Fact {
  readonly name: string;
}

interface SchemaNode {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly anyOf?: readonly unknown[];
}

/** Lies beside the published schema, wherever the package is installed. */
export function readProofs(): Proofs {
  const manifest = createRequire(import.meta.url).resolve("burstlab/package.json");
  return JSON.parse(readFileSync(manifest.replace(/package\.json$/, "schema/proofs.json"), "utf8")) as Proofs;
}

const RULE_ID = /\b([A-Z]{2,5}-R?)(\d+)\b(?: to \1(\d+)\b)?/g;

/** Ids that a text names, in its order, each once; "SDK-1 to SDK-3" names three. */
export function ruleIdsIn(text: string): string[] {
  const ids = [...text.matchAll(RULE_ID)].flatMap(([, family, first, last]) =>
    Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, step) => `${family}${Number(first) + step}`),
  );
  return [...new Set(ids)];
}

/** Fields of a scenario whose description names the rule. Those of `regions` are those of `region`, told once. */
export function settingsOf(id: string): Setting[] {
  const found = fieldsOf(jsonSchema(), "").filter(({ description }) => ruleIdsIn(description).includes(id));
  return found.filter(({ path }) => !path.startsWith("regions."));
}

function fieldsOf(node: unknown, path: string): Setting[] {
  if (typeof node !== "object" || node === null) return [];
  const { description, properties = {}, additionalProperties, items, anyOf = [] } = node as SchemaNode;
  const fields = [
    ...(description === undefined ? [] : [{ path, description }]),
    ...Object.entries(properties).flatMap(([key, each]) => fieldsOf(each, path === "" ? key : `${path}.${key}`)),
    ...fieldsOf(additionalProperties, `${path}.NAME`),
    ...fieldsOf(items, `${path}[]`),
    ...anyOf.flatMap((each) => fieldsOf(each, path)),
  ];
  return [...new Map(fields.map((field) => [`${field.path} ${field.description}`, field])).values()];
}

/** The numbers of AWS that the simulator takes from this rule. */
export function numbersOf(id: string): RuleNumber[] {
  return Object.entries(FACTS)
    .map(([name, fact]) => ({ name, ...fact }))
    .filter(({ rule }) => rule === id);
}
