/** LIFE-13, LIFE-14: recorded idle probes, replayed with the pauses that AWS saw. */
import { type Distribution, type IdleLifetime, seconds } from "../../../sim/index.ts";
import { type Probe, readProbes, replay } from "../../helpers/idle-probes.ts";
import { type Case, compare } from "../case.ts";
import { defaultLifetime } from "../defaults.ts";
import { groupBy } from "../groups.ts";

const RULES = ["LIFE-13", "LIFE-14"];
const SEEDS = [1, 2, 3, 4, 5];
const SOURCE = "mikhailshilkov/mikhailio-hugo, probes after random pauses";

const preset = (name: string, environment: Distribution): IdleLifetime => ({
  name,
  environment,
  version: null,
  maxAge: seconds(7200),
});
const uniform = (from: number, to: number): Distribution => ({ kind: "uniform", min: seconds(from), max: seconds(to) });
const LONG_2017 = preset("long-2017", uniform(2700, 3600));
/** June 2019 in the author's own table: 90 % of instances survived 21 minutes, half 37, 10 % 58. */
const JUNE_2019 = preset("survival table of June 2019", {
  kind: "quantiles",
  points: [
    [0.1, seconds(21 * 60)],
    [0.5, seconds(37 * 60)],
    [0.9, seconds(58 * 60)],
  ],
});

/** For each probe, how many of the probes with about the same pause were cold. */
function coldShares(probes: readonly Probe[], binMinutes: number): number[] {
  const binOf = ({ pauseMinutes }: Probe): number => Math.floor(pauseMinutes / binMinutes);
  const bins = groupBy(probes, binOf);
  return probes.map((probe) => {
    const bin = bins.get(binOf(probe))!;
    return bin.filter(({ cold }) => cold).length / bin.length;
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

/** Share of the probes that a lifetime gets right. */
export const agreement = (probes: readonly Probe[], lifetime: IdleLifetime): number =>
  mean(
    SEEDS.map((seed) => {
      const cold = replay(probes, lifetime, seed);
      return mean(probes.map((probe, at) => Number(probe.cold === cold[at])));
    }),
  );

interface Replay {
  readonly id: string;
  readonly title: string;
  readonly probes: readonly Probe[];
  readonly binMinutes: number;
  readonly lifetime: IdleLifetime;
  readonly note?: string;
  readonly missAgreement?: string;
  readonly missCount?: string;
}

/** Two rows: probe by probe, and how many were cold in all. */
function rows({ id, title, probes, binMinutes, lifetime, ...texts }: Replay): Case[] {
  const shares = coldShares(probes, binMinutes);
  const runs = SEEDS.map((seed) => replay(probes, lifetime, seed));
  // What a second recording under the same random lifetimes would agree with, and how far it would scatter.
  const itself = mean(shares.map((share) => share ** 2 + (1 - share) ** 2));
  const scatter = Math.sqrt(sum(shares.map((share) => share * (1 - share))));
  const common = { source: SOURCE, rules: RULES };
  return [
    compare({
      ...common,
      id: `${id}-agreement`,
      title: `${title}: agreement, probe by probe`,
      measured: itself,
      simulated: agreement(probes, lifetime),
      unit: "share",
      tolerance: 2 * Math.sqrt((itself * (1 - itself)) / probes.length),
      ...(texts.note === undefined ? {} : { note: texts.note }),
      ...(texts.missAgreement === undefined ? {} : { miss: texts.missAgreement }),
    }),
    compare({
      ...common,
      id: `${id}-cold`,
      title: `${title}: cold starts of ${probes.length}`,
      measured: probes.filter(({ cold }) => cold).length,
      simulated: mean(runs.map((cold) => cold.filter(Boolean).length)),
      unit: "count",
      tolerance: 2 * scatter,
      ...(texts.missCount === undefined ? {} : { miss: texts.missCount }),
    }),
  ];
}

export function idleCases(): Case[] {
  const of2021 = { probes: readProbes("coldstart_aws_scatter.json"), binMinutes: 1 };
  const of2019 = { probes: readProbes("old_scatter.json"), binMinutes: 5 };
  return [
    ...rows({
      ...of2021,
      id: "idle-2021-default",
      title: "Idle probes 2021, default of 2020",
      lifetime: defaultLifetime(),
      missAgreement: CHANGED,
      missCount: CHANGED,
    }),
    ...rows({
      ...of2019,
      id: "idle-2019-default",
      title: "Idle probes 2019, default of 2020",
      lifetime: defaultLifetime(),
      missAgreement: CHANGED,
      missCount: CHANGED,
    }),
    ...rows({
      ...of2019,
      id: "idle-2019",
      title: "Idle probes 2019, long-2017",
      lifetime: LONG_2017,
      note: CEILING,
      missCount: "the preset is two years older: a tenth of the environments of June 2019 lived less than 21 minutes",
    }),
    ...rows({
      ...of2019,
      id: "idle-2019-table",
      title: "Idle probes 2019, survival table",
      lifetime: JUNE_2019,
      missCount: "the table is of the whole month; the environments of these probes lived a little longer than it says",
    }),
  ];
}

const CHANGED =
  "AWS kept idle environments for 21 to 60 minutes in June 2019, for 10.7 in 2020, which is the default, " +
  "and for 6.3 in January 2021 (short-2021)";
const CEILING =
  "lifetimes were random then: the measured value is what a second recording would agree with, " +
  "and no rule that knows the pause alone can pass 84 %";
