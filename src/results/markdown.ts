/**
 * Results as Markdown: question, answer, means, differences, what the metrics mean, and how to make them again.
 * What comes from the user is escaped, so that it stays text and stays in its cell.
 */
import { foreseers, listed } from "./answer/facts.ts";
import { policyName, shortName } from "./figures/names.ts";
import {
  comparisonHeadings,
  differenceRows,
  type MetricRow,
  meanRows,
  policyHeadings,
} from "./terminal/cells.ts";
import { shown } from "./terminal/text.ts";
import type { StudyResult } from "./types.ts";

/** The document, with a line break at its end. */
export const toMarkdown = (result: StudyResult): string => {
  const { name, question } = result.scenario;
  const parts = [
    `# ${escaped(name)}`,
    ...(question === "" ? [] : [`**${escaped(question)}**`]),
    escaped(result.answer),
    `## ${result.replications > 1 ? "Means and half of the 95 % interval" : "Values of one replication"}`,
    tableOf(policyHeadings(result), meanRows(result)),
    ...(result.policies.length > 1 ? [`Bold is the best of its row${bounds(result)}.`] : []),
    ...differences(result),
    ...tenants(result),
    ...asserted(result),
    ...(result.warnings.length === 0
      ? []
      : ["## Warnings", result.warnings.map((w) => `- ${escaped(w)}`).join("\n")]),
    "## What the metrics mean",
    result.definitions
      .filter(({ headline }) => headline)
      .map(({ label, meaning }) => `- **${escaped(label)}**: ${escaped(meaning)}`)
      .join("\n"),
    "## How to make this again",
    `${code(result.command)}, with Clawback ${escaped(result.tool.version)}, seed ${code(result.seed)}; fingerprint ${code(result.fingerprint)}`,
  ];
  return `${parts.join("\n\n")}\n`.replaceAll("\u00a0", " ");
};

const asserted = ({ assertions }: StudyResult): string[] => {
  if (assertions.length === 0) return [];
  const rows = assertions.map(({ text, policy, variant, verdict }) => {
    const whose = variant === "" ? policy : `${policy} @ ${variant}`;
    return `- ${code(text)} under ${escaped(whose)}: ${verdict === "fails" ? "**fails**" : verdict === "holds" ? "holds" : "not run"}`;
  });
  return ["## Asserted", rows.join("\n")];
};

const bounds = (result: StudyResult): string => {
  const foreseeing = foreseers(result);
  const names = result.policies.filter(({ policy }) => foreseeing.has(policy)).map(policyName);
  if (names.length === 0 || names.length === result.policies.length) return "";
  return `; ${escaped(listed(names))} ${names.length === 1 ? "is" : "are"} told the future and left out of that`;
};

const differences = (result: StudyResult): string[] => {
  const [first] = result.comparisons;
  if (first === undefined) return [];
  const isSingle = first.metrics.every(({ n }) => n < 2);
  return [
    `## Difference from ${escaped(shortName(first.baseline))} on the same demand`,
    tableOf(comparisonHeadings(result), differenceRows(result)),
    ...(isSingle ? [] : ["In brackets the 95 % interval; bold where it excludes 0."]),
  ];
};

const tenants = ({ policies }: StudyResult): string[] => {
  const rows = (policies[0]?.tenants ?? []).map(({ tenant }, t) => ({
    label: tenant,
    texts: policies.map((policy) => `${policy.tenants[t]?.evictedIn ?? 0} of ${policy.replications}`),
    marked: policies.map(() => false),
  }));
  return rows.length === 0
    ? []
    : ["## Evicted in how many replications", tableOf(policies.map(policyName), rows)];
};

const tableOf = (headings: readonly string[], rows: readonly MetricRow[]): string => {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row(["", ...headings.map(escaped)]),
    row(["---", ...headings.map(() => "---:")]),
    ...rows.map(({ label, texts, marked }) =>
      row([escaped(label), ...texts.map((text, i) => (marked[i] ? `**${text}**` : text))]),
    ),
  ].join("\n");
};

/** Text of the user as text: on one line, without markup of Markdown or HTML. */
const escaped = (text: string): string =>
  shown(text)
    .replace(/[\\`*_{}[\]<>#|~&]/g, "\\$&")
    .replace(/^[-+=]/, "\\$&")
    .replace(/^(\d+)([.)])(?=\s)/, "$1\\$2");

/** In a code span that no backtick inside can end. */
const code = (text: string): string => {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${shown(text)}${fence}` : `${fence} ${shown(text)} ${fence}`;
};
