/**
 * A scenario as a text and as a hash. The text has every default written out and reads back to the same
 * scenario; the hash is that of the canonical form, in which the order of keys plays no part, and of what the recorded
 * files hold that it names.
 */
import { stringify } from "yaml";
import { hashText } from "../base/hash.ts";
import { traceContents } from "./compile/trace-content.ts";
import { noTraces, type Traces } from "./compile/trace-set.ts";
import type { Scenario } from "./schema.ts";

/** YAML with every default filled in, in the order of the schema. */
export function showResolved(scenario: Scenario): string {
  return stringify(scenario, {
    version: "1.2",
    schema: "core",
    aliasDuplicateObjects: false,
    lineWidth: 100,
  });
}

/**
 * 32 hexadecimal digits, the same for scenarios that mean the same and are written in YAML, in JSON or in another order of keys.
 *
 * @param traces - what was read from the files that it names; of those that are left out only the names count
 */
export function scenarioHash(scenario: Scenario, traces: Traces = noTraces): string {
  const contents = traceContents(scenario, traces);
  const text = canonicalJson(scenario);
  return hashText(contents.length === 0 ? text : `${text}\n${JSON.stringify(contents)}`);
}

/**
 * JSON with sorted keys. The policies are a list, because the first of them is the default; `$schema` is for editors,
 * and what is asserted of a result has no part in it.
 */
export function canonicalJson(scenario: Scenario): string {
  const { $schema: _, assert: _asserted, ...rest } = scenario;
  return JSON.stringify(sorted({ ...rest, policies: Object.entries(scenario.policies) }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, sorted(entry)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}
