/** What is typed: options anywhere, slips that are answered with what was meant, text that stays text. */
import { copyFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandFirst, commandNames, quoted } from "../../src/cli/arguments.ts";
import { splitValues } from "../../src/cli/options.ts";
import { createProgram } from "../../src/cli/program.ts";
import { clawback, folderWith, newFolder, small } from "./spawn.ts";

describe("the order of words", () => {
  test("is free: the command comes first in the end", () => {
    expect(commandFirst(["-j", "2", "compare", "colossus"])).toEqual(["compare", "-j", "2", "colossus"]);
    expect(commandFirst(["--set", "a=run", "-q", "run", "x"])).toEqual(["run", "--set", "a=run", "-q", "x"]);
    expect(commandFirst(["run", "compare"])).toEqual(["run", "compare"]);
    expect(commandFirst(["--", "run"])).toEqual(["--", "run"]);
  });

  test("knows every option that takes a value", () => {
    const options = createProgram("0").commands.flatMap((command) => [...command.options]);
    const valued = options.filter(({ required }) => required).flatMap(({ short, long }) => [short, long]);
    for (const option of valued) {
      if (option !== undefined && option !== null)
        expect([option, commandFirst([option, "run", "compare", "x"])[0]]).toEqual([option, "compare"]);
    }
  });

  test("knows every command", () => {
    expect(createProgram("0").commands.map((command) => command.name())).toEqual(commandNames);
  });

  test.each(commandNames)("%s takes -q, -v and --no-color, before or after", (command) => {
    const words = ["-q", "--no-color", command, "--help", "-v"];
    expect(clawback(words).status).toBe(0);
  });
});

describe("a slip is answered with what was meant", () => {
  const cwd = folderWith(small);

  test.each([
    [["scenario.yaml", "-r", "2"], "did you mean: clawback run scenario.yaml -r 2"],
    [["colossus"], "did you mean: clawback run colossus"],
    [["run", "validate"], "did you mean: clawback validate"],
    [["run", "x", "--replicatons", "2"], "--replications"],
    [["explain", "colossus", "--at", "soon"], "expected a date such as 2026-10-01"],
    [["explain", "colossus", "--at", "2020-01-01"], "has not begun"],
    [["run", "colossus", "--json", "--format", "csv"], "different things"],
    [["run", "colossus", "colossus", "--json"], "--format jsonl"],
    [["run", "colossus", "--seed", ""], "printable characters"],
    [["run", "colossus", "-j", "0"], "whole number from 1 to 256"],
  ])("%j", (words, message) => {
    const ended = clawback(words, { cwd });
    expect([ended.status, ended.out]).toEqual([2, ""]);
    expect(ended.err).toContain(message);
  });

  test("no command at all prints the help on stderr", () => {
    const ended = clawback([]);
    expect([ended.status, ended.out]).toEqual([2, ""]);
    expect(ended.err).toContain("Usage: clawback");
  });
});

test("what messages quote cannot move the cursor", () => {
  for (const words of [
    ["run", "\u001b[2J.yaml"],
    ["\u001b[2J"],
    ["run", "colossus", "--\u001b[2J"],
    ["run", "colossus", "-o", "\u202e.pdf"],
    ["run", "colossus", "--policy", "\u001b[2J"],
  ]) {
    const { err, status } = clawback(words);
    expect(status).not.toBe(0);
    expect(err).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(err).toMatch(/\\u\{1B\}|\\u\{202E\}/);
  }
});

test("values to vary are split at commas outside of brackets and quotes", () => {
  expect(splitValues("0 s, 2 min,7 days")).toEqual(["0 s", "2 min", "7 days"]);
  expect(splitValues("{ owner: 1, tenant: 2 },[1,2],'a,b'")).toEqual([
    "{ owner: 1, tenant: 2 }",
    "[1,2]",
    "'a,b'",
  ]);
});

test("the recorded command reads as a shell would take it", () => {
  expect(quoted(["run", "my file.yaml", "--set", "a=it's", "-r", "3"])).toBe(
    "run 'my file.yaml' --set 'a=it'\\''s' -r 3",
  );
});

test("a locale without UTF-8 gets ASCII", () => {
  const cwd = folderWith(small);
  for (const command of ["run", "compare", "explain"]) {
    const ended = clawback([command, "scenario.yaml"], { cwd, env: { LC_ALL: "C" } });
    expect(ended.status).toBe(0);
    expect(ended.out).toMatch(/^[\x20-\x7e\n]+$/);
  }
});

test("several scenarios are told one after the other, a line of JSON for each if wanted", () => {
  const cwd = folderWith(small);
  copyFileSync(join(cwd, "scenario.yaml"), join(cwd, "other.yaml"));
  writeFileSync(join(cwd, "other.yaml"), small.replace("name: small", "name: other"));
  const ended = clawback(["run", "scenario.yaml", "other.yaml", "--format", "jsonl"], { cwd });
  const names = ended.out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).scenario.name);
  expect(names).toEqual(["small", "other"]);
  expect(clawback(["run", "scenario.yaml", "other.yaml", "-o", "r.json"], { cwd }).status).toBe(2);
  expect(readdirSync(cwd).sort()).toEqual(["other.yaml", "scenario.yaml"]);
});

test("validate goes on after a missing file, and tells problems as JSON", () => {
  const cwd = folderWith(small.replace("gpus: 600", "gpus: 8x"));
  const ended = clawback(["validate", "nowhere.yaml", "scenario.yaml", "--json"], { cwd });
  expect(ended.status).toBe(5);
  expect(ended.err).toContain("nowhere.yaml");
  const [verdict] = JSON.parse(ended.out);
  expect(verdict).toMatchObject({ file: "scenario.yaml", isValid: false });
  expect(verdict.problems[0]).toMatchObject({ path: "tenants[0].contract.gpus", line: 22, column: 13 });
});

test("a command in the recorded form makes the same result again", () => {
  const cwd = newFolder();
  writeFileSync(join(cwd, "my scenario.yaml"), small);
  const words = ["compare", "my scenario.yaml", "--set", "tenants.tenant.contract.notice=7 days", "-r", "3"];
  const first = JSON.parse(clawback([...words, "--seed", "a b", "--json", "-j", "1"], { cwd }).out);
  expect(first.command).toBe(
    "clawback compare 'my scenario.yaml' --set 'tenants.tenant.contract.notice=7 days' -r 3 --seed 'a b'",
  );
  const again = [...first.command.matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b).slice(1);
  expect(JSON.parse(clawback([...again, "--json"], { cwd }).out).fingerprint).toBe(first.fingerprint);
});
