/**
 * What must hold of any input whatever: it is refused with problems that have their places and are fit for a terminal, or it is a
 * scenario that compiles and begins to run. Anything else is thrown.
 */
import { InputError, type Problem } from "../../src/base/errors.ts";
import { compilePlan, compilePolicies } from "../../src/scenario/compile.ts";
import { formatProblems } from "../../src/scenario/format-problems.ts";
import { parseScenario } from "../../src/scenario/parse.ts";
import { isStudyText } from "../../src/scenario/parse-study.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { createSimulation, drawDemand } from "../../src/studies/simulate.ts";

export type Verdict = { readonly isAccepted: boolean; readonly problems: readonly Problem[] };

/** Instants of a run that show that it began well. */
const INSTANTS = 100;
/** Scenarios that ask for more than this many accelerators' worth of work are compiled and not begun. */
const MOST_TEXT = 20_000;

/** Problems of the whole file have no line. */
const OF_THE_WHOLE = /too large|lines: at most|the file is empty|^and at least/;

export const judge = (input: string | Uint8Array): Verdict => {
  let scenario: Scenario;
  // the command line asks this first, of every file
  isStudyText(input);
  try {
    ({ scenario } = parseScenario(input, { file: "f.yaml" }));
  } catch (error) {
    return refused(error);
  }
  try {
    begin(scenario, input.length <= MOST_TEXT);
  } catch (error) {
    // what only the files can tell is an input error too, but it stands in no line
    if (error instanceof InputError && /has not been read|was not loaded/.test(error.message))
      return { isAccepted: true, problems: [] };
    throw error;
  }
  return { isAccepted: true, problems: [] };
};

const refused = (error: unknown): Verdict => {
  if (!(error instanceof InputError)) throw error;
  const { problems } = error;
  if (problems.length === 0 || problems.length > 101) throw new Error(`${problems.length} problems`);
  for (const problem of problems) {
    if (problem.line === undefined && !OF_THE_WHOLE.test(problem.message))
      throw new Error(`no place: ${JSON.stringify(problem)}`);
  }
  const text = formatProblems(problems).replaceAll("\n", "");
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))
    throw new Error(`not fit for a terminal: ${JSON.stringify(text)}`);
  return { isAccepted: false, problems };
};

const begin = (scenario: Scenario, isSmall: boolean): void => {
  const plan = compilePlan(scenario);
  const policies = compilePolicies(scenario);
  if (!isSmall || policies[0] === undefined) return;
  const simulation = createSimulation(plan, policies[0], drawDemand(plan, 0), { bins: 0, story: false });
  for (let instant = 0; instant < INSTANTS && simulation.step(); instant++);
};
