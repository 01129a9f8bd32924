/**
 * `BURSTLAB_CORE=wasm npm run laws` (validate, conformance): the sources carry no WebAssembly, so that of the build
 * (`npm run compile`) stands in its place, and every run of this process has it.
 */
import { registerHooks } from "node:module";

const BUILT = new URL("../../../dist/core/compiled.js", import.meta.url).href;

const core = process.env.BURSTLAB_CORE ?? "js";
if (!["js", "wasm"].includes(core)) throw new Error(`BURSTLAB_CORE is "${core}", but must be js or wasm`);

if (core === "wasm") {
  registerHooks({
    resolve: (name, context, next) =>
      name.endsWith("/compiled.ts") ? { url: BUILT, format: "module", shortCircuit: true } : next(name, context),
  });
}
