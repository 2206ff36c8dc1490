/**
 * The reference of the scenario language as Markdown, generated from the schema: a table for each object, a
 * row for each key, in the order of the schema. What the schema does not say is not in the manual.
 */

import { gpusDistribution, runTimeDistribution } from "./distribution-schema.ts";
import {
  type Bare,
  bare,
  branchesOf,
  choicesOf,
  elementOf,
  kindOf,
  type Schema,
  shapeOf,
} from "./explain/node.ts";
import { describeSchema } from "./explain/words.ts";
import { scenarioSchema } from "./schema.ts";

/** Words for what the introduction explains. */
const SHORT: Readonly<Record<string, string>> = {
  duration: "a length of time",
  date: "a date or an instant",
  "date or duration": "a date, or a length of time",
  power: "a power",
  share: "a share",
};

/** Told once for all fields. */
const DISTRIBUTION: Readonly<Record<string, string>> = {
  "duration or distribution": "a length of time, or a distribution",
  "GPUs or distribution": "a number of accelerators, or a distribution",
  "factor or distribution": "a factor, or a distribution",
};

const DISTRIBUTIONS = `A value alone is that constant; or an object with a \`kind\`, in the unit of its field: below for lengths
of time, and the same for accelerators and factors, where every length of time is a number above 0. \`bodyAndTail\` is for the
run times of jobs only.`;

const INTRODUCTION = `# Fields of a scenario

A scenario is YAML 1.2 or JSON. Keys that are not listed here are refused. Lists are written \`name[]\`; a field
of \`tenants[].contract\` is one of every contract of every tenant. Defaults marked (A) are assumptions.

| Written | Means |
|---|---|
| \`90 days\`, \`26 weeks\`, \`48 h\`, \`1.5 h\`, \`30 min\`, \`300 s\`, \`3 h 20 min\`, or \`300\` | a length of time; a bare number is whole seconds |
| \`18 months\`, \`1 year\` | calendar months, counted from where the time starts; a year is 365 days |
| \`2026-07-01\`, \`2026-07-01T12:00Z\` | a date or an instant, always UTC |
| \`300 MW\`, \`1.2 GW\`, \`40 kW\` | power |
| \`0.5\`, \`50 %\` | a share |
`;

/** One section for each object of the language, the scenario itself first. */
export function fieldReference(): string {
  const sections: string[] = [INTRODUCTION];
  collect(scenarioSchema, "", sections, new Map());
  sections.push(
    `## Distributions\n\n${DISTRIBUTIONS}\n`,
    ...kindsOf(runTimeDistribution("")),
    "## Distributions of accelerators\n\nIn accelerators, also the kinds above but `bodyAndTail`, and:\n",
    ...kindsOf(gpusDistribution("")).filter((section) => section.includes("`choice`")),
  );
  return `${sections.join("\n")}`;
}

/** A section for each kind of a distribution. */
const kindsOf = (schema: Schema): string[] =>
  branchesOf(schema)
    .filter((branch) => shapeOf(branch.schema) !== undefined)
    .map((branch) => `### Distribution, ${kindText(branch)}\n\n${table("", branch)}`);

/**
 * Sections for a schema and everything below it.
 *
 * @param told - where each object was told; the same one elsewhere is told by a word
 */
