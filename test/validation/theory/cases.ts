/** Every model that the engine is held against. */
import { capacityModels } from "./cases/capacity.ts";
import { interruptionModels } from "./cases/interruptions.ts";
import { lossModels } from "./cases/loss.ts";
import { noticeModels } from "./cases/notice.ts";
import { priorityModels } from "./cases/priorities.ts";
import { waitingModels } from "./cases/waiting.ts";
import type { Model } from "./model.ts";

export const models: readonly Model[] = [
  ...lossModels,
  ...waitingModels,
  ...priorityModels,
  ...interruptionModels,
  ...noticeModels,
  ...capacityModels,
];
