/** The command line as users meet it: exit codes, bytes, files, help. */
import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { metricDefinitions } from "../../src/metrics/definitions.ts";
import { clawback, cliPath, folderWith, newFolder, small } from "./spawn.ts";

describe("usage", () => {
  test.each([
    [["comprae", "colossus"], /compare/],
    [["run", "colossus", "--polcy", "never"], /--policy/],
    [["run", "colossus", "-r", "0"], /whole number from 1/],
    [["run", "colossus", "-r", "007x"], /whole number/],
    [["run", "colossus", "--set", "novalue"], /PATH=VALUE/],
    [["run", "colossus", "-o", "result.pdf"], /\.html/],
    [["run"], /scenario/],
  ])("%j ends with 2 and says what is meant", (args, message) => {
    const ended = clawback(args);
    expect(ended.status).toBe(2);
    expect(ended.err).toMatch(message);
    expect(ended.out).toBe("");
  });

  test("a missing file ends with 5, and a name that is no preset says where they are", () => {
    const ended = clawback(["run", "nowhere.yaml"]);
    expect(ended.status).toBe(5);
    expect(ended.err).toMatch(/nowhere\.yaml.*clawback presets/s);
  });

  test("an unknown policy ends with 3 and lists the known ones", () => {
    const ended = clawback(["compare", "scenario.yaml", "--policy", "reactve"], { cwd: folderWith(small) });
    expect(ended.status).toBe(3);
    expect(ended.err).toMatch(/reactve/);
    expect(ended.err).toMatch(/clairvoyant/);
  });

  test("--version, --help and the help of each command end with 0", () => {
    expect(clawback(["--version"]).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(clawback(["--help"]).out).toContain("compare");
    for (const command of [
      "run",
      "compare",
      "explain",
      "report",
      "verify",
      "validate",
      "show",
      "schema",
      "presets",
      "init",
    ]) {
      const ended = clawback([command, "--help"]);
      expect([command, ended.status]).toEqual([command, 0]);
      expect(ended.out).toContain(`clawback ${command}`);
    }
  });
});

describe("bytes", () => {
  const cwd = folderWith(small);

  test("the same command prints the same, with one worker or two, options before or after", () => {
    const first = clawback(["compare", "scenario.yaml", "-j", "1"], { cwd });
    expect(first.status).toBe(0);
    expect(first.out).toContain("When must notice go out?");
    for (const args of [
      ["compare", "scenario.yaml", "-j", "2"],
      ["-j", "2", "compare", "scenario.yaml"],
      ["compare", "-j", "1", "scenario.yaml"],
    ]) {
      expect(clawback(args, { cwd }).out).toBe(first.out);
    }
  });

  test("one worker or two write the same result, to the byte, also with enough runs to use threads", () => {
    const read = (jobs: string) => {
      expect(
        clawback(["compare", "scenario.yaml", "-r", "40", "-j", jobs, "-q", "-o", `${jobs}.json`], { cwd })
          .status,
      ).toBe(0);
      return readFileSync(join(cwd, `${jobs}.json`), "utf8");
    };
    expect(read("2")).toBe(read("1"));
  });

  test("standard input is a scenario too", () => {
    const piped = clawback(["compare", "-", "--json"], { input: small });
    expect(JSON.parse(piped.out).fingerprint).toBe(
      JSON.parse(clawback(["compare", "scenario.yaml", "--json"], { cwd }).out).fingerprint,
    );
  });

  test("a reader that stops reading is no error", async () => {
    const child = spawn(
      "sh",
      ["-c", `"${process.execPath}" "${cliPath()}" compare colossus -r 2 --json; echo "status $?" >&2`],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    child.stdout.once("data", () => child.stdout.destroy());
    let err = "";
    child.stderr.on("data", (text) => {
      err += text;
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(err.trim()).toBe("status 0");
  });
});

describe("--json", () => {
  test("holds every metric of every policy with its interval, unit and direction", () => {
    const ended = clawback(["compare", "scenario.yaml", "--json"], { cwd: folderWith(small) });
    const result = JSON.parse(ended.out);
    expect(Object.keys(result)).toEqual(
      expect.arrayContaining([
        "schema",
        "tool",
        "scenario",
        "seed",
        "fingerprint",
        "policies",
        "comparisons",
        "definitions",
        "warnings",
      ]),
    );
    expect(result.policies.map((p: { name: string }) => p.name)).toEqual(["reactive", "ahead"]);
    for (const { metrics, replications } of result.policies) {
      expect(Object.keys(metrics)).toEqual(metricDefinitions.map((d) => d.name));
      expect(metrics.unmetShare).toMatchObject({ n: replications, unit: "share", better: "lower" });
      expect(metrics.unmetShare.ci[0]).toBeLessThanOrEqual(metrics.unmetShare.mean);
    }
  });
});

describe("files", () => {
  test("-o writes by the ending; a result can be verified, reported, and is refused when it was changed", () => {
    const cwd = folderWith(small);
    const ended = clawback(
      ["compare", "scenario.yaml", "-o", "r.json", "-o", "out/r.html", "-o", "r.csv", "-o", "r.md"],
      { cwd },
    );
    expect(ended.status).toBe(0);
    expect(readdirSync(cwd).sort()).toEqual(["out", "r.csv", "r.json", "r.md", "scenario.yaml"]);
    expect(readFileSync(join(cwd, "out/r.html"), "utf8")).toMatch(/^<!doctype html>/i);
    const verified = clawback(["verify", "r.json", "-j", "2"], { cwd });
    expect([verified.status, verified.out]).toEqual([0, expect.stringContaining("verified")]);
    expect(clawback(["report", "r.json", "-o", "again.html"], { cwd }).status).toBe(0);
    expect(readFileSync(join(cwd, "again.html"), "utf8")).toBe(readFileSync(join(cwd, "out/r.html"), "utf8"));
    const changed = JSON.parse(readFileSync(join(cwd, "r.json"), "utf8"));
    changed.policies[0].metrics.revenue.mean *= 1.01;
    writeFileSync(join(cwd, "changed.json"), JSON.stringify(changed));
    const refused = clawback(["verify", "changed.json"], { cwd });
    expect([refused.status, refused.out]).toEqual([1, expect.stringContaining("not verified")]);
  });

  test("--events and --series-out write the log and the series", () => {
    const cwd = folderWith(small);
    expect(
      clawback(["run", "scenario.yaml", "--events", "e.jsonl", "--series-out", "s.csv"], { cwd }).status,
    ).toBe(0);
    const events = readFileSync(join(cwd, "e.jsonl"), "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ t: 0, kind: "lease.signed" });
    expect(events.some((event) => event.kind === "notice.issued")).toBe(true);
    expect(readFileSync(join(cwd, "s.csv"), "utf8").split("\n")[0]).toContain("channel");
  });

  test("init writes a scenario that runs, and never overwrites", () => {
    const cwd = newFolder();
    expect(clawback(["init", "mine.yaml"], { cwd }).status).toBe(0);
    expect(clawback(["validate", "mine.yaml"], { cwd }).status).toBe(0);
    expect(clawback(["init", "mine.yaml"], { cwd }).status).toBe(2);
    expect(clawback(["compare", "mine.yaml", "-r", "2"], { cwd }).status).toBe(0);
  });

  test("a folder that cannot be written to ends with 5 and leaves nothing", () => {
    const cwd = folderWith(small);
    const ended = clawback(["run", "scenario.yaml", "-o", "scenario.yaml/r.json"], { cwd });
    expect(ended.status).toBe(5);
    expect(readdirSync(cwd)).toEqual(["scenario.yaml"]);
  });
});

test("a dry run says what would be run, and runs nothing", () => {
  const cwd = folderWith(small);
  const ended = clawback(["compare", "scenario.yaml", "-n", "-o", "r.json"], { cwd });
  expect(ended.out).toMatch(/policies +reactive, ahead/);
  expect(ended.out).toMatch(/runs +12/);
  expect(existsSync(join(cwd, "r.json"))).toBe(false);
});

test("show --resolved is a scenario that means the same", () => {
  const cwd = folderWith(small);
  writeFileSync(join(cwd, "resolved.yaml"), clawback(["show", "scenario.yaml", "--resolved"], { cwd }).out);
  const fingerprint = (file: string) =>
    JSON.parse(clawback(["compare", file, "--json"], { cwd }).out).fingerprint;
  expect(fingerprint("resolved.yaml")).toBe(fingerprint("scenario.yaml"));
});

test("presets lists each preset with its question, the default first", () => {
  const lines = clawback(["presets"]).out.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^colossus .*\?$/);
  for (const line of lines) expect(line).toMatch(/\?$/);
});

test("schema prints a JSON Schema", () => {
  const schema = JSON.parse(clawback(["schema"]).out);
  expect(schema.$schema).toContain("json-schema.org");
  expect(Object.keys(schema.properties)).toContain("tenants");
});

describe("explain", () => {
  test("says for each notice whose demand, the shortfall and what became of each candidate", () => {
    const ended = clawback(["explain", "scenario.yaml"], { cwd: folderWith(small) });
    expect(ended.status).toBe(0);
    expect(ended.out).toMatch(/training/);
    expect(ended.out).toMatch(/tenant/);
    expect(ended.out).toMatch(/short/);
  });

  test("as JSON it carries every notice", () => {
    const { policies } = JSON.parse(
      clawback(["explain", "scenario.yaml", "--json"], { cwd: folderWith(small) }).out,
    );
    const notices = policies.flatMap((policy: { notices: object[] }) => policy.notices);
    expect(notices.length).toBeGreaterThan(0);
    for (const notice of notices) {
      expect(Object.keys(notice)).toEqual(
        expect.arrayContaining([
          "id",
          "target",
          "by",
          "kind",
          "gpus",
          "issuedAt",
          "effectiveAt",
          "state",
          "cause",
          "returned",
        ]),
      );
    }
  });

  test("refuses a tenant that is not there", () => {
    const ended = clawback(["explain", "scenario.yaml", "--tenant", "nobody"], { cwd: folderWith(small) });
    expect([ended.status, ended.err]).toEqual([3, expect.stringContaining("tenant")]);
  });
});

test("Ctrl-C stops a long run with 130 and writes nothing", async () => {
  const cwd = newFolder();
  const child = spawn(
    process.execPath,
    [cliPath(), "compare", "colossus", "-r", "5000", "-o", "r.json", "--progress", "json"],
    { cwd },
  );
  child.stderr.once("data", () => child.kill("SIGINT"));
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(130);
  expect(readdirSync(cwd)).toEqual([]);
}, 60_000);
