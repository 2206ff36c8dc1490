/**
 * What a field allows, in plain words: `a whole number from 1 to 10,000,000`. The same words stand in error
 * messages and in the field reference.
 */
import { type Bare, bare, branchesOf, choicesOf, type Limits, limitsOf, type Schema } from "./node.ts";

/** Fields with a unit say what is written, not which types represent it. */
const byUnit: Readonly<Record<string, string>> = {
  duration: 'a length of time such as "90 days" or "18 months", or whole seconds',
  date: "a date such as 2026-07-01, or an instant such as 2026-07-01T12:00Z",
  "date or duration": 'a date such as 2026-12-31, or a length of time such as "91 days"',
  "duration or distribution":
    'a length of time such as "2 h", or a distribution of them (an object with `kind`)',
  "GPUs or distribution": "a whole number of accelerators, or a distribution of them (an object with `kind`)",
  "factor or distribution": "a factor of at least 1, or a distribution of them (an object with `kind`)",
  path: 'a path inside the scenario\'s folder, such as "traces/jobs.swf.gz"',
  power: 'a power such as "300 MW"',
  share: 'a share from 0 to 1, or a percentage such as "50 %"',
  "GPUs or %": 'a whole number of accelerators, or a percentage such as "50 %"',
  name: "a name of 1 to 64 characters",
};

export function describeSchema(schema: Schema): string {
  const own = bare(schema);
  const phrase = byUnit[own.meta.unit ?? ""];
  if (phrase !== undefined) return phrase;
  if (own.schema._zod.def.type === "union") return joinOr(describeBranches(branchesOf(own.schema)));
  return describeBare(own);
}

/** Objects that differ by a key are told by that key; the choices of enums come together. */
function describeBranches(branches: readonly Bare[]): string[] {
  const parts: string[] = [];
  const choices = branches.flatMap(({ schema }) => choicesOf(schema) ?? []);
  if (choices.length > 0) parts.push(describeChoices(choices));
  for (const branch of branches) {
    if (choicesOf(branch.schema) !== undefined) continue;
    const part = byUnit[branch.meta.unit ?? ""] ?? describeBare(branch);
    if (!parts.includes(part)) parts.push(part);
  }
  const objects = parts.filter((part) => part.startsWith("an object"));
  return objects.length < 2 ? parts : [...parts.filter((part) => !objects.includes(part)), "an object"];
}

function describeBare({ schema }: Bare): string {
  const def = schema._zod.def;
  const choices = choicesOf(schema);
  if (choices !== undefined) return describeChoices(choices);
  switch (def.type) {
    case "number":
      return describeNumber(limitsOf(schema));
    case "string":
      return describeText(limitsOf(schema).most);
    case "boolean":
      return "true or false";
    case "array":
      return `a list${entries(limitsOf(schema))}`;
    case "tuple":
      return `a list of ${def.items.length}${def.items.every(isNumber) ? " numbers" : ""}`;
    case "object":
      return "an object";
    case "record":
      return "an object whose keys are names";
    default:
      return "a value";
  }
}

const isNumber = (schema: Schema): boolean => bare(schema).schema._zod.def.type === "number";

export const describeChoices = (choices: readonly (string | number)[]): string =>
  joinOr(choices.map((choice) => (typeof choice === "string" ? JSON.stringify(choice) : String(choice))));

function describeNumber({ least, most, above, below, isWhole }: Limits): string {
  const noun = isWhole ? "a whole number" : "a number";
  const lower = above !== undefined ? ` above ${number(above)}` : undefined;
  const upper = below !== undefined ? ` below ${number(below)}` : undefined;
  const isBounded = (limit: number | undefined): limit is number =>
    limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER;
  if (lower === undefined && upper === undefined && isBounded(least) && isBounded(most)) {
    return `${noun} from ${number(least)} to ${number(most)}`;
  }
  const from = lower ?? (isBounded(least) ? ` of at least ${number(least)}` : "");
  const to = upper ?? (isBounded(most) ? ` of at most ${number(most)}` : "");
  return `${noun}${from}${from !== "" && to !== "" ? " and" : ""}${from === "" ? to : to.replace(" of at most", " at most")}`;
}

const describeText = (most: number | undefined): string =>
  most === undefined ? "text" : `text of at most ${number(most)} characters`;

function entries({ least, most }: Limits): string {
  if (least !== undefined && least === most) return ` of ${least}`;
  if (least !== undefined && least > 0)
    return most === undefined ? ` of at least ${least}` : ` of ${least} to ${number(most)}`;
  return most === undefined ? "" : ` of at most ${number(most)}`;
}

/** With separators: 10,000,000; large powers of ten as 1e15. */
export function number(value: number): string {
  const text = String(value);
  if (/^10{12,}$/.test(text)) return `1e${text.length - 1}`;
  if (!/^-?\d{5,}$/.test(text) && !/^-?\d{4}$/.test(text)) return text;
  return text.replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `a`, `a or b`, `a, b or c`; parts that hold an "or" themselves are set apart by commas. */
export function joinOr(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join("");
  if (parts.some((part) => part.includes(" or "))) return parts.join(", or ");
  return `${parts.slice(0, -1).join(", ")} or ${parts.at(-1)}`;
}
