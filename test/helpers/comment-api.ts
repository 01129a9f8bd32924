/** GitHub's API for comments and pull requests, as strict as the real one, on a port of this machine. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export const TOKEN = "secret-of-the-test";
export const REPOSITORY = "octo/shop";

export interface Comment {
  readonly id: number;
  body: string;
  readonly user: { readonly login: string; readonly type: "Bot" | "User" };
  readonly author_association: string;
}

/** What to answer instead, for one request. */
interface Trouble {
  readonly method: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  /** The request is carried out all the same: only its answer is lost. */
  readonly done?: boolean;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Pull {
  readonly number: number;
  readonly head: { readonly label: string; readonly sha: string };
}

export class CommentApi {
  readonly comments: Comment[] = [];
  readonly pulls: Pull[] = [];
  /** Answered in order, each by the next request of its method. */
  readonly troubles: Trouble[] = [];
  /** "GET", "POST" and so on, in order. */
  readonly asked: string[] = [];
  readOnly = false;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  /** May be called again. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** A comment that was there before. */
  add(body: string, login = "github-actions[bot]", association = "NONE"): Comment {
    const type = login.endsWith("[bot]") ? "Bot" : "User";
    const comment: Comment = {
      id: 1000 + this.comments.length,
      body,
      user: { login, type },
      author_association: association,
    };
    this.comments.push(comment);
    return comment;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? "";
    this.asked.push(method);
    const at = this.troubles.findIndex((trouble) => trouble.method === method);
    const [trouble] = at < 0 ? [] : this.troubles.splice(at, 1);
    const usual = trouble === undefined || trouble.done === true;
    const answer = usual ? this.#answer(request, Buffer.concat(chunks).toString()) : null;
    const { status, body, headers } =
      trouble === undefined
        ? (answer ?? refusal(500, ""))
        : { ...refusal(trouble.status, trouble.message), ...trouble };
    response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
    response.end(JSON.stringify(body));
  }

  #answer(request: IncomingMessage, text: string): Answer {
    const { authorization, accept } = request.headers;
    if (authorization !== `Bearer ${TOKEN}`) return refusal(401, "Bad credentials");
    if ((request.headers["user-agent"] ?? "") === "") return refusal(403, "Request forbidden by administrative rules");
    if (accept !== "application/vnd.github+json") return refusal(415, "Unsupported 'Accept' header");
    const url = new URL(request.url ?? "", this.url);
    const route = `${request.method} ${url.pathname.replace(`/repos/${REPOSITORY}`, "")}`;
    if (route === "GET /issues/7/comments") return this.#list(url);
    if (route === "GET /pulls") return this.#openPulls(url);
    if (!/^(POST \/issues\/7\/comments|PATCH \/issues\/comments\/\d+)$/.test(route)) return refusal(404, "Not Found");
    if (this.readOnly) return refusal(403, "Resource not accessible by integration");
    const body = bodyOf(request, text);
    if (body === null) return refusal(422, "Validation Failed");
    return route.startsWith("POST") ? this.#create(body) : this.#change(Number(route.split("/").at(-1)), body);
  }

  #list(url: URL): Answer {
    const size = Math.min(100, Number(url.searchParams.get("per_page") ?? 30));
    const page = Number(url.searchParams.get("page") ?? 1);
    const rows = this.comments.slice((page - 1) * size, page * size);
    const last = Math.max(1, Math.ceil(this.comments.length / size));
    const link = (to: number, rel: string) => `<${this.url}${url.pathname}?per_page=${size}&page=${to}>; rel="${rel}"`;
    const links = page < last ? { link: [link(page + 1, "next"), link(last, "last")].join(", ") } : undefined;
    return { status: 200, body: rows, ...(links === undefined ? {} : { headers: links }) };
  }

  #openPulls(url: URL): Answer {
    const { state, head } = Object.fromEntries(url.searchParams);
    if (state !== "open") return refusal(422, "Validation Failed");
    return { status: 200, body: this.pulls.filter((pull) => pull.head.label === head) };
  }

  #create(body: string): Answer {
    return { status: 201, body: withUrl(this.add(body)) };
  }

  #change(id: number, body: string): Answer {
    const comment = this.comments.find((one) => one.id === id);
    if (comment === undefined) return refusal(404, "Not Found");
    if (comment.user.type !== "Bot") return refusal(403, "Resource not accessible by integration");
    comment.body = body;
    return { status: 200, body: withUrl(comment) };
  }
}

const refusal = (status: number, message = ""): Answer => ({ status, body: { message, documentation_url: "" } });

const withUrl = (comment: Comment): object => ({
  ...comment,
  html_url: `https://github.com/${REPOSITORY}/pull/7#issuecomment-${comment.id}`,
});

/** The text of a comment that GitHub would take, else null. */
function bodyOf(request: IncomingMessage, text: string): string | null {
  if (request.headers["content-type"] !== "application/json") return null;
  const { body, ...more } = JSON.parse(text) as { body?: unknown };
  const good = typeof body === "string" && body !== "" && body.length <= 65_536 && Object.keys(more).length === 0;
  return good ? body : null;
}
