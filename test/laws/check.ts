/** Runs all laws over generated configs, each simulated once, and shrinks what breaks one to its smallest config. */
import fc from "fast-check";
import { ALIASES } from "./aliases.ts";
import { CAPACITY } from "./capacity.ts";
import { config } from "./configs/configs.ts";
import { DOWNSTREAMS } from "./downstreams.ts";
import { EXECUTIONS } from "./durable.ts";
import { ENVIRONMENTS } from "./environments.ts";
import { HANDING } from "./handing.ts";
import type { Law } from "./law.ts";
import { LIFECYCLES } from "./lifecycles.ts";
import { raise, raiseBreaches } from "./limits.ts";
import { MANAGED } from "./managed.ts";
import { MEASURES } from "./measures.ts";
import { PROVISIONED } from "./provisioned.ts";
import { REQUESTS } from "./requests.ts";
import { observe } from "./runs/observed.ts";
import { TENANTS } from "./tenants.ts";

export const RAISING = "RES-10, CONC-9: raising a limit never raises throttles, where requests end in order of arrival";

export const LAWS: readonly Law[] = [
  ...REQUESTS,
  ...CAPACITY,
  ...PROVISIONED,
  ...DOWNSTREAMS,
  ...HANDING,
  ...MANAGED,
  ...MEASURES,
  ...ALIASES,
  ...EXECUTIONS,
  ...ENVIRONMENTS,
  ...TENANTS,
  ...LIFECYCLES,
];

/** Broken laws with the number of the first config that broke each, and the error of one that could not even run. */
type Broken = Map<string, number>;

export interface Plan {
  readonly runs: number;
  readonly seed: number;
  /** Hears how many configs are done, every so often. */
  readonly onProgress?: (done: number, broken: number) => void;
}

export const CRASH = "every run reaches its end: no invariant breaks";
const PROGRESS = 10_000;
const LONGEST_SHRINKING_MS = 60_000;

const asText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What each law says of one config: title and breaches; a run that breaks off says so. */
function verdicts(of: Parameters<typeof observe>[0]): readonly (readonly [title: string, breaches: string[]])[] {
  try {
    const run = observe(of);
    return LAWS.map((law) => [law.title, law.breaches(run)] as const);
  } catch (error) {
    return [[CRASH, [asText(error)]]];
  }
}

/** Every law on `runs` configs. @returns for each broken law how to get its smallest failing config. */
export function survey({ runs, seed, onProgress }: Plan): Broken {
  const broken: Broken = new Map();
  let done = 0;
  const look = (of: Parameters<typeof observe>[0]): void => {
    for (const [title, breaches] of verdicts(of)) {
      if (breaches.length > 0 && !broken.has(title)) broken.set(title, done);
    }
    done++;
    if (done % PROGRESS === 0) onProgress?.(done, broken.size);
  };
  fc.assert(fc.property(config, look), { numRuns: runs, seed, endOnFailure: true });
  return broken;
}

interface Failure {
  readonly title: string;
  readonly breaches: readonly string[];
  readonly smallest: unknown;
  readonly seed: number;
  readonly path: string;
}

/** As a test's message and as the end of a long run: what broke, with which seed, on which smallest config. */
function told({ title, breaches, smallest, seed, path }: Failure): string {
  const first = breaches.slice(0, 5).map((breach) => `  ${breach}`);
  const more = breaches.length > first.length ? [`  and ${breaches.length - first.length} more`] : [];
  const found = `found with seed ${seed}, path ${path}; the smallest failing config:`;
  return [`broken: ${title}`, ...first, ...more, found, JSON.stringify(smallest)].join("\n");
}

/** What breaks this law, from the config of that number on, as small as it gets; "" when nothing does. */
export function smallest(title: string, at: number, seed: number): string {
  const breachesOf = (of: Parameters<typeof observe>[0]) =>
    verdicts(of).find(([candidate]) => candidate === title)?.[1] ?? [];
  const holds = (of: Parameters<typeof observe>[0]) => breachesOf(of).length === 0;
  const options = { seed, path: String(at), numRuns: at + 1, interruptAfterTimeLimit: LONGEST_SHRINKING_MS };
  const { failed, counterexample, counterexamplePath } = fc.check(fc.property(config, holds), options);
  if (!failed || counterexample === null) return `${title}: broken by config ${at} of seed ${seed}, but not again`;
  const [of] = counterexample;
  return told({ title, breaches: breachesOf(of), smallest: of, seed, path: counterexamplePath ?? String(at) });
}

/** RES-10 on configs of its own; "" when it holds. */
export function raising({ runs, seed }: Plan): string {
  const holds = fc.property(raise, (one) => raiseBreaches(one).length === 0);
  const { failed, counterexample, counterexamplePath } = fc.check(holds, { numRuns: runs, seed });
  if (!failed || counterexample === null) return "";
  const [one] = counterexample;
  const breaches = raiseBreaches(one);
  return told({ title: RAISING, breaches, smallest: one, seed, path: counterexamplePath ?? "" });
}
