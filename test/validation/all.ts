/** Every comparison with measured AWS, in the order of the table, and what is not compared. */
import type { Case } from "./case.ts";
import { asynchronousCases } from "./cases/asynchronous.ts";
import { billingCases } from "./cases/billing.ts";
import { burstCases } from "./cases/bursts.ts";
import { coldStartCases } from "./cases/cold-starts.ts";
import { firstRunCases } from "./cases/first-runs.ts";
import { idleCases } from "./cases/idle.ts";
import { loadTestCases } from "./cases/load-tests.ts";
import { provisionedCases } from "./cases/provisioned.ts";
import { settingsCases } from "./cases/settings.ts";

export const allCases = (): Case[] => [
  ...burstCases(),
  ...idleCases(),
  ...coldStartCases(),
  ...firstRunCases(),
  ...loadTestCases(),
  ...asynchronousCases(),
  ...provisionedCases(),
  ...settingsCases(),
  ...billingCases(),
];

/** Recordings at hand that no row uses, and why. */
export const LEFT_OUT: readonly string[] = [
  "when target tracking asks for the second unit: only whether it comes is compared (EX-48)",
  "cold starts of .NET 6 Minimal API: one function serves every step of its users, which a source here cannot follow",
  "REPORT lines of older billing (100 ms steps, Init free) and those printed by a local emulator",
];
