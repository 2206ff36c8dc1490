/** Fuzzed fragments of links: refused or read, never anything else. `npm run hostile` does five times as many. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { bombs, fragments } from "./fragments.ts";
import { judgeFragment } from "./judge-fragment.ts";

const COUNT = 20_000;

test(`${COUNT} fragments are refused with a reason, or are a state of the page`, async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(fragments, async (fragment) => {
      if (await judgeFragment(fragment)) read++;
    }),
    { numRuns: COUNT, seed: 1 },
  );
  process.stdout.write(`hostile fragments: ${COUNT}, ${read} read, the others refused\n`);
  expect(read).toBeGreaterThan(COUNT / 100);
  expect(read).toBeLessThan(COUNT / 2);
}, 600_000);

test("bombs are refused, whatever they unpack to", async () => {
  for (const bomb of bombs) expect(await judgeFragment(bomb)).toBe(false);
});
