/** Fields of a change during the run. */
import * as z from "zod";
import { duration, fields, positiveDuration, text } from "../../values/units.ts";

/** Paths and their new values. */
export const setting = z.record(z.string(), z.unknown());

export const change = fields("a change", () => ({
  at: duration().describe("Moment of the run, from its start; required."),
  for: positiveDuration().optional().describe("It lasts this long and is then undone; default: to the end."),
  why: text().optional().describe("In your words, for the report."),
  set: setting.describe("Paths and their new values, as in { region.concurrency: 1500 }; required."),
}));
