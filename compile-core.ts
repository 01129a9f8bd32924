/**
 * Compiles sim/core to WebAssembly: its sources, one after the other, behind `prelude.assembly`; then writes the bytes and
 * what the host must know of them (where fields lie, what functions take) into the module that carries them.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { main } from "assemblyscript/asc";

const SOURCES = "sim/core";
/** JavaScript only: what these hold, `prelude.assembly` has in its way. */
const APART = ["prelude.ts", "casts.ts", "asked.ts", "outside.ts", "door.ts"];

interface Signature {
  readonly name: string;
  readonly takes: readonly string[];
  readonly gives: string;
}

/** Where the file of each name lies. */
const PLACES = new Map(
  readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
    .filter((path) => !path.startsWith("host"))
    .map((path) => [basename(path), join(SOURCES, path)]),
);

const read = (name: string): string => readFileSync(PLACES.get(name) ?? name, "utf8");

const withoutImports = (text: string): string => text.replace(/^(?:import|export \{)[\s\S]*?from "[^"]+";\n/gm, "");

/** Texts of assertions, by the number that stands for them. */
const messages: string[] = [];
const numbered = (text: string): string =>
  text.replace(/\bassert\(([\s\S]*?),\s*("[^"]*"),?\s*\);/g, (_, condition: string, message: string) => {
    messages.push(JSON.parse(message) as string);
    return `holds(${condition}, ${messages.length - 1});`;
  });

const typesOf = (parameters: string): string[] =>
  parameters
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "")
    .map((one) => one.slice(one.indexOf(":") + 1).trim());

/** What the core asks of the host: each with the core as its first parameter. */
const asked: Signature[] = [...read("outside.ts").matchAll(/^export const (\w+) = \(([^)]*)\): ([\w| ]+) =>/gm)].map(
  ([, name, parameters, gives]) => ({ name: name!, takes: typesOf(parameters!), gives: gives!.trim() }),
);

const files = [...PLACES.keys()].filter((name) => name.endsWith(".ts") && !APART.includes(name)).sort();
const body = files.map((name) => numbered(withoutImports(read(name)))).join("\n");
/** `@inline` in a comment: a function that is short, or called at every request. The compiler's own limits are lower. */
const inlined = (text: string): string =>
  text.replace(/(@inline \*\/\n\s*)(export )?(function )?(?=\w+\()/g, "$1@inline $2$3");

/** Without a header of the compiler's: the stub runtime never looks at one. */
const bare = (text: string): string => text.replace(/^(export )?class /gm, "@unmanaged\n$1class ");

const plain = bare(inlined(body)).replace(/^(@inline )?export (function|class|const|interface)/gm, "$1$2");

/** What the host may call, with the types it takes and gives. */
const offered: Signature[] = [...read("door.ts").matchAll(/^export \{([^}]*)\} from/gm)]
  .flatMap(([, names]) => names!.split(","))
  .map((name) => name.trim())
  .filter((name) => name !== "")
  .map((name) => {
    const found = new RegExp(`^(?:@inline )?function ${name}\\(([^)]*)\\): ([\\w| ]+) \\{`, "m").exec(plain);
    if (found === null) throw new Error(`door.ts hands on ${name}, which no file of the core declares`);
    return { name, takes: typesOf(found[1]!), gives: found[2]!.trim() };
  });

const imports = asked.map(
  ({ name, takes, gives }) =>
    `@external("host", "${name}") declare function ${name}(${takes.map((type, at) => `p${at}: ${type}`).join(", ")}): ${gives};`,
);
const source = [
  read("prelude.assembly"),
  ...imports,
  plain,
  `export { ${[...offered.map(({ name }) => name), "doubles", "forget"].join(", ")} };`,
].join("\n");

const SIZES: Readonly<Record<string, number>> = { f64: 8, i32: 4, u32: 4, boolean: 1 };

interface Field {
  readonly name: string;
  readonly at: number;
  readonly type: string;
}

/** One a line, with its type, and no comment behind it. */
const FIELD = /^ {2}(\w+): ([\w<>| ]+?)(?: = [^;]+)?;$/;

/** Where AssemblyScript puts the fields of each class: in order, each at a multiple of its size, those of a base first. */
function layouts(): Record<string, readonly Field[]> {
  const found: Record<string, { fields: Field[]; size: number }> = {};
  for (const [, name, base, text] of source.matchAll(/^class (\w+)(?: extends (\w+))? \{(\}|\n[\s\S]*?^\})/gm)) {
    const fields = base === undefined ? [] : [...found[base]!.fields];
    let at = base === undefined ? 0 : found[base]!.size;
    for (const [line] of text!.matchAll(/^ {2}(?!\w+\()(?!.*\{$)\w.*$/gm)) {
      if (!FIELD.test(line)) throw new Error(`${name}: '${line.trim()}' is no field as the host reads them`);
      const [, field, type] = FIELD.exec(line)!;
      const size = SIZES[type!] ?? 4;
      at = Math.ceil(at / size) * size;
      fields.push({ name: field!, at, type: type! });
      at += size;
    }
    found[name!] = { fields, size: at };
  }
  return Object.fromEntries(Object.entries(found).map(([name, { fields }]) => [name, fields]));
}

const OPTIONS = ["--runtime", "stub", "-O3", "--converge", "--noAssert", "--importMemory", "--initialMemory", "1"];

async function compile(): Promise<Uint8Array> {
  let bytes: Uint8Array | null = null;
  const errors: string[] = [];
  const { error } = await main(["core.ts", "--outFile", "core.wasm", ...OPTIONS], {
    stderr: { write: (text: string | Uint8Array) => Boolean(errors.push(String(text))) } as never,
    readFile: (name: string) => (name === "core.ts" ? source : null),
    writeFile: (_: string, contents: Uint8Array | string) => {
      if (typeof contents !== "string") bytes = contents;
    },
    listFiles: () => [],
  });
  if (error !== null || bytes === null) throw new Error(`the core does not compile:\n${errors.join("")}`);
  return bytes;
}

/** What was compiled last, with what it was made from in its first line; and where it is published. */
const KEPT = "dist/core/compiled.js";
const PUBLISHED = "dist/sim/core/host/compiled.js";
const madeFrom = `// ${createHash("sha256")
  .update(JSON.stringify([source, messages, OPTIONS]))
  .digest("hex")}\n`;

if (!existsSync(KEPT) || !readFileSync(KEPT, "utf8").startsWith(madeFrom)) {
  const more = [
    { name: "doubles", takes: ["i32"], gives: "i32" },
    { name: "forget", takes: [], gives: "void" },
  ];
  const places = layouts();
  const bytes = Buffer.from(await compile()).toString("base64");
  const compiled = { bytes, layouts: places, offered: [...offered, ...more], asked, messages };
  mkdirSync(dirname(KEPT), { recursive: true });
  writeFileSync(KEPT, `${madeFrom}export const COMPILED = ${JSON.stringify(compiled)};\n`);
}
mkdirSync(dirname(PUBLISHED), { recursive: true });
cpSync(KEPT, PUBLISHED);
