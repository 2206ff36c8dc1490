/**
 * The form of a scenario: a group for the study, for each program, tenant, pool, site and policy, and for values.
 * What is in a group follows from the schema; `names.ts` says only what comes first.
 */

import { isShipped } from "../compile/policy.ts";
import { nodeGpus } from "../compile/pools.ts";
import { epochOf, spanSeconds } from "../compile/times.ts";
import { formatPath, type Path } from "../explain/finding.ts";
import { bare, elementOf, type Schema, shapeOf } from "../explain/node.ts";
import type { ParsedScenario } from "../parse.ts";
import { type Scenario, scenarioSchema } from "../schema.ts";
import { readText } from "../text/read-text.ts";
import { toData } from "../text/tree.ts";
import type { Holder } from "../text/written-out.ts";
import { parseYaml } from "../text/yaml-source.ts";
import { addControls, type Context, DEFAULT, type Found, ofPolicy, type Place } from "./controls.ts";
import type { Control, ControlGroup, FormModel } from "./model.ts";
import { rankOf } from "./names.ts";
import { spelledPolicy } from "./policy-value.ts";
import type { Surroundings } from "./slider.ts";
import { type Sources, sourcesOf } from "./sources.ts";

/** Most groups of one sort; whoever has more works in the text. */
const MOST_GROUPS = 60;

/**
 * The controls of a scenario, in the order in which a page shows them.
 *
 * @param text - the text that was parsed; comments in it say where values come from
 */
export function formOf(text: string, { scenario }: Pick<ParsedScenario, "scenario">): FormModel {
  const source = readText(text).text;
  const { root } = parseYaml(source);
  const raw = toData(root).data as Holder;
  const sources = sourcesOf(source, root);
  const around = surroundings(scenario);
  const sections = sectionsOf(scenario, raw);
  const kept = sections.flatMap((section) => section.slice(0, MOST_GROUPS));
  const groups = kept.map((part) => groupOf(part, sources, around));
  const total = sections.reduce((sum, section) => sum + section.length, 0);
  return {
    groups: groups.filter(({ controls }) => controls.length > 0),
    marks: sources.marks,
    omitted: total - kept.length,
  };
}

/** What a group is made of. */
type Part = Pick<ControlGroup, "section" | "title"> &
  Pick<Place, "schema" | "path" | "pattern" | "value" | "raw"> & {
    readonly fallback: string;
    /** Keys of the object that belong to the group; default: all. */
    readonly keys?: readonly string[];
  };

const STUDY = ["horizon", "warmUp", "start", "replications", "seed"];

function sectionsOf(scenario: Scenario, raw: Holder): Part[][] {
  const shape = shapeOf(bare(scenarioSchema).schema) as Readonly<Record<string, Schema>>;
  const cluster = shapeOf(bare(shape.cluster as Schema).schema) as Readonly<Record<string, Schema>>;
  const listed = (section: string, schema: Schema, path: Path, values: unknown, word = ""): Part[] =>
    (Array.isArray(values) ? (values as Holder[]) : []).map((value, i) => ({
      section,
      title: word + String(value.name),
      schema: elementOf(bare(schema).schema, i) as Schema,
      path: [...path, i],
      pattern: path.join("."),
      value,
      raw: value,
      fallback: DEFAULT,
    }));
  const { pools, sites } = raw.cluster as Holder;
  const whole = { schema: scenarioSchema, path: [], pattern: "", value: raw, raw, fallback: DEFAULT };
  return [
    [{ ...whole, section: "Study", title: "Study", keys: STUDY }],
    listed("Internal demand", shape.internal as Schema, ["internal"], raw.internal),
    listed("Tenants", shape.tenants as Schema, ["tenants"], raw.tenants),
    [
      ...listed("Cluster", cluster.pools as Schema, ["cluster", "pools"], pools, "Pool "),
      ...listed("Cluster", cluster.sites as Schema, ["cluster", "sites"], sites, "Site "),
    ],
    policiesOf(scenario, raw, shape.policies as Schema),
    [{ ...whole, section: "Values", title: "Values", keys: ["values"], value: { values: {}, ...raw } }],
  ];
}

function policiesOf(scenario: Scenario, raw: Holder, schema: Schema): Part[] {
  const record = bare(schema).schema._zod.def;
  if (record.type !== "record") return [];
  const written = (raw.policies ?? {}) as Holder;
  return Object.entries(scenario.policies).map(([name, checked]) => ({
    section: "Policies",
    title: name,
    schema: record.valueType,
    path: ["policies", name],
    pattern: "policies",
    value: spelledPolicy(name, written[name], checked),
    raw: written[name],
    fallback: ofPolicy(
      String((written[name] as Holder | undefined)?.use ?? (isShipped(name) ? name : "reactive")),
    ),
  }));
}

function groupOf(part: Part, sources: Sources, around: Surroundings): ControlGroup {
  const { section, title, schema, path, pattern, value, raw, fallback, keys } = part;
  const found: Found[] = [];
  const depth = pattern === "" ? (keys?.length === 1 ? 1 : 0) : pattern.split(".").length;
  const context: Context = { sources, around, depth, fallback, found };
  addControls(context, { schema, path, pattern, entry: "", value, raw, about: "" }, keys);
  const name = path.length === 0 ? title.toLowerCase() : formatPath(path);
  return { name, title, section, controls: inOrder(found) };
}

/** Entries of lists stay together; within them what matters most comes first. */
function inOrder(found: readonly Found[]): Control[] {
  const entries = [...new Set(found.map(({ entry }) => entry))];
  return found
    .toSorted(
      (a, b) =>
        Number(b.control.isMain) - Number(a.control.isMain) ||
        entries.indexOf(a.entry) - entries.indexOf(b.entry) ||
        rankOf(a.pattern) - rankOf(b.pattern),
    )
    .map(({ control }) => control);
}

function surroundings(scenario: Scenario): Surroundings {
  const start = epochOf(scenario.start);
  const capacity = scenario.cluster.pools.reduce(
    (sum, pool) =>
      sum + Math.max(pool.gpus ?? 0, nodeGpus(pool), ...(pool.phases ?? []).map((phase) => phase.gpus)),
    0,
  );
  return { capacity: Math.max(1, capacity), start, end: start + spanSeconds(scenario.horizon, start) };
}
