/** The Action's comment: one for each id, updated in place, and never the reason why a job fails. */
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { publish } from "../../../ui/action/comment.ts";
import type { CommentInputs } from "../../../ui/action/inputs.ts";
import { post } from "../../../ui/action/post.ts";
import { type Report, readReport } from "../../../ui/action/report.ts";
import type { Surroundings } from "../../../ui/action/surroundings.ts";
import { runAction } from "../../helpers/action.ts";
import { played, SAME, WORSE } from "../../helpers/action-run.ts";
import { CommentApi, REPOSITORY, TOKEN } from "../../helpers/comment-api.ts";
import { checkout, pullRequest } from "../../helpers/pull-request.ts";

const marker = (id = "default"): string => `<!-- burstlab:comment id=${id} -->\n`;
const SHA = "8be2d1000000000000000000000000000000000f";
let api: CommentApi;
let log: string;

beforeEach(async () => {
  api = await new CommentApi().start();
  log = "";
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    log += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api.stop();
});

interface Told {
  readonly url: string;
  /** First lines after the marker. */
  readonly comments: readonly string[];
}

/** Publishes a report, in this process. */
async function told(
  report: Partial<Report> = {},
  inputs: Partial<CommentInputs> = {},
  apiUrl = api.url,
): Promise<Told> {
  const all: CommentInputs = { id: "default", comment: "auto", token: TOKEN, ...inputs };
  const whole: Report = {
    markdown: `${marker(all.id)}worse\n`,
    verdict: "worse",
    worseCount: 1,
    brokenCount: { error: 0, warn: 0 },
    ...report,
  };
  const around = { apiUrl, repository: REPOSITORY } as Surroundings;
  const body = { report: whole, sha: SHA, link: "https://github.com/octo/shop/actions/runs/1" };
  const url = await publish(body, { around, pull: 7, inputs: all });
  return { url, comments: api.comments.map((comment) => comment.body.split("\n")[1] ?? "") };
}

const same: Partial<Report> = { markdown: `${marker()}no change\n`, verdict: "same", worseCount: 0 };

