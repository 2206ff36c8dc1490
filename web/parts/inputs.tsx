/**
 * The left side: which policies and how often, and the scenario in two views of one document, as controls and
 * as text.
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { Editor } from "../editor/editor.tsx";
import type { JsonSchema } from "../editor/schema-at.ts";
import type { Desk } from "../engine/desk-client.ts";
import { Form } from "../inputs/form.tsx";
import type { View } from "../share/codec.ts";
import type { PageState } from "../state/page-state.ts";
import { PolicyChoice } from "./policy-choice.tsx";
import { Problems } from "./problems.tsx";

export const Inputs = ({ state, desk }: PageProps) => {
  const { problems, warnings } = state.checked.value;
  const { pane } = state.view.value;
  return (
    <aside class="inputs" aria-label="Inputs">
      <PolicyChoice state={state} />
      <section aria-labelledby="scenario-title">
        <h2 id="scenario-title">Scenario</h2>
        <PaneChoice pane={pane} onChoose={(next) => state.look({ pane: next })} />
        <Problems problems={problems} />
        {pane === "text" ? <TextPane state={state} desk={desk} /> : <FormPane state={state} />}
        <Problems problems={warnings} isWarning />
      </section>
    </aside>
  );
};

const panes: readonly { readonly pane: View["pane"]; readonly label: string }[] = [
  { pane: "form", label: "As controls" },
  { pane: "text", label: "As text" },
];

type PaneProps = { readonly pane: View["pane"]; readonly onChoose: (pane: View["pane"]) => void };

const PaneChoice = ({ pane, onChoose }: PaneProps) => (
  <fieldset class="panes">
    <legend class="unseen">How the scenario is shown</legend>
    {panes.map((one) => (
      <label key={one.pane} class={one.pane === pane ? "chosen" : ""}>
        <input type="radio" name="pane" checked={one.pane === pane} onChange={() => onChoose(one.pane)} />
        {one.label}
      </label>
    ))}
  </fieldset>
);

const FormPane = ({ state }: { readonly state: PageState }) => {
  const model = state.form.value;
  if (model === undefined) return <div class="form-place" aria-busy="true" />;
  return (
    <Form
      model={model}
      original={state.original.value}
      problems={state.checked.value.problems}
      onEdit={state.edit}
    />
  );
};

const TextPane = ({ state, desk }: { readonly state: PageState; readonly desk: Desk }) => {
  const schema = useSignal<JsonSchema | undefined>(undefined);
  useEffect(() => {
    desk.ask("schema", {}).then(
      (answer) => {
        schema.value = answer as JsonSchema;
      },
      // without it the editor does not complete, and does all the rest
      () => undefined,
    );
  }, [desk, schema]);
  return (
    <Editor
      text={state.text.value}
      problems={state.checked.value.problems}
      warnings={state.checked.value.warnings}
      schema={schema.value}
      onChange={(text) => state.setText(text, "typing")}
      onLeave={state.settle}
    />
  );
};
