/**
 * Measured first runs of hello-world functions: mean time of the first handler of an environment, by package, runtime
 * and architecture, in ms at 128, 256, 512 and 1,024 MB (LIFE-24, PC-14).
 *
 * Source: maxday/lambda-perf, Apache-2.0, commit 6070b7947b5ddf788cb69f2ffe6bbde3e22033fb, daily files of folder data:
 * after an Init 2026-07-23 to 2026-08-21, 10 runs a day on 29 days; after a Restore 2025-09-01 to 2025-10-18, 10 a day
 * on 27 days. Only means are published. Runtimes that are not here took under 2.2 ms at every size, which cannot be
 * told from a warm run.
 */
import type { Architecture } from "./quantiles.ts";

export const FIRST_RUN_MEMORY = [128, 256, 512, 1024] as const;
type FourSizes = readonly [at128: number, at256: number, at512: number, at1024: number];
type FirstRuns = Readonly<Record<string, Readonly<Partial<Record<Architecture, FourSizes>>>>>;

/** Starts behind each mean. */
export const FIRST_RUN_COUNT = 290;
export const RESTORED_RUN_COUNT = 270;

/** The least of all means, of C++: a warm run of hello world takes no longer. */
export const WARM_RUN_MS = 1.2;

export const ZIP_FIRST_RUN: FirstRuns = {
  dotnet10: { x86_64: [793.1, 386.4, 180.1, 80.1], arm64: [846.9, 395.3, 188, 88.2] },
  dotnet8: { x86_64: [711.8, 355.4, 164.2, 74.1], arm64: [808.7, 389.7, 182.1, 84.4] },
  java11: { x86_64: [9, 2.8, 2.8, 2.8], arm64: [10.7, 3, 3, 3] },
  java17: { x86_64: [5.1, 2.4, 2.5, 2.5], arm64: [9.5, 2.7, 2.7, 2.7] },
  java21: { x86_64: [96.3, 35.3, 31.9, 6.7], arm64: [100.7, 37.3, 26.5, 6.6] },
  java25: { x86_64: [246.8, 95.6, 24.1, 10.5], arm64: [286.3, 132.5, 37.9, 12.2] },
  "java8.al2": { x86_64: [81.1, 29.5, 6.6, 5.2], arm64: [72.4, 21.3, 6.9, 4.3] },
  "nodejs20.x": { x86_64: [11.1, 3.3, 3.1, 3.1], arm64: [11.6, 3.7, 3.5, 3.5] },
  "nodejs22.x": { x86_64: [12, 3.4, 3.3, 3.3], arm64: [13.5, 4.2, 3.7, 3.7] },
  "nodejs24.x": { x86_64: [10.9, 2.9, 3.1, 2.9], arm64: [12.1, 3.7, 3.4, 3.4] },
  "provided.al2023:dotnet10-aot": { x86_64: [3.1, 1.9, 1.9, 1.9], arm64: [4.9, 2.1, 2, 2] },
  "provided.al2023:dotnet8-aot": { x86_64: [4.3, 2, 1.9, 2], arm64: [12.4, 3.7, 3.1, 3.1] },
  "provided.al2023:dotnet9-aot": { x86_64: [29.1, 9.5, 4.4, 4.3], arm64: [9, 2.2, 2.1, 2.1] },
  "provided.al2023:java21-graalvm": { x86_64: [158.9, 72, 31.7, 15.4], arm64: [130.2, 55.3, 21.8, 12.1] },
  "provided.al2023:java23-graalvm": { x86_64: [138.8, 58.5, 21.4, 12.4], arm64: [90.2, 34.3, 14.6, 8.9] },
  "provided.al2023:shell": { x86_64: [316.4, 145.4, 64.4, 30.6], arm64: [269.5, 126.9, 60.3, 29.3] },
  "provided.al2:bun": { x86_64: [257.7, 112.1, 46.2, 20], arm64: [163.6, 67.9, 29.6, 13] },
  "provided.al2:bun-layer": { x86_64: [87.4, 33.3, 12.7, 7.2] },
  "provided.al2:dotnet7-aot": { x86_64: [91.4, 35.2, 18.8, 16.5], arm64: [354.7, 164.7, 73, 35.3] },
  "provided.al2:java17-graalvm": { x86_64: [148.5, 64.3, 25.4, 13.7], arm64: [112.7, 50, 17.7, 10.8] },
  "provided.al2:quarkus-native": { x86_64: [186.9, 81.4, 35.9, 18.2] },
  "provided.al2:shell": { x86_64: [292.6, 134.4, 59.6, 30.5], arm64: [237.1, 109, 49.7, 28.9] },
  "provided.al2:swift6.2": { x86_64: [54.3, 16.3, 6.4, 6], arm64: [67.1, 20.8, 7.6, 6.3] },
  "python3.12": { x86_64: [2.1, 2, 1.9, 2], arm64: [2.8, 2.1, 2.1, 2.1] },
  "python3.13": { x86_64: [2.2, 2.1, 2.1, 2.1], arm64: [2.9, 2.2, 2.2, 2.2] },
  "python3.14": { x86_64: [2.1, 2, 1.9, 1.9], arm64: [2.5, 2.1, 2.1, 2.1] },
  "ruby3.2": { x86_64: [11.5, 2.7, 2.6, 2.6], arm64: [11.6, 2.8, 2.8, 2.8] },
  "ruby3.3": { x86_64: [12.9, 3.4, 3.1, 2.7], arm64: [12.8, 2.8, 2.7, 2.7] },
  "ruby3.4": { x86_64: [12.2, 2.6, 2.6, 2.5], arm64: [11.6, 2.8, 2.8, 2.8] },
};