describe("one comment", () => {
  test("is made, and then updated: from the first run of the action to the third there is one", async () => {
    const pull = pullRequest();
    const setting = { api, pull, workspace: checkout(pull.origin, pull.merge) };
    const first = await played({ ...setting, plan: WORSE });
    const second = await played({ ...setting, plan: SAME });
    const other = await played({ ...setting, plan: WORSE, inputs: { id: "other" } });
    expect([first, second, other].map(({ comments }) => comments.length)).toEqual([1, 1, 2]);
    expect(second.comments[0]).toMatch(/^<!-- burstlab:comment id=default -->\n### burstlab: no change\n/);
    expect(second.outputs["comment-url"]).toBe(first.outputs["comment-url"]);
    expect(other.comments[1]).toMatch(/^<!-- burstlab:comment id=other -->\n### burstlab: 1 scenario worse\n/);
  });

  test("is found on the second page, however many came before", async () => {
    for (let n = 0; n < 130; n += 1) api.add(`comment ${n}`, "somebody");
    const ours = api.add(`${marker()}old`);
    api.add("later", "somebody");
    const { url, comments } = await told();
    expect(url).toContain(`#issuecomment-${ours.id}`);
    expect(comments.filter((line) => line === "worse")).toHaveLength(1);
    expect(api.asked).toEqual(["GET", "GET", "PATCH"]);
  });

  test("of a longer id, or with the marker further down, is another one", async () => {
    api.add(`${marker("default-2")}other`);
    api.add(`> ${marker()}quoted`, "somebody", "MEMBER");
    expect((await told()).comments).toEqual(["other", "quoted", "worse"]);
  });

  test("that a stranger began with the marker is not ours to write into", async () => {
    api.add(`${marker()}forged`, "stranger", "NONE");
    const { comments } = await told();
    expect(comments).toEqual(["forged", "worse"]);
    expect((await told(same)).comments).toEqual(["forged", "no change"]);
  });

  test("that a member of the team wrote is said to be out of reach, and no second one is made", async () => {
    api.add(`${marker()}by hand`, "boss", "OWNER");
    expect(await told()).toEqual({ url: "", comments: ["by hand"] });
    expect(log).toContain("::warning title=burstlab::no comment was written: 403 Resource not accessible");
  });

  test("that vanished between finding and writing is not made anew", async () => {
    api.add(`${marker()}old`);
    api.troubles.push({ method: "PATCH", status: 404, message: "Not Found" });
    expect(await told()).toEqual({ url: "", comments: ["old"] });
    expect(log).toContain("no comment was written: 404 Not Found");
  });
});

describe("when", () => {
  const broken = { ...same, brokenCount: { error: 0, warn: 1 } };

  test.each([
    ["auto", "same", same, []],
    ["auto", "no change", { ...same, verdict: "no change" as const }, []],
    ["auto", "same, but a limit was lowered below it", broken, ["no change"]],
    ["auto", "within tolerance", { ...same, verdict: "within tolerance" as const }, ["no change"]],
    ["auto", "new", { ...same, verdict: "new" as const }, ["no change"]],
    ["always", "same", same, ["no change"]],
    ["never", "worse", {}, []],
  ] as const)("comment: %s, verdict %s", async (comment, _verdict, report, expected) => {
    expect((await told(report, { comment })).comments).toEqual(expected);
  });

  test.each([
    ["auto", "no change"],
    ["never", "old"],
  ] as const)("comment: %s, nothing changed, and there is one", async (comment, expected) => {
    api.add(`${marker()}old`);
    expect((await told(same, { comment })).comments).toEqual([expected]);
  });
});

describe("what goes wrong", () => {
  test("no permission, as for forks: the summary has the report, the log says what to do", async () => {
    api.readOnly = true;
    vi.restoreAllMocks();
    const outcome = await played({ api, pull: pullRequest(), plan: { ...WORSE, brokenCount: { error: 0, warn: 0 } } });
    expect(outcome).toMatchObject({ code: 0, comments: [], outputs: { "comment-url": "", verdict: "worse" } });
    expect(outcome.summary).toContain("1 scenario worse");
    expect(outcome.log).toContain("::warning title=burstlab::no comment was written: 403 Resource not accessible");
    expect(outcome.log).toContain("permissions: pull-requests: write");
  });

  test("a server that is down does not save a job, either", async () => {
    const { url } = api;
    await api.stop();
    const down = { url, comments: [] } as unknown as CommentApi;
    const outcome = await played({ api: down, pull: pullRequest(), plan: WORSE });
    expect(outcome.code).toBe(1);
    expect(outcome.log).toContain("no comment was written: no answer");
  });

  test.each([
    ["a server that fails twice", { method: "GET", status: 502 }, { method: "POST", status: 503 }],
    ["a comment whose answer is lost", { method: "POST", status: 504, done: true }, { method: "GET", status: 500 }],
    ["a limit that passes", { method: "POST", status: 429, headers: { "retry-after": "1" } }, null],
    ["a second kind of limit", { method: "POST", status: 403, headers: { "retry-after": "0" } }, null],
  ])("%s: one comment in the end", async (_title, first, second) => {
    api.troubles.push(first, ...(second === null ? [] : [second]));
    const { url, comments } = await told();
    expect(comments).toEqual(["worse"]);
    expect(url).toContain("#issuecomment-1000");
  });

  test("it gives up after three tries", async () => {
    api.troubles.push(...[1, 2, 3, 4].map(() => ({ method: "GET", status: 500, message: "Server Error" })));
    expect(await told()).toEqual({ url: "", comments: [] });
    expect(api.asked).toEqual(["GET", "GET", "GET"]);
    expect(log).toContain("no comment was written: 500 Server Error%0A");
  });

  test.each([
    ["a limit that lasts", { method: "GET", status: 429, headers: { "retry-after": "3600" } }, "rate limit is reached"],
    [
      "a limit without an end",
      { method: "GET", status: 403, message: "API rate limit exceeded" },
      "403 API rate limit",
    ],
    ["a text that is refused", { method: "POST", status: 422, message: "Validation Failed" }, "422 Validation Failed"],
    ["an answer full of commands", { method: "GET", status: 404, message: "a\n::error::b" }, "404 a%0A::error::b:"],
  ])("%s is said at once", async (_title, trouble, said) => {
    api.troubles.push(trouble);
    expect(await told()).toEqual({ url: "", comments: [] });
    expect(log).toContain(said);
    expect(api.asked.filter((method) => method === trouble.method)).toHaveLength(1);
  });

  test("a wrong token, or none", async () => {
    expect((await told({}, { token: "wrong" })).comments).toEqual([]);
    expect(log).toContain("401 Bad credentials: the token is not valid");
    expect((await told({}, { token: "" })).comments).toEqual([]);
    expect(log).toContain("the input token is empty");
  });

  test("a text of 65,536 characters is sent, one more is not", async () => {
    const footer = `\n[Full report](https://github.com/octo/shop/actions/runs/1) · updated for ${SHA.slice(0, 7)}\n`;
    const fits = marker() + "x".repeat(65_536 - marker().length - footer.length - 1);
    expect((await told({ markdown: `${fits}x` })).comments).toHaveLength(0);
    expect(log).toContain("the report has 65537 characters, GitHub takes 65536");
    expect((await told({ markdown: fits })).comments).toHaveLength(1);
  });
});

describe("a second workflow posts the report of a fork", () => {
  const folder = mkdtempSync(join(tmpdir(), "burstlab-"));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const run = { event: "pull_request", head_sha: SHA, head_branch: "feature", html_url: "https://github.com/run/9" };
  const document = {
    schema: "burstlab.comparison/1",
    verdict: "worse",
    worseCount: 1,
    brokenCount: { error: 1, warn: 0 },
  };

  beforeEach(() => {
    write("report.md", `${marker()}worse\n`);
    write("comparison.json", JSON.stringify(document));
    write("event.json", JSON.stringify({ workflow_run: { ...run, head_repository: { owner: { login: "fork" } } } }));
  });

  const environment = () => ({
    BURSTLAB_REPORT: folder,
    INPUT_ID: "default",
    INPUT_COMMENT: "auto",
    INPUT_TOKEN: TOKEN,
    GITHUB_EVENT_NAME: "workflow_run",
    GITHUB_EVENT_PATH: join(folder, "event.json"),
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_API_URL: api.url,
    GITHUB_RUN_ID: "2",
  });
  const pull = (label = "fork:feature", sha = SHA) => ({ number: 7, head: { label, sha } });

  test("on the pull request that has that branch and commit, and links to the first run", async () => {
    api.pulls.push({ ...pull("other:feature"), number: 8 }, pull());
    expect(await post(environment())).toBe(0);
    expect(api.comments.map(({ body }) => body)).toEqual([
      `${marker()}worse\n\n[Full report](https://github.com/run/9) · updated for 8be2d10\n`,
    ]);
  });

  test("by the action with BURSTLAB_MODE=post, which compares and uploads nothing", async () => {
    api.pulls.push(pull());
    const payload = JSON.parse(readFileSync(join(folder, "event.json"), "utf8")) as object;
    const event = { name: "workflow_run", payload, ref: "refs/heads/main", sha: SHA };
    const env = { BURSTLAB_MODE: "post", BURSTLAB_REPORT: folder };
    const { code, artifact, outputs } = await runAction({ workspace: folder, event, apiUrl: api.url, env });
    expect({ code, artifact, verdict: outputs.verdict }).toEqual({ code: 0, artifact: null, verdict: "" });
    expect(outputs["comment-url"]).toContain("#issuecomment-1000");
    expect(api.comments).toHaveLength(1);
  });

  test.each([
    ["a pull request that was pushed to since", [pull("fork:feature", "0".repeat(40))], "no open pull request"],
    ["a pull request that is closed", [], "no open pull request"],
    ["two pull requests of one commit", [pull(), pull()], "several have"],
  ])("not on %s", async (_title, pulls, said) => {
    api.pulls.push(...pulls);
    expect(await post(environment())).toBe(0);
    expect(api.comments).toEqual([]);
    expect(log).toContain(said);
  });

  test("a first run that left no report, or was no pull request's, is fine", async () => {
    expect(await post({ ...environment(), BURSTLAB_REPORT: join(folder, "nothing") })).toBe(0);
    write("event.json", JSON.stringify({ workflow_run: { ...run, event: "push" } }));
    expect(await post(environment())).toBe(0);
    expect(api.asked).toEqual([]);
  });

  test.each([
    [{ GITHUB_EVENT_NAME: "push" }, "is for workflows that start `on: workflow_run`"],
    [{ BURSTLAB_REPORT: "" }, "BURSTLAB_REPORT is not set"],
  ])("with %j it says what is missing", async (env, said) => {
    await expect(post({ ...environment(), ...env })).rejects.toThrow(said);
  });

  test.each([
    ["report.md", "hello @everybody", "does not begin with the marker"],
    ["report.md", `${marker("other")}worse`, "does not begin with the marker"],
    ["comparison.json", "{", "is not valid JSON"],
    ["comparison.json", "null", "is not a comparison that this action knows"],
    ["comparison.json", JSON.stringify({ ...document, verdict: "x\n::error::" }), "is not a comparison"],
    ["comparison.json", JSON.stringify({ ...document, worseCount: -1 }), "is not a comparison"],
  ])("a stranger's %s that holds %j is refused", (name, text, said) => {
    write(name, text);
    expect(() => readReport(folder, "default")).toThrow(said);
  });
});
