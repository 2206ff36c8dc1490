/** The one plain sentence that answers a scenario's question, from the result alone. */
import type { StudyResult } from "./types.ts";

export const answerOf = (result: StudyResult): string =>
  result.policies.length === 0 ? "Nothing was compared." : "";
