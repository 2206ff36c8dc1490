/**
 * Conservative backfilling: everyone who waits has a promised start, and nobody who comes later may delay it
 * (A. Mu'alem and D. Feitelson, IEEE TPDS 12 (2001)). Capacity that comes back early moves promises forward, in the order of
 * the queue, never back.
 */
import type { QueueView } from "../../model/decisions.ts";

export const conservativeBackfill = (view: QueueView): void => view.promise();
