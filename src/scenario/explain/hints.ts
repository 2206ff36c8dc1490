/**
 * Hints: the likely remedy for a value of the wrong form, by what the field holds.
 */
import { didYouMean, nearest } from "./did-you-mean.ts";
import { type Bare, choicesOf } from "./node.ts";

const DURATION_EXAMPLES = 'write it like "90 days", "18 months", "26 weeks", "48 h" or "300 s"';
const DURATION_UNITS = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"];

/** @param unit - the unit of the field; @param branches - what it accepts */
export function hintFor(value: unknown, unit: string, branches: readonly Bare[]): string | undefined {
  if (value === null || value === undefined) return "give a value, or leave the key out";
  if (unit === "version") return "this reads scenarios of version 1; a study begins with clawback: study/1";
  if (typeof value === "string") return hintForText(value, unit, branches);
  if (typeof value === "number") return hintForNumber(value, unit, branches);
  return unit.includes("duration") ? DURATION_EXAMPLES : undefined;
}

function hintForText(text: string, unit: string, branches: readonly Bare[]): string | undefined {
  if (unit === "name") return hintForName(text);
  if (unit === "date") return hintForDate(text);
  if (unit === "date or duration")
    return /^\s*\d{4}\D\d/.test(text) ? hintForDate(text) : hintForDuration(text);
  if (unit.includes("duration")) return hintForDuration(text);
  if (unit === "power") return 'write it like "300 MW"; units are W, kW, MW and GW';
  if (unit === "path")
    return "give it relative to the scenario, with / between its parts and without .. and a leading /";
  const choices = branches.flatMap(({ schema }) => choicesOf(schema) ?? []).filter(isText);
  if (choices.length > 0) return didYouMean(text, choices);
  const types = branches.map(({ schema }) => schema._zod.def.type);
  if (types.includes("boolean") && /^(yes|no|on|off|true|false)$/i.test(text))
    return "write true or false, without quotes";
  if (types.includes("number") && isNumber(text)) return "remove the quotes";
  if (types.includes("number") && /^[\d,_.' ]+$/.test(text))
    return "write numbers without separators: 230000 or 1.25e9";
  return undefined;
}

const isText = (choice: string | number): choice is string => typeof choice === "string";
const isNumber = (text: string): boolean => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text);

function hintForNumber(value: number, unit: string, branches: readonly Bare[]): string | undefined {
  if (unit === "power") return `give the unit: "${value} MW"`;
  if (unit === "date") return "write a date like 2026-07-01";
  if (unit.includes("duration") && value >= 0) return DURATION_EXAMPLES;
  if (unit === "share" && value > 1 && value <= 100) return `did you mean "${value} %"?`;
  const types = branches.map(({ schema }) => schema._zod.def.type);
  if (!types.includes("number") && types.includes("string")) return "put it in quotes";
  return undefined;
}

function hintForDuration(text: string): string {
  if (/^\s*-/.test(text)) return `a length of time is not negative; ${DURATION_EXAMPLES}`;
  const [, amount, word] = /^\s*(\d+(?:\.\d+)?)\s*(\S.*)?$/.exec(text) ?? [];
  const unit = word === undefined ? undefined : nearest(word, DURATION_UNITS);
  if (unit !== undefined && !isUnit(word)) return `did you mean "${amount} ${unit}"? ${DURATION_EXAMPLES}`;
  if (isUnit(word) && /month/.test(word ?? "") && amount?.includes("."))
    return "months are whole; use days for a part of one";
  if (isUnit(word) && !amount?.includes(".")) return "at most 100 years";
  return DURATION_EXAMPLES;
}

const isUnit = (word: string | undefined): boolean =>
  /^(s|sec|second|min|minute|h|hour|d|day|w|week|month|y|yr|year)s?\s*$/.test(word ?? "");

function hintForDate(text: string): string {
  const [, year, month, day] = /^\s*(\d{4})\D(\d{1,2})\D(\d{1,2})\b/.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) {
    return "write dates as YYYY-MM-DD, instants as YYYY-MM-DDTHH:MMZ (UTC)";
  }
  const padded = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  if (text.startsWith(padded)) {
    return text === padded ? "there is no such day" : "write instants as YYYY-MM-DDTHH:MMZ (UTC)";
  }
  return `did you mean ${padded}?`;
}

function hintForName(text: string): string | undefined {
  if (text === "") return "give it a name";
  if (text.length > 64) return "shorten it; put the rest into `description`";
  if (text.trim() !== text) return "remove the spaces around it";
  if (text.normalize("NFC") !== text) return "write accents as composed characters (Unicode NFC)";
  return "remove control and invisible characters";
}
