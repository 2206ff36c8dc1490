/** The question as heading and its answer in a sentence; said aloud once it is whole, not at every step. */
import type { PageState } from "../state/page-state.ts";

export const Answer = ({ state }: { readonly state: PageState }) => {
  const shown = state.shown.value;
  const isWhole = state.run.value.phase !== "running";
  const scenario = state.isImported.value
    ? shown?.result.scenario
    : (state.facts.value ?? shown?.result.scenario);
  const isDim = state.isStale.value;
  return (
    <header class="head">
      <p class="name">
        <bdi>{scenario?.name ?? "Clawback"}</bdi>
      </p>
      <h1>
        <bdi>{scenario?.question || scenario?.name || "Who is evicted when, and what does it cost?"}</bdi>
      </h1>
      <section class={`answer ${isDim ? "stale" : ""}`} aria-labelledby="answer-title">
        <h2 id="answer-title">Answer</h2>
        <p>
          {shown === undefined ? (
            "The first replications are on their way …"
          ) : (
            <bdi>{shown.result.answer}</bdi>
          )}
        </p>
      </section>
      <p class="unseen" role="status" aria-live="polite">
        {isWhole && shown !== undefined && !isDim ? shown.result.answer : ""}
      </p>
    </header>
  );
};
