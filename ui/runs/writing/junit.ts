/** Thresholds as JUnit test cases, which every build server shows without a plugin. */

import type { Verdict } from "../../../reports/judge/verdict.ts";
import { interval, quantity } from "../../../reports/words/numbers.ts";

interface JUnitSuite {
  /** Scenario and variant: "flash-sale base". */
  readonly name: string;
  readonly file: string;
  readonly verdicts: readonly Verdict[];
}

/** Characters that XML 1.0 cannot hold at all are left out. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

const escapeXml = (text: string): string =>
  text
    .replace(NOT_XML, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;");

export function junit(suites: readonly JUnitSuite[]): string {
  const all = suites.flatMap((suite) => suite.verdicts);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="burstlab" ${counts(all)}>`,
    ...suites.flatMap(suiteLines),
    "</testsuites>",
    "",
  ].join("\n");
}

function counts(verdicts: readonly Verdict[]): string {
  const skipped = verdicts.filter((verdict) => verdict.state === "compare-only").length;
  return `tests="${verdicts.length}" failures="${verdicts.filter(fails).length}" errors="0" skipped="${skipped}"`;
}

/** A threshold of level `warn` never fails a build. */
const fails = (verdict: Verdict): boolean => !verdict.passed && verdict.level === "error";

function suiteLines({ name, file, verdicts }: JUnitSuite): string[] {
  return [
    `  <testsuite name="${escapeXml(name)}" file="${escapeXml(file)}" ${counts(verdicts)}>`,
    ...verdicts.flatMap((verdict) => caseLines(name, verdict)),
    "  </testsuite>",
  ];
}

function caseLines(suite: string, verdict: Verdict): string[] {
  const { that, file, line } = verdict;
  const place = `file="${escapeXml(file)}" line="${line}"`;
  const open = `    <testcase classname="${escapeXml(suite)}" name="${escapeXml(that)}" ${place}`;
  const body = bodyOf(verdict);
  return body === "" ? [`${open}/>`] : [`${open}>`, `      ${body}`, "    </testcase>"];
}

function bodyOf(verdict: Verdict): string {
  if (verdict.state === "compare-only") return '<skipped message="judged by comparing two runs only"/>';
  if (verdict.passed) return "";
  const message = escapeXml(`${measured(verdict)}${verdict.why === "" ? "" : `; ${verdict.why}`}`);
  return fails(verdict) ? `<failure message="${message}"/>` : `<system-out>warning: ${message}</system-out>`;
}

/** "2.41 % [2.35, 2.47]", or why there is no number. */
export function measured({ value, interval: range, unit }: Verdict): string {
  if (value === null) return "no samples";
  return range === null ? quantity(value, unit) : `${quantity(value, unit)} ${interval(range, unit)}`;
}
