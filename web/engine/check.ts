/** What a text says: problems with their places, or the facts the page shows. The last text is remembered. */
import {
  type FormModel,
  formOf,
  InputError,
  type ParsedScenario,
  parseScenario,
  shippedPolicyNames,
  type Traces,
} from "../../src/index.ts";
import { loadOf } from "./load.ts";
import type { Checked } from "./protocol.ts";

let last: { readonly text: string; readonly parsed: ParsedScenario } | undefined;

/** @throws InputError with all problems */
export const parsedText = (text: string): ParsedScenario => {
  if (last?.text !== text) last = { text, parsed: parseScenario(text) };
  return last.parsed;
};

/**
 * The controls of a text.
 *
 * @throws InputError with all problems
 */
export const formOfText = (text: string): FormModel => formOf(text, parsedText(text));

export const checkText = (text: string, traces: Traces): Checked => {
  try {
    const { scenario, warnings } = parsedText(text);
    return {
      problems: [],
      warnings,
      facts: {
        name: scenario.name,
        question: scenario.question,
        policies: Object.keys(scenario.policies),
        shipped: shippedPolicyNames,
        replications: scenario.replications,
        seed: String(scenario.seed),
        load: loadOf(scenario, traces),
      },
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { problems: error.problems, warnings: [], facts: undefined };
  }
};
