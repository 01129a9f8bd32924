/** `type: s3`: a bucket that tells a function of its objects. */
import { push } from "./source.ts";

export const s3 = push("s3", "an s3 source", {
  delivery: { p50: "1s", p99: "30s" },
  rule: "default p50 1s, p99 30s (S3N-3)",
  accepts: "100ms to 200ms",
});
