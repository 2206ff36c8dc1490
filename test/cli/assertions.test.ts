/** What a scenario asserts of its result, and the calendar of its contracts, as users meet them. */
import { describe, expect, test } from "vitest";
import { clawback, folderWith, small } from "./spawn.ts";

const asserting = (assert: string) => folderWith(`${small}assert: ${assert}\n`);

describe("assertions", () => {
  test("that hold end with 0, and are listed", () => {
    const ended = clawback(["run", "scenario.yaml", "-q"], {
      cwd: asserting("[unmetShare < 100 %, evictions >= 0]"),
    });
    expect(ended.status).toBe(0);
    expect(ended.err).toBe("");
    expect(ended.out).toMatch(/unmetShare < 100 % +holds +reactive/);
  });

  test.each([
    ["run", []],
    ["compare", []],
    ["compare", ["--json"]],
    ["compare", ["--format", "csv"]],
  ])("that fail end %s %j with 4, and are told on stderr", (command, flags) => {
    const cwd = asserting("[unmetShare < 100 %, { that: unmetShare < 0.1 %, on: sure }]");
    const ended = clawback([command, "scenario.yaml", "-q", ...flags], { cwd });
    expect(ended.status).toBe(4);
    expect(ended.err).toContain("clawback: 1 of 2 assertions fail");
    expect(ended.err).toMatch(/unmetShare < 0\.1 % +FAILS +reactive .* both ends/);
    expect(ended.err).not.toContain("unmetShare < 100 %");
    if (flags[0] === "--json") {
      const { assertions } = JSON.parse(ended.out) as { assertions: { verdict: string }[] };
      expect(assertions.map(({ verdict }) => verdict)).toEqual(["holds", "fails"]);
    }
  });

  test("change no byte of the rest of the result", () => {
    const fingerprintOf = (cwd: string): unknown =>
      (
        JSON.parse(clawback(["compare", "scenario.yaml", "-q", "--json"], { cwd }).out) as {
          fingerprint: unknown;
        }
      ).fingerprint;
    expect(fingerprintOf(asserting("evictions = 0"))).toBe(fingerprintOf(folderWith(small)));
  });

  test("that cannot be read are told with their place, and nothing is run", () => {
    const ended = clawback(["run", "scenario.yaml"], { cwd: asserting("[evictions = 0, unmetshare < 2 %]") });
    expect(ended.status).toBe(3);
    expect(ended.err).toMatch(/scenario\.yaml:\d+:\d+/);
    expect(ended.err).toContain('there is no metric "unmetshare"');
    expect(ended.err).toContain('did you mean "unmetShare"?');
    expect(ended.out).toBe("");
  });
});

describe("explain --calendar", () => {
  test("says what can be called when, and simulates nothing", () => {
    const ended = clawback(["explain", "colossus", "--calendar"]);
    expect(ended.status).toBe(0);
    expect(ended.err).toBe("");
    expect(ended.out).toMatch(/anthropic +325,000 +0 +90 days +3 Aug 2026 +4 Nov 2026/);
    expect(ended.out).toMatch(/google +110,000 +0 +90 days +31 Dec 2026 +3 Apr 2027/);
    expect(ended.out).toContain("3 Apr 2027  463,000 GPUs");
  });

  test("of one tenant, as of a day, as JSON", () => {
    const ended = clawback([
      "explain",
      "colossus",
      "--calendar",
      "--tenant",
      "google",
      "--at",
      "2027-02-01",
      "--json",
    ]);
    const { leases, callable } = JSON.parse(ended.out) as {
      leases: { lease: string; earliest: { issueAt: number } }[];
      callable: { value: number }[];
    };
    expect(leases.map(({ lease, earliest }) => [lease, earliest.issueAt / 86_400])).toEqual([
      ["google", 215],
    ]);
    expect(callable.map(({ value }) => value)).toEqual([110_000]);
  });
});
