/** `clawback schema`: the JSON Schema of scenarios. */
import { scenarioJsonSchema } from "../../index.ts";

export const schema = async (): Promise<void> => {
  process.stdout.write(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
};
