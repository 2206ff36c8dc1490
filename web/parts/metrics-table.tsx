/** Policies side by side: metrics with intervals, paired differences from the baseline, help on each. */
import { useSignal } from "@preact/signals";
import { type MetricDefinition, policyName, shortName } from "../../src/index.ts";
import type { Shown } from "../engine/protocol.ts";
import { type MetricCell, type MetricRow, metricRows } from "./metric-rows.ts";

export const MetricsTable = ({ shown }: { readonly shown: Shown }) => {
  const isAll = useSignal(false);
  const onlyDiffering = useSignal(false);
  const { result } = shown;
  const baseline = result.comparisons[0]?.baseline;
  const rows = metricRows(shown, { isAll: isAll.value, onlyDiffering: onlyDiffering.value });
  return (
    <section aria-labelledby="metrics-title" class="metrics">
      <h2 id="metrics-title">Policies side by side</h2>
      <p class="note">
        Mean over replications ± half of the 95 % interval
        {baseline !== undefined && (
          <>
            ; below, the difference from <bdi>{shortName(baseline)}</bdi> on the same demand with its interval
          </>
        )}
        . ↑ higher is better, ↓ lower is better; <span class="best">●</span> marks the best of a row.
      </p>
      <p class="switches">
        <Switch label={`All ${result.definitions.length} metrics`} on={isAll} />
        {result.comparisons.length > 0 && <Switch label="Only what differs" on={onlyDiffering} />}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is scrolled by keyboard */}
      <section class="scroll" aria-label="Metrics by policy" tabIndex={0}>
        <table class="metric-table">
          <thead>
            <tr>
              <th scope="col">Metric</th>
              {result.policies.map((policy) => (
                <th scope="col" class="number" key={policyName(policy)}>
                  <bdi>{policyName(policy)}</bdi>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.definition.name} row={row} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length === 0 && <p class="note">No metric differs clearly; more replications may tell.</p>}
    </section>
  );
};

const Switch = ({ label, on }: { readonly label: string; readonly on: { value: boolean } }) => (
  <label>
    <input
      type="checkbox"
      checked={on.value}
      onChange={(event) => {
        on.value = event.currentTarget.checked;
      }}
    />{" "}
    {label}
  </label>
);

const Row = ({ row: { definition, cells } }: { readonly row: MetricRow }) => (
  <tr data-metric={definition.name}>
    <th scope="row">
      <details class="meaning">
        <summary>
          {definition.label} <span class="unit">{unitOf(definition)}</span>
        </summary>
        <p>{definition.meaning}</p>
        <p>
          <code>{definition.formula}</code>
        </p>
      </details>
    </th>
    {cells.map((cell, i) => (
      <Cell key={i} cell={cell} />
    ))}
  </tr>
);

const Cell = ({ cell: { mean, spread, isBest, difference } }: { readonly cell: MetricCell }) => (
  <td class="number">
    {isBest && (
      <span class="best" title="best of the row">
        ●<span class="unseen"> best </span>
      </span>
    )}{" "}
    <span class={isBest ? "mean strong" : "mean"}>{mean}</span> <span class="spread">{spread}</span>
    {difference !== undefined && (
      <span class={`difference ${difference.verdict}`}>
        {marks[difference.verdict]}
        {difference.verdict === "same" ? "the same" : difference.text}
      </span>
    )}
  </td>
);

const marks = { better: "▲ ", worse: "▼ ", differs: "", unclear: "", same: "" } as const;

const unitOf = ({ unit, better }: MetricDefinition): string => {
  const arrow = better === "higher" ? "↑ " : better === "lower" ? "↓ " : "";
  return arrow + (["share", "days", "seconds", "$"].includes(unit) ? "" : unit);
};
