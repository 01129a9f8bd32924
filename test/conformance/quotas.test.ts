/** Quotas on what is deployed and sent: the largest that AWS takes is accepted, one more is a problem with its rule. */
import { describe, expect, test } from "vitest";
import { problemsOf, withTraffic } from "../scenarios/reading.ts";

const told = (text: string): string[] => problemsOf(text).map(({ id, text: what }) => `${id}: ${what}`);
const shop = (fields: string): string[] => told(withTraffic(`functions: { checkout: { run: 200ms, ${fields} } }`));
const sent = (fields: string): string[] =>
  told(
    `simulate: { for: 5m }\nfunctions: { checkout: { run: 200ms } }\n` +
      "sources: { uploads: { type: s3, invokes: checkout }, sdk: { type: direct, invokes: checkout } }\n" +
      `traffic: [{ ${fields}, phases: [{ for: 5m, rate: 1/s }] }]\n`,
  );

describe("of a function: accepted, refused", () => {
  test.each([
    ["LIM-3: /tmp", "ephemeralStorage: 512MB", "ephemeralStorage: 511MB", /LIM-3; AWS: 400 InvalidParameterValue/],
    ["LIM-3: /tmp", "ephemeralStorage: 10240MB", "ephemeralStorage: 10241MB", /LIM-3; AWS: 400 InvalidParameterValue/],
    ["LIM-4: environment variables", "environmentVariables: 4KB", "environmentVariables: 4097B", /LIM-4; AWS: 400/],
    ["LIM-5: layers", "layers: 5", "layers: 6", /LIM-5; AWS: 400/],
    ["LIM-6: zipped", "package: { zipped: 50MB }", "package: { zipped: 51MB }", /package\.zipped .*LIM-6; AWS: 400/],
    ["LIM-6: unzipped", "package: { unzipped: 250MB }", "package: { unzipped: 251MB }", /package\.unzipped .*LIM-6/],
    ["LIM-6: image", "package: { image: 10GB }", "package: { image: 10241MB }", /package\.image .*LIM-6; AWS: 400/],
    ["LIM-18: subnets", "vpc: { subnets: 16 }", "vpc: { subnets: 17 }", /vpc\.subnets .*LIM-18; AWS: 400/],
    ["LIM-18: security groups", "vpc: { securityGroups: 5 }", "vpc: { securityGroups: 6 }", /Groups .*LIM-18/],
  ])("%s: '%s', '%s'", (_rule, accepted, refused, problem) => {
    expect(shop(accepted)).toEqual([]);
    expect(shop(refused)).toEqual([expect.stringMatching(problem)]);
    expect(shop(refused)[0]).toMatch(/^out-of-range: /);
  });

  test("SNAP-3: SnapStart with 512 MB of /tmp, not with more", () => {
    const fields = (size: number) => `runtime: java21, snapStart: true, ephemeralStorage: ${size}MB`;
    expect(shop(fields(512))).toEqual([]);
    expect(shop(fields(513))).toEqual([expect.stringMatching(/^snapstart-storage: .*SNAP-3.*InvalidParameterValue/)]);
  });
});

describe("of a request: accepted, refused", () => {
  const SYNC = /^out-of-range: .*synchronous request has at most 6MB \(LIM-8\); AWS: 413 RequestTooLargeException/;
  const EVENT = /^out-of-range: .*an Event has at most 1MB \(LIM-8\); AWS: 413 RequestTooLargeException/;

  test.each([
    ["LIM-8: synchronous payload", "invoke: checkout, payload: 6MB", "invoke: checkout, payload: 6291457B", SYNC],
    ["LIM-8: synchronous payload", "into: sdk, payload: 6291456B", "into: sdk, payload: 7MB", SYNC],
    [
      "LIM-8: payload of an event",
      "invoke: checkout, invocationType: Event, payload: 1MB",
      "invoke: checkout, invocationType: Event, payload: 1048577B",
      EVENT,
    ],
    ["LIM-8: payload of a push", "into: uploads, payload: 1024KB", "into: uploads, payload: 1025KB", EVENT],
    [
      "LIM-9: client context",
      "invoke: checkout, clientContext: 3583B",
      "invoke: checkout, clientContext: 3584B",
      /LIM-9; AWS: 400/,
    ],
  ])("%s: '%s', '%s'", (_rule, accepted, refused, problem) => {
    expect(sent(accepted)).toEqual([]);
    expect(sent(refused)).toEqual([expect.stringMatching(problem)]);
  });
});

test("sizes change nothing in a run: a package with its sizes is a package of its kind", () => {
  expect(shop("package: { zipped: 20MB, unzipped: 90MB }, layers: 2, vpc: { subnets: 2, securityGroups: 1 }")).toEqual(
    [],
  );
  expect(shop("runtime: ruby3.4, snapStart: true, package: { image: 1GB }")).toEqual([
    expect.stringMatching(/^snapstart-runtime: .*SNAP-1/),
  ]);
});
