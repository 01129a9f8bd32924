/** A synchronous caller as SimConfig has it. */
import type * as z from "zod";
import type { ClientConfig, RetryMode } from "../../../sim/index.ts";
import type { callClient, client } from "./schema.ts";

type ClientSpec = z.output<typeof client>;
type CallClientSpec = z.output<typeof callClient>;

/** SDK-1 to SDK-6: attempts in all. */
const ATTEMPTS: Readonly<Record<RetryMode, number>> = {
  none: 1,
  "standard-2026": 3,
  adaptive: 3,
  "legacy-python": 5,
  "standard-python": 3,
  "standard-js": 3,
  "legacy-java": 4,
};

/** What a caller does unless the scenario says otherwise (SDK-7). */
const DEFAULT_CLIENT: ClientSpec = { retry: "standard-2026", clients: 1 };

export function clientOf(spec: ClientSpec = DEFAULT_CLIENT): ClientConfig {
  return { ...callClientOf(spec), clients: spec.clients };
}

export const callClientOf = ({
  retry,
  attempts,
  timeout,
}: Omit<ClientSpec, "clients"> | CallClientSpec = DEFAULT_CLIENT): Omit<ClientConfig, "clients"> => ({
  retry,
  attempts: attempts ?? ATTEMPTS[retry],
  timeout: timeout ?? null,
});
