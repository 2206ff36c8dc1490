/**
 * The built page in a subfolder of a host that sends the content security policy as a header and collects what
 * browsers report of it: breaches in workers are seen nowhere else.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { contentPolicyHeader } from "../../src/node/content-policy.ts";

const FOLDER = "/x/y/";
const types: { readonly [ending: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export type Host = { readonly address: string; readonly reports: string[]; close(): Promise<void> };

export const hostInSubfolder = async (): Promise<Host> => {
  const reports: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    if (path === "/report") {
      let body = "";
      for await (const chunk of request) body += String(chunk);
      reports.push(body);
      response.writeHead(204).end();
      return;
    }
    try {
      if (!path.startsWith(FOLDER) || path.includes("..")) throw new Error("outside of the folder");
      const name = path.slice(FOLDER.length) || "index.html";
      const body = await readFile(fileURLToPath(new URL(`../../dist/web/${name}`, import.meta.url)));
      response
        .writeHead(200, {
          "content-type": types[extname(name)] ?? "text/plain; charset=utf-8",
          "content-security-policy": `${contentPolicyHeader}; report-uri /report`,
        })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}${FOLDER}`,
    reports,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
