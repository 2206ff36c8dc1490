/** Bad input gets exit 3, a position and a hint, and nothing is written. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { clawback, folderWith, small } from "./spawn.ts";

const refused = (text: string | Uint8Array) => {
  const cwd = folderWith(text);
  const ended = clawback(["run", "scenario.yaml", "-o", "out.json", "--events", "events.jsonl"], { cwd });
  expect(ended.status).toBe(3);
  expect(ended.out).toBe("");
  expect(readdirSync(cwd)).toEqual(["scenario.yaml"]);
  return ended.err;
};

const withLine = (before: string, after: string): string => {
  expect(small).toContain(before);
  return small.replace(before, after);
};

describe("a scenario is refused with its place", () => {
  test("for an unknown key, with what was meant", () => {
    const err = refused(withLine("      growth: 4.5", "      grwth: 4.5"));
    expect(err).toContain("scenario.yaml:17:7");
    expect(err).toMatch(/grwth/);
    expect(err).toMatch(/did you mean.*growth/i);
    expect(err).toContain("^");
  });

  test("for a negative quantity", () => {
    const err = refused(withLine("      gpus: 600", "      gpus: -600"));
    expect(err).toContain("scenario.yaml:22:13");
    expect(err).toContain("tenants[0].contract.gpus");
    expect(err).toContain("-600");
  });

  test("for a lease larger than the pool", () => {
    const err = refused(withLine("      gpus: 600", "      gpus: 1001"));
    expect(err).toContain("scenario.yaml:22:13");
    expect(err).toContain("1,001");
    expect(err).toContain("1,000");
  });

  test("for a date before the start", () => {
    const err = refused(withLine("      lockout: 0", "      lockout: 0\n      start: 2020-01-01"));
    expect(err).toContain("scenario.yaml:25:14");
    expect(err).toContain("tenants[0].contract.start");
  });

  test("for an alias bomb", () => {
    const bomb = `a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n${small}`;
    expect(refused(bomb)).toMatch(/scenario\.yaml:1:4/);
  });

  test("for a file of 20 MB", () => {
    expect(refused(`${small}# ${"x".repeat(20 * 1024 * 1024)}\n`)).toMatch(/1 MiB|1,048,576/);
  }, 30_000);

  test("for bytes that are not UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from(small), Buffer.from([0xff, 0xfe])]);
    expect(refused(bytes)).toMatch(/scenario\.yaml:30:1.*UTF-8/s);
  });

  test("for a trace outside of the folder", () => {
    const err = refused(
      withLine(
        "      kind: level\n      base: 400\n      growth: 4.5\n      noise: { sigma: 0.2 }",
        "      kind: trace\n      file: ../../etc/passwd",
      ),
    );
    expect(err).toContain("scenario.yaml:16:13");
    expect(err).not.toContain("root:");
  });

  test("for a key that would reach a prototype", () => {
    expect(refused(withLine("policies:", "__proto__: { x: 1 }\npolicies:"))).toContain("__proto__");
  });

  test("for everything at once, in the order of the file", () => {
    const err = refused(
      small
        .replace("gpus: 1000", "gpus: 1e9")
        .replace("gpus: 600", "gpus: 8x")
        .replace("notice: 30 days", "notice: 90d ays"),
    );
    const places = [...err.matchAll(/scenario\.yaml:(\d+):/g)].map((m) => Number(m[1]));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(new Set(places)).toEqual(new Set([11, 22, 23]));
  });
});

test("validate tells the problems of every file and ends with 3", () => {
  const cwd = folderWith(small.replace("gpus: 600", "gpus: 8x"));
  const ended = clawback(["validate", "scenario.yaml", "colossus"], { cwd });
  expect(ended.status).toBe(3);
  expect(ended.err).toContain("scenario.yaml:22:13");
  expect(ended.out).toContain("colossus: ok: 3 tenants");
});

test("an override is named when it is the problem", () => {
  const ended = clawback(["run", "colossus", "--set", "tenants.anthropic.contract.gpuz=5"]);
  expect(ended.status).toBe(3);
  expect(ended.err).toMatch(/gpuz/);
  expect(ended.err).toMatch(/gpus/);
});

test("an invalid result is refused", () => {
  const cwd = folderWith('{"schema":"clawback-result/1","policies":[{"metrics":"lots"}]}', "result.json");
  for (const command of ["verify", "report"]) {
    const ended = clawback([command, "result.json"], { cwd });
    expect(ended.status).toBe(3);
    expect(readdirSync(cwd)).toEqual(["result.json"]);
  }
});
