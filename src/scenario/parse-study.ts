/**
 * Reads a study: the same pipeline as for scenarios, and then the scenario it names, the values of its axes in that
 * scenario, its policies. All problems are told at once, those of the scenario's file with that file's places.
 */
import { InputError, type Problem } from "../base/errors.ts";
import { checkStudy, checkStudyPolicies } from "./check/study.ts";
import { checkPoints } from "./check/study-points.ts";
import { checkRelations } from "./check.ts";
import { explain } from "./explain/explain.ts";
import type { Finding } from "./explain/finding.ts";
import {
  type Document,
  deepFreeze,
  overrideScenario,
  parseScenario,
  readDocument,
  refusal,
  withoutEchoes,
} from "./parse.ts";
import type { Scenario } from "./schema.ts";
import { type Axis, compileAxis } from "./study/axis.ts";
import { type Study, studySchema } from "./study-schema.ts";
import { locate } from "./text/locate.ts";

export type ParsedStudy = {
  readonly study: Study;
  /** The scenario that is studied, under the study's seed; frozen. */
  readonly scenario: Scenario;
  readonly axes: readonly Axis[];
  readonly warnings: readonly Problem[];
};

export type StudyParseOptions = {
  /** The file's name, as the user gave it, for messages. */
  readonly file?: string | undefined;
  /** Finds the scenario that the study names, as bytes and a name for messages; throws what the platform throws. */
  readonly readScenario?:
    | ((name: string) => { readonly name: string; readonly bytes: Uint8Array | string })
    | undefined;
};

/** A line that begins with the key; blanks before it are those of its line alone, or many blank lines would take their square in time. */
const STUDY = /^[ \t\uFEFF]*(?:\{[ \t]*)?["']?clawback["']?\s*:\s*["']?study\//m;

/** Whether a text says that it is a study, sound or not. */
export const isStudyText = (input: string | Uint8Array): boolean => {
  const text = typeof input === "string" ? input : new TextDecoder().decode(input);
  return STUDY.test(text);
};

/**
 * Parses a study in YAML 1.2 or JSON.
 *
 * @throws InputError with all problems, in the order of the file
 */
export function parseStudy(input: string | Uint8Array, options: StudyParseOptions = {}): ParsedStudy {
  const document = readDocument(input, options.file, "begin with clawback: study/1");
  const { data, source } = document;
  const refused = [...document.findings, ...explain(studySchema, data)];
  const warnings: Problem[] = [];
  if (refused.length > 0) throw refusal([...refused, ...inlineRelations(document, refused)], source);
  const study = studySchema.parse(data);
  const findings = checkStudy(study);
  const hasAxes = findings.length === 0;
  const elsewhere: Problem[] = [];
  const scenario = scenarioOf(study, document, options, findings, elsewhere, warnings);
  let axes: Axis[] = [];
  if (scenario !== undefined) {
    findings.push(...checkStudyPolicies(study, scenario));
    if (hasAxes) {
      axes = Object.entries(study.axes).map(([name, spec]) => compileAxis(name, spec));
      findings.push(...checkPoints(axes, scenario));
    }
  }
  if (findings.length + elsewhere.length > 0 || scenario === undefined)
    throw refusal(findings, source, elsewhere);
  return { study: deepFreeze(study), scenario, axes, warnings };
}

/** Relations inside a scenario that is written out, when something else is refused. */
function inlineRelations({ data }: Document, refused: readonly Finding[]): Finding[] {
  const { scenario } = data as { scenario?: unknown };
  if (typeof scenario !== "object" || scenario === null) return [];
  return withoutEchoes(checkRelations(scenario).problems.map(below), refused);
}

const below = (finding: Finding): Finding => ({ ...finding, path: ["scenario", ...finding.path] });

function scenarioOf(
  study: Study,
  { data, source }: Document,
  options: StudyParseOptions,
  findings: Finding[],
  elsewhere: Problem[],
  warnings: Problem[],
): Scenario | undefined {
  if (typeof study.scenario !== "string") {
    const relations = checkRelations((data as { scenario: unknown }).scenario);
    findings.push(...relations.problems.map(below));
    warnings.push(...locate(relations.warnings.map(below), source));
    return relations.problems.length > 0 ? undefined : seeded(study.scenario, study);
  }
  if (options.readScenario === undefined) {
    findings.push({
      path: ["scenario"],
      message: "a file cannot be read here",
      hint: "write the scenario out",
    });
    return undefined;
  }
  try {
    const { name, bytes } = options.readScenario(study.scenario);
    const parsed = parseScenario(bytes, { file: name });
    warnings.push(...parsed.warnings);
    return seeded(parsed.scenario, study);
  } catch (error) {
    if (error instanceof InputError) elsewhere.push(...error.problems);
    else if (isMissing(error))
      findings.push({
        path: ["scenario"],
        message: `there is no such file and no such preset`,
        found: JSON.stringify(study.scenario),
        hint: "the path is relative to the study's folder",
      });
    else throw error;
    return undefined;
  }
}

const isMissing = (error: unknown): boolean => {
  const { code } = error as { code?: unknown };
  return code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR";
};

/** The scenario under the study's seed and number of replications. */
const seeded = (scenario: Scenario, { seed, replications }: Study): Scenario =>
  overrideScenario(scenario, [
    ...(seed === undefined ? [] : [{ path: "seed", value: JSON.stringify(seed) }]),
    ...(replications === undefined ? [] : [{ path: "replications", value: replications }]),
  ]);
