/**
 * The report as text: well formed, complete, and safe whatever the scenario calls its things.
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { reportHtml } from "../../src/results/report/report.ts";
import type { StudyResult } from "../../src/results/types.ts";
import { studyResult } from "./report-fixture.ts";
import { elementsOf } from "./report-markup.ts";

const assets = { plotlyJs: 'window.Plotly = "<!-- <script></script>";' };

/** The same study, in which every name and text is the given one. */
const renamed = (text: string, result: StudyResult = studyResult()): StudyResult => ({
  ...result,
  scenario: { ...result.scenario, name: text, question: text, description: text, text, hash: text },
  command: text,
  seed: text,
  answer: text,
  warnings: [text],
  fingerprint: text,
  policies: result.policies.map((policy) => ({
    ...policy,
    policy: text,
    variant: `path=${text}`,
    tenants: policy.tenants.map((tenant) => ({ ...tenant, tenant: text })),
    story: {
      ...policy.story,
      leases: policy.story.leases.map((lease) => ({ ...lease, name: text, tenant: text })),
      notices: policy.story.notices.map((notice) => ({
        ...notice,
        target: text,
        cause: text,
        because: notice.because && {
          ...notice.because,
          candidates: notice.because.candidates.map((candidate) => ({
            ...candidate,
            lease: text,
            reason: text,
          })),
        },
      })),
    },
  })),
  comparisons: result.comparisons.map((comparison) => ({ ...comparison, policy: text, baseline: text })),
  ladder: result.ladder.map((rung) => ({ ...rung, policy: text, label: text })),
  assertions: result.assertions.map((outcome) => ({ ...outcome, text, policy: text, variant: text })),
  calendar: {
    ...result.calendar,
    rows: result.calendar.rows.map((row) => ({ ...row, lease: text, tenant: text })),
  },
});

const text = reportHtml(studyResult(), assets);

describe("a report", () => {
  const elements = elementsOf(text);

  test("is well formed, with unique ids and links that lead somewhere", () => {
    const ids = elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { attributes } of elements) {
      const target = attributes.get("href") ?? attributes.get("aria-labelledby") ?? attributes.get("for");
      if (target !== undefined) expect(ids).toContain(target.replace("#", ""));
    }
  });

  test("says the answer before anything else, then the policies, then the rest in order", () => {
    const order = [
      "answer",
      "metrics",
      "over-time",
      "comparison",
      "ladder",
      "explanations",
      "definitions",
      "provenance",
    ];
    const places = order.map((id) => text.indexOf(` id="${id}"`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });

  test("has a table beside every chart", () => {
    const charts = elements.filter(({ attributes }) => attributes.has("data-figure"));
    const twins = elements.filter(
      ({ tag, attributes }) => tag === "details" && attributes.get("class") === "twin",
    );
    expect(charts).toHaveLength(3 * 5 + 3);
    expect(twins).toHaveLength(charts.length);
  });

  test("refers to nothing outside itself", () => {
    for (const { tag, attributes } of elements) {
      expect(["link", "img", "iframe", "object", "embed", "form", "base"]).not.toContain(tag);
      expect(attributes.has("src") || attributes.has("style")).toBe(false);
      expect(attributes.get("href") ?? "#").toMatch(/^#/);
    }
  });

  test("allows exactly its own scripts, by hash, and no request", () => {
    const policy = elements.find(
      ({ attributes }) => attributes.get("http-equiv") === "Content-Security-Policy",
    );
    const content = policy?.attributes.get("content") ?? "";
    const scripts = [...text.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script);
    expect(scripts).toHaveLength(2);
    const hashes = scripts.map(
      (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    );
    expect(content).toContain(`script-src ${hashes.join(" ")};`);
    expect(content).toContain("default-src 'none'");
    expect(content).not.toContain("unsafe-eval");
  });

  test("carries each metric's definition, the command and the fingerprint", () => {
    const { definitions, command, fingerprint } = studyResult();
    for (const { name } of definitions) expect(text).toContain(`<code>${name}</code>`);
    expect(text).toContain(command);
    expect(text).toContain(fingerprint);
  });

  test("is the same, byte for byte, each time", () => {
    expect(reportHtml(studyResult(), assets)).toBe(text);
  });
});

describe("hostile names", () => {
  test.each([
    "<img src=x onerror=alert(1)>",
    '<span style="background:url(http://evil)">x</span>',
    "%{x}",
    "__proto__",
    "constructor",
    "\u202egnp.exe ענת",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '" autofocus onfocus="alert(1)',
    "' onclick='alert(1)",
    "a\u0000b\ud800\u007f",
    "😀".repeat(5000),
  ])("no. %# change no element of the report", (name) => {
    const harmless = elementsOf(reportHtml(renamed("harmless"), assets));
    const hostile = reportHtml(renamed(name), assets);
    expect(hostile).not.toMatch(/<img|<span style|onerror=alert\(1\)>/);
    expect(hostile.match(/<\/script>/g)).toHaveLength(3);
    const shape = (elements: ReturnType<typeof elementsOf>) =>
      elements.map(({ tag, attributes }) => [tag, ...attributes.keys()].join(" "));
    expect(shape(elementsOf(hostile))).toEqual(shape(harmless));
  });
});

test("what was asserted and what can be called when are told where there is any of it", () => {
  expect(text).toContain('<h2 id="asserted">');
  expect(text).toMatch(/<code>unmetShare &#60; 2 %<\/code>.*<strong>FAILS<\/strong>/s);
  expect(text).toContain('<h2 id="calendar">');
  const none = reportHtml(
    { ...studyResult(), assertions: [], calendar: { at: 0, dates: [0], rows: [], callable: [] } },
    assets,
  );
  elementsOf(none);
  expect(none).not.toMatch(/id="asserted"|id="calendar"|#calendar/);
});

test("a study of one policy and one replication has neither choice nor comparison nor intervals", () => {
  const result = studyResult();
  const [policy] = result.policies;
  const metrics = policy.metrics.map(({ mean }) => ({ mean, sd: 0, n: 1, low: mean, high: mean }));
  const only = reportHtml(
    {
      ...result,
      replications: 1,
      policies: [{ ...policy, replications: 1, metrics }],
      comparisons: [],
      ladder: [],
      warnings: [],
    },
    assets,
  );
  elementsOf(only);
  expect(only).not.toMatch(/<select|id="comparison"|id="ladder"|class="spread"|class="warnings"/);
});

test("long lists are cut, and the report says so", () => {
  const result = studyResult();
  const [policy] = result.policies;
  const notices = Array.from({ length: 5000 }, (_, id) => ({ ...policy.story.notices[0], id }));
  const long = reportHtml(
    { ...result, policies: [{ ...policy, story: { ...policy.story, notices } }] },
    assets,
  );
  expect(long).toContain("The first 200 of 5000 notices");
  expect(long).toContain("The first 100 of 5000 notices");
  expect(long.length - reportHtml(result, assets).length).toBeLessThan(1_200_000);
});
