/** Fields of a threshold; `reports` gives its text a meaning. */
import * as z from "zod";
import { choice, fields, text } from "../../values/units.ts";

export const threshold = z.union([
  text().describe("As in: checkout.throttles.rate < 0.1%"),
  fields("a threshold", () => ({
    that: text().describe("As in: checkout.throttles.rate < 0.1%. Required."),
    level: choice(["error", "warn"]).prefault("error").describe("Whether a miss fails the run; default error."),
    why: text().optional().describe("In your words, for the report."),
    ifEmpty: choice(["fail", "pass"]).prefault("fail").describe("Judgement without samples; default fail."),
  })),
]);
