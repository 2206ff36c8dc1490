/** Results as files, the same bytes as the command line's, and back. */
import plotlyAddress from "plotly.js-dist-min/plotly.min.js?url";
import {
  parseResult,
  reportHtml,
  type StudyResult,
  serializeResult,
  seriesCsv,
  toCsv,
  toInterfaceJson,
  toMarkdown,
} from "../../src/index.ts";
import type { ExportFormat, Shown } from "./protocol.ts";
import { shown } from "./study.ts";

export const exported = async (result: StudyResult, format: ExportFormat): Promise<string> => {
  switch (format) {
    case "json":
      return `${JSON.stringify(toInterfaceJson(result), null, 2)}\n`;
    case "result":
      return serializeResult(result);
    case "csv":
      return toCsv(result);
    case "series":
      return seriesCsv(result);
    case "markdown":
      return toMarkdown(result);
    case "html":
      return reportHtml(result, { plotlyJs: await plotlyText() });
  }
};

/** @throws InputError that says what is wrong with the file */
export const imported = (text: string): Shown => shown(parseResult(text));

/** The charting library as a text, to go into the report. */
const plotlyText = async (): Promise<string> => {
  const response = await fetch(plotlyAddress);
  if (!response.ok) throw new Error(`the charting library could not be fetched: ${response.status}`);
  return response.text();
};
