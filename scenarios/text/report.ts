/** Tells what is wrong with one tree: every part speaks through it, and gives the path of what it speaks about. */
import type { ProblemId } from "./explanations.ts";
import type { Findings, Message } from "./findings.ts";
import { keySpotOf, type Path, type Spot, spotOf, type Tree, type TreeMap, treeAt } from "./tree.ts";

export class Report {
  readonly tree: TreeMap;
  readonly #findings: Findings;
  readonly #above: Path;

  constructor(tree: TreeMap, findings: Findings, above: Path = []) {
    this.tree = tree;
    this.#findings = findings;
    this.#above = above;
  }

  /** Of what stands below a path: paths begin there. */
  below(path: Path): Report {
    return new Report(this.tree, this.#findings, [...this.#above, ...path]);
  }

  /** The text goes on after the path: "is 901, but only 900 can be reserved". */
  error(id: ProblemId, path: Path, message: Message): void {
    const spot = this.spot(path);
    this.errorAt(id, spot, { ...message, text: `${nameOf(spot)} ${message.text}` });
  }

  warning(id: ProblemId, path: Path, message: Message): void {
    const spot = this.spot(path);
    this.warningAt(id, spot, { ...message, text: `${nameOf(spot)} ${message.text}` });
  }

  /** The text is a sentence of its own. */
  errorAt(id: ProblemId, spot: Spot, message: Message): void {
    this.#findings.error(id, spot, message);
  }

  warningAt(id: ProblemId, spot: Spot, message: Message): void {
    this.#findings.warning(id, spot, message);
  }

  spot(path: Path): Spot {
    return spotOf(this.tree, [...this.#above, ...path]);
  }

  keySpot(path: Path): Spot {
    return keySpotOf(this.tree, [...this.#above, ...path]);
  }

  at(path: Path): Tree | undefined {
    return treeAt(this.tree, [...this.#above, ...path]);
  }
}

const nameOf = ({ path }: Spot): string => (path === "" ? "the scenario" : path);
