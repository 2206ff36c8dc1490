/** The bar on top: which scenario, undo and redo, light or dark. */

import type { PageProps } from "../app.tsx";
import { nothingChosen } from "../state/choice.ts";
import type { ThemeChoice } from "../state/theme.ts";
import { ShareMenu } from "./share-menu.tsx";

export const Bar = (props: PageProps) => {
  const { state, theme, presets } = props;
  return (
    <nav class="bar" aria-label="Page">
      <span class="brand">Clawback</span>
      <label>
        <span class="unseen">Preset</span>
        <select
          id="preset"
          value={presets.some(({ preset }) => preset === state.file.value) ? state.file.value : ""}
          onChange={(event) => void openPreset(event.currentTarget.value, state)}
        >
          <option value="" disabled>
            your scenario
          </option>
          {presets.map(({ preset, name, question }) => (
            <option key={preset} value={preset} title={question}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span class="group">
        <button type="button" onClick={state.undo} disabled={!state.canUndo.value}>
          Undo
        </button>
        <button type="button" onClick={state.redo} disabled={!state.canRedo.value}>
          Redo
        </button>
      </span>
      <span class="space" />
      <ShareMenu {...props} />
      <label class="theme">
        <span class="unseen">Light or dark</span>
        <select
          value={theme.choice.value}
          onChange={(event) => {
            theme.choice.value = event.currentTarget.value as ThemeChoice;
          }}
        >
          <option value="system">As the system</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </select>
      </label>
    </nav>
  );
};

/** Presets lie beside the page, as files. */
const openPreset = async (preset: string, state: PageProps["state"]): Promise<void> => {
  const response = await fetch(`./${preset}.yaml`);
  if (response.ok) state.open({ text: await response.text(), file: preset, choice: nothingChosen });
};
