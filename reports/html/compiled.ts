/** Charts compiled for the page: Vega specs that answer the pointer. Loads Vega-Lite, so import it only to draw. */
import { compile } from "vega-lite";
import type { VegaLiteSpec } from "../charts/index.ts";
import { type Json, packed } from "./pack.ts";
import { READINGS, secondsOf, withReadings } from "./readings.ts";

/** How far a strip under the pointer shows. */
const SHOWN = 0.14;

/** All specs as one JSON text, for `Interactive`. */
export function compiledSpecs(specs: readonly VegaLiteSpec[]): string {
  const readable = specs.map(({ description, ...spec }) => withReadings(spec as VegaLiteSpec));
  const compiled = readable.map((spec) => answering(compile(spec).spec as unknown as Json));
  return packed(compiled, secondsOf(readable));
}

/** Strips show their values and themselves while the pointer is on them. */
function answering(value: Json): Json {
  if (Array.isArray(value)) return value.map(answering);
  if (typeof value !== "object" || value === null) return value;
  const fields = value as { readonly [key: string]: Json };
  const { name, encode } = fields;
  if (typeof name === "string" && name.startsWith(READINGS) && encode !== undefined)
    return { ...fields, interactive: true, encode: strips(encode) };
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, answering(one)]));
}

function strips(encode: Json): Json {
  const { update } = encode as { readonly update?: object };
  return {
    update: { ...update, fillOpacity: { value: 0 }, tooltip: { signal: "datum" } },
    hover: { fillOpacity: { value: SHOWN } },
  };
}
