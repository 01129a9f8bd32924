/** What is advised of a function whose aliases have units each (PC-2). */
import { expect, test } from "vitest";
import { explain } from "../../../reports/index.ts";
import type { VersionConfig } from "../../../sim/index.ts";
import { provisionedOf } from "../../helpers/config.ts";
import { play } from "../../helpers/play.ts";

const version = (qualifier: string, count: number | null): VersionConfig => ({
  qualifier,
  restore: null,
  provisioned: count === null ? null : provisionedOf(count),
});

test("PC-2: where only one of them has any, its number is set by its name", () => {
  const versions = [version("$LATEST", null), version("beta", 0), version("live", 2)];
  const at = [5000, 5000, 5000, 7000, 7000, 7000];
  const { result } = play({ functions: { a: { versions } }, traffic: [{ invoke: "a:live", at }] });
  const found = explain(result, { atMs: 7000 });
  expect(found.remedies[1]).toMatchObject({ settings: [{ path: "functions.a.provisioned.live.count", value: 4 }] });
});
