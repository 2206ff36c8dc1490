// Node starts threads from JavaScript only; the loader is registered in the thread itself.
import { register } from "tsx/esm/api";

register();
await import("./poison-worker.ts");
