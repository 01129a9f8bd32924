/** Specs made small: rows as columns, counted up by steps, each text once, and what is the same in two places once. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

/** Shorter parts are not worth a reference. */
const SHORTEST_SHARED = 30;
/** A number without spaces or unit. */
const NUMBER = /^\d+(?:\.\d+)?$/;
/** Parts of one that are told apart. */
const FINEST = 100;
/** Steps into which the largest value is divided, at least. */
const ENOUGH = 5_000;

/** JSON that `CLIENT` opens again. Texts that are known to follow each other are given in their order. */
export function packed(specs: readonly Json[], inOrder: readonly string[]): string {
  const texts = new Map(inOrder.map((text, i) => [text, i]));
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
  const cells = (key: string): readonly Json[] => rows.map((row) => row[key] ?? null);
  const first = cells(keys[0] ?? "");
  const small = (key: string): Json => following(cells(key), first) ?? column(cells(key), texts);
  return { $rows: Object.fromEntries(keys.map((key) => [key, small(key)])) };
}

/** A column that says where the next row begins. */
function following(cells: readonly Json[], first: readonly Json[]): Json {
  const last = cells.at(-1) ?? null;
  return cells.slice(0, -1).every((cell, i) => cell === first[i + 1]) ? { $next: last } : null;
}

function column(cells: readonly Json[], texts: Map<string, number>): Json {
  if (cells.every((cell) => typeof cell === "string")) return textColumn(cells, texts);
  const numbers = cells.filter((cell) => typeof cell === "number");
  const round = seen(numbers);
  const rounded = cells.map((cell) => (typeof cell === "number" ? round(cell) : cell));
  return numbers.length < cells.length ? rounded : shorter(rounded.map(Number), numbers.every(Number.isSafeInteger));
}

/** As much of measured values as can be seen beside the largest; moments are whole, and stay. */
function seen(values: readonly number[]): (value: number) => number {
  const most = values.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const parts = [1, 10].find((each) => most * each >= ENOUGH) ?? FINEST;
  return (value) => Math.round(value * parts) / parts;
}

/** Texts of numbers as these numbers, where they read the same again; others by their place in the list of texts. */
function textColumn(cells: readonly string[], texts: Map<string, number>): Json {
  const stepped = cells.every((cell) => NUMBER.test(cell)) ? steps(cells.map(Number)) : null;
  if (stepped !== null && stepped.$steps.length > 0 && summed(stepped).every((sum, i) => String(sum) === cells[i]))
    return { $digits: { ...stepped } };
  return {
    $texts: shorter(
      cells.map((cell) => indexOf(cell, texts)),
      false,
    ),
  };
}

interface Steps {
  readonly $steps: readonly number[];
  readonly by: number;
  readonly per: number;
}

/** Whole numbers: moments rise by a few buckets, and their steps have one digit. Means over seeds are halves or tenths. */
function steps(values: readonly number[]): Steps {
  const fine = [1, 10].find((each) => values.every((value) => Math.round(value * each) / each === value)) ?? FINEST;
  const all = values.map(
    (value, i) => Math.round(value * fine) - (i === 0 ? 0 : Math.round((values[i - 1] ?? 0) * fine)),
  );
  const by = all.reduce(commonDivisor, 0) || 1;
  return { $steps: all.map((step) => step / by), by, per: fine };
}

/** As `CLIENT` does it. */
function summed({ $steps, by, per }: Steps): number[] {
  let sum = 0;
  return $steps.map((step) => {
    sum += step;
    return (sum * by) / per;
  });
}

function shorter(values: readonly number[], always: boolean): Json {
  const stepped: Json = { ...steps(values) };
  return always || JSON.stringify(stepped).length < JSON.stringify(values).length ? stepped : values;
}

const commonDivisor = (a: number, b: number): number => (b === 0 ? Math.abs(a) : commonDivisor(b, a % b));

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
