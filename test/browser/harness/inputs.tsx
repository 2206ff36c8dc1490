/**
 * A page of form and editor alone, for tests: both over one text, which a desk outside the page checks and edits,
 * each answer in its time. What was told is kept for the test to read.
 */
import { render } from "preact";
import type { FormModel, Problem } from "../../../src/index.ts";
import { Editor } from "../../../web/editor/editor.tsx";
import type { JsonSchema } from "../../../web/editor/schema-at.ts";
import { Form } from "../../../web/inputs/form.tsx";
import "../../../web/styles/page.css";
import "../../../web/inputs/inputs.css";
import "../../../web/editor/editor.css";
import "./inputs.css";

/** What the test's side of the page does. */
type Desk = {
  check(text: string): Promise<{ readonly problems: readonly Problem[]; readonly model?: FormModel }>;
  edit(text: string, path: string, value: string): Promise<{ readonly text: string } | { readonly problems: readonly Problem[] }>;
  schema(): Promise<JsonSchema>;
};
const desk = window as unknown as Desk;

type Shown = { text: string; problems: readonly Problem[]; model?: FormModel; original?: FormModel; schema?: JsonSchema };
const shown: Shown = { text: "", problems: [] };
const edits: unknown[] = [];
let work = Promise.resolve();

/** One thing after another, as one desk does them. */
const queue = (step: () => Promise<void>): Promise<void> => {
  work = work.then(step);
  return work;
};

const take = (text: string): Promise<void> => {
  shown.text = text;
  draw();
  return queue(async () => {
    const { problems, model } = await desk.check(text);
    shown.problems = problems;
    shown.model = model ?? shown.model;
    shown.original ??= shown.model;
    draw();
  });
};

const edit = (path: string, value: string, isFinal: boolean): void => {
  edits.push([path, value, isFinal]);
  queue(async () => {
    const answer = await desk.edit(shown.text, path, value);
    if ("text" in answer) void take(answer.text);
    else shown.problems = answer.problems;
    draw();
  });
};

const draw = (): void => {
  const root = document.getElementById("root");
  if (root === null || shown.model === undefined) return;
  const { text, model, original, problems, schema } = shown;
  render(
    <div class="harness">
      <Form model={model} original={original} problems={problems} onEdit={edit} />
      <Editor text={text} problems={problems} schema={schema} onChange={take} />
    </div>,
    root,
  );
};

const begin = async (text: string): Promise<void> => {
  shown.schema = await desk.schema();
  await take(text);
};

/** When everything asked for is done. */
const settled = async (): Promise<string> => {
  let before: Promise<void> | undefined;
  while (before !== work) {
    before = work;
    await before;
  }
  return shown.text;
};

Object.assign(window, { begin, take, edits, settled });
