/**
 * Two builds from one source. `node` bundles the command line, the worker thread and the library into
 * `dist/`, in chunks that load on demand, so that a command pays only for what it uses. Chunks lie beside
 * the entries: `new URL("./worker.js", import.meta.url)` means the same file from each of them.
 * `browser-engine` bundles the browser-safe library into one ES module, as a page would load it.
 */
import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { defineConfig, type Plugin, type UserConfig } from "vite";

export default defineConfig(({ mode }): UserConfig => {
  if (mode === "node") return nodeBuild;
  if (mode === "browser-engine") return browserEngineBuild;
  throw new Error(`vite build --mode ${mode}: expected "node" or "browser-engine"`);
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
    rolldownOptions: { output: { codeSplitting: false } },
  },
};
