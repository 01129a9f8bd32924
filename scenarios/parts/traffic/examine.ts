/** What must hold for traffic: where it goes exists, and it has exactly one shape and one way in. */
import type { Checked } from "../../checked.ts";
import type { ProblemId } from "../../text/explanations.ts";
import type { Findings, Message } from "../../text/findings.ts";
import { child, keySpotOf, type Path, pathText, spotOf, textOf, treeAt } from "../../text/tree.ts";
import { didYouMean, list } from "../../text/words.ts";
import { aliasNames, isPublished, routedAliases, versionsOf } from "../aliases/schema.ts";
import type { FunctionSpec } from "../function/schema.ts";
import type { Target } from "../source/schema.ts";
import type { PhaseSpec, TraceFields, TrafficSpec } from "./schema.ts";

const LATEST = "$LATEST";
const WAYS = ["into", "invoke"];
const SHAPES = ["phases", "daily", "spikes", "trace"];

export function examineTraffic(checked: Checked, findings: Findings): void {
  const examiner = new TrafficExaminer(checked, findings);
  for (const { path, spec } of checked.sources) {
    if (spec !== null) examiner.target([...path, "invokes"], spec.invokes);
  }
  for (const { path, spec } of checked.traffic) {
    examiner.onlyOne(path, WAYS);
    examiner.onlyOne(path, SHAPES);
    if (spec !== null) examiner.entry(path, spec);
  }
  examiner.names();
  if (checked.traffic.length === 0) examiner.noTraffic();
}

/** Both qualifiers lead to some version in common, whose units serve whoever comes there (§0.1, step 6). */
function meets({ aliases }: FunctionSpec, one: string, other: string): boolean {
  const routed = new Map(routedAliases(aliases));
  const versions = (qualifier: string): string[] => {
    const alias = routed.get(qualifier);
    return alias === undefined ? [qualifier] : versionsOf(alias);
  };
  return versions(one).some((version) => versions(other).includes(version));
}

class TrafficExaminer {
  readonly #checked: Checked;
  readonly #findings: Findings;
  readonly #functions: ReadonlyMap<string, FunctionSpec | null>;

  constructor(checked: Checked, findings: Findings) {
    this.#checked = checked;
    this.#findings = findings;
    this.#functions = new Map(checked.functions.map(({ name, spec }) => [name, spec]));
  }

  #report(id: ProblemId, path: Path, { text, hint }: Message, severity: "error" | "warning" = "error"): void {
    const spot = spotOf(this.#checked.tree, path);
    this.#findings[severity](id, spot, { text: `${spot.path} ${text}`, hint });
  }

