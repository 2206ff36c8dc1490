/** The server of the page: its files and no others, with the headers it should send, on loopback only. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PageServer, servePage } from "../../src/node/page-server.ts";
import { clawback, cliPath } from "../cli/spawn.ts";

let folder: string;
let server: PageServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "clawback-served-"));
  mkdirSync(join(folder, "site", "assets"), { recursive: true });
  writeFileSync(join(folder, "secret.txt"), "secret");
  writeFileSync(join(folder, "site", "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "site", "a b.yaml"), "clawback: 1");
  writeFileSync(join(folder, "site", "assets", "main-1.js"), "export {};");
  symlinkSync(join(folder, "secret.txt"), join(folder, "site", "link.txt"));
  server = await servePage(join(folder, "site"), 0);
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A request line as it is, which `fetch` would tidy up first. */
const ask = (line: string, host = "127.0.0.1"): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(server.address).port), "127.0.0.1", () =>
      socket.write(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`),
    );
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("end", () => resolve(text)).on("error", reject);
  });

describe("the server of the page", () => {
  test("answers with index.html, and says what it is", async () => {
    const response = await fetch(server.address);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await response.text()).toBe("<!doctype html>");
  });

  test.each(["", "a%20b.yaml", "assets/main-1.js", "nothing"])("guards /%s with headers", async (path) => {
    const { headers } = await fetch(server.address + path);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("lets assets be kept and asks for the rest again", async () => {
    const kept = async (path: string) => (await fetch(server.address + path)).headers.get("cache-control");
    expect(await kept("assets/main-1.js")).toContain("immutable");
    expect(await kept("")).toBe("no-cache");
  });

  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%2e%2e%2fsecret.txt",
    "//../secret.txt",
    "/link.txt",
    "/%00",
    "/%zz",
    "/assets",
    "/assets/",
    "http://127.0.0.1/../secret.txt",
    "secret.txt",
  ])("does not find %s", async (path) => {
    const answer = await ask(`GET ${path}`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
    expect(answer).not.toContain("\r\n\r\nsecret");
  });

  test("refuses other methods and other hosts", async () => {
    expect(await ask("POST /")).toMatch(/^HTTP\/1\.1 405 /);
    expect(await ask("GET /", "evil.test")).toMatch(/^HTTP\/1\.1 421 /);
    expect(await ask("GET /", `localhost:${new URL(server.address).port}`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("answers HEAD without a body", async () => {
    expect(await ask("HEAD /")).toMatch(/^HTTP\/1\.1 200 .*\r\n\r\n$/s);
  });
});

describe("clawback serve", () => {
  test("says so when the port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as { port: number };
    const { status, err, out } = clawback(["serve", "--port", String(port)]);
    await new Promise((resolve) => other.close(resolve));
    expect(status).toBe(2);
    expect(err).toContain(`port ${port} is taken`);
    expect(out).toBe("");
  });

  test("refuses a port that is none", () => {
    expect(clawback(["serve", "--port", "70000"]).status).toBe(2);
    expect(clawback(["serve", "--port", "x"]).err).toContain("0 to 65535");
  });

  test("prints its address, serves the page, and ends at a signal", async () => {
    cliPath();
    const child = spawn(process.execPath, [cliPath(), "serve", "--port", "0"]);
    const address = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk) => resolve(String(chunk).trim()));
      child.once("exit", () => reject(new Error("it ended")));
    });
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const text = await (await fetch(address)).text();
    expect(text).toContain('http-equiv="Content-Security-Policy"');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
  });
});
