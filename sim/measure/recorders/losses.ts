/** Which functions can lose what: each count stands in a result only where it can be more than 0. */
import type { FunctionConfig, SimConfig } from "../../config.ts";
import { everySettings } from "../../lambda/front/every-settings.ts";
import type { Functions } from "../../lambda/front/functions.ts";
import type { FunctionResult } from "../../result.ts";
import { CHAIN_METRICS, DEAD_LETTER_METRICS, DESTINATION_METRICS } from "../../vocabulary/metrics/function.ts";
import { sourceType } from "../../vocabulary/sources/index.ts";
import { columnIn } from "../tables/columns.ts";
import { Count, type CountTable } from "../tables/counts.ts";
import { fieldsOf, NOT_RECORDED } from "../tables/fields.ts";

/** Names of functions. */
type Names = ReadonlySet<string>;

export class Losses {
  readonly #functions: Functions;
  readonly #counts: CountTable;
  readonly #deadLetter: Names;
  readonly #sending: Names;
  readonly #chained: Names;

  constructor(config: SimConfig, functions: Functions, counts: CountTable) {
    const settings = everySettings(config);
    const those = (may: (one: FunctionConfig) => boolean): Names =>
      new Set(settings.filter(may).map(({ name }) => name));
    this.#functions = functions;
    this.#counts = counts;
    const lossy = lossyRegions(config);
    this.#deadLetter = those(({ region, async }) => lossy.has(region) && async.deadLetter !== null);
    this.#sending = those(
      ({ region, async }) => lossy.has(region) && (async.onSuccess !== null || async.onFailure !== null),
    );
    const reached = reachedBy(config, settings);
    this.#chained = those(({ name, recursiveLoop }) => reached.has(name) && recursiveLoop !== "Allow");
  }

  fields(segments: readonly number[], index: number): Partial<FunctionResult> {
    const { name } = this.#functions.settings[index]!;
    const count = (field: string) => this.#counts.total(segments, index, columnIn(Count, field));
    const recorded = { ...NOT_RECORDED, count };
    return {
      ...(this.#deadLetter.has(name) ? fieldsOf(DEAD_LETTER_METRICS, recorded) : {}),
      ...(this.#sending.has(name) ? fieldsOf(DESTINATION_METRICS, recorded) : {}),
      ...(this.#chained.has(name) ? fieldsOf(CHAIN_METRICS, recorded) : {}),
    };
  }
}

/** ASY-15: Regions in which records are lost on their way, at some time. */
const lossyRegions = ({ regions, changes }: SimConfig): Names =>
  new Set(
    [...regions, ...changes.flatMap((change) => change.regions)].flatMap(({ name, model }) =>
      model.asyncDeliveryFailures > 0 ? [name] : [],
    ),
  );

/** ASY-20: what functions hand on to, by themselves or through a source behind which Lambda knows the chain. */
function reachedBy({ sources }: SimConfig, settings: readonly FunctionConfig[]): Names {
  const named = new Set(
    settings.flatMap(({ async: { onSuccess, onFailure, deadLetter }, calls, sends = [] }) => [
      ...[onSuccess, onFailure, deadLetter].filter((name) => name !== null),
      ...[...calls, ...sends].filter(({ kind }) => kind !== undefined).map(({ to }) => to),
    ]),
  );
  const behind = sources.flatMap(({ name, type, invokes }) =>
    named.has(name) && invokes !== undefined && sourceType(type).keepsChain ? [invokes.function] : [],
  );
  return new Set([...named, ...behind]);
}
