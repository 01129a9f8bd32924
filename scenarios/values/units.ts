/** The leaves of the schema: each reads one kind of value and shows editors what it looks like. */
import * as z from "zod";
import type { Duration } from "../../sim/index.ts";
import type { ProblemId } from "../text/explanations.ts";
import { shown } from "../text/words.ts";
import type { Quantity } from "./quantity.ts";
import {
  parseBytes,
  parseCount,
  parseDuration,
  parseExponent,
  parseFactor,
  parseInstant,
  parseRate,
  parseShare,
  parseSize,
  parseTimeOfDay,
} from "./quantity.ts";

/** A variable stands for a whole value of any kind. */
export const VARIABLE_PATTERN = "^\\$[A-Za-z_][A-Za-z0-9_-]*$";
const DURATION_PATTERN = "^([0-9]+(\\.[0-9]+)?(us|ms|s|m|h|d))+$";

/** How a schema says which problem it met: `text` goes on after the field's name. */
export interface Complaint {
  readonly id: ProblemId;
  readonly hint: string;
}

type Json = Readonly<Record<string, unknown>>;
const textLike = (pattern: string, more: readonly Json[] = []): Json => ({
  anyOf: [{ type: "string", pattern }, { type: "string", pattern: VARIABLE_PATTERN }, ...more],
});

/**
 * Whether `changes` may set a field while the run lasts. `whole`: with all that is in it. `itself`: and of what is in
 * it that which says so too. `within`: not itself, but of what is in it that which says so. What says nothing stays.
 */
export interface Changeable {
  readonly may: "whole" | "itself" | "within" | "never";
  /** Why not, in place of "not simulated": goes on after "cannot change during a run: ". */
  readonly because?: string;
}
export const CHANGE = z.registry<Changeable>();
export const WHOLE: Changeable = { may: "whole" };
export const ITSELF: Changeable = { may: "itself" };
export const WITHIN: Changeable = { may: "within" };

/** Shared, as they are part of every leaf and of every map of fields. */
const ANYTHING = z.unknown();
const NOTHING = z.never();

function leaf<T>(parse: (raw: unknown) => Quantity<T>, json: Json) {
  return ANYTHING.transform((raw, context): T => {
    const read = parse(raw);
    if (read.ok) return read.value;
    const params: Complaint = { id: read.id, hint: read.hint };
    context.addIssue({ code: "custom", message: read.text, params });
    return z.NEVER;
  }).register(z.globalRegistry, json);
}

/** A limit as people write it, with the rule that sets it. */
interface Limits {
  readonly min?: string | number;
  readonly max?: string | number;
  readonly rule?: string;
}

function limited<T extends number>(parse: (raw: unknown) => Quantity<T>, limits: Limits): typeof parse {
  const bound = (text: string | number | undefined): number | null => {
    const read = text === undefined ? null : parse(text);
    return read?.ok ? read.value : null;
  };
  const [min, max] = [bound(limits.min), bound(limits.max)];
  if (min === null && max === null) return parse;
  const range =
    max === null
      ? `at least ${limits.min}`
      : min === null
        ? `at most ${limits.max}`
        : `from ${limits.min} to ${limits.max}`;
  return (raw) => {
    const read = parse(raw);
    if (!read.ok || ((min === null || read.value >= min) && (max === null || read.value <= max))) return read;
    const rule = limits.rule === undefined ? "" : ` (${limits.rule})`;
    const hint = `use a value ${min === null || max === null ? "of " : ""}${range}`;
    return { ok: false, id: "out-of-range", text: `is ${shown(raw)}, but must be ${range}${rule}`, hint };
  };
}

export const duration = (limits: Limits = {}) =>
  leaf<Duration>(limited(parseDuration, limits), textLike(DURATION_PATTERN, [{ const: 0 }]));

/** A length of time that must not be 0. */
export const positiveDuration = () => leaf(aboveZero(parseDuration, "5m"), textLike(DURATION_PATTERN));

export const rate = () => leaf(parseRate, textLike("^[0-9]+(\\.[0-9]+)?[kM]?/[smhd]$", [{ const: 0 }]));

export const positiveRate = () => leaf(aboveZero(parseRate, "100/s"), textLike("^[0-9]+(\\.[0-9]+)?[kM]?/[smhd]$"));

function aboveZero<T extends number>(parse: (raw: unknown) => Quantity<T>, example: string): typeof parse {
  return (raw) => {
    const read = parse(raw);
    if (!read.ok || read.value > 0) return read;
    const hint = `write something like ${example}`;
    return { ok: false, id: "out-of-range", text: `is ${shown(raw)}, but must be above 0`, hint };
  };
}

export const share = (limits: Limits = { min: 0, max: 1 }) =>
  leaf(
    limited(parseShare, limits),
    textLike("^[0-9]+(\\.[0-9]+)?%$", [{ type: "number", minimum: limits.min ?? 0, maximum: limits.max ?? 1 }]),
  );

export const size = (limits: Limits) => leaf(limited(parseSize, limits), textLike("^[0-9]+(\\.[0-9]+)?(MB|GB)$"));

/** Sizes of which single bytes matter. */
export const bytes = (limits: Limits = {}) =>
  leaf(limited(parseBytes, limits), textLike("^[0-9]+(\\.[0-9]+)?(B|KB|MB|GB)$"));

/** The core counts in whole numbers of 32 bits; a billion leaves them room. */
export const MOST = 1_000_000_000;
/** Of what takes memory each: clients, environments that may be added. */
export const MOST_KEPT = 1_000_000;

