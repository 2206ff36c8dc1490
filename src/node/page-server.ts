/**
 * Serves the built page on loopback: files of one folder and nothing else, read only, with the headers that
 * a host should send. Requests that name another host are refused, so that no foreign page can read along.
 */
import { realpathSync } from "node:fs";
import { readFile, realpath } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, sep } from "node:path";
import { contentPolicyHeader } from "./content-policy.ts";

export type PageServer = {
  /** `http://127.0.0.1:PORT/` */
  readonly address: string;
  close(): Promise<void>;
};

/**
 * Serves a folder on 127.0.0.1 until it is closed.
 *
 * @param folder - the built page; its `index.html` answers for the folder
 * @param port - from 0, which takes a free one, to 65535
 * @throws the system's error when the port is taken (EADDRINUSE) or not permitted, or the folder is missing
 */
export const servePage = async (folder: string, port: number): Promise<PageServer> => {
  const root = realpathSync(folder);
  const server = createServer((request, response) => void answer(root, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const types: { readonly [ending: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".csv": "text/csv; charset=utf-8",
};

const headers = {
  "content-security-policy": contentPolicyHeader,
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const answer = async (root: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const refuse = (status: number, message: string): void => {
    response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8" });
    response.end(request.method === "HEAD" ? "" : `${message}\n`);
  };
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(request.headers.host ?? ""))
    return refuse(421, "this server answers for loopback only");
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(405, "only GET and HEAD");
  const path = await fileOf(root, request.url ?? "/");
  if (path === undefined) return refuse(404, "there is no such file");
  try {
    const body = await readFile(path);
    // names of assets carry a hash of what they hold
    const isForEver = path.startsWith(join(root, "assets") + sep);
    response.writeHead(200, {
      ...headers,
      "content-type": types[extname(path)] ?? "text/plain; charset=utf-8",
      "content-length": body.length,
      "cache-control": isForEver ? "public, max-age=31536000, immutable" : "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  } catch {
    refuse(404, "there is no such file");
  }
};

/** The file that an address names, inside the folder, symbolic links followed; undefined when there is none. */
const fileOf = async (root: string, url: string): Promise<string | undefined> => {
  try {
    const name = decodeURIComponent(url.replace(/[?#].*$/s, ""));
    if (!name.startsWith("/") || name.includes("\0") || name.split(/[\\/]/).includes("..")) return undefined;
    const path = await realpath(join(root, name.endsWith("/") ? `${name}index.html` : name));
    return path.startsWith(root + sep) ? path : undefined;
  } catch {
    return undefined;
  }
};
