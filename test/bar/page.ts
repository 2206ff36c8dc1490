/** The page of the bar, from its rows and their figures. */
import { type Finding, findings } from "./findings.ts";
import { type Row, rows } from "./rows.ts";

export type Occasion = { readonly version: string; readonly date: string; readonly node: string };

const cell = (text: string): string => text.replaceAll("|", "\\|");

/** A row of the table. */
export const lineOf = ({ area, promise, bar, command }: Row, figure: string): string =>
  `| ${[area, promise, bar, figure, `\`${command}\``].map(cell).join(" | ")} |`;

const findingLine = ({ by, fault, pinned }: Finding): string =>
  `| ${[by, fault, `\`${pinned}\``].map(cell).join(" | ")} |`;

const unshownLines = rows.flatMap(({ area, unshown }) =>
  unshown === undefined ? [] : [`- **${area}**: ${unshown}`],
);

/** @param lines - one for each row, in order */
export const page = (
  lines: readonly string[],
  { version, date, node }: Occasion,
): string => `# What is promised, and how it is shown

Each row is a promise, where the bar lies, the figure that its check gave, and the command that shows it. \`npm run bar\` writes this page: it runs what takes a few minutes; figures of longer runs are quoted with their date from
\`test/bar/recorded.json\`, where \`npm run bar -- --record NAME "FIGURE"\` puts them. They were made on two cores with other work beside. No check here may be weakened to make a figure better.

Clawback ${version}, ${date}, Node ${node}.

| area | promise | bar | figure | command |
|---|---|---|---|---|
${lines.join("\n")}

## What is not shown

${unshownLines.join("\n")}

## What was found

What these checks have found so far, and the test that keeps it found.

| found by | what was wrong | pinned in |
|---|---|---|
${findings.map(findingLine).join("\n")}

What an attacker may send, and what stands against it, is in \`SECURITY.md\`; the agreement with theory is in [Theory and simulation](theory.md); kills, full disks and poison are told row by row in [Studies and sweeps](sweeps.md);
which layer of tests notices which fault is in [Planted bugs](planted-bugs.md); the packages are in [their table](licences.md).
`;
