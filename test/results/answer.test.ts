import { describe, expect, test } from "vitest";
import { shortSeconds } from "../../src/results/answer/short-seconds.ts";
import { answerOf } from "../../src/results/answer.ts";
import { type Changes, smallStudy } from "./small-study.ts";

const answer = async (changes: Changes = {}): Promise<string> => (await smallStudy(changes)).answer;
const demand = (base: number, growth = 2.4) => ({
  "internal.training.demand.base": String(base),
  "internal.training.demand.growth": String(growth),
});
const lockedOut = { "tenants.alpha.contract.lockout": "2026-09-01" };

const step = (at: number, value: number) => ({ at, value });

describe("the time short", () => {
  test("counts every second in which any program has less than it wants, once", () => {
    const programs = [
      { name: "a", demand: [step(0, 5), step(30, 2)], held: [step(0, 5), step(10, 3)] },
      { name: "b", demand: [step(25, 1)], held: [step(40, 1)] },
    ];
    expect(shortSeconds(programs, 0, 100)).toBe(30);
    expect(shortSeconds(programs, 15, 28)).toBe(13);
    expect(shortSeconds(programs, 40, 100)).toBe(0);
    expect(shortSeconds([], 0, 100)).toBe(0);
  });
});

describe("the answer", () => {
  test("says that no notice is needed when demand stays within what is free", async () => {
    expect(await answer({ set: demand(100, 1) })).toBe(
      "No notice is needed: internal demand stays within what is free, in each of 6 replications.",
    );
  });

  test("says that the shortage comes before any lease can be back, and for how long at most", async () => {
    const text = await answer({ set: { ...demand(600), ...lockedOut } });
    expect(text).toContain(
      "first exceeds what is free on 1 Jul 2026; notice would have had to go out on 30 May 2026, inside every lockout: " +
        "alpha cannot be called before 1 Sep 2026 and need not be back before 3 Oct 2026, " +
        "so about ",
    );
    expect(text).toMatch(
      /so about \d\d days of shortage before then cannot be avoided, whichever of the policies is followed\. Least is unmet in the mean under ahead, where notice goes .* in the first replication; that leaves [\d.]+ % of internal demand unmet, against [\d.]+ % under reactive/,
    );
  });

  test("does not speak of a lockout where the notice alone is too long", async () => {
    const text = await answer({ set: demand(600) });
    expect(text).toContain("before the scenario begins: alpha could be called at the start");
    expect(text).not.toContain("lockout");
  });

  test("does not call a shortage unavoidable that a policy avoids", async () => {
    const result = await smallStudy({ set: { ...demand(600), ...lockedOut } });
    const [reactive, ahead, ...others] = result.policies;
    if (reactive === undefined || ahead === undefined) throw new Error("two policies");
    const programs = ahead.story.programs.map((program) => ({ ...program, held: program.demand }));
    const late = { ...ahead, story: { ...ahead.story, programs } };
    const text = answerOf({ ...result, policies: [reactive, late, ...others] });
    expect(text).toContain("no notice rules out a shortage of up to 94 days");
    expect(text).not.toContain("cannot be avoided");
  });

  test("names the policy that leaves least unmet, whom it calls and when, and what that brings and costs", async () => {
    expect(await answer()).toMatch(
      /^Under ahead, notice goes first to alpha on \d+ \w+ 2026 \(\d+ GPUs, back by \d+ \w+ 2026\) and then in \d+ more rounds to .* in the first replication; that leaves 0 % of internal demand unmet, against [\d.]+ % under reactive \(difference −[\d.]+ ± [\d.]+ points\), for \$[\d.]+ M less rent\. /,
    );
  });

  test("says which policy leaves the owner most, as that may be another", async () => {
    expect(await answer()).toMatch(
      /What is left to the owner, with unmet demand valued at \$10 a GPU-hour, is in the mean most under reactive: \$[\d.]+ M net against \$[\d.]+ M under ahead \(difference \+\$[\d.]+ [kM] ± [\d.]+[^)]*\)\.$/,
    );
  });

  test("never recommends a policy that is told the future", async () => {
    const text = await answer({ policies: ["never", "clairvoyant", "reactive"] });
    expect(text).toMatch(/^Under reactive/);
    expect(text).not.toContain("clairvoyant");
  });

  test("compares the baseline with the next best when the baseline is best", async () => {
    const [forth, back] = [
      await answer({ policies: ["never", "reactive"] }),
      await answer({ policies: ["reactive", "never"] }),
    ];
    const difference = /against [\d.]+ % under never \(difference [^)]+\)/;
    expect(forth).toMatch(/^Under reactive/);
    expect(difference.exec(back)?.[0]).toBe(difference.exec(forth)?.[0]);
  });

  test("says when the difference is not significant", async () => {
    const result = await smallStudy({ policies: ["reactive", "ahead"] });
    const comparisons = result.comparisons.map((comparison) => ({
      ...comparison,
      metrics: comparison.metrics.map((metric) => ({ ...metric, low: -1, high: 1 })),
    }));
    expect(answerOf({ ...result, comparisons })).toContain(
      "points, not significant: the interval contains 0)",
    );
  });

  test("says of the owner's value, too, when policies cannot be told apart", async () => {
    const result = await smallStudy();
    const comparisons = result.comparisons.map((comparison) => ({
      ...comparison,
      metrics: comparison.metrics.map((metric) => ({
        ...metric,
        low: metric.mean - 1e12,
        high: metric.mean + 1e12,
      })),
    }));
    expect(answerOf({ ...result, comparisons })).toMatch(
      /\(difference \+\$[^)]*, not significant: the interval contains 0\)\.$/,
    );
  });

  test("says when two policies did the same in every replication", async () => {
    const result = await smallStudy({ policies: ["reactive", "ahead"] });
    const comparisons = result.comparisons.map((comparison) => ({
      ...comparison,
      metrics: comparison.metrics.map((metric) => ({ ...metric, mean: 0, low: 0, high: 0 })),
    }));
    expect(answerOf({ ...result, comparisons })).toContain(
      "(difference 0 points, the same in every replication)",
    );
  });

  test("claims no interval from one replication", async () => {
    const text = await answer({ policies: ["reactive", "never"], replications: 1 });
    expect(text).toContain("points, from one replication alone)");
    expect(text).not.toContain("±");
  });

  test("says that demand outgrows the whole cluster, which no notice cures", async () => {
    expect(await answer({ set: demand(400, 4) })).toMatch(
      /\. From \d+ \w+ 2027 on internal demand outgrows the whole cluster, which no notice period can cure\.$/,
    );
  });

  test("knows when there is nobody to give notice to", async () => {
    expect(await answer({ tenants: "[]" })).toContain("There are no tenants");
    expect(await answer({ tenants: "[]", set: demand(900) })).toMatch(
      /^There is no tenant who could be given notice: [\d.]+ % of internal demand is unmet/,
    );
  });

  test("tells a ladder of notices step by step", async () => {
    const vary = { path: "tenants[0].contract.notice", values: ["1 day", "30 days", "90 days"] };
    expect(await answer({ policies: ["reactive"], vary })).toMatch(
      /^In the mean each step from 1 day to 90 days of notice leaves more internal demand unmet under reactive: [\d.]+ % at 1 day, [\d.]+ % at 30 days and [\d.]+ % at 90 days\./,
    );
  });

  test("tells the values of another parameter", async () => {
    const vary = { path: "internal.training.demand.growth", values: ["1", "3"] };
    expect(await answer({ policies: ["reactive", "never"], vary })).toMatch(
      /^As internal\.training\.demand\.growth varies, internal demand is unmet under reactive: 0 % at 1 and [\d.]+ % at 3\.$/,
    );
  });

  test("tells another figure where what is unmet is the same at all values", async () => {
    const vary = { path: "values.tenantGpuHour", values: ["1", "20"] };
    expect(await answer({ policies: ["reactive"], vary })).toMatch(
      /^As values\.tenantGpuHour varies, unmet internal demand is the same under reactive; tenants lose \$[\d.]+.* at 1 and \$[\d.]+.* at 20\.$/,
    );
  });

  test("is one line of ordinary spaces, the same each time", async () => {
    const result = await smallStudy();
    expect(answerOf(result)).toBe(result.answer);
    expect(result.answer).not.toMatch(/[\n\u00a0]/);
  });
});
