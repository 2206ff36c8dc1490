/**
 * An exploration as the page follows it: asked for by a button, told of while it goes on, stopped by another one
 * or by an edit. What it found stays until it is asked for again, and says when the scenario has moved on.
 */
import { useState } from "preact/hooks";
import { type Desk, Stopped } from "../engine/desk-client.ts";
import type { Exploration, Found } from "../engine/protocol.ts";
import { latestOnly } from "../state/latest-only.ts";
import type { PageState } from "../state/page-state.ts";

export type Explored = {
  readonly phase: "idle" | "running" | "done" | "stopped" | "failed";
  readonly done: number;
  readonly total: number;
  readonly message: string;
  readonly found: Found | undefined;
  /** Whether what was found is of another scenario, choice or seed than what is asked now. */
  readonly isOld: boolean;
};

type Kept = Omit<Explored, "isOld"> & { readonly of: string };

const nothing: Kept = { phase: "idle", done: 0, total: 0, message: "", found: undefined, of: "" };

/** Distributes over the methods, which `Omit` alone does not. */
export type Asked = Exploration extends infer E ? (E extends Exploration ? Omit<E, "of"> : never) : never;

export const useExploration = (state: PageState, desk: Desk) => {
  const [kept, keep] = useState<Kept>(nothing);
  const now = state.ask.value;
  const of = JSON.stringify(now);
  const run = (asked: Asked): void => {
    const inTurn = latestOnly();
    const start: Kept = { ...nothing, phase: "running", of };
    keep(start);
    const told = (update: Pick<Explored, "done" | "total" | "found">, phase: Explored["phase"]): void =>
      inTurn(() =>
        keep((last) => ({
          ...start,
          ...update,
          phase,
          found: update.found ?? (last.of === of ? last.found : undefined),
        })),
      );
    desk
      .explore({ ...asked, of: now } as Exploration, (update) => told(update, "running"))
      .then((update) => told(update, "done"))
      .catch((error: unknown) =>
        inTurn(() =>
          keep((last) => ({
            ...last,
            phase: error instanceof Stopped ? "stopped" : "failed",
            message: error instanceof Error ? error.message : String(error),
          })),
        ),
      );
  };
  const explored: Explored = { ...kept, isOld: kept.found !== undefined && kept.of !== of };
  return { explored, run, stop: () => void desk.ask("stop", {}) };
};
