/** One text for equal values, whatever order their keys were written in: what digests are taken over. */
import { Sha256 } from "./sha256.ts";

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Without any object inside: its JSON has no keys to order. */
const isKeyless = (value: readonly Json[]): boolean =>
  value.every((item) => item === null || typeof item !== "object" || (Array.isArray(item) && isKeyless(item)));

/** JSON with keys in code-unit order, no spaces. Absent and undefined are the same. */
function write(value: Json, to: Sha256): void {
  if (value === null || typeof value !== "object") {
    to.add(JSON.stringify(value));
  } else if (!Array.isArray(value)) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [place, [key, item]] of entries.entries()) {
      to.add(`${place === 0 ? "{" : ","}${JSON.stringify(key)}:`);
      write(item, to);
    }
    to.add(entries.length === 0 ? "{}" : "}");
  } else if (isKeyless(value)) {
    to.add(JSON.stringify(value));
  } else {
    for (const [place, item] of value.entries()) {
      to.add(place === 0 ? "[" : ",");
      write(item, to);
    }
    to.add("]");
  }
}

/** "sha256:" and the digest of a plain JSON value. */
export function digestOf(value: unknown): string {
  const hash = new Sha256();
  write(value as Json, hash);
  return `sha256:${hash.digest()}`;
}
