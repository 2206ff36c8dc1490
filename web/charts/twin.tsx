/** The numbers of a chart as a table that scrolls inside itself: the chart for keyboards and screen readers. */
import type { Table } from "../../src/index.ts";

/** @param name - what the table is called, in words */
export const Twin = ({ name, table }: { readonly name: string; readonly table: Table }) => (
  <>
    {table.omitted === "" ? undefined : <p class="note">{table.omitted}</p>}
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <section class="scroll" tabIndex={0} aria-label={name}>
      <table>
        <thead>
          <tr>
            {table.columns.map(({ head, isNumber }) => (
              <th key={head} scope="col" class={isNumber ? "number" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, at) => (
            <tr key={at}>
              {row.map((cell, i) => {
                const kind = table.columns[i].isNumber ? "number" : undefined;
                const shown = kind === undefined ? <bdi>{cell}</bdi> : cell;
                return i === 0 ? (
                  <th key={table.columns[i].head} scope="row" class={kind}>
                    {shown}
                  </th>
                ) : (
                  <td key={table.columns[i].head} class={kind}>
                    {shown}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </>
);