export const count = (limits: Limits & { readonly min?: number; readonly max?: number } = {}) => {
  const { min = 0, max = MOST } = limits;
  return leaf(limited(limited(parseCount, limits), { max: Math.max(max, MOST) }), {
    anyOf: [
      { type: "integer", minimum: min, maximum: max },
      { type: "string", pattern: VARIABLE_PATTERN },
    ],
  });
};

export const factor = () =>
  leaf(parseFactor, {
    anyOf: [
      { type: "number", exclusiveMinimum: 0 },
      { type: "string", pattern: VARIABLE_PATTERN },
    ],
  });

/** A plain number between two limits. */
export const number = (limits: { readonly min: number; readonly max: number; readonly rule: string }) =>
  leaf(limited(parseFactor, limits), {
    anyOf: [{ type: "number", minimum: limits.min, maximum: limits.max }],
  });

/** A number that may be 0. */
export const exponent = (limits: Limits) =>
  leaf(limited(parseExponent, limits), {
    anyOf: [
      { type: "number", minimum: 0, ...(limits.max === undefined ? {} : { maximum: limits.max }) },
      { type: "string", pattern: VARIABLE_PATTERN },
    ],
  });

export const instant = () => leaf(parseInstant, textLike("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"));

/** "08:05" by the clock, or a time in the run. */
export const peakTime = () =>
  leaf(
    (raw): Quantity<{ clock: boolean; at: Duration }> => {
      const clock = typeof raw === "string" && raw.includes(":");
      const read = clock ? parseTimeOfDay(raw) : parseDuration(raw);
      return read.ok ? { ok: true, value: { clock, at: read.value } } : read;
    },
    textLike(`^[0-9]{2}:[0-9]{2}$|${DURATION_PATTERN}`, [{ const: 0 }]),
  );

export const text = () =>
  leaf(
    (raw): Quantity<string> => {
      if (typeof raw === "string" && raw.trim() !== "") return { ok: true, value: raw };
      if (typeof raw === "number" || typeof raw === "boolean") return { ok: true, value: String(raw) };
      const found = typeof raw === "string" ? "empty" : Array.isArray(raw) ? "a list" : "a map";
      return { ok: false, id: "wrong-type", text: `is ${found}, but a text is needed`, hint: "write some words" };
    },
    { type: "string", minLength: 1 },
  );

/** What a name may look like. */
export interface NameRule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly max: number;
  readonly rule?: string;
}

/** The text goes on after the name. Dots would make a path ambiguous; `__proto__` is no ordinary key in JavaScript. */
export function parseName(raw: string, { what, pattern, max, rule }: NameRule): Quantity<string> {
  const because = rule === undefined ? "" : ` (${rule})`;
  if (raw.length > max) {
    const text = `has ${raw.length} characters, but ${what} has at most ${max}${because}`;
    return { ok: false, id: "bad-name", text, hint: "shorten it" };
  }
  if (pattern.test(raw) && raw !== "__proto__") return { ok: true, value: raw };
  return { ok: false, id: "bad-name", text: `is not ${what}${because}`, hint: "use letters, digits, - and _" };
}

/** The same for a value. */
export function parseNameValue(raw: unknown, rule: NameRule): Quantity<string> {
  const isWord = typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean";
  const read = parseName(isWord ? String(raw) : "", rule);
  return read.ok ? read : { ...read, text: `is '${isWord ? shown(raw) : "no word"}', which ${read.text}` };
}

export const name = (rule: NameRule) =>
  leaf((raw) => parseNameValue(raw, rule), {
    type: "string",
    pattern: `${rule.pattern.source}|${VARIABLE_PATTERN}`,
    maxLength: rule.max,
  });

/** A leaf whose reading is the caller's. */
export const special = <T>(parse: (raw: unknown) => Quantity<T>, json: Json) => leaf(parse, json);

/** One of some words. */
export const choice = <const Words extends readonly [string, ...string[]]>(words: Words) => z.enum(words);

/**
 * Part of the format that this version does not simulate: always a clear problem, never ignored.
 * @param what  subject and verb, as in "sweeps are".
 */
export const unsupported = (what: string) =>
  special((): Quantity<never> => ({ ok: false, id: "unsupported", text: later(what), hint: LATER_HINT }), {
    description: `Not for this version: ${what} not simulated yet.`,
  }).optional();

export const later = (what: string): string => `${what} not simulated by this version of burstlab`;
export const LATER_HINT = "remove it, or use a later version";

/**
 * A map of fields, which are made when a value first needs them: most files use few of the forms of this format, and
 * to make all of them takes longer than to check such a file. Its error text carries what a problem about an unknown
 * key has to say.
 */
export function fields<Shape extends z.core.$ZodLooseShape>(what: string, make: () => Shape) {
  let made: Shape | null = null;
  const shape = (): Shape => {
    made ??= make();
    return made;
  };
  const error = (issue: { code?: string | undefined }): string | undefined =>
    issue.code === "unrecognized_keys" ? [what, ...Object.keys(shape())].join("\n") : undefined;
  const definition: z.core.$ZodObjectDef<Shape> = {
    type: "object",
    get shape() {
      return shape();
    },
    catchall: NOTHING,
    error,
  };
  return new z.ZodObject(definition) as z.ZodObject<Shape, z.core.$strict>;
}

/** The way `fields` packs its message. */
export function unpackFields(message: string): { readonly what: string; readonly known: readonly string[] } {
  const [what = "", ...known] = message.split("\n");
  return { what, known };
}
