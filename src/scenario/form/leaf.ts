/**
 * The control of one value: of which kind it is by the schema and by how it is written, and its slider.
 */
import { formatDuration, parseDuration } from "../../base/units.ts";
import { bare, branchesOf, choicesOf, kindOf, kindOfValue, limitsOf, type Schema } from "../explain/node.ts";
import type { Place } from "./controls.ts";
import type { Choice, Control, ControlKind } from "./model.ts";
import { isPositiveLength, unitOf } from "./names.ts";
import { type Surroundings, sliderFor } from "./slider.ts";
import { templateOfKind } from "./templates.ts";
import { inYaml } from "./writer.ts";

export type Leaf = Pick<Control, "kind" | "value" | "unit" | "slider" | "choices">;

/**
 * @param source - the value as the scenario writes it, where it does
 * @returns undefined for what is no single value
 */
export function leafOf(
  { schema, pattern, value }: Place,
  around: Surroundings,
  source: string | undefined,
): Leaf | undefined {
  const written = value === undefined ? "" : textOf(schema, value, source);
  const kind = kindFor(schema, value, written);
  if (kind === undefined) return undefined;
  const key = pattern.slice(pattern.lastIndexOf(".") + 1);
  const unit = kind === "share" ? (written.includes("%") ? "" : "share of 1") : unitOf(key, unitIn(schema));
  if (kind === "flag") return { kind, value: written, unit: "", choices: FLAG };
  if (kind === "choice") {
    const choices = choicesFor(schema, pattern, written, around);
    return choices.length < 2 && value !== undefined
      ? undefined
      : { kind, value: written, unit: "", choices };
  }
  const limits = limitsOf(branchFor(schema, value));
  const slider = sliderFor(kind, written, limits, isPositiveLength(key), around);
  return { kind, value: written, unit: TEXTUAL.has(kind) ? "" : unit, slider };
}

const FLAG: readonly Choice[] = [
  { value: "true", label: "yes" },
  { value: "false", label: "no" },
];

/** Kinds whose written values have their unit in them. */
const TEXTUAL = new Set<ControlKind>(["duration", "date", "power", "text"]);

const unitIn = (schema: Schema): string | undefined =>
  bare(schema).meta.unit ?? branchesOf(schema)[0]?.meta.unit;

/** Whole seconds are shown as a person would write them, when that is the same length. */
function textOf(schema: Schema, value: unknown, source: string | undefined): string {
  if (typeof value === "number" && isLength(unitIn(schema))) {
    const text = formatDuration(value).replaceAll(",", "");
    if (parseDuration(text)?.seconds === value) return text;
  }
  return typeof value === "number" ? (source ?? inYaml(value)) : inYaml(value);
}

const isLength = (unit: string | undefined): boolean => unit?.includes("duration") ?? false;

const BY_UNIT: Readonly<Record<string, ControlKind>> = {
  duration: "duration",
  "duration or distribution": "duration",
  date: "date",
  GPUs: "gpus",
  "GPUs or distribution": "gpus",
  $: "money",
  share: "share",
  power: "power",
  count: "count",
};

function kindFor(schema: Schema, value: unknown, written: string): ControlKind | undefined {
  const unit = unitIn(schema);
  if (typeof value === "boolean") return "flag";
  if (value === undefined && isFlag(schema)) return "flag";
  if (unit === "date or duration") return /^\d{4}-/.test(written) ? "date" : "duration";
  if (unit === "GPUs or %") return written.includes("%") ? "share" : "gpus";
  const known = BY_UNIT[unit ?? ""];
  if (known !== undefined) return known;
  const branches = branchesOf(schema);
  if (branches.some((branch) => choicesOf(branch.schema) !== undefined) && kindOfValue(value) !== "number")
    return "choice";
  const number = branches.find((branch) => kindOf(branch.schema) === "number");
  if (number !== undefined)
    return bare(schema).schema._zod.def.type === "union" ? unionKind(schema) : "number";
  return branches.some((branch) => kindOf(branch.schema) === "text") ? "text" : undefined;
}

/** The seed is a text or a number; a charge is dollars; a chance may also be said as yes or no. */
function unionKind(schema: Schema): ControlKind {
  const branches = branchesOf(schema).filter((branch) => choicesOf(branch.schema) === undefined);
  if (branches.some(({ meta }) => meta.unit === "share")) return "share";
  if (branches.some((branch) => kindOf(branch.schema) === "text")) return "text";
  return branches.some(({ meta }) => meta.unit === "$") ? "money" : "number";
}

const isFlag = (schema: Schema): boolean =>
  branchesOf(schema).every((branch) => kindOf(branch.schema) === "truth");

/** The branch that takes the value, for its limits. */
function branchFor(schema: Schema, value: unknown) {
  const kind = kindOfValue(value);
  const branches = branchesOf(schema).map((branch) => branch.schema);
  const isScalar = (branch: (typeof branches)[number]) => ["number", "text"].includes(kindOf(branch));
  return (branches.find((branch) => kindOf(branch) === kind) ??
    branches.find(isScalar) ??
    branches[0]) as (typeof branches)[number];
}

/** Words, kinds that a template can begin, and what is written now when it is none of them. */
function choicesFor(schema: Schema, pattern: string, written: string, { capacity }: Surroundings): Choice[] {
  const words = branchesOf(schema).flatMap((branch) => choicesOf(branch.schema) ?? []);
  const kinds = branchesOf(schema).flatMap((branch) => {
    const own = branch.schema._zod.def.type === "object" ? branch.schema._zod.def.shape.kind : undefined;
    return (own && choicesOf(bare(own).schema)) ?? [];
  });
  const choices = [...new Set([...words, ...kinds].map(String))].flatMap((word) => {
    const template = words.includes(word) ? word : templateOfKind(schema, word, pattern, capacity);
    return template === undefined ? [] : [{ value: inYaml(template), label: word }];
  });
  const number = branchesOf(schema).some((branch) => kindOf(branch.schema) === "number");
  if (number) choices.push({ value: "0.9", label: "a number" });
  return choices.some(({ value }) => value === written) || written === ""
    ? choices
    : [{ value: written, label: written.replaceAll(/[[\]]/g, "").trim() }, ...choices];
}
