/** `schema`: the JSON Schema of scenario files, or the metrics that thresholds can name. */
import { Exit } from "../host/exit.ts";
import type { Terminal } from "../host/terminal.ts";

export interface SchemaOptions {
  readonly metrics?: boolean;
}

export async function schema(options: SchemaOptions, to: Terminal): Promise<Exit> {
  if (options.metrics === true) {
    const { metricTable } = await import("../../reports/index.ts");
    await to.out.write(metricTable());
  } else {
    const { jsonSchema } = await import("../../scenarios/index.ts");
    await to.out.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`);
  }
  return Exit.ok;
}
