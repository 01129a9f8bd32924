/** The one command worth trying next: a larger limit where requests were refused, else a look at the run. */
import type { Result, ThrottleCause, ThrottleResult } from "../../sim/index.ts";
import type { Verdict } from "../judge/verdict.ts";

export interface AdviceOptions {
  /** How the tool is called; "burstlab" when absent. */
  readonly command?: string;
  /** Names of the scenario's variants. */
  readonly variants?: readonly string[];
}

/** CONC-7: units of the shared pool that cannot be reserved. */
const UNRESERVABLE = 100;
/** RPS-1, RPS-2: requests per second for each unit. */
const REQUESTS_PER_UNIT = 10;
/** Arrivals scatter: standard deviations of room above the mean, for about one refusal in a thousand. */
const ROOM = 3;

const SAFE_WORD = /^[A-Za-z0-9_./:=@%+,-]+$/;

/** A command to paste, or null when the result does not come from a file. */
export function nextCommand(result: Result, verdicts: readonly Verdict[], options: AdviceOptions = {}): string | null {
  const { file } = result.scenario;
  if (file === "") return null;
  const tool = options.command ?? "burstlab";
  const content = verdicts.length > 0 && verdicts.every(({ passed }) => passed);
  const refused = content ? null : mostRefused(result);
  if (refused === null) return `${tool} watch ${word(file)}${variantFlag(result)}`;
  const [other] = (options.variants ?? []).filter((variant) => variant !== result.variant && variant !== "base");
  if (other !== undefined) return `${tool} run ${word(file)} --variant ${word(other)}`;
  const settings = largerLimits(result, refused.name, refused.throttle.cause);
  if (settings.length === 0) return `${tool} watch ${word(file)}${variantFlag(result)}`;
  return commandWith(result, settings, options);
}

/** The run again with these settings, or null when the result does not come from a file. */
export function commandWith(result: Result, settings: readonly Setting[], options: AdviceOptions = {}): string | null {
  const { file } = result.scenario;
  if (file === "") return null;
  const sets = settings.map(({ path, value }) => `--set ${word(`${path}=${value}`)}`);
  return `${options.command ?? "burstlab"} run ${word(file)}${variantFlag(result)} ${sets.join(" ")}`;
}

/** The command that makes this result again; settings given by flags are not in a result, so they are not in it. */
export function reproduction(result: Result, options: AdviceOptions = {}): string | null {
  const { scenario, seeds } = result;
  if (scenario.file === "") return null;
  const repeat = seeds.length > 1 ? ` --repeat ${seeds.length}` : "";
  const run = `${options.command ?? "burstlab"} run ${word(scenario.file)}${variantFlag(result)}`;
  return `${run} --seed ${seeds[0] ?? 0}${repeat}`;
}

interface Refused {
  readonly name: string;
  readonly throttle: ThrottleResult;
}

export interface Setting {
  readonly path: string;
  readonly value: number;
}

function mostRefused(result: Result): Refused | null {
  const all = Object.entries(result.functions).flatMap(([name, fn]) =>
    fn.throttles.map((throttle) => ({ name, throttle })),
  );
  const worst = all.reduce<Refused | null>((most, one) => (isWorse(one, most) ? one : most), null);
  return worst !== null && worst.throttle.count > 0 ? worst : null;
}

const isWorse = (one: Refused, most: Refused | null): boolean =>
  most === null || one.throttle.count > most.throttle.count;

/** Settings that would have let the run's requests in; none where no single limit is too small. */
export function largerLimits(result: Result, name: string, cause: ThrottleCause): Setting[] {
  if (isQueued(result, name)) return [];
  const reserved = result.limits.functions[name]?.[0]?.reserved ?? null;
  const load = wantedUnits(result, name, cause);
  const wanted = Math.ceil(load + ROOM * Math.sqrt(load));
  const ofReservation = cause === "reserved-full" || cause === "request-rate-reserved";
  if (ofReservation && reserved !== null)
    return largerReservation(result, name, reserved, rounder(Math.max(wanted, reserved + 1)));
  if (cause === "unreserved-pool-full" || cause === "request-rate-account") return largerQuota(result, name, wanted);
  return [];
}

/** Refused events wait and come again: how late is too late, no single number of ours can say. */
function isQueued({ functions }: Result, name: string): boolean {
  const fn = functions[name];
  return fn !== undefined && fn.asyncReceivedCount > 0 && fn.latencyMsSamples === 0;
}

