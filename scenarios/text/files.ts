/** Paths of the files that a scenario names, and their texts, each read once. */

type ReadText = (path: string) => string | null;

/** Everything up to the last slash, slash included; "" for a bare name. */
const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);

const isAbsolute = (path: string): boolean => /^([/\\]|[A-Za-z]:[/\\])/.test(path);

/** A path as written in a file of `folder`, from where that folder's own path starts. */
function joined(folder: string, path: string): string {
  if (isAbsolute(path)) return path;
  const steps: string[] = [];
  for (const name of `${folder}${path}`.split("/")) {
    const up = name === ".." && steps.length > 0 && steps.at(-1) !== "..";
    if (up && steps.at(-1) !== "") steps.pop();
    else if (name !== ".") steps.push(name);
  }
  return steps.join("/");
}

/** Reads files named in a scenario. Paths are relative to it; what people see starts where its own name does. */
export class Files {
  readonly #folder: string;
  readonly #read: ReadText;
  /** From what is shown to the path relative to the scenario, which itself is not in here. */
  readonly #paths = new Map<string, string>();
  readonly #texts = new Map<string, string | null>();

  constructor(mainFile: string, read: ReadText) {
    this.#folder = folderOf(mainFile);
    this.#read = read;
  }

  text(path: string): string | null {
    const known = this.#texts.get(path);
    if (known !== undefined) return known;
    const text = this.#read(path);
    this.#texts.set(path, text);
    return text;
  }

  /** As the user would name it. */
  shown(path: string): string {
    const shown = joined(this.#folder, path);
    this.#paths.set(shown, path);
    return shown;
  }

  /** The path, relative to the scenario, of a file named in a file that is shown as `by`. */
  relative(by: string, path: string): string {
    return joined(folderOf(this.#paths.get(by) ?? ""), path);
  }
}
