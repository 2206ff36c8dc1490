/** The left side: what is simulated, as controls and as text, and how often. */
import type { PageProps } from "../app.tsx";
import { PolicyChoice } from "./policy-choice.tsx";
import { Problems } from "./problems.tsx";

export const Inputs = (props: PageProps) => {
  const { state } = props;
  const { problems, warnings } = state.checked.value;
  return (
    <aside class="inputs" aria-label="Inputs">
      <PolicyChoice state={state} />
      <section aria-labelledby="text-title">
        <h2 id="text-title">Scenario</h2>
        <textarea
          class="plain-editor"
          aria-labelledby="text-title"
          spellcheck={false}
          value={state.text.value}
          onInput={(event) => state.setText(event.currentTarget.value, "typing")}
          onBlur={state.settle}
        />
        <Problems problems={problems} />
        <Problems problems={warnings} isWarning />
      </section>
    </aside>
  );
};
