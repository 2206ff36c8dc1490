/**
 * The layout of the page: the bar, the question with its answer, inputs on the left, outputs on the right.
 * What is stale is dimmed as a whole.
 */
import type { Desk } from "./engine/desk-client.ts";
import { Answer } from "./parts/answer.tsx";
import { Bar } from "./parts/bar.tsx";
import { Inputs } from "./parts/inputs.tsx";
import { Outputs } from "./parts/outputs.tsx";
import { RunStatus } from "./parts/run-status.tsx";
import type { PageState } from "./state/page-state.ts";
import type { Theme } from "./state/theme.ts";

export type Preset = { readonly preset: string; readonly name: string; readonly question: string };

export type PageProps = {
  readonly state: PageState;
  readonly desk: Desk;
  readonly theme: Theme;
  readonly presets: readonly Preset[];
};

export const App = (props: PageProps) => (
  <>
    <a class="skip" href="#results">
      Skip to the results
    </a>
    <Bar {...props} />
    <Answer state={props.state} />
    <RunStatus state={props.state} />
    <div class="columns">
      <Inputs {...props} />
      <Outputs {...props} />
    </div>
    <footer class="foot">
      <p>Everything is computed in this browser; nothing leaves it.</p>
    </footer>
  </>
);
