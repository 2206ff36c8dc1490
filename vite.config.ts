/**
 * Three builds from one source. `node` bundles the command line, the worker thread and the library into
 * `dist/`, in chunks that load on demand, so that a command pays only for what it uses. Chunks lie beside
 * the entries: `new URL("./worker.js", import.meta.url)` means the same file from each of them.
 * `browser-engine` bundles the browser-safe library into one ES module, for pages of others. `page` builds
 * the page: static files that may lie in any folder of any host. Without a mode of these, `vite` serves the
 * page from its sources, for development.
 */
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin, type UserConfig } from "vite";
import { parse } from "yaml";
import { contentPolicy } from "./src/node/content-policy.ts";

export default defineConfig(({ mode }): UserConfig => {
  if (mode === "node") return nodeBuild;
  if (mode === "browser-engine") return browserEngineBuild;
  if (mode === "page" || mode === "development") return page;
  throw new Error(`vite build --mode ${mode}: expected "node", "browser-engine" or "page"`);
});

/**
 * seedrandom asks for Node's `crypto` to seed itself when it is given no seed. Every stream here has a
 * seed, so the request gets an empty module, and the library stays free of Node built-ins.
 */
const seedrandomWithoutCrypto: Plugin = {
  name: "seedrandom-without-crypto",
  enforce: "pre",
  resolveId(id, importer) {
    return id === "crypto" && importer?.includes("/seedrandom/") ? "\0no-crypto" : undefined;
  },
  load(id) {
    return id === "\0no-crypto" ? "module.exports = undefined;" : undefined;
  },
};

/** The command line starts with `#!` and may be executed; reports find their charts beside it. */
const finishCommandLine: Plugin = {
  name: "finish-command-line",
  writeBundle() {
    const source = readFileSync("dist/cli.js", "utf8");
    if (!source.startsWith("#!")) writeFileSync("dist/cli.js", `#!/usr/bin/env node\n${source}`);
    chmodSync("dist/cli.js", 0o755);
    mkdirSync("dist/assets", { recursive: true });
    copyFileSync("node_modules/plotly.js-dist-min/plotly.min.js", "dist/assets/plotly.min.js");
  },
};

/** No comments that name the file of each module: they would be paths of the machine where packages lie outside of the folder. */
const withoutPaths = { attachDebugInfo: "none" } as const;

const nodeBuild: UserConfig = {
  publicDir: false,
  plugins: [seedrandomWithoutCrypto, finishCommandLine],
  ssr: {
    target: "node",
    noExternal: true,
    // Without the "node" condition packages come as in a browser: the same yaml everywhere, and no `require`.
    resolve: { conditions: ["module", "import", "default"] },
    // tinypool starts a worker file of its own, found beside its own module.
    // bullmq and ioredis need not be installed: they are looked for when Redis is asked for.
    external: ["tinypool", "plotly.js-dist-min", "bullmq", "ioredis"],
  },
  build: {
    ssr: true,
    target: "node20",
    outDir: "dist",
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      experimental: withoutPaths,
      input: {
        cli: "src/cli/main.ts",
        worker: "src/node/worker.ts",
        "sweep-worker": "src/node/sweep-worker.ts",
        index: "src/index.ts",
        node: "src/node.ts",
      },
      // `const` stays `const`: as `var` the engine is a few per cent slower.
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunk-[name].js",
        topLevelVar: false,
      },
    },
  },
};

const browserEngineBuild: UserConfig = {
  publicDir: false,
  plugins: [seedrandomWithoutCrypto],
  build: {
    target: "es2022",
    outDir: "dist/web-engine",
    emptyOutDir: true,
    minify: false,
    reportCompressedSize: false,
    lib: { entry: "src/index.ts", formats: ["es"], fileName: () => "clawback.js" },
    rolldownOptions: { experimental: withoutPaths, output: { codeSplitting: false } },
  },
};

/**
 * What the page knows of the presets before it has fetched one: their names and questions; of the first, which
 * it shows at once, the text.
 */
const presets: Plugin = {
  name: "presets",
  resolveId: (id) => (id === "virtual:presets" ? "\0presets" : undefined),
  load(id) {
    if (id !== "\0presets") return undefined;
    const names = readdirSync("scenarios")
      .filter((file) => file.endsWith(".yaml"))
      .map((file) => file.slice(0, -".yaml".length))
      .sort((a, b) => Number(b === "colossus") - Number(a === "colossus") || (a < b ? -1 : 1));
    const texts = names.map((name) => readFileSync(`scenarios/${name}.yaml`, "utf8"));
    const list = names.map((preset, i) => {
      const { name, question } = parse(texts[i]) as { name: string; question: string };
      return { preset, name, question };
    });
    return `export const presets = ${JSON.stringify(list)};\nexport const firstText = ${JSON.stringify(texts[0])};`;
  },
};

/** The manual lies beside the page, as it is written. */
const manual: Plugin = {
  name: "manual",
  apply: "build",
  generateBundle() {
    for (const file of readdirSync("web/docs").filter((name) => name.endsWith(".md")))
      this.emitFile({
        type: "asset",
        fileName: `docs/${file}`,
        source: readFileSync(`web/docs/${file}`, "utf8"),
      });
  },
};

/** The built page says its content security policy itself, for hosts that send no headers. */
const contentPolicyTag: Plugin = {
  name: "content-policy",
  apply: "build",
  transformIndexHtml: () => [
    {
      tag: "meta",
      attrs: { "http-equiv": "Content-Security-Policy", content: contentPolicy },
      injectTo: "head-prepend",
    },
  ],
};

const library = fileURLToPath(new URL("./src/", import.meta.url));

/** Modules of the library do nothing but define: what the page does not use is left out, and the schema with it. */
const withoutUnused = {
  checks: { pluginTimings: false },
  treeshake: { moduleSideEffects: (id: string) => !id.startsWith(library) },
};

const page: UserConfig = {
  root: "web",
  base: "./",
  publicDir: "../scenarios",
  plugins: [seedrandomWithoutCrypto, presets, manual, contentPolicyTag],
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: {
    format: "es",
    plugins: () => [seedrandomWithoutCrypto],
    rolldownOptions: withoutUnused,
  },
  build: {
    target: "es2022",
    outDir: "../dist/web",
    emptyOutDir: true,
    chunkSizeWarningLimit: 6000,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: withoutUnused,
  },
};
