/** Runs made here, on the caller's own thread, one after the other. Only here can someone listen to every event. */
import type { Result, SimConfig } from "../../../sim/index.ts";
import type { Place, Work } from "./executor.ts";
import { simulateInSlices } from "./slices.ts";

export const inline: Place = {
  takes: () => true,
  open: () => ({ atOnce: 1, simulate: oneByOne, close: async () => undefined }),
};

async function oneByOne(configs: readonly SimConfig[], work: Work): Promise<Result[]> {
  const results: Result[] = [];
  for (const config of configs) {
    const ended = results.length;
    const { deadline, signal, listener, onProgress } = work;
    const result = await simulateInSlices(config, {
      ...(deadline === undefined ? {} : { deadline }),
      ...(signal === undefined ? {} : { signal }),
      ...(listener === undefined ? {} : { onEvent: listener(config) }),
      onSlice: async (doneMs) => onProgress?.({ ended, doneMs }),
    });
    results.push(result);
  }
  return results;
}
