/**
 * Builds a page around an entry and serves it, with the content security policy of the real page and the style
 * of the report; for tests of components in a browser.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";
import { style } from "../../../src/results/report/style.ts";
import { serve } from "../serve.ts";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export type Built = { readonly address: string; readonly folder: string; close(): Promise<void> };

/** @param entry - a file beside this one, whose bundle is the page's only script */
export const buildHarness = async (entry: string): Promise<Built> => {
  const folder = mkdtempSync(join(tmpdir(), "clawback-harness-"));
  await build({
    configFile: false,
    logLevel: "error",
    publicDir: false,
    plugins: [
      {
        name: "seedrandom-without-crypto",
        enforce: "pre",
        resolveId: (id) => (id === "crypto" ? "\0no-crypto" : undefined),
        load: (id) => (id === "\0no-crypto" ? "export default {};" : undefined),
      },
    ],
    build: {
      outDir: folder,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: fileURLToPath(new URL(entry, import.meta.url)),
        output: {
          entryFileNames: "entry.js",
          chunkFileNames: "[name].js",
          assetFileNames: "[name][extname]",
        },
      },
    },
  });
  writeFileSync(join(folder, "report.css"), schemed(style));
  const sheets = readdirSync(folder).filter((name) => name.endsWith(".css"));
  writeFileSync(join(folder, "page.html"), pageOf(sheets));
  const server = await serve(pathToFileURL(`${folder}/`));
  return {
    address: `${server.origin}/page.html`,
    folder,
    close: async () => {
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
};

/** The dark scheme by an attribute as well as by what the system says. */
const schemed = (sheet: string): string => {
  const dark = /@media \(prefers-color-scheme: dark\) \{\s*:root (\{[^}]*\})/.exec(sheet)?.[1] ?? "";
  return `${sheet}\n:root[data-theme="dark"] ${dark}`;
};

const pageOf = (sheets: readonly string[]): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>charts</title>
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link id="plotly.js-style-global" class="no-inline-styles">
<link rel="icon" href="data:,">
${["report.css", ...sheets.filter((name) => name !== "report.css")].map((name) => `<link rel="stylesheet" href="${name}">`).join("\n")}
</head><body><div class="sheet"><div id="root"></div></div><script type="module" src="entry.js"></script></body></html>`;

/** A script of the page, as text. */
export const textOf = (built: Built, name: string): string => readFileSync(join(built.folder, name), "utf8");
