/**
 * Reads a scenario: one pipeline for the command line, the library and the page, from bytes to checked data
 * with every default filled in. Whatever is wrong is told at once, each problem with its place; nothing is
 * guessed, coerced or dropped.
 */
import { isScalar } from "yaml";
import { z } from "zod";
import { InputError, type Problem } from "../base/errors.ts";
import { checkRelations } from "./check.ts";
import { explain } from "./explain/explain.ts";
import { type Finding, formatPath } from "./explain/finding.ts";
import { type Scenario, scenarioSchema } from "./schema.ts";
import { type AppliedOverride, locate, type Source } from "./text/locate.ts";
import { type Override, setPath } from "./text/override.ts";
import { readText } from "./text/read-text.ts";
import { toData } from "./text/tree.ts";
import { parseYaml, type YamlRoot } from "./text/yaml-source.ts";

export type { Override } from "./text/override.ts";
export { setPath } from "./text/override.ts";

export type ParsedScenario = {
  /** Checked, with every default filled in; frozen. */
  readonly scenario: Scenario;
  /** What is allowed and looks unintended, with its place. */
  readonly warnings: readonly Problem[];
};

export type ParseOptions = {
  /** The file's name, as the user gave it, for messages. */
  readonly file?: string | undefined;
  /** Values set from outside the file, one after another. */
  readonly overrides?: readonly Override[] | undefined;
};

/** Problems beyond this many are counted, not listed. */
const MOST_PROBLEMS = 100;

/**
 * Parses a scenario in YAML 1.2 or JSON.
 *
 * @throws InputError with all problems, in the order of the file
 */
export function parseScenario(input: string | Uint8Array, options: ParseOptions = {}): ParsedScenario {
  const { data, findings, source } = readDocument(input, options.file, "begin with clawback: 1");
  return finish(data, findings, source, options.overrides ?? []);
}

/** A document as data, with what is wrong with it that leaves the rest readable. */
export type Document = {
  readonly data: unknown;
  readonly findings: readonly Finding[];
  readonly source: Source;
};

/**
 * From bytes to data with positions.
 *
 * @throws InputError when it cannot be read as a document
 */
export function readDocument(
  input: string | Uint8Array,
  file: string | undefined,
  whenEmpty: string,
): Document {
  const { text, findings: unreadable } = readText(input);
  const source: Source = { file, text, root: null, overrides: [] };
  if (unreadable.length > 0) throw refusal(unreadable, source);
  const { root, findings: malformed } = parseYaml(text);
  if (malformed.length > 0) throw refusal(malformed, source);
  if (isEmpty(root)) throw refusal([{ path: [], message: "the file is empty", hint: whenEmpty }], source);
  const { data, findings, isComplete } = toData(root);
  if (!isComplete) throw refusal(findings, { ...source, root });
  return { data, findings, source: { ...source, root } };
}

/**
 * A scenario with some values replaced, checked anew.
 *
 * @throws InputError with all problems, each naming its override
 */
export function overrideScenario(scenario: Scenario, overrides: readonly Override[]): Scenario {
  const data: unknown = JSON.parse(JSON.stringify(scenario));
  return finish(data, [], { file: undefined, text: "", root: null, overrides: [] }, overrides).scenario;
}

function finish(
  data: unknown,
  before: readonly Finding[],
  source: Source,
  overrides: readonly Override[],
): ParsedScenario {
  const { applied, problems: unset } = applyOverrides(data, overrides);
  const place: Source = { ...source, overrides: applied };
  const parsed = z.safeParse(scenarioSchema, data);
  const refused = parsed.success ? [] : explain(scenarioSchema, data);
  const relations = checkRelations(data);
  const findings = [...before, ...refused, ...withoutEchoes(relations.problems, refused)];
  if (findings.length + unset.length > 0 || !parsed.success) throw refusal(findings, place, unset);
  return { scenario: deepFreeze(parsed.data), warnings: locate(relations.warnings, place) };
}

function applyOverrides(
  data: unknown,
  overrides: readonly Override[],
): { applied: AppliedOverride[]; problems: Problem[] } {
  const applied: AppliedOverride[] = [];
  const problems: Problem[] = [];
  for (const { path, value } of overrides) {
    const written = `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`;
    const result = setPath(data, path, value);
    if ("path" in result) applied.push({ path: result.path, written });
    else {
      const { finding } = result;
      const { message, found, allowed, hint } = finding;
      problems.push({
        path: formatPath(finding.path),
        message,
        found,
        allowed,
        hint,
        file: `override ${written}`,
      });
    }
  }
  return { applied, problems };
}

/** Nothing, or nothing but a line that begins a document. */
const isEmpty = (root: YamlRoot): boolean =>
  root === null || (isScalar(root) && root.value === null && root.source === "");

/** What is said already: a place that the schema refuses, or a key that is missing because it is misspelt. */
export function withoutEchoes(relations: readonly Finding[], refused: readonly Finding[]): Finding[] {
  const places = new Set(refused.map(({ path }) => formatPath(path)));
  const holders = new Set(
    refused.filter(({ onKey }) => onKey).map(({ path }) => formatPath(path.slice(0, -1))),
  );
  return relations.filter(
    ({ path, message }) =>
      !places.has(formatPath(path)) &&
      !(message.startsWith("missing") && holders.has(formatPath(path.slice(0, -1)))),
  );
}

/** Findings with their places, as one error. */
export function refusal(
  findings: readonly Finding[],
  source: Source,
  more: readonly Problem[] = [],
): InputError {
  const problems = [...locate(findings, source), ...more];
  if (problems.length <= MOST_PROBLEMS) return new InputError(problems);
  const rest: Problem = {
    path: "",
    message: `and at least ${problems.length - MOST_PROBLEMS} more problems`,
    file: source.file,
  };
  return new InputError([...problems.slice(0, MOST_PROBLEMS), rest]);
}

/** The same value, which nobody can change any more. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const entry of Object.values(value)) deepFreeze(entry);
  return Object.freeze(value);
}