export const IMAGE_FIRST_RUN: FirstRuns = {
  dotnet10: { x86_64: [799.5, 390.2, 180.1, 80.1], arm64: [853.2, 397.5, 185.5, 88.4] },
  dotnet8: { x86_64: [724, 359.1, 165.5, 75.3], arm64: [815.2, 388.9, 183.3, 85.3] },
  java11: { x86_64: [11.7, 2.9, 2.9, 2.9], arm64: [12.9, 3.1, 3, 2.9] },
  java17: { x86_64: [5.7, 2.4, 2.4, 2.4], arm64: [9.7, 2.7, 2.7, 2.8] },
  java21: { x86_64: [97.8, 33.9, 15.4, 7.3], arm64: [96.3, 37.4, 14.6, 7.6] },
  java25: { x86_64: [232.2, 100.3, 28.6, 11.3], arm64: [359.6, 161.5, 34.5, 11.7] },
  "java8.al2": { x86_64: [102.5, 30.7, 6, 5.6], arm64: [95.8, 28.4, 7, 4.4] },
  "nodejs20.x": { x86_64: [11.5, 3.1, 3.1, 3.1], arm64: [11.5, 4.1, 3.8, 3.8] },
  "nodejs22.x": { x86_64: [12.7, 4, 3.9, 3.9], arm64: [13.5, 4.9, 4.6, 4.7] },
  "nodejs24.x": { x86_64: [10.8, 3.1, 3, 2.9], arm64: [12.2, 3.5, 3.4, 3.4] },
  "provided.al2023:dotnet10-aot": { x86_64: [6.9, 2.3, 2.4, 2.3], arm64: [8.2, 2.5, 2.4, 2.5] },
  "provided.al2023:dotnet8-aot": { x86_64: [7.4, 2.2, 2.2, 2.1], arm64: [11.3, 2.4, 2.4, 2.4] },
  "provided.al2023:dotnet9-aot": { x86_64: [8.1, 2.8, 2.8, 2.7], arm64: [12, 3, 3, 3.1] },
  "provided.al2023:java21-graalvm": { x86_64: [15.4, 6.8, 6.5, 6.3], arm64: [13.4, 5.3, 5.7, 5.7] },
  "provided.al2023:java23-graalvm": { x86_64: [18.9, 7.4, 6.6, 6.4], arm64: [14.9, 5.8, 6.1, 6.1] },
  "provided.al2023:llrt": { x86_64: [2, 2.1, 1.9, 1.9], arm64: [2.3, 2.2, 2.2, 2.1] },
  "provided.al2023:shell": { x86_64: [314.1, 144.4, 63.3, 30.4], arm64: [268, 125.1, 58.1, 29] },
  "provided.al2:bun": { x86_64: [119.6, 45.6, 20.6, 12.3], arm64: [113.2, 47.3, 19.6, 10.1] },
  "provided.al2:dotnet7-aot": { x86_64: [47.9, 17.2, 11.8, 12.1], arm64: [67.6, 26.1, 16.4, 15.3] },
  "provided.al2:java17-graalvm": { x86_64: [21.1, 9.9, 9.8, 9.4], arm64: [15.4, 6.1, 6.9, 6.8] },
  "provided.al2:quarkus-native": { x86_64: [14.6, 8.8, 8, 7.7] },
  "provided.al2:shell": { x86_64: [296.9, 132.5, 59.5, 30.4], arm64: [238.7, 108.3, 50, 27.1] },
  "provided.al2:swift6.2": { x86_64: [7.6, 3.7, 3.5, 3.6], arm64: [10.1, 3.8, 3.8, 3.8] },
  "python3.12": { x86_64: [2.1, 1.9, 2, 2], arm64: [2.9, 2.3, 2.2, 2.2] },
  "python3.13": { x86_64: [3.1, 2.6, 2.6, 2.6], arm64: [3, 2.2, 2.3, 2.2] },
  "python3.14": { x86_64: [2.2, 1.9, 2.1, 1.9], arm64: [3, 2.3, 2.3, 2.2] },
  "python3.9": { x86_64: [1.6, 1.5, 2.6, 1.5], arm64: [1.6, 1.6, 1.7, 1.5] },
  "ruby3.2": { x86_64: [12.1, 3, 2.7, 2.7], arm64: [11.5, 2.9, 2.7, 2.8] },
  "ruby3.3": { x86_64: [13.2, 3.1, 2.7, 2.7], arm64: [13.5, 2.8, 2.8, 2.7] },
  "ruby3.4": { x86_64: [11.2, 2.8, 2.6, 2.5], arm64: [11.9, 2.9, 2.8, 2.8] },
};

/** After a Restore; ZIP on x86_64. */
export const RESTORED_RUN: Readonly<Record<string, FourSizes>> = {
  java11: [88.3, 38.1, 13.9, 7.9],
  java17: [38.4, 19.4, 8.3, 9.4],
  java21: [104, 46.8, 19.7, 11.1],
};
