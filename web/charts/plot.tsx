/**
 * A chart on the page: its title, how to read it, the drawing, the same numbers as a table, and buttons that
 * save it as a picture or as CSV. Everything it needs comes by props.
 */
import { useId, useState } from "preact/hooks";
import { type Chart, tableCsv } from "../../src/index.ts";
import { Drawing, type DrawingProps } from "./drawing.tsx";
import { pictureOf, type Scheme } from "./plotly.ts";
import { save } from "./save.ts";
import { Twin } from "./twin.tsx";

export type PlotProps = Omit<DrawingProps, "name"> & {
  /** A part of the name of saved files, such as the policy's. */
  readonly of?: string | undefined;
};

export const Plot = ({ of = "", ...drawing }: PlotProps) => {
  const { chart } = drawing;
  const id = useId();
  const [isTable, setTable] = useState(false);
  return (
    <figure class="plot" aria-labelledby={`${id}-title`}>
      <figcaption>
        <h3 id={`${id}-title`}>{chart.title}</h3>
        <p class="note">{chart.note}</p>
      </figcaption>
      <Tools
        chart={chart}
        scheme={drawing.scheme}
        of={of}
        isTable={isTable}
        tableId={`${id}-table`}
        onTable={() => setTable(!isTable)}
      />
      <Drawing {...drawing} name={`${chart.title}. ${chart.note} The table has the same numbers.`} />
      <div id={`${id}-table`} class="twin" hidden={!isTable}>
        {isTable ? <Twin name={chart.title} table={chart.table} /> : undefined}
      </div>
    </figure>
  );
};

type ToolsProps = {
  readonly chart: Chart;
  readonly scheme: Scheme;
  readonly of: string;
  readonly isTable: boolean;
  readonly tableId: string;
  readonly onTable: () => void;
};

const Tools = ({ chart, scheme, of, isTable, tableId, onTable }: ToolsProps) => {
  const [problem, setProblem] = useState("");
  const name = of === "" ? chart.title : `${chart.title} ${of}`;
  const picture = (format: "png" | "svg") => async () => {
    try {
      save(`${name}.${format}`, await pictureOf(chart, scheme, format));
      setProblem("");
    } catch {
      setProblem("The picture could not be made.");
    }
  };
  const unseen = <span class="unseen"> of: {chart.title}</span>;
  return (
    <div class="tools">
      <button type="button" aria-expanded={isTable} aria-controls={tableId} onClick={onTable}>
        Table{unseen}
      </button>
      <button type="button" onClick={() => save(`${name}.csv`, tableCsv(chart.table), "text/csv")}>
        CSV{unseen}
      </button>
      <button type="button" onClick={picture("png")}>
        PNG{unseen}
      </button>
      <button type="button" onClick={picture("svg")}>
        SVG{unseen}
      </button>
      <span role="status">{problem}</span>
    </div>
  );
};
