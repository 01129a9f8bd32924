/** Where the tests are, and the build that the command-line tests run. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}", "test/*.contract.ts"],
    globalSetup: ["test/global-setup.ts"],
    // A command-line test starts processes; on a busy machine each of them can take seconds. What hangs is found, too.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    // Node reads the simulator itself: made over for the test runner, its functions would find each other through getters.
    server: { deps: { external: [/\/sim\/.*\.ts$/] } },
  },
});
