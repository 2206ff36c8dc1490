/** Starts the page: the desk first, because it has the longest way to go, then the state, then what is seen. */

import { firstText, presets } from "virtual:presets";
import { render } from "preact";
import { App } from "./app.tsx";
import { startDesk } from "./engine/desk-client.ts";
import { followAddress } from "./share/address.ts";
import { nothingChosen } from "./state/choice.ts";
import { createPageState } from "./state/page-state.ts";
import { startTheme } from "./state/theme.ts";

const desk = startDesk();
const theme = startTheme();
const state = createPageState(desk, {
  text: firstText,
  file: presets[0]?.preset ?? "",
  choice: nothingChosen,
});
const place = document.getElementById("page");
if (place !== null) render(<App state={state} desk={desk} theme={theme} presets={presets} />, place);
void followAddress(state);
