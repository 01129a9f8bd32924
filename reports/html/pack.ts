/** Specs made small: rows as columns, counted up by steps, each text once, and what is the same in two places once. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

/** Shorter parts are not worth a reference. */
const SHORTEST_SHARED = 30;
/** A number that reads as it is. */
const WHOLE = /^(?:0|[1-9]\d{0,8})$/;
/** Digits that can be seen, or read. */
const DIGITS = 4;

/** JSON that `CLIENT` opens again. */
export function packed(specs: readonly Json[]): string {
  const texts = new Map<string, number>();
  const small = specs.map((spec) => columns(spec, texts));
  const { shared, parts } = sharing(small);
  return JSON.stringify({ texts: [...texts.keys()], shared, charts: parts });
}

const isFields = (value: Json): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);

/** Lists of objects with the same keys become columns. */
function columns(value: Json, texts: Map<string, number>): Json {
  if (Array.isArray(value)) {
    const [first] = value;
    const uniform = value.length > 2 && isFields(first) && value.every((one) => isFields(one) && alike(one, first));
    return uniform ? turned(value as readonly Fields[], texts) : value.map((one) => columns(one, texts));
  }
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, columns(one, texts)]));
}

const alike = (one: Fields, other: Fields): boolean =>
  Object.keys(one).join("\n") === Object.keys(other).join("\n") && Object.values(one).every((cell) => !isDeep(cell));
const isDeep = (cell: Json): boolean => typeof cell === "object" && cell !== null;

function turned(rows: readonly Fields[], texts: Map<string, number>): Json {
  const keys = Object.keys(rows[0] ?? {});
  const all = keys.map(
    (key) =>
      [
        key,
        column(
          rows.map((row) => row[key] ?? null),
          texts,
        ),
      ] as const,
  );
  return { $rows: Object.fromEntries(all) };
}

function column(cells: readonly Json[], texts: Map<string, number>): Json {
  if (cells.every((cell) => typeof cell === "string" && WHOLE.test(cell))) return { $digits: steps(cells.map(Number)) };
  if (cells.every((cell) => typeof cell === "string"))
    return { $texts: shorter(cells.map((cell) => indexOf(cell, texts))) };
  const whole = cells.filter((cell) => Number.isSafeInteger(cell)).map(Number);
  return whole.length < cells.length ? cells.map(short) : steps(whole);
}

/** Moments rise by a few buckets: their steps have one digit. */
function steps(values: readonly number[]): Json {
  const all = values.map((value, i) => value - (i === 0 ? 0 : (values[i - 1] ?? 0)));
  const by = all.reduce(commonDivisor, 0) || 1;
  return { $steps: all.map((step) => step / by), by };
}

/** Places of texts that are met one after the other rise by one. */
function shorter(values: readonly number[]): Json {
  const stepped = steps(values);
  return JSON.stringify(stepped).length < JSON.stringify(values).length ? stepped : values;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : commonDivisor(b, a % b));

const short = (cell: Json): Json => (typeof cell === "number" ? Number(cell.toPrecision(DIGITS)) : cell);

function indexOf(text: string, texts: Map<string, number>): number {
  const known = texts.get(text) ?? texts.size;
  texts.set(text, known);
  return known;
}

/** Parts that stand in more than one place, referred to by their number. */
function sharing(specs: readonly Json[]): { shared: Json[]; parts: Json[] } {
  const seen = new Map<string, number>();
  const countParts = (value: Json): void => {
    if (!isDeep(value)) return;
    const text = JSON.stringify(value);
    if (text.length < SHORTEST_SHARED) return;
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    if (times === 1) for (const one of Object.values(value as object)) countParts(one as Json);
  };
  for (const spec of specs) countParts(spec);
  const shared: Json[] = [];
  const places = new Map<string, number>();
  const inside = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(refer);
    return Object.fromEntries(Object.entries(value as Fields).map(([key, one]) => [key, refer(one)]));
  };
  const refer = (value: Json): Json => {
    if (!isDeep(value)) return value;
    const text = JSON.stringify(value);
    if ((seen.get(text) ?? 0) < 2) return inside(value);
    const place = places.get(text) ?? shared.length;
    if (!places.has(text)) {
      places.set(text, place);
      shared.push(null);
      shared[place] = inside(value);
    }
    return { $same: place };
  };
  return { parts: specs.map(refer), shared };
}
