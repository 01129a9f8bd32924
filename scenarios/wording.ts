/** Words what the schema finds wrong, for people. */
import type * as z from "zod";
import { EXAMPLE_DOWNSTREAM, LATER_DOWNSTREAMS } from "./downstreams/list.ts";
import { EXAMPLE_SOURCES, LATER_SOURCES } from "./sources/list.ts";
import type { Report } from "./text/report.ts";
import { isBroken, isNull, type Path } from "./text/tree.ts";
import { didYouMean, list, shown } from "./text/words.ts";
import { DISTRIBUTION_EXAMPLES, DISTRIBUTION_FORMS } from "./values/distribution.ts";
import { type Complaint, later, unpackFields } from "./values/units.ts";

type Issue = z.core.$ZodIssue;

/** What to write for fields that have no default: by what they stand in, or in which group, or alone. */
const EXAMPLES: Readonly<Record<string, string>> = {
  for: "for: 15m",
  run: "run: { p50: 80ms, p99: 400ms }",
  rate: "rate: 100/s",
  latency: "latency: { p50: 4ms, p99: 40ms }",
  limit: "limit: 800/s",
  size: "size: 50",
  alias: "alias: live",
  count: "count: 50",
  "sources.type": `type: ${EXAMPLE_SOURCES.any}`,
  "downstreams.type": `type: ${EXAMPLE_DOWNSTREAM}`,
  invokes: "invokes: checkout",
  to: "to: orders-db",
  version: "version: 1",
  "shift.to": "to: 2",
  "shift.type": "type: Linear10PercentEvery2Minutes",
  low: "low: 40/s",
  high: "high: 120/s",
  peakAt: 'peakAt: "08:05"',
  at: "at: 10m",
  "autoscale.min": "min: 10",
  "autoscale.max": "max: 100",
  target: "target: 0.7",
  steps: "steps: [{ run: 200ms }, { wait: 1h }, { run: 300ms }]",
  executionTimeout: "executionTimeout: 1d",
  set: "set: { region.concurrency: 1500 }",
  that: "that: checkout.throttles.rate < 0.1%",
  time: "time: minute",
  file: "file: traces/photos.csv",
  column: "column: ms",
  p50: "p50: 80ms",
  p99: "p99: 400ms",
  mean: "mean: 90ms",
  cv: "cv: 0.5",
  swing: "swing: 60/s",
  period: "period: 57s",
  measuredAt: "measuredAt: 1769MB",
  "tenants.count": "count: 100",
  simulate: "simulate: { for: 15m }",
  functions: "functions: { checkout: { run: 100ms } }",
};

export const keysOf = (issue: Issue): (string | number)[] => issue.path.filter((key) => typeof key !== "symbol");

/** Tells the issues of the schema through a report. */
export class Wording {
  readonly #report: Report;

  constructor(report: Report) {
    this.#report = report;
  }

  issue(issue: Issue, path: Path): void {
    // What a variable or an alias should have been is another finding.
    if (isBroken(this.#report.at(path))) return;
    if (issue.code === "unrecognized_keys") this.#unknownKeys(issue, path);
    else if (this.#isMissing(path)) this.#missing(path);
    else if (issue.code === "custom") this.#complaint(issue, path);
    else if (issue.code === "invalid_value") this.#unknownValue(issue.values.map(String), path);
    else if (issue.code === "invalid_union") this.#union(issue, path);
    else if (issue.code === "invalid_type") this.#wrongType(issue.expected, path);
    else
      this.#report.error("bad-value", path, { text: `is not right: ${issue.message}`, hint: "see `burstlab schema`" });
  }

  #isMissing(path: Path): boolean {
    const tree = this.#report.at(path);
    return tree === undefined || isNull(tree);
  }

  #unknownKeys(issue: Issue & { code: "unrecognized_keys" }, path: Path): void {
    const { what, known } = unpackFields(issue.message);
    for (const key of issue.keys) {
      const spot = this.#report.keySpot([...path, key]);
      const hint = didYouMean(key, known, "remove it, or see the fields below");
      const notes = [`fields here: ${known.join(", ")}`];
      this.#report.errorAt("unknown-key", spot, { text: `'${shown(key)}' is not a field of ${what}`, hint, notes });
    }
  }

  /** Shown at what the field is missing from. */
  #missing(path: Path): void {
    const field = String(path.at(-1) ?? "");
    const owner = path.slice(0, -1);
    const above = owner.length === 0 ? "the scenario" : this.#report.spot(owner).path;
    const place = this.#report.keySpot(owner).place;
    const known = [`${owner.at(-1)}.${field}`, `${path[0]}.${field}`, field].map((key) => EXAMPLES[key]);
    const hint = `add one, for instance ${known.find((example) => example !== undefined) ?? `${field}: ...`}`;
    const spot = { place, path: this.#report.spot(path).path };
    this.#report.errorAt("missing-field", spot, { text: `${above} has no '${field}'`, hint });
  }

  #complaint(issue: Issue & { code: "custom" }, path: Path): void {
    const { id, hint } = issue.params as unknown as Complaint;
    if (id === "unsupported") this.#report.errorAt(id, this.#report.keySpot(path), { text: issue.message, hint });
    else this.#report.error(id, path, { text: issue.message, hint });
  }