/** With the quota raised as well if the reservation would leave less than 100 units (CONC-7). */
function largerReservation(result: Result, name: string, reserved: number, wanted: number): Setting[] {
  const reservation = { path: `functions.${name}.reserved`, value: wanted };
  const quota = quotaOf(result, name);
  if (quota === null) return [reservation];
  const missing = wanted - reserved - Math.max(0, quota.unreserved - UNRESERVABLE);
  if (missing <= 0) return [reservation];
  return [{ path: quota.path, value: rounder(quota.concurrency + missing) }, reservation];
}

function largerQuota(result: Result, name: string, wanted: number): Setting[] {
  const quota = quotaOf(result, name);
  if (quota === null) return [];
  const value = rounder(Math.max(quota.concurrency + 1, quota.concurrency - quota.unreserved + wanted));
  return [{ path: quota.path, value }];
}

/** The quota of a function's Region at the start, and the path that sets it. */
function quotaOf(result: Result, name: string): { path: string; concurrency: number; unreserved: number } | null {
  const region = result.functions[name]?.region ?? "";
  const start = result.limits.regions[region]?.[0];
  if (start === undefined) return null;
  const only = Object.keys(result.limits.regions).length === 1;
  return { ...start, path: only ? "region.concurrency" : `regions.${region}.concurrency` };
}

/** Units wanted at the worst moment had nothing been refused: by the function, or by all that share its pool. */
function wantedUnits(result: Result, name: string, cause: ThrottleCause): number {
  const own = cause === "reserved-full" || cause === "request-rate-reserved";
  const region = result.functions[name]?.region;
  const sharing = Object.keys(result.functions).filter(
    (other) => isUnreserved(result, other) && result.functions[other]?.region === region,
  );
  const names = own ? [name] : sharing;
  const byRate = cause === "request-rate-reserved" || cause === "request-rate-account";
  const columns = names.map((one) => unitsOverTime(result, one, byRate));
  const unitsAt = (bucket: number): number => sum(columns.map((column) => column[bucket] ?? 0));
  return Math.max(0, ...Array.from({ length: result.series.buckets }, (_, bucket) => unitsAt(bucket)));
}

/**
 * For each bucket the requests per second that came anew, times how long each holds a unit (Little's law), averaged
 * over that time; or a tenth of them where the request rate is what is limited.
 */
function unitsOverTime(result: Result, name: string, byRate: boolean): number[] {
  const series = result.series.functions[name];
  if (series === undefined) return [];
  const bucketSeconds = result.series.bucketMs / 1000;
  const lost = lostShare(result, name);
  const rates = series.requests.map((requests, i) => {
    const refused = series.throttles[i] ?? 0;
    return (requests - refused + refused * lost) / bucketSeconds;
  });
  if (byRate) return rates.map((rate) => rate / REQUESTS_PER_UNIT);
  const served = sum(series.requests) - sum(series.throttles);
  const held = served <= 0 ? 0 : (sum(series.busyMean) * bucketSeconds) / served;
  const width = Math.max(1, Math.round(held / bucketSeconds));
  return movingSums(rates, width).map((total) => (total / width) * held);
}

function movingSums(values: readonly number[], width: number): number[] {
  let total = 0;
  return values.map((value, i) => {
    total += value - (values[i - width] ?? 0);
    return total;
  });
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const isUnreserved = ({ limits }: Result, name: string): boolean =>
  (limits.functions[name]?.[0]?.reserved ?? null) === null;

/** The share of a function's refusals after which nobody tried again. Callers' retries go by refusals. */
function lostShare({ functions, traffic }: Result, name: string): number {
  const fn = functions[name];
  if (fn === undefined || fn.throttlesCount === 0) return 0;
  const all = sum(Object.values(functions).map(({ throttlesCount }) => throttlesCount));
  const retries = sum(Object.values(traffic).map(({ retriesCount }) => retriesCount));
  const own = (retries * fn.throttlesCount) / all + fn.asyncRetriesCount;
  return Math.max(0, 1 - own / fn.throttlesCount);
}

/** The next number with two digits: 343 is 350, 1 210 is 1 300. */
function rounder(value: number): number {
  const step = 10 ** Math.max(0, Math.ceil(value).toString().length - 2);
  return Math.ceil(value / step) * step;
}

const variantFlag = ({ variant }: Result): string =>
  variant === "base" || variant === "" ? "" : ` --variant ${word(variant)}`;

/** A word of a shell command, quoted where the shell would take it apart. */
export function word(text: string): string {
  return SAFE_WORD.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
