/**
 * The events of the first replication under one policy of the result on the page: fetched when somebody asks,
 * and again with every whole result from then on.
 */
import { useEffect, useState } from "preact/hooks";
import type { LoggedEvent } from "../../src/index.ts";
import type { Desk } from "../engine/desk-client.ts";
import type { PageState } from "../state/page-state.ts";

export type Events = {
  /** Undefined until they have been asked for and have come. */
  readonly list: readonly LoggedEvent[] | undefined;
  readonly isPossible: boolean;
  readonly isOnItsWay: boolean;
  /** Whether the result was made elsewhere, and is all there is. */
  readonly isImported: boolean;
  readonly problem: string;
  fetch(): void;
};

type Fetched = { readonly of: string; readonly list: readonly LoggedEvent[] };

export const useEvents = (state: PageState, desk: Desk, place: number): Events => {
  const [isWanted, want] = useState(false);
  const [fetched, keep] = useState<Fetched>();
  const [problem, tell] = useState("");
  const isImported = state.isImported.value;
  const result = state.shown.value?.result;
  const ask = state.shownAsk.value;
  const isWhole = state.run.value.phase === "done" || state.run.value.phase === "stopped";
  const policy = result?.policies[place];
  const isPossible = !isImported && isWhole && ask !== undefined && policy !== undefined;
  const of = isPossible ? JSON.stringify([ask, policy.policy, policy.variant]) : "";
  useEffect(() => {
    if (!isWanted || !isPossible || fetched?.of === of) return;
    let isLate = false;
    desk.ask("events", { ...ask, policy: policy.policy, variant: policy.variant, replication: 0 }).then(
      (list) => {
        if (isLate) return;
        keep({ of, list });
        tell("");
      },
      (error: unknown) => {
        if (!isLate) tell(error instanceof Error ? error.message : String(error));
      },
    );
    return () => {
      isLate = true;
    };
  }, [isWanted, of, fetched, desk]);
  const isFresh = fetched !== undefined && (fetched.of === of || (!isWhole && !isImported));
  return {
    list: isFresh ? fetched.list : undefined,
    isPossible,
    isOnItsWay: isWanted && isPossible && !isFresh && problem === "",
    isImported,
    problem,
    fetch: () => {
      tell("");
      want(true);
    },
  };
};
