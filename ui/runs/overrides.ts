/** Reads what flags say: `--set path=value`, `--var name=value`, `--time-limit 60s`. */
import type { Problem } from "../../scenarios/index.ts";
import { parseDuration } from "../../scenarios/values/quantity.ts";
import { toMs } from "../../sim/index.ts";
import { plainProblem } from "../library/problems.ts";

export interface OverrideFlags {
  readonly set?: readonly string[];
  readonly var?: readonly string[];
}

export interface Overrides {
  readonly set: Readonly<Record<string, string>>;
  readonly vars: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

export function readOverrides(flags: OverrideFlags): Overrides {
  const set = pairs("--set", "path=value, for instance functions.checkout.reserved=400", flags.set ?? []);
  const vars = pairs("--var", "name=value, for instance peak=1200/s", flags.var ?? []);
  return { set: set.values, vars: vars.values, problems: [...set.problems, ...vars.problems] };
}

interface Pairs {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

function pairs(flag: string, shape: string, given: readonly string[]): Pairs {
  const values = new Map<string, string>();
  const problems: Problem[] = [];
  for (const text of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || value === undefined) {
      problems.push(plainProblem("bad-flag", flag, `'${text}' is not ${flag}'s form`, `write it as ${shape}`));
    } else if (values.has(name)) {
      problems.push(plainProblem("bad-flag", flag, `${flag} gives '${name}' twice`, "keep one of them"));
    } else {
      values.set(name, value);
    }
  }
  return { values: Object.fromEntries(values), problems };
}

/** A real time in ms, Infinity without the flag, or the problem with it. */
export function readTimeLimit(text: string | undefined): number | Problem {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  const limit = parseDuration(text);
  if (!limit.ok) return plainProblem("bad-flag", "--time-limit", `--time-limit ${limit.text}`, limit.hint);
  if (limit.value > 0) return toMs(limit.value);
  return plainProblem("bad-flag", "--time-limit", "--time-limit is 0, so nothing could run", "write 60s or 5m");
}
