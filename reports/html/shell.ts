/** The document around a page: its policy, its style, and room for scripts behind it. */
import { type Interactive, policyOf, scriptsOf } from "./interactive.ts";
import { type Content, markup, trusted } from "./markup.ts";
import { style } from "./style.ts";

interface Shell {
  readonly title: Content;
  /** Header, contents and main part, this one with the id "content". */
  readonly body: Content;
  readonly interactive?: Interactive | undefined;
}

export function htmlDocument({ title, body, interactive }: Shell): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(interactive)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} - burstlab</title>
<style>${trusted(style())}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the numbers</a>
<div class="page">
${body}
</div>
${scriptsOf(interactive)}</body>
</html>
`.text;
}
