/** Default cold starts of functions that carry a framework or a library, where somebody has measured them. */
import { type Distribution, milliseconds } from "../../sim/index.ts";
import type { Deployed, Grounded } from "./cold-starts.ts";
import { LOAD_TESTS, type LoadTest } from "./measured/load-tests.ts";
import { SDK_COUNT, SDK_FUNCTIONS, SDK_MEMORY, type SdkFunction } from "./measured/sdk.ts";
import { ofProcessorAt } from "./memory-steps.ts";

export const FRAMEWORKS = [
  "aws-sdk",
  "spring-boot",
  "micronaut",
  "quarkus",
  "dagger",
  "aspnet-minimal",
  "aspnet-web-adapter",
  "powertools",
] as const;
export type Framework = (typeof FRAMEWORKS)[number];

/** What a framework makes of a cold start. */
export interface FrameworkStart {
  readonly init: Grounded;
  /** Null where it was not measured with SnapStart. */
  readonly restore: Grounded | null;
  /** Null where the times above contain the first run. */
  readonly firstRun: Grounded | null;
}

/** As measured on what is nearest to this function; null where nobody measured it on such a runtime and package. */
export function frameworkStart(framework: Framework, deployed: Deployed): FrameworkStart | null {
  const test = nearest(LOAD_TESTS[framework] ?? [], deployed);
  if (test !== null) return ofLoadTest(framework, test);
  return framework === "aws-sdk" ? ofSdk(deployed) : null;
}

/** "java17" to "java", "provided.al2023:java21-graalvm" to "java-graalvm". */
const familyOf = (runtime: string): string =>
  runtime.startsWith("provided")
    ? (runtime.split(":")[1] ?? "").replaceAll(/\d/g, "")
    : (/^[a-z]+/.exec(runtime)?.[0] ?? "");

/** The same runtime before the same architecture before what stands first. */
function nearest(tests: readonly LoadTest[], { runtime, packageType, architecture }: Deployed): LoadTest | null {
  const alike = tests.filter(
    (test) => familyOf(test.runtime) === familyOf(runtime) && test.packageType === packageType,
  );
  const score = (test: LoadTest): number =>
    2 * Number(test.runtime === runtime) + Number(test.architecture === architecture);
  const best = Math.max(...alike.map(score));
  return alike.find((test) => score(test) === best) ?? null;
}

function ofLoadTest(framework: Framework, test: LoadTest): FrameworkStart {
  const { runtime, packageType, architecture, memoryMb, restored } = test;
  const what = [`${framework} on ${runtime}`, packageType, architecture ?? []].flat().join(", ");
  const on = `${what} at ${memoryMb}MB`;
  const basisOf = (count: number | null): string =>
    `${on}, ${count === null ? "unpublished number of" : count} starts under load, first run included (aws-samples)`;
  const grounded = ({ count, cold, warmP50 }: Pick<LoadTest, "count" | "cold" | "warmP50">): Grounded => ({
    time: percentilesLess(cold, warmP50),
    basis: basisOf(count),
  });
  return { init: grounded(test), restore: restored === undefined ? null : grounded(restored), firstRun: null };
}

/** Flat below the median, of which nothing is published. */
function percentilesLess([p50, p90, p99, max]: LoadTest["cold"], lessMs: number): Distribution {
  const point = (share: number, ms: number) => [share, milliseconds(Math.round((ms - lessMs) * 100) / 100)] as const;
  return { kind: "quantiles", points: [point(0.5, p50), point(0.9, p90), point(0.99, p99), point(1, max)] };
}

function ofSdk({ runtime, packageType, architecture, memoryMb }: Deployed): FrameworkStart | null {
  if (packageType === "image") return null;
  const known = Object.keys(SDK_FUNCTIONS);
  const on = known.includes(runtime) ? runtime : known.find((other) => familyOf(other) === familyOf(runtime));
  if (on === undefined) return null;
  const measured = SDK_FUNCTIONS[on]![architecture];
  const [mean, p99] = measured.init;
  const words = `aws-sdk on ${on}, zip, ${architecture}`;
  const source = "(cebert, December 2025)";
  return {
    init: {
      time: { kind: "lognormal", p50: milliseconds(mean), p99: milliseconds(p99) },
      basis: `${words}, ${SDK_COUNT * SDK_MEMORY.length} starts ${source}`,
    },
    restore: null,
    firstRun: {
      time: sdkRun(measured, memoryMb),
      basis: `${words} at ${memoryMb}MB, ${SDK_COUNT} starts a size ${source}`,
    },
  };
}

function sdkRun({ longerMean, longerP99 }: SdkFunction, memoryMb: number): Distribution {
  const at = (values: readonly number[]) => {
    const steps = values.map((value, index) => [SDK_MEMORY[index]!, value] as const);
    return milliseconds(Math.round(ofProcessorAt(steps, memoryMb) * 10) / 10);
  };
  return { kind: "lognormal", p50: at(longerMean), p99: at(longerP99) };
}
