/** Writes the published command line in few files, so that a start searches few folders. Packages stay as they are. */
import { cpSync } from "node:fs";
import { build } from "rolldown";

await build({
  input: { burstlab: "ui/cli.ts", worker: "ui/dashboard/worker.ts" },
  platform: "node",
  external: /^[^./]/,
  output: { dir: "dist/bin", chunkFileNames: "[name]-[hash].js", cleanDir: true },
});
for (const to of ["dist/bin/fonts", "dist/ui/fonts"]) cpSync("ui/fonts", to, { recursive: true });
