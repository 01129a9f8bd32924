/** Fields of aliases that name their versions, and of the shift of an alias from one version to another. */
import * as z from "zod";
import { type Duration, MICROS_PER_MINUTE } from "../../../sim/index.ts";
import { shown } from "../../text/words.ts";
import type { Quantity } from "../../values/quantity.ts";
import { CHANGE, duration, fields, ITSELF, name, share, special, VARIABLE_PATTERN } from "../../values/units.ts";

/** LIM-12: not all digits, which would be a version's number. */
export const ALIAS = { what: "an alias", pattern: /^(?!\d+$)[A-Za-z0-9_-]+$/, max: 128, rule: "LIM-12" };

const LATEST = "$LATEST";
const NUMBER = /^[1-9]\d*$/;

/** LIM-14: the number of a published version. */
export const isPublished = (version: string): boolean => NUMBER.test(version);

const version = () =>
  special(
    (raw): Quantity<string> => {
      const text = typeof raw === "number" || typeof raw === "string" ? String(raw) : "";
      if (text === LATEST || isPublished(text)) return { ok: true, value: text };
      const message = `is '${shown(raw)}', which is neither $LATEST nor the number of a version (LIM-14)`;
      return { ok: false, id: "bad-value", text: message, hint: "write a number like 1" };
    },
    {
      anyOf: [
        { type: "integer", minimum: 1 },
        { type: "string", pattern: `^(\\$LATEST|[1-9][0-9]*)$|${VARIABLE_PATTERN}` },
      ],
    },
  );

/** Shares of the requests that the new version has, and how long each lasts; the last one is all of them. */
type ShiftPlan = {
  readonly name: string;
  readonly shares: readonly number[];
  readonly every: Duration;
};

const SHIFT = /^(?:AllAtOnce|(Linear|Canary)([1-9]\d?)Percent(?:Every)?([1-9]\d{0,3})Minutes?)$/;

/** EX-57: CodeDeploy's names; other numbers are its custom configurations. */
function parseShift(raw: unknown): Quantity<ShiftPlan> {
  const name = typeof raw === "string" ? raw : "";
  const [whole, kind, percent, minutes] = SHIFT.exec(name) ?? [];
  const linear = kind === "Linear";
  if (whole === undefined || (kind !== undefined && linear !== name.includes("Every"))) {
    const text = `is '${shown(raw)}', which is no way of CodeDeploy to shift requests`;
    const hint = "write Linear10PercentEvery2Minutes, Canary10Percent5Minutes or AllAtOnce";
    return { ok: false, id: "unknown-value", text, hint };
  }
  const step = Number(percent ?? 100);
  const before = linear ? Math.ceil(100 / step) - 1 : kind === "Canary" ? 1 : 0;
  const steps = Array.from({ length: before }, (_, index) => (index + 1) * step);
  const shares = [...steps, 100].map((share) => share / 100);
  return { ok: true, value: { name, shares, every: (Number(minutes ?? 0) * MICROS_PER_MINUTE) as Duration } };
}

const shift = fields("a shift", () => ({
  to: version().describe("Number of the version that it moves to; required."),
  at: duration().describe("Moment of the run at which the first requests go there; required."),
  type: special(parseShift, {
    type: "string",
    examples: ["Linear10PercentEvery2Minutes", "Canary10Percent5Minutes", "AllAtOnce"],
  }).describe("As CodeDeploy names it: LinearNPercentEveryMMinutes, CanaryNPercentMMinutes or AllAtOnce; required."),
}));

const alias = fields("an alias", () => ({
  version: version()
    .describe("Version that its requests go to: a number, or $LATEST; required (LIM-13).")
    .register(CHANGE, ITSELF),
  additionalVersionWeights: z
    .record(z.string(), share({ min: 0, max: 1, rule: "LIM-13" }).optional().register(CHANGE, ITSELF))
    .optional()
    .describe("At most one more version with its share of the requests, as in { 2: 10% }; default none (LIM-13).")
    .register(CHANGE, ITSELF),
  shift: shift.optional().describe("Moves the alias to another version, step by step; default not."),
})).register(CHANGE, ITSELF);

export const aliases = z.union([
  z.array(name(ALIAS)).describe("Names, each a version by itself."),
  z.record(z.string(), alias).describe("Names with the versions that they route to."),
]);

export type AliasesSpec = z.output<typeof aliases>;
export type AliasSpec = z.output<typeof alias>;

/** Aliases that name their versions. */
export const routedAliases = (given: AliasesSpec | undefined): [name: string, alias: AliasSpec][] =>
  given === undefined || Array.isArray(given) ? [] : Object.entries(given);

/** The one of that name, be it "constructor"; undefined where it names no version, or is none. */
export const routedAlias = (given: AliasesSpec | undefined, alias: string): AliasSpec | undefined =>
  given !== undefined && !Array.isArray(given) && Object.hasOwn(given, alias) ? given[alias] : undefined;

/** The names of all aliases; undefined when the scenario does not list them. */
export const aliasNames = (given: AliasesSpec | undefined): readonly string[] | undefined =>
  given === undefined || Array.isArray(given) ? given : Object.keys(given);

/** Additional versions with their weights. */
export const weightsOf = ({ additionalVersionWeights = {} }: AliasSpec): [version: string, weight: number][] =>
  Object.entries(additionalVersionWeights).flatMap(([key, weight]) => (weight === undefined ? [] : [[key, weight]]));

/** Every version that an alias routes to, or will by its shift. */
export const versionsOf = (alias: AliasSpec): string[] => [
  alias.version,
  ...weightsOf(alias).map(([version]) => version),
  ...(alias.shift === undefined ? [] : [alias.shift.to]),
];