function collect(schema: Schema, path: string, sections: string[], told: Map<Schema, string>): void {
  const own = bare(schema);
  if (own.meta.unit !== undefined && own.meta.unit in DISTRIBUTION) return;
  const branches = branchesOf(schema).filter((branch) => shapeOf(branch.schema) !== undefined);
  const hasWords = branchesOf(schema).some(({ schema }) => choicesOf(schema) !== undefined);
  for (const branch of branches) {
    const kind = branches.length > 1 ? kindText(branch) : hasWords ? "written out" : "";
    if (Object.keys(shapeOf(branch.schema) ?? {}).length === 1 && kind !== "") continue;
    const title = path === "" ? "The scenario" : `\`${path}\``;
    const before = told.get(branch.schema);
    if (before !== undefined && before !== path) {
      const pointer = `## ${title}\n\nAs \`${before}\`.\n`;
      if (!sections.includes(pointer)) sections.push(pointer);
      continue;
    }
    told.set(branch.schema, path);
    const about = (branches.length === 1 ? own.meta.description : undefined) ?? branch.meta.description;
    const heading = `## ${title}${kind === "" ? "" : `, ${kind}`}`;
    const section = `${heading}\n\n${about === undefined ? "" : `${about}\n\n`}${table(path, branch)}`;
    if (!sections.includes(section)) sections.push(section);
    for (const [key, child] of Object.entries(shapeOf(branch.schema) ?? {}))
      collect(child, join(path, key), sections, told);
  }
  for (const { schema: list } of branchesOf(schema)) {
    const def = list._zod.def;
    const element = elementOf(list, 0);
    if (element !== undefined && !isOwnBranch(element, branches))
      collect(element, `${path}[]`, sections, told);
    if (def.type === "record") collect(def.valueType, `${path}.NAME`, sections, told);
  }
}

/** A list of what may also be written alone: the fields are told already. */
const isOwnBranch = (element: Schema, branches: readonly Bare[]): boolean =>
  branchesOf(element).every(({ schema }) => branches.some((branch) => branch.schema === schema));

const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function kindText(branch: Bare): string {
  const kind = shapeOf(branch.schema)?.kind;
  const choices = kind === undefined ? undefined : choicesOf(bare(kind).schema);
  if (choices !== undefined) return choices.length === 1 ? `kind \`${choices[0]}\`` : "written out";
  return `\`${Object.keys(shapeOf(branch.schema) ?? {}).join("`, `")}\``;
}

function table(path: string, branch: Bare): string {
  const rows = Object.entries(shapeOf(branch.schema) ?? {}).map(([key, schema]) =>
    row(join(path, key), schema),
  );
  return `| Field | Value | Unit | Default | Meaning |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
}

function row(path: string, schema: Schema): string {
  const { meta, isOptional, defaultValue } = bare(schema);
  const standard =
    defaultValue === undefined ? (isOptional ? "–" : "**required**") : `\`${JSON.stringify(defaultValue)}\``;
  const about = meta.description ?? (path.endsWith("kind") ? "Which one it is." : descriptionBelow(schema));
  const unit =
    meta.unit === undefined ||
    meta.unit in SHORT ||
    meta.unit in DISTRIBUTION ||
    meta.unit === "version" ||
    meta.unit === "name" ||
    meta.unit === "text"
      ? ""
      : meta.unit;
  const cells = [`\`${path}\``, valueText(schema), unit, standard, about];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}

/** Objects of one key are told in place, since they have no table of their own. */
function valueText(schema: Schema): string {
  const objects = branchesOf(schema).filter((branch) => kindOf(branch.schema) === "object");
  const single = objects.filter(({ schema: object }) => Object.keys(shapeOf(object) ?? {}).length === 1);
  const unit = bare(schema).meta.unit;
  const isInPlace = single.length > 1 || (single.length === 1 && isOption(schema, single[0] as Bare));
  if (unit !== undefined || !isInPlace)
    return DISTRIBUTION[unit ?? ""] ?? SHORT[unit ?? ""] ?? describeSchema(schema);
  const scalars = branchesOf(schema).filter((branch) => kindOf(branch.schema) !== "object");
  const texts = single.flatMap(({ schema: object }) =>
    Object.entries(shapeOf(object) ?? {}).map(([key, child]) => `\`${key}\`: ${describeSchema(child)}`),
  );
  return [...scalars.map(({ schema: scalar }) => describeSchema(scalar)), ...texts].join("; or ");
}

/** An object of one key beside words: `wait`, or `limit: 5`. */
const isOption = (schema: Schema, branch: Bare): boolean =>
  !Object.hasOwn(shapeOf(branch.schema) ?? {}, "kind") &&
  branchesOf(schema).some(({ schema: other }) => choicesOf(other) !== undefined);

const descriptionBelow = (schema: Schema): string =>
  branchesOf(schema).find(({ meta }) => meta.description !== undefined)?.meta.description ?? "";