  #unknownValue(words: readonly string[], path: Path): void {
    const found = this.#report.at(path);
    const value = found?.kind === "scalar" ? found.text : `a ${found?.kind}`;
    const hint = didYouMean(value, words, words.length === 1 ? `the only one is ${words[0]}` : undefined);
    const notes = words.length > 1 ? [`values here: ${words.join(", ")}`] : [];
    this.#report.error("unknown-value", path, {
      text: `is '${shown(value)}', which is none of its values`,
      hint,
      notes,
    });
  }

  #union(issue: Issue & { code: "invalid_union" }, path: Path): void {
    if ("discriminator" in issue && issue.discriminator !== undefined) {
      this.#unknownType("options" in issue ? [issue.options ?? []].flat().map(String) : [], path);
    } else {
      this.#otherForm(flat(issue.errors), path);
    }
  }

  #otherForm(forms: readonly (readonly Issue[])[], path: Path): void {
    const tree = this.#report.at(path);
    const words = forms.flat().find((inner) => inner.code === "invalid_value" && inner.path.length === 0);
    const isWord = tree?.kind === "scalar" && !/^[\d+-]/.test(tree.text);
    const isSwitch = forms.flat().some((inner) => inner.code === "invalid_type" && inner.expected === "boolean");
    const form = this.#closest(forms, path);
    if (isWord && words?.code === "invalid_value") this.#unknownValue(words.values.map(String), path);
    else if (tree?.kind === "scalar" && isSwitch) this.#wrongType("boolean", path);
    else if (form === null) this.#noForm(forms.length, path);
    else for (const inner of form) this.issue(inner, [...path, ...keysOf(inner)]);
  }

  /** The form of a value that needs the fewest corrections; null when none fits better than the others. */
  #closest(forms: readonly (readonly Issue[])[], path: Path): readonly Issue[] | null {
    const [first, second] = forms
      .filter((issues) => !issues.some(isOtherKind))
      .map((issues) => ({ issues, misfits: this.#misfits(issues, path) }))
      .sort((a, b) => a.misfits - b.misfits);
    if (first === undefined) return null;
    return second === undefined || first.misfits < second.misfits ? first.issues : null;
  }

  /** Fields that are too many or too few; a field with a wrong value is at least the right field. */
  #misfits(issues: readonly Issue[], path: Path): number {
    return issues.reduce((sum, issue) => {
      if (issue.code === "unrecognized_keys") return sum + issue.keys.length;
      return sum + (this.#isMissing([...path, ...keysOf(issue)]) ? 1 : 0);
    }, 0);
  }

  #unknownType(known: readonly string[], path: Path): void {
    const value = this.#report.at(path);
    const text = value?.kind === "scalar" ? value.text : "";
    const isSource = path[0] === "sources";
    const [what, planned] = isSource ? ["sources", LATER_SOURCES] : ["downstreams", LATER_DOWNSTREAMS];
    if (planned.includes(text)) {
      const hint = `use ${list(known, "or")}, or a later version`;
      const message = { text: later(`'${text}' ${what} are`), hint };
      this.#report.errorAt("unsupported", this.#report.spot(path), message);
      return;
    }
    const hint = didYouMean(text, [...known, ...planned], `use ${list(known, "or")}`);
    this.#report.error("unknown-value", path, { text: `is '${shown(text)}', which is not a type of ${what}`, hint });
  }

  /** None of the forms of a value looks like what was written. */
  #noForm(forms: number, path: Path): void {
    const tree = this.#report.at(path);
    const keys = tree?.kind === "map" ? [...tree.entries.keys()].map((key) => `'${shown(key)}'`) : [];
    const plain = tree?.kind === "scalar" ? `is '${shown(tree.text)}'` : `is a ${tree?.kind}`;
    const found = keys.length === 0 ? plain : `has ${list(keys, "and")}`;
    const hint = forms >= DISTRIBUTION_FORMS ? `write ${DISTRIBUTION_EXAMPLES}` : "see `burstlab schema`";
    this.#report.error("wrong-type", path, { text: `${found}, which is none of the forms of this value`, hint });
  }

  #wrongType(expected: string, path: Path): void {
    const tree = this.#report.at(path);
    const found = tree?.kind === "scalar" ? `'${shown(tree.text)}'` : `a ${tree?.kind}`;
    const [needed, hint] = FORMS[expected] ?? [expected, "see `burstlab schema`"];
    this.#report.error("wrong-type", path, { text: `is ${found}, but must be ${needed}`, hint });
  }
}

const FORMS: Readonly<Record<string, readonly [needed: string, hint: string]>> = {
  object: ["a map of fields", "write fields below it, or { field: value }"],
  record: ["a map of names", "write names below it, or { name: value }"],
  array: ["a list", "begin each item with a dash, or write [ ... ]"],
  boolean: ["true or false", "write true or false"],
};

/** A plain value where the form has fields, or the reverse. */
function isOtherKind(issue: Issue): boolean {
  if (issue.path.length > 0 || issue.code === "unrecognized_keys") return false;
  return issue.code !== "custom" || (issue.params as unknown as Complaint).id === "wrong-type";
}

/** A choice inside a choice is one choice. */
function flat(errors: readonly (readonly Issue[])[]): (readonly Issue[])[] {
  return errors.flatMap((issues) => {
    const [only] = issues;
    const nested = issues.length === 1 && only?.code === "invalid_union" && only.path.length === 0;
    return nested ? flat(only.errors) : [issues];
  });
}
