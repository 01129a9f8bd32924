/**
 * Measured cold starts of functions with a framework under load: Init (or Restore) and the first run together, in ms.
 *
 * Sources, both MIT No Attribution: aws-samples/serverless-java-frameworks-samples at commits 1352ab4ffd2c and
 * 06c86f1bf2db (Quarkus, Dagger), README.md; aws-samples/serverless-dotnet-demo at commit 27fc57418c24, README.md and
 * src/NET6MinimalAPI/Report/load-test-report-arm64.json. Four functions behind API Gateway that put, get, delete and
 * list products in DynamoDB, 100 requests a second for 10 minutes.
 */
import type { Architecture } from "./quantiles.ts";

/** p50, p90, p99 and maximum. */
type Percentiles = readonly [p50: number, p90: number, p99: number, max: number];

export interface LoadTest {
  /** What it ran on. */
  readonly runtime: string;
  readonly packageType: "zip" | "image";
  /** Null where the source does not say. */
  readonly architecture: Architecture | null;
  readonly memoryMb: number;
  /** Cold starts behind the percentiles; null where the source does not say. */
  readonly count: number | null;
  readonly cold: Percentiles;
  /** Median of the warm runs, which the cold times contain. */
  readonly warmP50: number;
  /** The same with SnapStart. */
  readonly restored?: { readonly count: number | null; readonly cold: Percentiles; readonly warmP50: number };
}

const OF_JAVA = { packageType: "zip", architecture: null, memoryMb: 1024, count: null } as const;
const OF_DOTNET = { packageType: "zip", architecture: "x86_64", memoryMb: 1024, count: null } as const;

/** By name of the framework, newest first. */
export const LOAD_TESTS: Readonly<Record<string, readonly LoadTest[]>> = {
  "spring-boot": [
    {
      ...OF_JAVA,
      runtime: "java17",
      cold: [5311.93, 5645.88, 6183.47, 7027.66],
      warmP50: 8.13,
      restored: { count: null, cold: [1047.87, 1200.45, 1597.68, 1779.53], warmP50: 7.62 },
    },
    { ...OF_JAVA, runtime: "provided.al2:java17-graalvm", cold: [620.66, 684.53, 721.77, 751.98], warmP50: 9.1 },
  ],
  micronaut: [
    {
      ...OF_JAVA,
      runtime: "java17",
      cold: [4609.07, 4943.09, 5501.05, 6657.94],
      warmP50: 8.52,
      restored: { count: null, cold: [726.11, 815.37, 931.3, 1047.49], warmP50: 7.68 },
    },
    { ...OF_JAVA, runtime: "provided.al2:java17-graalvm", cold: [638.27, 722.49, 960.6, 1416.85], warmP50: 7.56 },
  ],
  quarkus: [
    {
      ...OF_JAVA,
      runtime: "java17",
      cold: [2525.22, 3146.27, 4055.57, 6343.83],
      warmP50: 7.5,
      restored: { count: null, cold: [487.31, 586.87, 732.67, 932.17], warmP50: 7.38 },
    },
    { ...OF_JAVA, runtime: "provided.al2:java17-graalvm", cold: [467.27, 599.77, 802.43, 1348.78], warmP50: 6.7 },
  ],
  dagger: [{ ...OF_JAVA, runtime: "java11", cold: [3213, 3629.68, 4850.11, 6896.54], warmP50: 8.94 }],
  "aspnet-minimal": [
    { ...OF_DOTNET, runtime: "dotnet6", cold: [1742.83, 1966.88, 2411.74, 2503.31], warmP50: 5.91 },
    {
      ...OF_DOTNET,
      runtime: "dotnet6",
      architecture: "arm64",
      count: 246,
      cold: [2105.22, 2164.97, 2215.31, 2228.18],
      warmP50: 6.21,
    },
  ],
  "aspnet-web-adapter": [
    { ...OF_DOTNET, runtime: "dotnet6", cold: [1013.88, 1102.67, 1330.62, 1392.85], warmP50: 6.2 },
  ],
  powertools: [{ ...OF_DOTNET, runtime: "dotnet6", cold: [855.45, 915.61, 1031.25, 1381.09], warmP50: 5.82 }],
  "aws-sdk": [
    {
      ...OF_DOTNET,
      runtime: "dotnet8",
      count: 1490,
      cold: [860, 962, 1403, 1676],
      warmP50: 6.1,
      restored: { count: 432, cold: [689, 850, 1081, 1437], warmP50: 6.8 },
    },
    { ...OF_DOTNET, runtime: "dotnet6", cold: [778.74, 966.39, 1470.5, 1659.51], warmP50: 6.41 },
    {
      ...OF_DOTNET,
      runtime: "dotnet6",
      packageType: "image",
      cold: [980.98, 1256.94, 1532.01, 1755.68],
      warmP50: 5.82,
    },
    {
      ...OF_DOTNET,
      runtime: "provided.al2023:dotnet8-aot",
      memoryMb: 3008,
      count: 758,
      cold: [322, 344, 441, 665],
      warmP50: 5,
    },
  ],
};
