/**
 * Puts the lanes on record as they are now, and says which of which scenario changed: `npm run golden`. With `--draw` the
 * scenarios by chance are drawn anew, which is needed when the schema refuses one of them.
 */
import { existsSync } from "node:fs";
import { cases } from "./cases.ts";
import { drawAnew } from "./drawn.ts";
import { changesBetween, type Golden, lanesOf, onRecord, record } from "./lanes.ts";

const main = async (): Promise<void> => {
  if (process.argv.includes("--draw")) drawAnew();
  const before = existsSync(new URL("./lanes.json", import.meta.url)) ? onRecord() : {};
  const after: Record<string, Golden[string]> = {};
  for (const one of cases()) after[one.name] = await lanesOf(one);
  const changes = changesBetween(before, after);
  record(after);
  for (const line of changes) process.stdout.write(`${line}\n`);
  process.stdout.write(`${changes.length} changed, of ${Object.keys(after).length} scenarios\n`);
};

await main();
