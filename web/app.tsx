/**
 * The layout of the page: the bar, the question with its answer, inputs on the left, outputs on the right.
 * What is stale is dimmed as a whole.
 */
import { useSignal } from "@preact/signals";
import type { Desk } from "./engine/desk-client.ts";
import { Answer } from "./parts/answer.tsx";
import { Banner } from "./parts/banner.tsx";
import { Bar } from "./parts/bar.tsx";
import { DropZone } from "./parts/drop-zone.tsx";
import { Foot } from "./parts/foot.tsx";
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

export const App = (props: PageProps) => {
  const said = useSignal("");
  const { state, desk } = props;
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        Skip to the results
      </button>
      <Bar {...props} />
      <Banner state={state} said={said} />
      <Answer state={state} />
      <RunStatus state={state} />
      <div class="columns">
        <Inputs {...props} />
        <Outputs {...props} />
      </div>
      <Foot />
      <DropZone state={state} desk={desk} said={said} />
    </>
  );
};

/** A button and no link, because the fragment of the address is the state of the page. */
const skip = (): void => document.getElementById("results")?.focus();
