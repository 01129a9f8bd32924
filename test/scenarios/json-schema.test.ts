/** The published JSON Schema is the schema's own, and it tells editors what they need. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { explainProblem, jsonSchema, PROBLEM_IDS } from "../../scenarios/index.ts";

interface Json {
  readonly [key: string]: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Json>>;
}

const schema = jsonSchema() as Json;

/** Every field below a schema, with its path. */
function fieldsOf(json: Json, path = ""): { path: string; description: unknown }[] {
  const own = Object.entries(json.properties ?? {}).map(([name, field]) => ({
    path: `${path}.${name}`,
    description: field.description,
  }));
  const nested = Object.entries(json).filter(([, value]) => typeof value === "object" && value !== null);
  return [...own, ...nested.flatMap(([key, value]) => fieldsOf(value as Json, `${path}/${key}`))];
}

test("schema/burstlab-1.json is up to date (else: burstlab schema > schema/burstlab-1.json)", () => {
  const published = readFileSync(new URL("../../schema/burstlab-1.json", import.meta.url), "utf8");
  expect(published).toBe(`${JSON.stringify(schema, null, 2)}\n`);
});

test("every field has a line of documentation; `type` explains itself", () => {
  const fields = fieldsOf(schema);
  const silent = fields.filter(({ path, description }) => description === undefined && !path.endsWith(".type"));
  expect(fields.length).toBeGreaterThan(100);
  expect(silent).toEqual([]);
});

test("draft 7, closed objects, units as patterns, variables everywhere, and null to remove", () => {
  expect(schema).toMatchObject({ $schema: "http://json-schema.org/draft-07/schema#", additionalProperties: false });
  const functions = schema.properties?.functions?.additionalProperties as Json;
  expect(functions.properties?.timeout).toEqual({
    description: "A run ends after this at the latest, 1s to 900s; default 3s (LIM-2, LIFE-7).",
    default: "3s",
    anyOf: [
      { type: "string", pattern: "^([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+$" },
      { type: "string", pattern: "^\\$[A-Za-z_][A-Za-z0-9_-]*$" },
      { const: 0 },
      { type: "null" },
    ],
  });
  expect(functions.required).toBeUndefined();
});

test("every problem id is explained in one sentence or two; other words are not", () => {
  expect(PROBLEM_IDS.map((id) => explainProblem(id)?.endsWith("."))).toEqual(PROBLEM_IDS.map(() => true));
  expect([explainProblem("unknown-kex"), explainProblem("toString")]).toEqual([null, null]);
});
