/** What `changes` may set during a run, and what they may not: every field of the format is asked. */
import { expect, test } from "vitest";
import { jsonSchema } from "../../../scenarios/index.ts";
import { mayChange } from "../../../scenarios/parts/changes/changeable.ts";
import { CHANGE, count, fields, ITSELF, WHOLE, WITHIN } from "../../../scenarios/values/units.ts";
import { problemsOf } from "../reading.ts";

interface Json {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Json>>;
  readonly additionalProperties?: Json | boolean;
  readonly items?: Json;
  readonly anyOf?: readonly Json[];
}

const SCHEMA = jsonSchema() as Json & { readonly definitions: Readonly<Record<string, Json>> };

/** The path of every field; `*` stands for a name that the user gives, 0 for an item of a list. */
function pathsIn(json: Json, path: string): string[] {
  const named = json.$ref === undefined ? json : SCHEMA.definitions[json.$ref.replace("#/definitions/", "")]!;
  const members = Object.entries(named.properties ?? {});
  if (typeof named.additionalProperties === "object") members.push(["*", named.additionalProperties]);
  if (named.items !== undefined) members.push(["0", named.items]);
  const below = members.flatMap(([key, each]) => {
    const own = path === "" ? key : `${path}.${key}`;
    return [own, ...pathsIn(each, own)];
  });
  return [...below, ...(named.anyOf ?? []).flatMap((form) => pathsIn(form, path))];
}

const PATHS = [...new Set(pathsIn(SCHEMA, ""))];

/** A name that stands in the scenario below, for each map of names. */
const withNames = (path: string): string =>
  path
    .replace(/aliases\.\*/, "aliases.live")
    .replace(/additionalVersionWeights\.\*/, "additionalVersionWeights.2")
    .replace(/^(functions|regions|downstreams|sources|vars|variants)\.\*/, "$1.one")
    .replaceAll("*", "one");

/** Whether a change of it is turned away whatever the new value. */
function isRefused(path: string): boolean {
  const regions = path.startsWith("regions")
    ? "regions: { one: { concurrency: 500 } }"
    : "region: { concurrency: 500 }";
  const asked = withNames(path);
  const text = `simulate: { for: 5m }
${regions}
vars: { one: 1 }
functions: { one: { run: 200ms, aliases: { live: { version: 1 } } } }
sources: { one: { type: s3, invokes: one } }
downstreams: { one: { type: pool, size: 5, latency: 30ms } }
changes: [{ at: 1m, set: { ${asked}: {} } }]
traffic: [{ invoke: one, phases: [{ for: 5m, rate: 1/s }] }]
variants: { one: { name: other } }
`;
  return problemsOf(text).some(({ id }) => id === "unsupported");
}

/** What a change may set, with all that is in it. */
const WITH_ALL = [
  "region.concurrency",
  "regions.*.concurrency",
  ...[
    "memory",
    "timeout",
    "reserved",
    "run",
    "cpu",
    "init",
    "firstRun",
    "restore",
    "extensions",
    "errors",
    "calls",
    "async",
  ].map((field) => `functions.*.${field}`),
  ...["size", "limit", "burst", "latency", "whenFull", "maxWait"].map((field) => `downstreams.*.${field}`),
];
/** What it may set as it stands there. */
const AS_IT_STANDS = [
  "functions.*.provisioned",
  "functions.*.provisioned.count",
  "functions.*.provisioned.0",
  "functions.*.provisioned.0.count",
  "functions.*.aliases.*",
  "functions.*.aliases.*.version",
  "functions.*.aliases.*.additionalVersionWeights",
  "functions.*.aliases.*.additionalVersionWeights.*",
];

const maySet = (path: string): boolean =>
  AS_IT_STANDS.includes(path) || WITH_ALL.some((whole) => path === whole || path.startsWith(`${whole}.`));

test("changes may set these fields, and of every other field they are told that it stays", () => {
  expect(PATHS.length).toBeGreaterThan(300);
  expect([...WITH_ALL, ...AS_IT_STANDS].filter((path) => !PATHS.includes(path))).toEqual([]);
  expect(PATHS.filter((path) => !isRefused(path))).toEqual(PATHS.filter(maySet));
});

test("a field that says nothing may not be changed, nor what is in it; what is no field is left to its reader", () => {
  const inner = fields("an inner", () => ({ open: count().register(CHANGE, WHOLE), silent: count() }));
  const format = fields("an outer", () => ({
    silent: inner.optional(),
    within: inner.prefault({ open: 1, silent: 1 }).register(CHANGE, WITHIN),
    itself: inner.describe("Described.").register(CHANGE, ITSELF),
    fixed: count().register(CHANGE, { may: "never", because: "it is made so" }),
  }));
  const told = ["silent", "silent.open", "within", "within.open", "within.open.x", "within.silent", "within.x", "x"];
  expect(told.map((path) => mayChange(path, format))).toEqual([
    { may: false },
    { may: false },
    { may: false },
    { may: true },
    { may: true },
    { may: false },
    "unknown",
    "unknown",
  ]);
  expect(["itself", "itself.open", "itself.silent", "itself.x"].map((path) => mayChange(path, format))).toEqual([
    { may: true },
    { may: true },
    { may: false },
    { may: false },
  ]);
  expect(mayChange("fixed", format)).toEqual({ may: false, because: "it is made so" });
});
