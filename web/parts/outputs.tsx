/** The right side: what came out, for all policies and for one of them in detail. */
import type { PageProps } from "../app.tsx";
import { LazyDetails } from "./lazy-details.tsx";
import { MetricsTable } from "./metrics-table.tsx";

export const Outputs = ({ state, desk, theme }: PageProps) => {
  const shown = state.shown.value;
  if (shown === undefined) return <main id="results" class="outputs" tabIndex={-1} aria-busy="true" />;
  return (
    <main id="results" class={`outputs ${state.isStale.value ? "stale" : ""}`} tabIndex={-1}>
      <MetricsTable shown={shown} view={state.view.value} onLook={state.look} />
      <LazyDetails state={state} desk={desk} shown={shown} scheme={theme.scheme.value} />
    </main>
  );
};
