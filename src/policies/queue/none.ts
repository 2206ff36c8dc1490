/** No backfilling: jobs start in their order, and whoever does not fit holds up all behind it. */
import type { QueueView } from "../../model/decisions.ts";

/** Starts jobs from the head while they fit; returns the first that does not, or -1. */
export const startFromHead = (view: QueueView): number => {
  let head = view.first();
  while (head >= 0 && view.grant(head)) head = view.first();
  return head;
};

export const noBackfill = (view: QueueView): void => {
  startFromHead(view);
};
