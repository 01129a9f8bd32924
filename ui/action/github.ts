/** GitHub's REST API: one request at a time, and what a refusal means for whoever has to act on it. */
import { object, text } from "./surroundings.ts";

export interface Access {
  readonly apiUrl: string;
  readonly token: string;
}

export interface Reply {
  readonly body: unknown;
  /** The page after this one, if there is one and it is on the same server. */
  readonly next: string | null;
}

/** A request that was not granted. */
export class Refused extends Error {
  override readonly name = "Refused";
  /** 0 when no answer came at all. */
  readonly status: number;
  /** Milliseconds after which another try makes sense; null when none does. */
  readonly againAfterMs: number | null;

  constructor(message: string, status: number, againAfterMs: number | null) {
    super(message);
    this.status = status;
    this.againAfterMs = againAfterMs;
  }
}

export type Method = "GET" | "POST" | "PATCH";

const ANSWER_WITHIN_MS = 20_000;
const MESSAGE_MAX = 300;

/** @throws Refused */
export async function ask(access: Access, method: Method, url: string, body?: object): Promise<Reply> {
  const answer = await fetchFrom(access, method, url, body);
  const reply = parsed(await answer.text().catch(() => ""));
  if (answer.ok) return { body: reply, next: nextOf(access, answer.headers.get("link") ?? "") };
  const said = text(object(reply), "message").slice(0, MESSAGE_MAX);
  throw new Refused(`${answer.status}${said === "" ? "" : ` ${said}`}`, answer.status, waitFor(answer));
}

async function fetchFrom({ token }: Access, method: Method, url: string, body?: object): Promise<Response> {
  try {
    return await fetch(url, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "user-agent": "burstlab",
        "x-github-api-version": "2022-11-28",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new Refused(`no answer (${cause instanceof Error ? cause.message : String(cause)})`, 0, 0);
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // A proxy between may answer in HTML; the status says enough then.
    return null;
  }
}

/** Servers' own failures pass; so does a limit that says when. */
function waitFor({ status, headers }: Response): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  if (status === 429 || status === 403) return Number.isFinite(seconds) ? Math.max(0, seconds) * 1000 : null;
  return status >= 500 ? 0 : null;
}

/** `Link: <https://…&page=2>; rel="next"`. The token goes to no other server. */
function nextOf({ apiUrl }: Access, header: string): string | null {
  const next = header.split(",").find((part) => /;\s*rel="next"/.test(part));
  const url = /<([^>]+)>/.exec(next ?? "")?.[1] ?? "";
  return URL.canParse(url) && new URL(url).origin === new URL(apiUrl).origin ? url : null;
}
