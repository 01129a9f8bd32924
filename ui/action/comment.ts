/** The one comment on a pull request: found by its marker, updated in place; whatever happens, the job goes on. */
import { setTimeout as wait } from "node:timers/promises";
import { type Access, ask, Refused } from "./github.ts";
import type { CommentInputs } from "./inputs.ts";
import { markerOf, type Report } from "./report.ts";
import { child, type Json, object, type Surroundings, short, text } from "./surroundings.ts";
import { log, say } from "./workflow.ts";

/** GitHub refuses a longer comment. */
const BODY_MAX = 65_536;
const TRIES = 3;
const PAUSE_MS = 1000;
const LONGEST_WAIT_MS = 60_000;
const PAGES_MAX = 100;

export interface Body {
  readonly report: Report;
  /** The commit that the report is about. */
  readonly sha: string;
  /** Where the whole report is. */
  readonly link: string;
}

export interface Target {
  readonly around: Surroundings;
  /** Number of the pull request. */
  readonly pull: number;
  readonly inputs: CommentInputs;
}

interface Posting extends Access {
  /** Address of the comments of the pull request, and of a comment of the repository. */
  readonly all: string;
  readonly one: string;
  readonly marker: string;
  readonly body: string;
  /** Whether to make a comment where there is none. */
  readonly create: boolean;
}

/** Posts, updates, or says why not. The address of the comment, or "". */
export async function publish(body: Body, { around, pull, inputs }: Target): Promise<string> {
  const { comment, id, token } = inputs;
  if (comment === "never") return "";
  const text = `${body.report.markdown.trimEnd()}\n\n[Full report](${body.link}) · updated for ${short(body.sha)}\n`;
  if (text.length > BODY_MAX) return lost(`the report has ${text.length} characters, GitHub takes ${BODY_MAX}`);
  if (token === "") return lost("the input token is empty");
  const issues = `${around.apiUrl}/repos/${around.repository}/issues`;
  return stubborn({
    apiUrl: around.apiUrl,
    token,
    all: `${issues}/${pull}/comments`,
    one: `${issues}/comments`,
    marker: markerOf(id),
    body: text,
    create: comment === "always" || hasNews(body.report),
  });
}

/** A limit can be changed so that it fails while every number stays the same. */
const hasNews = ({ verdict, brokenCount }: Report): boolean =>
  !["same", "no change"].includes(verdict) || brokenCount.error + brokenCount.warn > 0;

/** Looks for the comment anew at each try: the try before may have made it, though its answer was lost. */
async function stubborn(posting: Posting): Promise<string> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await postOnce(posting);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const pause = error.againAfterMs === null ? null : Math.max(error.againAfterMs, PAUSE_MS * tried);
      if (pause === null || pause > LONGEST_WAIT_MS || tried === TRIES) return lost(explained(error));
      await wait(pause);
    }
  }
}

async function postOnce(posting: Posting): Promise<string> {
  const there = await find(posting);
  if (there === null && !posting.create) {
    log("nothing changed and there is no comment yet, so none is made (comment: auto)");
    return "";
  }
  const content = { body: posting.body };
  const reply =
    there === null
      ? await ask(posting, "POST", posting.all, content)
      : await ask(posting, "PATCH", `${posting.one}/${there}`, content);
  return text(object(reply.body), "html_url");
}

/** The oldest comment with our marker that one of us wrote. */
async function find({ all, marker, ...access }: Posting): Promise<number | null> {
  let url: string | null = `${all}?per_page=100`;
  for (let page = 0; url !== null && page < PAGES_MAX; page += 1) {
    const { body, next } = await ask(access, "GET", url);
    const comments = Array.isArray(body) ? body.map(object) : [];
    const ours = comments.find((comment) => text(comment, "body").startsWith(marker) && isTrusted(comment));
    if (ours !== undefined) return Number(ours.id);
    url = next;
  }
  return null;
}

/** A stranger could write the marker first, and would then own the comment that carries our report. */
const isTrusted = (comment: Json): boolean =>
  text(child(comment, "user"), "type") === "Bot" ||
  ["OWNER", "MEMBER", "COLLABORATOR"].includes(text(comment, "author_association"));

function explained({ status, message, againAfterMs }: Refused): string {
  if (status === 401) return `${message}: the token is not valid; check the input token`;
  if (status === 429 || (status === 403 && againAfterMs !== null)) return `${message}: GitHub's rate limit is reached`;
  if (status === 403)
    return (
      `${message}: the token may not write here; give the job \`permissions: pull-requests: write\`. For pull ` +
      "requests from forks no token may; a second workflow posts the report there, see `burstlab init`"
    );
  if (status === 404) return `${message}: the token does not reach this comment; check its repository and its rights`;
  return message;
}

function lost(why: string): "" {
  say(
    "warning",
    `no comment was written: ${why}\nThe report is in the summary of this run; the verdict is not touched`,
  );
  return "";
}
