/** Single numbers of a run, without the Result that they would stand in. */
import { payerKey } from "../../pricing/bill.ts";
import type { Cost } from "../../pricing/cost.ts";
import type { SubjectKind } from "../../vocabulary/metrics/metric.ts";
import { countedSegments, windowSegments } from "../tables/segments.ts";
import { downstreamNumbers, functionNumbers, regionResult, trafficNumbers } from "./entities.ts";
import { bill, handedOnOf, type Observed, sourceNumbers, sourcesOf } from "./report.ts";

/**
 * Where a number stands in a Result, from the outside in: `["functions", "checkout", "latencyMsP99"]`,
 * `["windows", "peak", "regions", "us-east-1", "claimedMax"]`, `["cost", "totalUsd"]`.
 */
export type MetricPath = readonly string[];

type Part = Readonly<Record<string, unknown>>;

/** What the bill says of each payer, and where payers stand. */
const COSTS = ["costUsd", "costMonthUsd"];
const PAYERS: Readonly<Record<string, SubjectKind>> = { functions: "function", sources: "source" };

export class Numbers {
  readonly #observed: Observed;
  /** By window; the whole run has none. */
  readonly #windows = new Map<string | null, Window>();

  constructor(observed: Observed) {
    this.#observed = observed;
  }

  /** As the Result has it. @throws RangeError for a path that leads to no number. */
  at(path: MetricPath): number | null {
    const inWindow = path[0] === "windows";
    const window = this.#window(inWindow ? (path[1] ?? "") : null);
    const found = window?.at(inWindow ? path.slice(2) : path);
    if (typeof found !== "number" && found !== null) {
      throw new RangeError(`a Result of this config has no number at ${JSON.stringify(path)}`);
    }
    return found;
  }

  #window(name: string | null): Window | null {
    const known = this.#windows.get(name);
    if (known !== undefined) return known;
    const { config, recorder } = this.#observed;
    const of = config.windows.find((window) => window.name === name);
    if (name !== null && of === undefined) return null;
    const { segments } = recorder;
    const window = new Window(
      this.#observed,
      of === undefined ? countedSegments(segments, config) : windowSegments(segments, config, of),
    );
    this.#windows.set(name, window);
    return window;
  }
}

/** The numbers of a stretch of the run, each part worked out when it is first asked for. */
class Window {
  readonly #observed: Observed;
  readonly #segments: readonly number[];
  readonly #parts = new Map<string, Part | null>();
  #bill: Cost | null = null;

  constructor(observed: Observed, segments: readonly number[]) {
    this.#observed = observed;
    this.#segments = segments;
  }

  at([group = "", ...path]: MetricPath): unknown {
    if (group === "cost") return fieldAt(this.#cost().cost as unknown as Part, path);
    const [name = "", ...fields] = path;
    const payer = PAYERS[group];
    if (payer !== undefined && COSTS.includes(fields[0]!)) {
      const cost = this.#cost().payers.get(payerKey({ subjectKind: payer, subject: name }));
      return fieldAt((cost ?? null) as Part | null, fields);
    }
    return fieldAt(this.#part(group, name), fields);
  }

  #cost(): Cost {
    this.#bill ??= bill(this.#observed, this.#segments);
    return this.#bill;
  }

  #part(group: string, name: string): Part | null {
    const key = JSON.stringify([group, name]);
    let part = this.#parts.get(key);
    if (part === undefined) {
      part = this.#make(group, name);
      this.#parts.set(key, part);
    }
    return part;
  }

  /** Null for one that the run does not have. */
  #make(group: string, name: string): Part | null {
    const { functions, traffic, downstreams, recorder, durable, managed } = this.#observed;
    const scope = { recorder, durable, managed, segments: this.#segments };
    const found = (names: readonly string[], make: (index: number) => object): Part | null => {
      const index = names.indexOf(name);
      return index < 0 ? null : (make(index) as Part);
    };
    const namesOf = (all: readonly { readonly name: string }[]) => all.map((one) => one.name);
    switch (group) {
      case "functions":
        return found(namesOf(functions.settings), (index) => functionNumbers(scope, functions, index));
      case "traffic":
        return found(namesOf(traffic.entries), (index) => trafficNumbers(scope, [index]));
      case "sources":
      case "calls":
      case "sends": {
        const all = group === "sources" ? sourcesOf(this.#observed) : handedOnOf(traffic, group);
        const indexes = all.find(([each]) => each === name)?.[1];
        if (indexes === undefined) return null;
        return group === "sources"
          ? (sourceNumbers(this.#observed, scope, { name, indexes }) as Part)
          : trafficNumbers(scope, indexes);
      }
      case "downstreams":
        return found(downstreams, (index) => downstreamNumbers(scope, index));
      case "regions":
        return found(namesOf(functions.regions), (index) => regionResult(scope, functions, index));
      default:
        return null;
    }
  }
}

/** What lies at the end of a path; undefined when it leads nowhere. */
function fieldAt(part: Part | null, path: readonly string[]): unknown {
  let found: unknown = part ?? undefined;
  for (const name of path) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Part)[name];
  }
  return path.length === 0 ? undefined : found;
}
