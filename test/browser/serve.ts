/** A small server of static files on loopback, for browser tests: a folder, and an empty page at its root. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const types: { readonly [extension: string]: string } = {
  js: "text/javascript",
  html: "text/html",
  css: "text/css",
};

/** Serves a folder until closed. */
export const serve = async (folder: URL): Promise<{ readonly origin: string; close(): Promise<void> }> => {
  const server = createServer(async (request, response) => {
    const name = new URL(request.url ?? "/", "http://localhost").pathname.slice(1);
    if (name === "") {
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>empty</title>");
      return;
    }
    try {
      if (!/^[\w.-]+$/.test(name)) throw new Error("no such file");
      const body = await readFile(fileURLToPath(new URL(name, folder)));
      response
        .writeHead(200, { "content-type": types[name.split(".").pop() ?? ""] ?? "text/plain" })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};
