/** How far the simulation is, and what it takes to make it again: progress, stop, fingerprint, command. */
import type { PageState } from "../state/page-state.ts";
import { CopyButton } from "./copy-button.tsx";
import { Problems } from "./problems.tsx";

export const RunStatus = ({ state }: { readonly state: PageState }) => {
  const { phase, done, total, message } = state.run.value;
  const shown = state.shown.value;
  const problems = state.runProblems.value;
  return (
    <section class="run" aria-label="Simulation">
      <div class="progress-line">
        <progress
          class={phase === "running" ? "" : "idle"}
          max={Math.max(1, total)}
          value={phase === "running" ? done : total}
          aria-label="Runs done"
        />
        <span class="phase">{phaseText(state)}</span>
        {phase === "running" && (
          <button type="button" onClick={state.stop}>
            Stop
          </button>
        )}
        {(phase === "stopped" || phase === "waiting" || phase === "failed") && (
          <button type="button" class="primary" onClick={state.start}>
            {phase === "waiting" ? "Run it anyway" : "Run again"}
          </button>
        )}
      </div>
      {phase === "failed" && problems.length === 0 && (
        <p class="warning" role="alert">
          The simulation failed: {message}
        </p>
      )}
      <Problems problems={problems} />
      {shown !== undefined && (
        <dl class="provenance">
          <div>
            <dt>Fingerprint</dt>
            <dd>
              <code data-fingerprint>{shown.result.fingerprint}</code>
            </dd>
          </div>
          <div class="command">
            <dt>The same on the command line</dt>
            <dd>
              <code>{shown.result.command}</code>{" "}
              <CopyButton text={shown.result.command} what="the command" />
            </dd>
          </div>
        </dl>
      )}
    </section>
  );
};

const phaseText = (state: PageState): string => {
  const { phase, done, total } = state.run.value;
  const shown = state.shown.value;
  const replications = shown?.result.replications ?? 0;
  const counted = `${replications} replication${replications === 1 ? "" : "s"}`;
  if (state.checked.value.problems.length > 0) return "The text has problems; what is shown is older.";
  switch (phase) {
    case "running":
      return total === 0 ? "Simulating …" : `${done} of ${total} runs: ${counted} of each policy so far`;
    case "done":
      return `${counted} of ${shown?.result.policies.length ?? 0} policies on the same demand`;
    case "stopped":
      return replications > 0 && !state.isStale.value ? `Stopped after ${counted}` : "Stopped";
    case "waiting":
      return "This would be a long run, and the scenario came from somebody else: it has not been started.";
    case "failed":
      return "The simulation did not end.";
    default:
      return state.isImported.value ? "An imported result" : "";
  }
};
