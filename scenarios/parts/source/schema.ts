/** Fields of sources: who carries requests to functions. */
import * as z from "zod";
import { shown } from "../../text/words.ts";
import { distribution } from "../../values/distribution.ts";
import type { Quantity } from "../../values/quantity.ts";
import { choice, fields, special } from "../../values/units.ts";

export interface Target {
  readonly function: string;
  readonly qualifier: string;
}

/** `checkout` is its $LATEST, `checkout:live` its alias. */
export const target = () =>
  special(
    (raw): Quantity<Target> => {
      const match = typeof raw === "string" ? /^([A-Za-z0-9_-]+)(?::([A-Za-z0-9_-]+|\$LATEST))?$/.exec(raw) : null;
      if (match !== null) return { ok: true, value: { function: match[1] ?? "", qualifier: match[2] ?? "$LATEST" } };
      const text = `is '${shown(raw)}', which is not a function or function:alias`;
      return { ok: false, id: "bad-value", text, hint: "write a name as in checkout or checkout:live" };
    },
    { type: "string", pattern: "^([A-Za-z0-9_-]+)(:([A-Za-z0-9_-]+|\\$LATEST))?$|^\\$[A-Za-z_][A-Za-z0-9_-]*$" },
  );

export const invocationType = () => choice(["RequestResponse", "Event"]);

const invokes = () => target().describe("Function, or function:alias, that it invokes.");

interface Push {
  readonly delivery: unknown;
  /** Its default in words, with the rule. */
  readonly rule: string;
  readonly accepts: string;
}

const push = <const Type extends string>(type: Type, what: string, { delivery, rule, accepts }: Push) =>
  fields(what, () => ({
    type: z.literal(type),
    invokes: invokes(),
    delivery: distribution()
      .prefault(delivery as never)
      .describe(`From the event to the accepted asynchronous invocation; a distribution; ${rule}.`),
    accept: distribution()
      .optional()
      .describe(`How long a call takes that puts a record in; a distribution; default ${accepts} (OQS-13).`),
  }));

/** One option for each type; a new type is one more option. */
export const sourceSchema = z.discriminatedUnion("type", [
  fields("a direct source", () => ({
    type: z.literal("direct"),
    invokes: invokes(),
    invocationType: invocationType()
      .prefault("RequestResponse")
      .describe("RequestResponse waits for the answer, Event does not; default RequestResponse (ASY-1)."),
  })),
  push("s3", "an s3 source", {
    delivery: { p50: "1s", p99: "30s" },
    rule: "default p50 1s, p99 30s (S3N-3)",
    accepts: "100ms to 200ms",
  }),
  push("sns", "an sns source", { delivery: "0s", rule: "default 0 (INV-2)", accepts: "10ms" }),
  push("eventbridge", "an eventbridge source", {
    delivery: "500ms",
    rule: "default 500ms (EVB-11)",
    accepts: "10ms",
  }),
]);

/** Types that the format defines and this version does not simulate (INV-1, INV-3, INV-4). */
export const LATER_SOURCES: readonly string[] = [
  "sqs",
  "kinesis",
  "dynamodb",
  "dynamodb-streams",
  "http-api",
  "rest-api",
  "api-gateway",
  "websocket-api",
  "alb",
  "function-url",
  "scheduler",
  "schedule",
  "kafka",
  "msk",
  "mq",
  "amazon-mq",
  "documentdb",
  "step-functions",
  "pipes",
  "cognito",
  "firehose",
  "lex",
  "connect",
  "vpc-lattice",
  "s3-batch",
  "logs",
  "codecommit",
  "codepipeline",
  "config",
  "iot",
  "ses",
  "cloudformation",
];
