/**
 * The frame of a report. Its content security policy names each script by hash and allows no request at
 * all, so that even a mistake in escaping could neither run nor phone home. Styles are free, because Plotly
 * adds its own; with nothing to load, they can do no more than look wrong.
 */
import { type Html, html, scriptJson, scriptText, trusted } from "../html.ts";
import { bootScript } from "./boot.ts";
import type { Payload } from "./payload.ts";
import { cspHash } from "./sha256.ts";
import { style } from "./style.ts";

/** The whole file. */
export const page = (parts: {
  readonly title: string;
  readonly content: Html;
  readonly payload: Payload;
  readonly plotlyJs: string;
}): string => {
  const scripts = [parts.plotlyJs, bootScript].map(scriptText);
  const policy = [
    "default-src 'none'",
    `script-src ${scripts.map((script) => `'${cspHash(script)}'`).join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${parts.title}</title>
<style>${trusted(style)}</style>
</head>
<body>
<div class="sheet">
${parts.content}
<footer><p>Made by Clawback. This file holds all it shows and makes no requests. Charts: plotly.js, MIT.</p></footer>
</div>
<script type="application/json" id="figures">${scriptJson(parts.payload)}</script>
${scripts.map((script) => html`<script>${trusted(script)}</script>\n`)}
</body>
</html>
`.markup;
};
