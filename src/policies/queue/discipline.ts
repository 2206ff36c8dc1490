/** The discipline that a policy's settings name. */
import type { QueueDiscipline } from "../../model/decisions.ts";
import type { QueueSettings } from "../../model/types.ts";
import { conservativeBackfill } from "./conservative.ts";
import { easyBackfill } from "./easy.ts";
import { noBackfill } from "./none.ts";

/** How a queue is passed over; its order is part of the queue itself. */
export const disciplineOf = ({ backfill }: QueueSettings): QueueDiscipline => {
  switch (backfill) {
    case "none":
      return noBackfill;
    case "easy":
      return easyBackfill;
    case "conservative":
      return conservativeBackfill;
  }
};
