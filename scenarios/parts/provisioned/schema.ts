/** Fields of provisioned concurrency, and of what scales it. */
import * as z from "zod";
import type { Path } from "../../text/tree.ts";
import { parseCron } from "../../values/cron.ts";
import type { Quantity } from "../../values/quantity.ts";
import { parseEvery, parseLocalTime, parseTimeZone } from "../../values/timetable.ts";
import {
  CHANGE,
  choice,
  count,
  duration,
  fields,
  ITSELF,
  parseNameValue,
  share,
  special,
  VARIABLE_PATTERN,
} from "../../values/units.ts";
import { ALIAS } from "../aliases/schema.ts";

const alias = special(
  (raw): Quantity<string> => {
    if (raw !== "$LATEST") return parseNameValue(raw, ALIAS);
    const message = "is $LATEST, where provisioned concurrency cannot sit (PC-1)";
    return { ok: false, id: "provisioned-on-latest", text: message, hint: "name an alias, for instance live" };
  },
  { type: "string", pattern: `${ALIAS.pattern.source}|${VARIABLE_PATTERN}` },
);

const cron = special(parseCron, { type: "string", examples: ["45 7 * * ? *", "0 8 ? * MON-FRI *"] });
const every = special(parseEvery, { type: "string", examples: ["5 minutes", "1 hour"] });
const localTime = special(parseLocalTime, { type: "string", examples: ["2026-11-27T08:00:00"] });
const timeZone = special(parseTimeZone, { type: "string", examples: ["UTC", "Europe/Berlin"] });

const autoscale = fields("autoscale", () => ({
  min: count().describe("Fewest units, 0 or more; required (AAS-1)."),
  max: count().describe("Most units; required (AAS-1)."),
  target: share({ min: 0.1, max: 0.9, rule: "AAS-2" }).describe(
    "Utilisation to hold, 0.1 to 0.9; AWS's guide uses 0.7; required (AAS-2).",
  ),
  highPoints: count({ min: 1 })
    .prefault(3)
    .describe("Minutes in a row above target before units are added; default 3 (AAS-4)."),
  lowPoints: count({ min: 1 })
    .prefault(15)
    .describe("Minutes in a row below 90% of target before units are taken; default 15, or 3 (AAS-4, OQ-7)."),
  statistic: choice(["average", "maximum"])
    .prefault("average")
    .describe("Utilisation of a minute; maximum needs a custom metric on AWS; default average (AAS-5)."),
  scaleInCooldown: duration().prefault("0s").describe("Pause after units were taken; default 0 (AAS-6)."),
  scaleOutCooldown: duration().prefault("0s").describe("Pause after units were added; default 0 (AAS-6)."),
}));

/** When a schedule of an AWS service comes due. */
export const when = () => ({
  cron: cron
    .optional()
    .describe("Six fields: minutes hours day-of-month month day-of-week year; needs simulate.startsAt (CRON-1)."),
  rate: every.optional().describe("As in 5 minutes or 1 hour: at the start of the run and then so often (SCH-4)."),
  at: localTime.optional().describe("Once, as in 2026-11-27T08:00:00; needs simulate.startsAt (SCH-3)."),
  timeZone: timeZone.prefault("UTC").describe("IANA name of the clock that cron and at mean; default UTC (SCH-5)."),
});

const schedule = fields("a schedule", () => ({
  ...when(),
  min: count().optional().describe("Fewest units from then on; fewer rise to it at once (AAS-12)."),
  max: count().optional().describe("Most units from then on; more fall to it at once (AAS-12)."),
}));

const units = fields("provisioned concurrency", () => ({
  alias: alias.describe("Alias that has the units; never $LATEST (PC-1)."),
  count: count()
    .describe("Units as the run begins, 1 or more; 0 only with autoscale or schedule (PC-1, LIM-16).")
    .register(CHANGE, ITSELF),
  allocateAtStart: z
    .boolean()
    .prefault(false)
    .describe(
      "Whether the units are requested as the run begins, so that they arrive minutes later; default false (PC-4).",
    ),
  initErrors: share()
    .prefault(0)
    .describe(
      "Share of Inits of new units that fail, and each with it all units asked for together; default 0 (PC-7).",
    ),
  autoscale: z
    .union([autoscale, z.array(autoscale)])
    .optional()
    .describe("Target tracking on the utilisation of the units: one policy, or a list; default none (AAS-2, AAS-13)."),
  schedule: z.array(schedule).prefault([]).describe("New bounds at set times; default none (AAS-12)."),
})).register(CHANGE, ITSELF);

export const provisioned = z.union([units, z.array(units)]);

type AutoscaleSpec = z.output<typeof autoscale>;

/** AAS-13: the policies of one target, in the order of the file. */
export const policiesOf = (given: AutoscaleSpec | AutoscaleSpec[] | undefined): AutoscaleSpec[] =>
  given === undefined ? [] : [given].flat();

export type ProvisionedSpec = z.output<typeof units>;
type GivenUnits = z.output<typeof provisioned> | undefined;

/** Units of one alias, and where they stand in their function. */
export interface UnitsPart {
  readonly path: Path;
  readonly spec: ProvisionedSpec;
}

/** PC-2: the aliases of a function that have units, in the order of the file. */
export function unitsOf(given: GivenUnits): UnitsPart[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) return [{ path: ["provisioned"], spec: given }];
  return given.map((spec, index) => ({ path: ["provisioned", index], spec }));
}

/** PC-2: units of all aliases of a function as the run begins. */
export const totalUnits = (given: GivenUnits): number => unitsOf(given).reduce((sum, { spec }) => sum + spec.count, 0);

/** Where the number of all units of a function stands, and how to say it. */
export function toldTotal(given: GivenUnits): { readonly at: Path; readonly is: string } {
  const [first, ...others] = unitsOf(given);
  const total = totalUnits(given);
  return first !== undefined && others.length === 0
    ? { at: [...first.path, "count"], is: `is ${total}` }
    : { at: ["provisioned"], is: `has ${total} units in all` };
}

/** Those of one alias. */
export const unitsAt = (given: GivenUnits, alias: string): ProvisionedSpec | null =>
  unitsOf(given).find(({ spec }) => spec.alias === alias)?.spec ?? null;
export type ScheduleSpec = z.output<typeof schedule>;
