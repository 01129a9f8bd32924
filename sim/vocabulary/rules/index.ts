/** Every rule of the specification as data, family by family in its order, the open questions last. */
import { ADM_RULES, CONC_RULES, RES_RULES } from "./concurrency.ts";
import { LIFE_RULES, SNAP_RULES } from "./environments.ts";
import { ASY_RULES, ERR_RULES, SDK_RULES } from "./invocation.ts";
import { DUR_RULES, LMI_RULES, MVM_RULES, TEN_RULES } from "./later-models.ts";
import { LIM_RULES } from "./limits.ts";
import { MET_RULES } from "./measures.ts";
import { OQ_RULES } from "./open-questions.ts";
import { PRICING_RULES } from "./pricing.ts";
import { AAS_RULES, PC_RULES } from "./provisioned.ts";
import { RPS_RULES, SCALE_RULES } from "./rates.ts";
import type { Rule } from "./rule.ts";

export const RULES: readonly Rule[] = [
  ADM_RULES,
  CONC_RULES,
  SCALE_RULES,
  RPS_RULES,
  RES_RULES,
  PC_RULES,
  AAS_RULES,
  SNAP_RULES,
  LIFE_RULES,
  ERR_RULES,
  SDK_RULES,
  ASY_RULES,
  MET_RULES,
  LIM_RULES,
  LMI_RULES,
  TEN_RULES,
  DUR_RULES,
  MVM_RULES,
  PRICING_RULES,
  OQ_RULES,
].flat();

/** What each family of ids is about. */
export const FAMILIES: Readonly<Record<string, string>> = {
  ADM: "Admission",
  CONC: "Concurrency of the Region",
  SCALE: "Growth of a function",
  RPS: "Requests per second",
  RES: "Reserved concurrency",
  PC: "Provisioned concurrency",
  AAS: "Automatic scaling of provisioned concurrency",
  SNAP: "SnapStart",
  LIFE: "Life of an execution environment",
  ERR: "Answers",
  SDK: "Retries of callers",
  ASY: "Asynchronous invocation",
  MET: "Metrics and logs",
  LIM: "Quotas on configuration",
  LMI: "Managed Instances",
  TEN: "Tenant isolation",
  DUR: "Durable functions",
  MVM: "MicroVMs",
  PR: "How bills are counted and rounded",
  CF: "What a bill is made of",
  LP: "Prices of Lambda",
  FD: "Prices of front doors",
  MS: "Prices of messaging and workflows",
  ST: "Prices of stores, hosts and logs",
  OQ: "Open questions",
};
