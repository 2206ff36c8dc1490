/** The right side: what came out, for all policies and for one of them in detail. */
import { useSignal } from "@preact/signals";
import { policyName } from "../../src/index.ts";
import type { PageProps } from "../app.tsx";
import { MetricsTable } from "./metrics-table.tsx";
import { NoticesTable } from "./notices-table.tsx";

export const Outputs = ({ state }: PageProps) => {
  const chosen = useSignal(0);
  const shown = state.shown.value;
  if (shown === undefined) return <main id="results" class="outputs" tabIndex={-1} aria-busy="true" />;
  const { result } = shown;
  const place = Math.min(chosen.value, result.policies.length - 1);
  return (
    <main id="results" class={`outputs ${state.isStale.value ? "stale" : ""}`} tabIndex={-1}>
      <MetricsTable shown={shown} />
      <section aria-labelledby="detail-title">
        <h2 id="detail-title">One policy in detail</h2>
        <label>
          Policy{" "}
          <select
            id="policy"
            value={place}
            onChange={(event) => {
              chosen.value = Number(event.currentTarget.value);
            }}
          >
            {result.policies.map((policy, i) => (
              <option key={policyName(policy)} value={i}>
                {policyName(policy)}
              </option>
            ))}
          </select>
        </label>
        <NoticesTable result={result} place={place} />
      </section>
    </main>
  );
};
