/** The Action with the real engine: a pull request that lowers a reservation, twice; one that changes a comment. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { played, type Told } from "../../helpers/action-run.ts";
import { CommentApi } from "../../helpers/comment-api.ts";
import { checkout, type PullRequest, pullRequest, REAL_ENGINE } from "../../helpers/pull-request.ts";
import { shop } from "../../helpers/repository.ts";

let api: CommentApi;
beforeEach(async () => {
  api = await new CommentApi().start();
});
afterEach(() => api.stop());

const run = (pull: PullRequest): Promise<Told> =>
  played({ api, pull, inputs: { repeat: "3" }, workspace: checkout(pull.origin, pull.merge, REAL_ENGINE) });

describe("a branch that lowers reserved from 400 to 300", { timeout: 120_000 }, () => {
  const pull = pullRequest({ before: shop(400), after: shop(300) });

  test("fails the job, posts one comment with the cause and what would be right, and updates it", async () => {
    const first = await run(pull);
    expect(first.code).toBe(1);
    expect(first.outputs).toMatchObject({ verdict: "worse" });
    expect(first.comments).toHaveLength(1);
    const [text = ""] = first.comments;
    expect(text).toMatch(/^<!-- burstlab:comment id=default -->\n### burstlab: 1 scenario worse\n/);
    expect(text).toMatch(/`checkout` throttled \| 0\.\d+ % \| \*\*\d\d\.\d %\*\*/);
    expect(text).toContain(`/blob/${pull.head}/scenarios/a.burst.yaml#L8`);
    expect(text).toMatch(/Nearest value that meets every threshold again:\*\* `functions\.checkout\.reserved` 3\d\d\./);
    expect(first.summary).toContain("1 scenario worse");
    expect(first.log).toContain("::error file=scenarios/a.burst.yaml,line=17,");
    expect(first.artifact?.files).toEqual(expect.arrayContaining(["comparison.json", "report.html", "report.md"]));

    const second = await run(pull);
    expect(second.comments).toEqual(first.comments);
    expect(api.comments).toHaveLength(1);
  });
});

test("a branch that changes a comment in the file makes no comment on it, and passes", {
  timeout: 60_000,
}, async () => {
  const told = await run(pullRequest({ before: shop(400), after: `# Only this.\n${shop(400)}` }));
  expect(told).toMatchObject({ code: 0, outputs: { verdict: "same" }, comments: [] });
});
