/** Charts and all below them, fetched once there is something to show, so that they do not hold up the first result. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Details, DetailsProps } from "./details.tsx";

let fetched: typeof Details | undefined;

export const LazyDetails = (props: DetailsProps) => {
  const isHere = useSignal(fetched !== undefined);
  const failure = useSignal("");
  useEffect(() => {
    if (fetched !== undefined) return;
    import("./details.tsx").then(
      (module) => {
        fetched = module.Details;
        isHere.value = true;
      },
      (error: unknown) => {
        failure.value = error instanceof Error ? error.message : String(error);
      },
    );
  }, [isHere, failure]);
  if (failure.value !== "")
    return (
      <p class="warning" role="alert">
        The charts could not be fetched: {failure.value}. The table holds the same numbers.
      </p>
    );
  if (!isHere.value || fetched === undefined) return <div class="charts-place" aria-busy="true" />;
  const Fetched = fetched;
  return <Fetched {...props} />;
};