  noTraffic(): void {
    const spot = spotOf(this.#checked.tree, ["traffic"]);
    const hint = "add traffic: [{ invoke: checkout, phases: [{ for: 5m, rate: 100/s }] }]";
    this.#findings.warning("no-traffic", { ...spot, path: "traffic" }, { text: "nothing invokes anything here", hint });
  }

  /** Independent of whether the fields themselves are right. */
  onlyOne(path: Path, fields: readonly string[]): void {
    const tree = treeAt(this.#checked.tree, path);
    if (tree?.kind !== "map") return;
    const [first, second] = fields.filter((field) => child(tree, field) !== undefined);
    if (first === undefined) {
      const message = {
        text: `needs ${list(
          fields.map((field) => `'${field}'`),
          "or",
        )}`,
        hint: "give exactly one of them",
      };
      this.#report("pick-one", path, message);
      return;
    }
    if (second === undefined) return;
    const later = this.#laterOf([...path, first], [...path, second]);
    const text = `${pathText(this.#checked.tree, path)} has both '${first}' and '${second}'`;
    this.#findings.error("pick-one", keySpotOf(this.#checked.tree, later), { text, hint: "keep one of them" });
  }

  #laterOf(a: Path, b: Path): Path {
    const [first, second] = [keySpotOf(this.#checked.tree, a).place, keySpotOf(this.#checked.tree, b).place];
    const isLater = first.line > second.line || (first.line === second.line && first.column > second.column);
    return isLater ? a : b;
  }

  names(): void {
    const seen = new Map<string, number>();
    for (const { path } of this.#checked.traffic) {
      const name = textOf(child(treeAt(this.#checked.tree, path), "name"));
      if (name === undefined) continue;
      const before = seen.get(name);
      seen.set(name, spotOf(this.#checked.tree, path).place.line);
      if (before === undefined) continue;
      const message = { text: `is '${name}', as in line ${before} already`, hint: "give each entry a name of its own" };
      this.#report("duplicate-name", [...path, "name"], message);
    }
  }

  entry(path: Path, spec: TrafficSpec): void {
    const target = this.#into(path, spec) ?? spec.invoke;
    if (spec.invoke !== undefined) this.target([...path, "invoke"], spec.invoke);
    if (target !== undefined) this.#unusedSettings(path, spec, target);
    this.#client(path, spec);
    if (spec.phases !== undefined) this.#phases([...path, "phases"], spec.phases);
    if (spec.daily !== undefined && spec.daily.high < spec.daily.low) {
      this.#report("not-rising", [...path, "daily", "high"], { text: "is below low", hint: "swap low and high" });
    }
    if (spec.spikes !== undefined) this.#spikes([...path, "spikes", "at"], spec.spikes.at);
    if (spec.trace !== undefined) this.#trace([...path, "trace"], spec.trace);
  }

  /** The function behind the source that the traffic goes into. */
  #into(path: Path, { into, invocationType }: TrafficSpec): Target | undefined {
    if (into === undefined) return undefined;
    const source = this.#checked.sources.find(({ name }) => name === into);
    if (source === undefined) {
      const names = this.#checked.sources.map(({ name }) => name);
      const isFunction = this.#functions.has(into);
      const hint = isFunction ? `to invoke the function, write invoke: ${into}` : didYouMean(into, names);
      this.#report("unknown-name", [...path, "into"], { text: `is '${into}', which is no source here`, hint });
    }
    if (invocationType !== undefined) {
      const message = { text: "has no meaning with 'into': the source decides", hint: "remove it" };
      this.#report("useless-field", [...path, "invocationType"], message);
    }
    return source?.spec?.invokes;
  }

  target(path: Path, { function: name, qualifier }: Target): void {
    if (!this.#functions.has(name)) {
      const names = [...this.#functions.keys()];
      const isSource = this.#checked.sources.some((source) => source.name === name);
      const hint = isSource ? `to go through the source, write into: ${name}` : didYouMean(name, names);
      this.#report("unknown-name", path, { text: `names the function '${name}', which does not exist`, hint });
      return;
    }
    const given = this.#functions.get(name)?.aliases;
    const aliases = aliasNames(given);
    if (qualifier === LATEST || aliases === undefined || aliases.includes(qualifier)) return;
    if (!Array.isArray(given) && isPublished(qualifier)) return;
    const text = `names the alias '${qualifier}', which functions.${name}.aliases does not list`;
    this.#report("unknown-name", path, { text, hint: didYouMean(qualifier, aliases) });
  }

  /** Settings of the function that this traffic passes by: a mistake that costs money and is hard to see. */
  #unusedSettings(path: Path, spec: TrafficSpec, { function: name, qualifier }: Target): void {
    const target = this.#functions.get(name);
    if (target === undefined || target === null) return;
    const spot = [...path, spec.invoke === undefined ? "into" : "invoke"];
    const { provisioned, reserved } = target;
    if (provisioned !== undefined && !meets(target, provisioned.alias, qualifier)) {
      const outcome = provisioned.count === reserved ? ", so all are refused (PC-11)" : " (PC-1, PC-9)";
      const text = `invokes ${name}:${qualifier}: these requests never use the provisioned units${outcome}`;
      this.#report("provisioned-unused", spot, { text, hint: `write ${name}:${provisioned.alias}` }, "warning");
    }
    if (target.snapStart && qualifier === LATEST && !this.#usedByAlias(name)) {
      const text = `invokes ${name}:${LATEST}, where SnapStart does not work (SNAP-2)`;
      this.#report("snapstart-unused", spot, { text, hint: `name an alias, for instance ${name}:live` }, "warning");
    }
  }

  #usedByAlias(name: string): boolean {
    const { traffic, sources } = this.#checked;
    const targets = [...traffic.map(({ spec }) => spec?.invoke), ...sources.map(({ spec }) => spec?.invokes)];
    return targets.some((target) => target?.function === name && target.qualifier !== LATEST);
  }

  #client(path: Path, spec: TrafficSpec): void {
    if (spec.client === undefined) return;
    const source = this.#checked.sources.find(({ name }) => name === spec.into)?.spec;
    const direct = source === undefined || source === null || source.type === "direct";
    const type = source?.type === "direct" ? source.invocationType : (spec.invocationType ?? "RequestResponse");
    if (!direct || type === "Event") {
      const text = "has no meaning for asynchronous events: nobody waits for an answer (ASY-1)";
      this.#report("useless-field", [...path, "client"], { text, hint: "remove it" });
    }
    const { retry, attempts } = spec.client;
    if (retry === "none" && attempts !== undefined && attempts > 1) {
      const text = `is ${attempts}, but retry: none makes one attempt only`;
      this.#report("out-of-range", [...path, "client", "attempts"], {
        text,
        hint: "remove it, or choose a retry mode",
      });
    }
  }

  #phases(path: Path, phases: readonly PhaseSpec[]): void {
    if (phases.length === 0) {
      const message = { text: "is empty", hint: "add one, for instance { for: 5m, rate: 100/s }" };
      this.#report("missing-field", path, message);
      return;
    }
    let start = 0;
    for (const [index, phase] of phases.entries()) {
      const horizon = this.#checked.simulate?.for ?? Number.POSITIVE_INFINITY;
      if (start >= horizon) {
        const text = "begins when the run has ended, so it never happens";
        this.#report(
          "after-the-end",
          [...path, index],
          { text, hint: "lengthen simulate.for, or remove it" },
          "warning",
        );
      } else if (start + phase.for > horizon) {
        const text = "goes on after the run has ended";
        const hint = "lengthen simulate.for, or shorten it";
        this.#report("after-the-end", [...path, index, "for"], { text, hint }, "warning");
      }
      start += phase.for;
      if (phase.wave !== undefined && phase.wave.swing > Math.min(phase.rate, phase.rampTo ?? phase.rate)) {
        const text = "is more than the lowest rate of the phase, which would go below zero";
        this.#report("wave-below-zero", [...path, index, "wave", "swing"], {
          text,
          hint: "lower it, or raise the rate",
        });
      }
    }
  }

  #spikes(path: Path, at: readonly number[]): void {
    const horizon = this.#checked.simulate?.for ?? Number.POSITIVE_INFINITY;
    const isList = treeAt(this.#checked.tree, path)?.kind === "list";
    for (const [index, moment] of at.entries()) {
      if (moment < horizon) continue;
      const message = {
        text: "is when the run has ended, so it never happens",
        hint: "lengthen simulate.for, or remove it",
      };
      this.#report("after-the-end", isList ? [...path, index] : path, message, "warning");
    }
  }

  #trace(path: Path, trace: TraceFields): void {
    for (const { id, field, ...message } of traceConflicts(trace)) this.#report(id, [...path, field], message);
  }
}

/** Settings of a trace that say nothing together. */
export function traceConflicts({ count, every, scale, duration, end }: TraceFields): (Message & Conflict)[] {
  const alone = (field: string, needed: string): Message & Conflict => {
    const hint = `remove it, or name the column with ${needed}`;
    return { id: "useless-field", field, text: `has no meaning without '${needed}'`, hint };
  };
  const both = "a row is either one request or a number of them: remove one";
  return [
    ...(count !== undefined && duration !== undefined
      ? [{ id: "pick-one", field: "duration", text: "cannot be used with 'count'", hint: both } as const]
      : []),
    ...(count === undefined && every !== undefined ? [alone("every", "count")] : []),
    ...(count === undefined && scale !== undefined ? [alone("scale", "count")] : []),
    ...(duration === undefined && end ? [alone("end", "duration")] : []),
  ];
}

interface Conflict {
  readonly id: ProblemId;
  readonly field: string;
}
