/** The scenario format as JSON Schema, for editors. */
import * as z from "zod";
import { scenarioSchema } from "./schema.ts";
import { VARIABLE_PATTERN } from "./values/units.ts";

type Json = z.core.JSONSchema.BaseSchema;
type Child = Json | boolean;

const VARIABLE: Json = { type: "string", pattern: VARIABLE_PATTERN };
const NULL: Json = { type: "null" };

/** Draft 7 is what yaml-language-server promises to understand. */
export function jsonSchema(): object {
  const { $schema, definitions, ...root } = z.toJSONSchema(scenarioSchema, { io: "input", target: "draft-7" });
  const adapted = object(root, true) as Json;
  return {
    $schema,
    title: "burstlab scenario, format 1",
    ...adapted,
    definitions: mapped((definitions ?? {}) as Record<string, Child>, (each) => object(each, false)),
  };
}

/**
 * What a file may hold before it is merged with its parents: a required field may come from a parent, null removes one,
 * and a variable may stand for any value.
 * @param inherits  maps merge, so this holds in them; lists and distributions replace, so it does not hold in those.
 */
function object(json: Child, inherits: boolean): Child {
  if (typeof json === "boolean") return json;
  const { oneOf, required, ...rest } = json;
  const inner = (each: Child): Child => (inherits ? nullable(object(each, true)) : object(each, false));
  return withVariable({
    ...rest,
    ...(required === undefined || inherits ? {} : { required }),
    ...(rest.properties === undefined ? {} : { properties: mapped(rest.properties as Record<string, Child>, inner) }),
    ...(typeof rest.additionalProperties === "object"
      ? { additionalProperties: inner(rest.additionalProperties) }
      : {}),
    ...(typeof rest.items === "object" ? { items: object(rest.items as Child, false) } : {}),
    ...choices(oneOf, rest.anyOf, inherits),
  } as Json);
}

/** Without its type, which a parent may give, a value would fit several of `oneOf`. */
function choices(oneOf: Json["oneOf"], anyOf: Json["anyOf"], inherits: boolean): Pick<Json, "anyOf"> {
  const branches = (oneOf ?? anyOf) as Child[] | undefined;
  if (branches === undefined) return {};
  return { anyOf: branches.map((branch) => object(branch, inherits && oneOf !== undefined)) as Json[] };
}

function withVariable(json: Json): Json {
  if (json.type !== "boolean" && json.enum === undefined) return json;
  const { type, enum: words, ...rest } = json;
  const own = { ...(type === undefined ? {} : { type }), ...(words === undefined ? {} : { enum: words }) };
  return { ...rest, anyOf: [own, VARIABLE] };
}

function nullable(json: Child): Child {
  if (typeof json === "boolean" || json.const !== undefined) return json;
  if (json.anyOf !== undefined) return { ...json, anyOf: [...json.anyOf, NULL] };
  if (typeof json.type === "string") return { ...json, type: [json.type, "null"] as never };
  const { description, default: fallback, ...rest } = json;
  if (Object.keys(rest).length === 0) return json;
  const outer = {
    ...(description === undefined ? {} : { description }),
    ...(fallback === undefined ? {} : { default: fallback }),
  };
  return { ...outer, anyOf: [rest, NULL] };
}

const mapped = (children: Record<string, Child>, change: (child: Child) => Child): Record<string, Child> =>
  Object.fromEntries(Object.entries(children).map(([key, each]) => [key, change(each)]));
