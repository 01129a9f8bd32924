/** CONC-7, RES-4 to RES-6, PC-1: settings that AWS took or refused, put to the checks of a scenario. */
import { load } from "../../../scenarios/index.ts";
import { type Case, compare } from "../case.ts";

const RECORDED = "localstack/localstack, API answers recorded on AWS in November 2025";
const GUIDE = "Lambda developer guide, configuration-concurrency: printed limit";

interface Setting {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly rules: readonly string[];
  readonly concurrency: number;
  readonly field: string;
  readonly taken: boolean;
}

const SETTINGS: readonly Setting[] = [
  {
    id: "reserve-0",
    title: "Reserve 0 of 1,000: taken (1) or refused (0)",
    source: RECORDED,
    rules: ["RES-4"],
    concurrency: 1000,
    field: "reserved: 0",
    taken: true,
  },
  {
    id: "reserve-3",
    title: "Reserve 3 of 1,000: taken",
    source: RECORDED,
    rules: ["RES-1"],
    concurrency: 1000,
    field: "reserved: 3",
    taken: true,
  },
  {
    id: "provision-5",
    title: "Provision 5 of 1,000: taken",
    source: RECORDED,
    rules: ["PC-1"],
    concurrency: 1000,
    field: "provisioned: { alias: live, count: 5 }",
    taken: true,
  },
  {
    id: "reserve-0-of-10",
    title: "Reserve 0 of 10: taken, although under the floor of 100",
    source: "cosmo-grant/aws-by-example, docs/lambda_retries.html: an account of 10",
    rules: ["RES-6"],
    concurrency: 10,
    field: "reserved: 0",
    taken: true,
  },
  {
    id: "reserve-900",
    title: "Reserve 900 of 1,000: taken",
    source: GUIDE,
    rules: ["CONC-7", "EX-13"],
    concurrency: 1000,
    field: "reserved: 900",
    taken: true,
  },
  {
    id: "reserve-901",
    title: "Reserve 901 of 1,000: refused",
    source: GUIDE,
    rules: ["CONC-7", "EX-13"],
    concurrency: 1000,
    field: "reserved: 901",
    taken: false,
  },
];

export const settingsCases = (): Case[] =>
  SETTINGS.map(({ id, title, source, rules, taken, ...setting }) =>
    compare({
      id,
      title,
      source,
      rules,
      measured: Number(taken),
      simulated: Number(isTaken(setting)),
      unit: "count",
    }),
  );

function isTaken({ concurrency, field }: Pick<Setting, "concurrency" | "field">): boolean {
  const text = [
    "version: 1",
    "name: settings",
    "simulate: { for: 60s }",
    `region: { name: us-east-1, concurrency: ${concurrency} }`,
    `functions: { f: { run: 100ms, ${field} } }`,
    "traffic: [{ name: t, invoke: f, phases: [{ name: all, for: 60s, rate: 1/s }] }]",
  ].join("\n");
  return load(text, "settings.burst.yaml").ok;
}
