/** A git repository of its own in a fresh folder, for what compares revisions. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folder } from "./cli.ts";

export class Repository {
  readonly path = folder();

  constructor() {
    this.git("init", "--quiet", "--initial-branch=main");
    this.git("config", "user.name", "A Tester");
    this.git("config", "user.email", "tester@example.com");
    this.git("config", "commit.gpgsign", "false");
  }

  git(...args: readonly string[]): string {
    return execFileSync("git", args, { cwd: this.path, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
  }

  /** Files by their path; null removes one. */
  write(files: Readonly<Record<string, string | null>>): void {
    for (const [path, text] of Object.entries(files)) {
      const file = join(this.path, path);
      mkdirSync(dirname(file), { recursive: true });
      if (text === null) rmSync(file);
      else writeFileSync(file, text);
    }
  }

  /** Answers with the commit. */
  commit(files: Readonly<Record<string, string | null>>): string {
    this.write(files);
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", "a change");
    return this.git("rev-parse", "HEAD");
  }
}

/** A shop that is busy for a quarter of a minute: with about 320 requests at once, 400 units suffice, 300 do not. */
export const shop = (reserved: number, more = ""): string => `region: { model: { platformDelay: 0s } }
version: 1
name: shop
simulate: { for: 20s, seed: 7 }
functions:
  checkout:
    memory: 512MB
    reserved: ${reserved}
    run: { constant: 400ms }
    init: { constant: 50ms }
traffic:
  - name: shoppers
    invoke: checkout
    arrivals: poisson
    phases: [{ for: 5s, rate: 100/s }, { name: rush, for: 15s, rate: 800/s }]
thresholds:
  - checkout.throttles.rate < 0.1%
${more}`;
