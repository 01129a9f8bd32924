/** One text for equal values, whatever order their keys were written in: what digests are taken over. */
import { HashedText } from "./hashed-text.ts";

type Json = null | boolean | number | string | readonly Json[] | JsonObject;
type JsonObject = { readonly [key: string]: Json };

const encoder = new TextEncoder();
const bytesOf = (text: string): Uint8Array => encoder.encode(text);

const NULL = bytesOf("null");
const [OBJECT, OBJECT_END, ARRAY, ARRAY_END, COMMA] = [..."{}[],"].map((mark) => mark.charCodeAt(0)) as Marks;
type Marks = [number, number, number, number, number];

/** Of an object's keys: as they stand there, and in code-unit order, with what the text has before each value. */
interface Order {
  readonly keys: readonly string[];
  readonly sorted: readonly string[];
  readonly heads: readonly Uint8Array[];
}

/** By first key, the last few sets of keys that began with it: most objects have those of one before. */
const ORDERS = new Map<string, readonly Order[]>();
const MOST_FIRST_KEYS = 1_000;
const MOST_ALIKE = 16;

function orderOf(value: JsonObject): Order {
  const keys = Object.keys(value);
  const [first = ""] = keys;
  const alike = ORDERS.get(first) ?? [];
  for (const order of alike) if (isSame(order.keys, keys)) return order;
  const sorted = keys.toSorted();
  const order = { keys, sorted, heads: sorted.map((key) => bytesOf(`${JSON.stringify(key)}:`)) };
  if (ORDERS.size === MOST_FIRST_KEYS) ORDERS.clear();
  ORDERS.set(first, [order, ...alike.slice(0, MOST_ALIKE - 1)]);
  return order;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Fields that count as absent, with the value that makes them so. */
type Absent = ReadonlyMap<string, unknown>;

/** JSON with keys in code-unit order, no spaces. Absent and undefined are the same. */
class Writer {
  readonly #text: HashedText;
  readonly #absent: Absent;

  constructor(text: HashedText, absent: Absent) {
    this.#text = text;
    this.#absent = absent;
  }

  write(value: Json): void {
    if (typeof value === "number" && Number.isFinite(value)) this.#text.addNumber(value);
    else if (value === null) this.#text.addBytes(NULL);
    else if (typeof value === "string") this.#text.addString(value);
    else if (typeof value !== "object") this.#text.add(JSON.stringify(value));
    else if (Array.isArray(value)) this.#writeArray(value);
    else this.#writeObject(value as JsonObject);
  }

  #writeObject(value: JsonObject): void {
    const { sorted, heads } = orderOf(value);
    let before = OBJECT;
    for (let i = 0; i < sorted.length; i++) {
      const key = sorted[i]!;
      const item = value[key];
      if (item === undefined || item === this.#absent.get(key)) continue;
      this.#text.addByte(before);
      this.#text.addBytes(heads[i]!);
      this.write(item);
      before = COMMA;
    }
    if (before === OBJECT) this.#text.addByte(OBJECT);
    this.#text.addByte(OBJECT_END);
  }

  #writeArray(value: readonly Json[]): void {
    this.#text.addByte(ARRAY);
    for (let i = 0; i < value.length; i++) {
      if (i > 0) this.#text.addByte(COMMA);
      this.write(value[i]!);
    }
    this.#text.addByte(ARRAY_END);
  }
}

const NONE: Absent = new Map();

/** "sha256:" and the digest of a plain JSON value. */
export function digestOf(value: unknown, absent: Absent = NONE): string {
  const text = new HashedText();
  new Writer(text, absent).write(value as Json);
  return `sha256:${text.digest()}`;
}
