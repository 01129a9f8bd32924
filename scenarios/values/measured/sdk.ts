/**
 * Measured functions that write to and read from DynamoDB through the AWS SDK: Init, and how much longer their first
 * run is than the later ones, as it makes the client and its connection (PC-14, LIFE-24).
 *
 * Source: cebert/aws-lambda-performance-benchmarks at commit c8c9c6635362, MIT (its text stands beside this file); run
 * of December 2025 in us-east-2, workload "light", 20 cold and 300 warm starts of each size of memory. Init is the mean
 * over all sizes, which differ by chance only. A first run is longer by the cold less the warm mean; where no warm mean
 * of a size was published, that of the other architecture is taken, else of the language.
 */
import type { Architecture } from "./quantiles.ts";

export const SDK_MEMORY = [128, 256, 512, 1024, 1769, 2048] as const;

/** Starts behind each number of a size of memory. */
export const SDK_COUNT = 20;

type SixSizes = readonly [number, number, number, number, number, number];

export interface SdkFunction {
  /** Mean and p99, in ms. */
  readonly init: readonly [mean: number, p99: number];
  /** The first run less a warm one, in ms by size. */
  readonly longerMean: SixSizes;
  readonly longerP99: SixSizes;
}

/** By runtime, newest first of each language. */
export const SDK_FUNCTIONS: Readonly<Record<string, Readonly<Record<Architecture, SdkFunction>>>> = {
  "python3.14": {
    x86_64: {
      init: [542.9, 684.4],
      longerMean: [271.8, 137.4, 81.9, 57, 56.1, 53.8],
      longerP99: [293.5, 157.3, 88.8, 62.6, 68.5, 62.2],
    },
    arm64: {
      init: [452, 610.4],
      longerMean: [289.5, 130.9, 76.8, 52.4, 54.1, 51.1],
      longerP99: [313.5, 143.1, 91, 62.7, 59.4, 56.3],
    },
  },
  "python3.13": {
    x86_64: {
      init: [481.4, 546],
      longerMean: [294, 142.3, 83.4, 56.2, 54.9, 55.4],
      longerP99: [314.5, 154.6, 96.5, 67.7, 58.9, 61.1],
    },
    arm64: {
      init: [417, 509.9],
      longerMean: [279.5, 136.9, 76.2, 50.8, 51.8, 49.3],
      longerP99: [299.8, 146.6, 90.1, 68, 56.3, 58.6],
    },
  },
  "python3.12": {
    x86_64: {
      init: [477.4, 578.8],
      longerMean: [288.8, 136.4, 85.1, 59, 55, 56.8],
      longerP99: [305.9, 147.9, 93.6, 67.5, 66.1, 65.5],
    },
    arm64: {
      init: [385.6, 469.2],
      longerMean: [290.7, 136.5, 79.4, 55.2, 51.8, 52.1],
      longerP99: [307.5, 147.1, 93.2, 63.6, 60.7, 58.6],
    },
  },
  "python3.11": {
    x86_64: {
      init: [440.3, 478.9],
      longerMean: [239.7, 120.2, 70.9, 54.1, 51, 52],
      longerP99: [276.5, 128.4, 80.4, 61.3, 58.8, 56.8],
    },
    arm64: {
      init: [363.1, 442.4],
      longerMean: [235, 123.4, 70.5, 51, 47.1, 48.4],
      longerP99: [252, 136.3, 82.4, 55.4, 57.7, 53.4],
    },
  },
  "provided.al2023:rust": {
    x86_64: {
      init: [99.1, 112],
      longerMean: [1311, 662, 339.9, 181.7, 127.7, 128.8],
      longerP99: [1335.9, 680.7, 354.8, 192.3, 141, 151.2],
    },
    arm64: {
      init: [66.9, 77.9],
      longerMean: [810.7, 406.9, 217.8, 120.2, 91.3, 88.3],
      longerP99: [913.6, 466.8, 248.6, 138.8, 105, 104.7],
    },
  },
  "nodejs22.x": {
    x86_64: {
      init: [348.4, 375.9],
      longerMean: [976.2, 472.9, 226.2, 131.6, 100.2, 96.2],
      longerP99: [1012.2, 504.1, 241.6, 140.9, 113.9, 103.2],
    },
    arm64: {
      init: [335.9, 392.4],
      longerMean: [1054.8, 524.6, 266.9, 143.8, 108.2, 106.9],
      longerP99: [1133.3, 551.7, 291.2, 154.5, 123.4, 119.5],
    },
  },
  "nodejs20.x": {
    x86_64: {
      init: [351.5, 373.1],
      longerMean: [940.5, 444.6, 217.8, 130.6, 100.4, 96.6],
      longerP99: [978.4, 468.4, 231.4, 142, 110.3, 102.3],
    },
    arm64: {
      init: [345.8, 398.4],
      longerMean: [1019.8, 502.7, 253.4, 146.7, 110.6, 102.3],
      longerP99: [1071.8, 534.7, 288.2, 159.5, 125.1, 115],
    },
  },
};
