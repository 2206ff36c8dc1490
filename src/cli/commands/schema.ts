/** `clawback schema`: the JSON Schema of scenarios, or of studies. */
import { scenarioJsonSchema, studyJsonSchema } from "../../index.ts";

export const schema = async (flags: { readonly study?: boolean }): Promise<void> => {
  const shown = flags.study ? studyJsonSchema() : scenarioJsonSchema();
  process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
};
