/**
 * The JSON Schema of the languages of scenarios and studies (draft 2020-12), for editors and other programs. It says what may
 * be written, before defaults; relations between fields are beyond it and are checked when a file is read.
 */
import { z } from "zod";
import { scenarioSchema } from "./schema.ts";
import { studySchema } from "./study-schema.ts";

/** Identifies version 1 of each language. */
export const SCENARIO_SCHEMA_ID = "urn:clawback:scenario:1";
export const STUDY_SCHEMA_ID = "urn:clawback:study:1";

/** A fresh object at every call, with the same keys in the same order. */
export function scenarioJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(scenarioSchema, { io: "input", target: "draft-2020-12" });
  return { $schema, $id: SCENARIO_SCHEMA_ID, ...rest };
}

/** The same of studies; a scenario that is written out is described too. */
export function studyJsonSchema(): Record<string, unknown> {
  const { $schema, ...rest } = z.toJSONSchema(studySchema, { io: "input", target: "draft-2020-12" });
  return { $schema, $id: STUDY_SCHEMA_ID, ...rest };
}
