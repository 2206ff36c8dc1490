import { describe, expect, test } from "vitest";
import { noticeAccount } from "../../src/results/explain/notice.ts";
import { explainData, explainText } from "../../src/results/explain.ts";
import { datesOf } from "../../src/results/figures/dates.ts";
import type { NoticeStory, StudyResult } from "../../src/results/types.ts";
import { smallStudy } from "./small-study.ts";

const DAY = 86_400;
const page = { width: 100, color: false };
const study = (): Promise<StudyResult> => smallStudy({ policies: ["reactive", "never"] });
type Explained = {
  at: number | null;
  leases: { lease: string; lockoutEnd: number; earliestReturn: number }[];
  policies: { policy: string; notices: NoticeStory[]; situation?: { leases: { lease: string }[] } }[];
};
const dataOf = async (options: { at?: number; tenant?: string } = {}): Promise<Explained> =>
  JSON.parse(JSON.stringify(explainData(await study(), options)));
/** On one line, for what may be broken anywhere. */
const flat = (text: string): string => text.replace(/\s+/g, " ");

describe("an explanation", () => {
  test("begins with the calendar of who can be called from when", async () => {
    const text = explainText(await study(), page);
    expect(text).toMatch(/alpha +300 +the start +never +2 Aug 2026/);
    expect(text).toMatch(/beta +200 +the start +1 Sep 2026 +\d Dec 2026/);
    expect(text.indexOf("Who can be called")).toBeLessThan(text.indexOf("\nUnder reactive\n"));
  });

  test("tells of each notice for whom, what was foreseen, who was asked, the cost and the end", async () => {
    const text = flat(explainText(await study(), page));
    expect(text).toMatch(
      /: notice to beta to give back [\d,]+ GPUs and keep the rest, effective \d+ \w+ 20\d\d \(notice \d+\) for training foreseen for \d+ \w+ 20\d\d, when its capacity would be free: demand [\d,]+ GPUs, supply [\d,]+, [\d,]+ short asked alpha, could give/,
    );
    expect(text).toMatch(
      /cost \$[\d.]+ k? ?of rent a day to the owner; \$\S+( k)? in all to the tenant ended /,
    );
  });

  test("gives every candidate its reason", async () => {
    const result = await study();
    const text = flat(explainText(result, { ...page, width: 120 }));
    for (const { because } of result.policies[0]?.story.notices ?? [])
      for (const { reason } of because?.candidates ?? []) expect(text).toContain(reason);
  });

  test("tells of a run that makes room for a job as of a run, not of a tenant", async () => {
    const some = (await study()).policies[0]?.story.notices[0] as NoticeStory;
    const preempted: NoticeStory = {
      ...some,
      kind: "preempt",
      target: "training/a",
      cause: "urgent#7",
      state: "enforced",
      endedAt: DAY,
      returned: some.gpus,
      missing: 0,
      needed: undefined,
      delivered: false,
      because: undefined,
    };
    const { headline, cause, cost, ended } = noticeAccount(preempted, datesOf((await study()).scenario));
    expect(headline).toContain("training/a is told to make room");
    expect(cause).toBe("urgent#7");
    expect(cost).toBe("no rent: the run is the owner's own");
    expect(ended).toMatch(/^enforced on .*: the run was stopped; .* handed over; it did not reach the run$/);
  });

  test("says when a policy serves no notice", async () => {
    expect(explainText(await study(), page)).toContain("Under never\nNo notice is served.\n");
  });

  test("keeps to what was open at a moment, and says who held what then", async () => {
    const result = await study();
    const all = result.policies[0]?.story.notices ?? [];
    const at = (all[3] as NoticeStory).issuedAt;
    const { policies } = await dataOf({ at });
    const open = all.filter((n) => n.issuedAt <= at && (n.endedAt < 0 || n.endedAt >= at));
    expect(policies[0]?.notices.map(({ id }) => id)).toEqual(open.map(({ id }) => id));
    expect(policies[1]?.situation?.leases.map(({ lease }) => lease)).toEqual(["alpha", "beta"]);
    const text = flat(explainText(result, { ...page, at: 10 * DAY }));
    expect(text).toMatch(
      /On 11 Jul 2026: training wants \d+ GPUs and has \d+; alpha holds 300 firm; beta holds 200 firm\./,
    );
  });

  test("keeps to one tenant", async () => {
    const { leases, policies } = await dataOf({ tenant: "beta" });
    expect(leases.map(({ lease }) => lease)).toEqual(["beta"]);
    expect(new Set(policies.flatMap(({ notices }) => notices.map(({ target }) => target)))).toEqual(
      new Set(["beta"]),
    );
  });

  test("carries every notice as data, with what is not known as null", async () => {
    const result = await study();
    const { policies, at } = await dataOf();
    expect(at).toBeNull();
    expect(policies[0]?.notices).toHaveLength(result.policies[0]?.story.notices.length ?? -1);
    const keys = [
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
    ];
    for (const notice of policies[0]?.notices ?? [])
      expect(Object.keys(notice)).toEqual(expect.arrayContaining([...keys, "needed", "because"]));
  });

  test("fits into its width and cannot be steered by names", async () => {
    const result = await study();
    const hostile = "evil\u001B[2J";
    const policies = result.policies.map((policy) => ({
      ...policy,
      policy: hostile,
      story: {
        ...policy.story,
        notices: policy.story.notices.map((notice) => ({ ...notice, target: hostile, cause: hostile })),
      },
    }));
    const text = explainText({ ...result, policies }, { ...page, width: 80 });
    expect(text).not.toContain("\u001B");
    expect(Math.max(...text.split("\n").map(({ length }) => length))).toBeLessThanOrEqual(80);
  });
});
