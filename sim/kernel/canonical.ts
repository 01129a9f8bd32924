/** One text for equal values, whatever order their keys were written in: what digests are taken over. */
import { sha256 } from "./sha256.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Without any object inside: its JSON has no keys to order. */
const isKeyless = (value: readonly Json[]): boolean =>
  value.every((item) => item === null || typeof item !== "object" || (Array.isArray(item) && isKeyless(item)));

/** JSON with keys in code-unit order, no spaces. Absent and undefined are the same. */
function canonical(value: Json): string {
  if (Array.isArray(value) && !isKeyless(value)) return `[${value.map(canonical).join(",")}]`;
  if (value !== null && typeof value === "object" && !Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

/** "sha256:" and the digest of a plain JSON value. */
export const digestOf = (value: unknown): string => `sha256:${sha256(canonical(value as Json))}`;
