/** Precision, choice of the best, goal seek, sensitivity and steady state on the command line. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { knowledgeOf } from "../../src/cli/progress.ts";
import { clawback, folderWith, small } from "./spawn.ts";

const cwd = folderWith(small);
const notice = "tenants.tenant.contract.notice=1 day..60 days";

describe("--precision", () => {
  test("goes on until the mean is known, prints the same on any number of threads, and can be verified", () => {
    const run = (jobs: string) =>
      clawback(
        ["run", "scenario.yaml", "--precision", "unmetShare:15%", "-j", jobs, "-q", "-o", `p${jobs}.json`],
        {
          cwd,
        },
      );
    const ended = run("1");
    expect([ended.status, ended.err]).toEqual([0, ""]);
    expect(run("2").out).toBe(ended.out);
    expect(ended.out.replaceAll(/\s+/g, " ")).toMatch(
      /known to ± 15 % of its mean or better: \d+ replications/,
    );
    expect(readFileSync(join(cwd, "p2.json"), "utf8")).toBe(readFileSync(join(cwd, "p1.json"), "utf8"));
    expect(clawback(["verify", "p1.json"], { cwd })).toMatchObject({ status: 0 });
  });

  test("a result whose stopping was changed is not verified", () => {
    const saved = JSON.parse(readFileSync(join(cwd, "p1.json"), "utf8"));
    saved.stopped.precision[0].current /= 2;
    writeFileSync(join(cwd, "changed.json"), JSON.stringify(saved));
    expect(clawback(["verify", "changed.json"], { cwd }).status).toBe(1);
  });

  test("shows the current half-width as JSON lines and in the bar", () => {
    const { err } = clawback(
      ["run", "scenario.yaml", "--precision", "unmetShare:15%", "--progress", "json"],
      { cwd },
    );
    const last = JSON.parse(err.trim().split("\n").at(-1) as string);
    expect(last.precision[0]).toMatchObject({ metric: "unmetShare", halfWidth: 0.15, isReached: true });
    expect(
      knowledgeOf({
        replications: 5,
        expected: 9,
        survivors: [],
        precision: [
          {
            metric: "unmetShare",
            halfWidth: 0.05,
            isRelative: true,
            entry: "a",
            current: 0.073,
            isReached: false,
          },
        ],
      }),
    ).toBe(", unmetShare ± 7.3 % (5.0 % wanted)");
  });

  test("says in a dry run how far it may go", () => {
    const { out } = clawback(["run", "scenario.yaml", "--precision", "unmetShare:5%", "-n"], { cwd });
    expect(out).toMatch(/replications +10 to 10000, until enough is known/);
    expect(out).toMatch(/--precision unmetShare:5%/);
  });
});

test("compare --best says which policy is best, how surely, and repeats its command", () => {
  const args = [
    "compare",
    "scenario.yaml",
    "--best",
    "unmetShare",
    "--indifference",
    "10%",
    "--confidence",
    "90%",
  ];
  const { out, status } = clawback([...args, "--json", "-q"], { cwd });
  expect(status).toBe(0);
  const result = JSON.parse(out);
  expect(result.stopped.selection).toMatchObject({
    metric: "unmetShare",
    best: "ahead",
    isDecided: true,
    confidence: 0.9,
  });
  expect(result.answer).toContain("With 90 % confidence ahead has the lowest unmet internal demand");
  expect(result.command).toBe(`clawback ${args.join(" ")}`);
});

test("seek finds the notice, as text and as JSON", () => {
  const args = ["seek", "scenario.yaml", "--vary", notice, "--until", "unmetShare < 5 %", "-q"];
  const ended = clawback(args, { cwd });
  expect([ended.status, ended.err]).toEqual([0, ""]);
  expect(ended.out).toMatch(/unmetShare < 5 % holds for .* up to [\w ]+, and no\s+longer/s);
  const result = JSON.parse(clawback([...args, "--json", "-j", "1"], { cwd }).out);
  expect(result).toMatchObject({
    schema: "clawback-seek/1",
    path: "tenants.tenant.contract.notice",
    target: 0.05,
  });
  expect(ended.out).toContain(`up to ${result.crossing.holds.label}`);
});

test.each(["tornado", "morris", "sobol"])("sensitivity by %s makes a table and JSON", (method) => {
  const vary = ["--vary", notice, "--vary", "internal.training.demand.growth=2..5"];
  const args = [
    "sensitivity",
    "scenario.yaml",
    ...vary,
    "--method",
    method,
    "--metric",
    "unmetShare",
    "-r",
    "2",
    "-q",
  ];
  const size = method === "tornado" ? [] : ["--size", "4"];
  const ended = clawback([...args, ...size], { cwd });
  expect([ended.status, ended.err]).toEqual([0, ""]);
  const result = JSON.parse(clawback([...args, ...size, "--json"], { cwd }).out);
  expect(result[method]).toHaveLength(2);
  for (const { parameter } of result[method]) expect(ended.out).toContain(parameter.slice(-15));
  expect(ended.out).toContain(result.command);
});

test("steady says that growing demand does not settle", () => {
  const ended = clawback(["steady", "scenario.yaml", "-q"], { cwd });
  expect([ended.status, ended.err]).toEqual([0, ""]);
  expect(ended.out).toContain("No steady state was found");
  expect(JSON.parse(clawback(["steady", "scenario.yaml", "--json"], { cwd }).out).warmUp).toBeNull();
});

test.each([
  [["run", "scenario.yaml", "--max-replications", "20"], 2, "--precision or --best"],
  [["compare", "scenario.yaml", "--confidence", "90%"], 2, "--best METRIC"],
  [["compare", "scenario.yaml", "--best", "unmetShre"], 3, "unmetShare"],
  [["compare", "scenario.yaml", "--best", "demandGpuHours"], 3, "neither more nor less"],
  [["run", "scenario.yaml", "--precision", "unmetShare"], 3, "METRIC:5%"],
  [["compare", "scenario.yaml", "--best", "netValue", "--confidence", "40%"], 3, "between 50 % and 100 %"],
  [["seek", "scenario.yaml", "--vary", notice], 2, "--until"],
  [["seek", "scenario.yaml", "--until", "unmetShare < 5 %"], 2, "one parameter"],
  [["seek", "scenario.yaml", "--vary", notice, "--until", "unmetShare"], 3, "no comparison"],
  [["seek", "scenario.yaml", "--vary", "x=1", "--until", "unmetShare < 1"], 3, "PATH=LOW..HIGH"],
  [["sensitivity", "scenario.yaml"], 2, "--vary"],
  [["sensitivity", "scenario.yaml", "--vary", notice, "--method", "magic"], 2, "tornado"],
])("%j ends with %i and says what is meant", (args, status, message) => {
  const ended = clawback(args, { cwd });
  expect([ended.status, ended.out]).toEqual([status, ""]);
  expect(ended.err).toContain(message);
});
