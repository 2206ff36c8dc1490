/**
 * One value of a scenario changed in its text. The value is set in the data, as an override from outside the
 * file would set it; then only what differs is written into the text, so that comments, order and layout of
 * everything else stay. What comes out is read again: it holds exactly the data that were meant.
 */
import { InputError, type Problem } from "../../base/errors.ts";
import { type Finding, formatPath } from "../explain/finding.ts";
import { scenarioSchema } from "../schema.ts";
import { locate } from "../text/locate.ts";
import { readValue, setPath, valueIn } from "../text/override.ts";
import { readText } from "../text/read-text.ts";
import { toData } from "../text/tree.ts";
import { parseYaml, type YamlRoot } from "../text/yaml-source.ts";
import { unwrittenPart } from "./policy-value.ts";
import { isSame, meansSame } from "./same.ts";
import { applySplices, type Splice, splicesFor } from "./splices.ts";
import { writer } from "./writer.ts";

/**
 * Sets one value in the text of a scenario. Paths are those of overrides: `tenants.anthropic.contract.gpus`,
 * `tenants[0].contract.gpus`. What is absent is written where the schema has it, shorthand on the way is written
 * out, and a value that stands there already leaves the text as it is.
 *
 * @param value - data, or a text that is read as YAML
 * @returns the new text; whether the value is one that the field takes is told when that is parsed
 * @throws InputError when the text is no YAML, the path means nothing, or the value cannot be read
 */
export function editText(text: string, path: string, value: unknown): string {
  const source = read(text);
  const before = toData(source.root).data;
  if (stands(before, toData(source.root).data, path, value)) return text;
  const after = toData(source.root).data;
  const result = setPath(after, path, value);
  if ("finding" in result) throw refusal(result.finding, path, value);
  if (isSame(before, after)) return text;
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  for (const isVerbatim of [true, false]) {
    const write = writer(source.root, isVerbatim ? { path: result.path, written: String(value) } : undefined);
    const splices: Splice[] = [];
    splicesFor(
      { text: source.text, write, splices },
      { node: source.root, schema: scenarioSchema, path: [], before, after },
    );
    const edited = applySplices(source.text, splices);
    if (holds(edited, after)) return mark + edited;
  }
  throw refusal(
    {
      path: [],
      message: "the text is laid out in a way that cannot be changed from here",
      hint: "change it in the text",
    },
    path,
    value,
  );
}

/** Whether a value is what a place holds already, by what is written or by default. */
function stands(data: unknown, scratch: unknown, path: string, value: unknown): boolean {
  const standing = valueIn(scratch, path);
  const given = readValue(value);
  if ("finding" in standing || "message" in given) return false;
  const present = standing.value ?? unwrittenPart(data, standing.path);
  return meansSame(standing.schema, present, given.data);
}

type Readable = { readonly text: string; readonly root: YamlRoot };

/** @throws InputError with what keeps the text from being YAML at all */
function read(input: string): Readable {
  const { text, findings: unreadable } = readText(input);
  const { root, findings: malformed } = unreadable.length > 0 ? NOTHING : parseYaml(text);
  const broken =
    unreadable.length > 0 ? unreadable : malformed.length > 0 ? malformed : toData(root).findings;
  if (broken.length === 0) return { text, root };
  throw new InputError(locate(broken, { file: undefined, text, root, overrides: [] }));
}

const NOTHING = { root: null, findings: [] } as const;

function holds(text: string, data: unknown): boolean {
  const { root, findings } = parseYaml(text);
  if (findings.length > 0) return false;
  const converted = toData(root);
  return converted.findings.length === 0 && isSame(converted.data, data);
}

function refusal(finding: Finding, path: string, value: unknown): InputError {
  const { message, found, allowed, hint } = finding;
  const written = `${path}=${typeof value === "string" ? value : JSON.stringify(value)}`;
  const problem: Problem = { path: formatPath(finding.path) || path, message, found, allowed, hint };
  return new InputError([{ ...problem, file: `override ${written}` }]);
}
