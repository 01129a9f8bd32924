/** Tenants in scenarios: what is built, and what AWS would refuse. */
import { describe, expect, test } from "vitest";
import { configOf, lineOf, problemsOf } from "../reading.ts";

const scenario = (render: string, traffic: string, more = ""): string =>
  `simulate: { for: 5m }\nfunctions: { render: { run: 1s, ${render} }, plain: { run: 1s } }\n${more}` +
  `traffic:\n  - { ${traffic}, phases: [{ for: 5m, rate: 1/s }] }\n`;
const told = (...parts: Parameters<typeof scenario>): string[] => problemsOf(scenario(...parts)).map(lineOf);

const AWS = "AWS: 400 InvalidParameterValueException";
const ISOLATED = "tenancy: perTenant";
const NAMED = "invoke: render, tenants: { count: 9 }";

test("TEN-1: a function with tenancy and requests with tenants", () => {
  const config = configOf(scenario(ISOLATED, "invoke: render, tenants: { count: 500, skew: 1.2 }"));
  expect(config.functions.map(({ tenancy }) => tenancy)).toEqual([null, { share: "pool" }]);
  expect(config.traffic[0]!.tenants).toEqual({ count: 500, skew: 1.2 });
});

test("TEN-2: the reading of a function's concurrency is a setting of the Region's model", () => {
  const config = configOf(scenario(ISOLATED, NAMED, "region: { model: { tenantShare: quota } }\n"));
  expect(config.functions[1]!.tenancy).toEqual({ share: "quota" });
});

describe("TEN-1: what AWS answers with 400", () => {
  test("requests without a tenant", () => {
    expect(told(ISOLATED, "invoke: render")).toEqual([
      "4:15 tenants-missing: traffic.0.invoke leads to render, which is perTenant, " +
        `but the requests have no 'tenants' (TEN-1; ${AWS})`,
    ]);
    const source = "sources: { sdk: { type: direct, invokes: render } }\n";
    expect(told(ISOLATED, "into: sdk", source)).toEqual([
      expect.stringMatching(/^5:13 tenants-missing: traffic\.0\.into leads to render/),
    ]);
    expect(told(ISOLATED, "into: sdk, tenants: { count: 9 }", source)).toEqual([]);
  });

  test("a tenant where there is no tenancy", () => {
    expect(told("errors: 0", NAMED)).toEqual([
      `4:23 tenants-unexpected: traffic.0.tenants names tenants, but render is not perTenant (TEN-1; ${AWS})`,
    ]);
  });

  test("a destination, whose events name none", () => {
    const more = "variants: { x: {} }\n";
    const text = scenario(ISOLATED, NAMED, more).replace(
      "plain: { run: 1s",
      "plain: { run: 1s, async: { onFailure: render }",
    );
    expect(problemsOf(text).map(({ id, path }) => [id, path])).toEqual([
      ["tenants-missing", "functions.plain.async.onFailure"],
    ]);
  });

  test("nor can tenancy change during a run", () => {
    const change = "changes: [{ at: 1m, set: { functions.render.tenancy: null } }]\n";
    expect(told(ISOLATED, NAMED, change)).toEqual([
      expect.stringMatching(/^3:28 unsupported: functions\.render\.tenancy cannot change during a run: .*TEN-1/),
    ]);
  });
});

describe("TEN-3: what tenant isolation does not go with", () => {
  test.each([
    ["provisioned: { alias: live, count: 5 }", "provisioned concurrency (TEN-3, PC-19)"],
    ["runtime: java21, snapStart: true", "snapStart: true (TEN-3)"],
  ])("%s", (fields, other) => {
    expect(told(`${ISOLATED}, ${fields}`, NAMED)).toContainEqual(
      `2:42 tenancy-conflict: functions.render.tenancy cannot be combined with ${other}; ${AWS}`,
    );
  });

  test.each(["s3", "sns", "eventbridge"])("events of %s", (type) => {
    const more = `sources: { pushed: { type: ${type}, invokes: render } }\n`;
    expect(told(ISOLATED, "into: pushed", more)).toEqual([
      expect.stringMatching(`sources.pushed.invokes names render, which is perTenant: ${type} events name no tenant`),
    ]);
  });

  test("synchronous and asynchronous requests are fine", () => {
    expect(told(ISOLATED, NAMED)).toEqual([]);
    expect(told(ISOLATED, `${NAMED}, invocationType: Event`)).toEqual([]);
  });

  test("units that a change brings", () => {
    const change = "changes: [{ at: 1m, set: { functions.render.provisioned: { alias: live, count: 5 } } }]\n";
    expect(told(`${ISOLATED}, aliases: [live]`, NAMED, change)).toEqual([
      expect.stringMatching(/tenancy-conflict: .* cannot be combined with provisioned concurrency/),
    ]);
  });
});
