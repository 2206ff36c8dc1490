/** Pages of the manual that are generated: they are what the definitions say. UPDATE_DOCS=1 writes them. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { metricDefinitions } from "../../src/metrics/definitions.ts";
import { fieldReference } from "../../src/scenario/reference.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

const metricsPage = (): string => {
  const rows = metricDefinitions.map(
    (d) =>
      `| \`${d.name}\` | ${cell(d.label)} | ${d.unit} | ${d.better} | ${cell(d.meaning)} | ${cell(d.formula)} |`,
  );
  return `# Metrics

Time-weighted over the measured window, from \`warmUp\` to the horizon, and one value for each replication. This page is generated from the table that also drives the terminal, CSV, JSON and the
report (\`UPDATE_DOCS=1 npx vitest run test/docs\`).

| name | label | unit | better | meaning | formula |
|---|---|---|---|---|---|
${rows.join("\n")}
`;
};

const fieldsPage = (): string => `${fieldReference().trimEnd()}\n`;

describe("the manual", () => {
  test.each([
    ["metrics.md", metricsPage],
    ["scenario-fields.md", fieldsPage],
  ])("%s is what the code says", (name, page) => {
    const file = new URL(`../../web/docs/${name}`, import.meta.url);
    if (process.env.UPDATE_DOCS) writeFileSync(file, page());
    expect(readFileSync(file, "utf8")).toBe(page());
  });

  test("names every preset with a heading of its own", () => {
    const text = readFileSync(new URL("../../web/docs/presets.md", import.meta.url), "utf8");
    for (const preset of [
      "colossus",
      "article",
      "notice-ladder",
      "robotaxi-surge",
      "tenant-walks-first",
      "faster-code",
      "orbital",
      "buy-out",
      "power-cut",
      "delivery-slips",
      "deal-pipeline",
    ]) {
      expect(text).toContain(`## \`${preset}\``);
    }
  });
});
