/** What can be taken away: a link, the scenario, the result in several forms, the report; and files taken in. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { PageProps } from "../app.tsx";
import { Refused } from "../engine/desk-client.ts";
import type { ExportFormat } from "../engine/protocol.ts";
import { linkTo } from "../share/address.ts";
import { download, fileStem } from "../share/download.ts";
import { takeFiles } from "../share/take-files.ts";

type Item = {
  readonly format: ExportFormat;
  readonly label: string;
  readonly ending: string;
  readonly type: string;
};

const items: readonly Item[] = [
  { format: "html", label: "Report, one HTML file", ending: ".html", type: "text/html" },
  { format: "csv", label: "Metrics as CSV", ending: ".csv", type: "text/csv" },
  { format: "series", label: "Time series as CSV", ending: "-series.csv", type: "text/csv" },
  { format: "json", label: "Metrics as JSON", ending: "-metrics.json", type: "application/json" },
  { format: "result", label: "Whole result, to import or verify", ending: ".json", type: "application/json" },
  { format: "markdown", label: "Tables as Markdown", ending: ".md", type: "text/markdown" },
];

export const ShareMenu = ({ state, desk }: PageProps) => {
  const said = useSignal("");
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => closeWhenLeft(menu.current), []);
  const result = state.shown.value?.result;
  const stem = fileStem(result?.scenario.name ?? state.file.value);
  const isUsable = result !== undefined && !state.isStale.value;
  const tell = async (work: Promise<string>): Promise<void> => {
    try {
      said.value = await work;
    } catch (error) {
      said.value = error instanceof Refused || error instanceof Error ? error.message : String(error);
    }
  };
  const copyLink = async (): Promise<string> => {
    await navigator.clipboard.writeText(await linkTo(state.linked.value));
    return "The link is copied. It holds the whole scenario; no server has it.";
  };
  const give = async ({ format, ending, type }: Item): Promise<string> => {
    if (result === undefined) return "There is no result yet.";
    download(`${stem}${ending}`, await desk.ask("export", { result, format }), type);
    return `${stem}${ending} is made.`;
  };
  return (
    <details ref={menu} class="menu">
      <summary>Share</summary>
      <div>
        <button type="button" onClick={() => void tell(copyLink())}>
          Copy link
        </button>
        <button
          type="button"
          onClick={() => download(scenarioFile(state.file.value), state.text.value, "application/yaml")}
        >
          Scenario file
        </button>
        {items.map((item) => (
          <button key={item.format} type="button" disabled={!isUsable} onClick={() => void tell(give(item))}>
            {item.label}
          </button>
        ))}
        <label class="file">
          Open a file
          <input
            type="file"
            multiple
            accept=".yaml,.yml,.json,.swf,.csv,.txt,.gz"
            onChange={(event) => {
              const files = [...(event.currentTarget.files ?? [])];
              event.currentTarget.value = "";
              void tell(takeFiles(files, state, desk));
            }}
          />
        </label>
        <p class="note" role="status">
          {said.value}
        </p>
      </div>
    </details>
  );
};

/** Closes a menu by a press elsewhere or the escape key. @returns what ends that */
const closeWhenLeft = (menu: HTMLDetailsElement | null): (() => void) => {
  const press = ({ target }: PointerEvent) => {
    if (menu !== null && !menu.contains(target as Node)) menu.open = false;
  };
  const key = ({ key: pressed }: KeyboardEvent) => {
    if (pressed !== "Escape" || menu === null || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary")?.focus();
  };
  addEventListener("pointerdown", press);
  addEventListener("keydown", key);
  return () => {
    removeEventListener("pointerdown", press);
    removeEventListener("keydown", key);
  };
};

const scenarioFile = (file: string): string =>
  /\.(?:ya?ml|json)$/i.test(file) ? file : `${file || "scenario"}.yaml`;
