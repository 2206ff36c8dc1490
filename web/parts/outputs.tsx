/** The right side: what came out, for all policies and for one of them in detail. */
import type { PageProps } from "../app.tsx";
import { LazyCharts } from "./lazy-charts.tsx";
import { MetricsTable } from "./metrics-table.tsx";
import { NoticesTable } from "./notices-table.tsx";

export const Outputs = ({ state, theme }: PageProps) => {
  const shown = state.shown.value;
  if (shown === undefined) return <main id="results" class="outputs" tabIndex={-1} aria-busy="true" />;
  const { result } = shown;
  const place = Math.min(state.view.value.policy, result.policies.length - 1);
  return (
    <main id="results" class={`outputs ${state.isStale.value ? "stale" : ""}`} tabIndex={-1}>
      <MetricsTable shown={shown} view={state.view.value} onLook={state.look} />
      <LazyCharts
        result={result}
        scheme={theme.scheme.value}
        policy={place}
        onPolicy={(policy) => state.look({ policy })}
      />
      <NoticesTable result={result} place={place} />
    </main>
  );
};
