/**
 * EASY backfilling: the head gets a reservation at the earliest second at which enough is expected to be free, and
 * jobs behind it start now only if they end by then or use what the head will leave over (D. A. Lifka, "The ANL/IBM SP
 * scheduling system", JSSPP 1995).
 */
import type { QueueView } from "../../model/decisions.ts";
import { startFromHead } from "./none.ts";

export const easyBackfill = (view: QueueView): void => {
  const head = startFromHead(view);
  if (head < 0) return;
  view.reserve(head);
  for (let job = view.next(head); job >= 0; job = view.next(job)) view.grant(job);
};
