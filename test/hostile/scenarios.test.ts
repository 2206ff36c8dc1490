/**
 * Hostile scenarios through the library's parse, which is also the page's and the command line's: a corpus, every limit of the schema
 * from both sides, and bytes changed by chance. What is accepted compiles and begins to run. `npm run hostile` does ten times as many.
 */
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { explain } from "../../src/scenario/explain/explain.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { judge } from "./judge.ts";
import { limitCases } from "./limits.ts";
import { mutations } from "./mutations.ts";
import { hostileFiles } from "./texts.ts";

const MUTATIONS = 20_000;
/** A quarter of a minute when nothing else runs. */
const TIME = 600_000;
const counts: string[] = [];
afterAll(() => void process.stdout.write(`${counts.join("\n")}\n`));

const counted = (what: string, verdicts: readonly boolean[]): void => {
  const accepted = verdicts.filter(Boolean).length;
  counts.push(
    `hostile ${what}: ${verdicts.length} files, ${accepted} accepted and begun, the others refused in place`,
  );
};

describe("the corpus", () => {
  const files = hostileFiles();

  test(
    "is refused where it must be and accepted where it is sound",
    () => {
      const verdicts = files.map(({ name, bytes, isAccepted }) => {
        const verdict = judge(bytes).isAccepted;
        if (isAccepted !== undefined) expect.soft(verdict, name).toBe(isAccepted);
        return verdict;
      });
      counted("corpus", verdicts);
      expect(files.length).toBeGreaterThan(900);
    },
    TIME,
  );

  test("changes no prototype", () => {
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("every limit of the schema", () => {
  const all = limitCases();

  test(
    "is a limit: what is beyond it is refused in its place, what is inside is not",
    () => {
      const lines: string[] = [];
      for (const { path, value, isInside, data } of all) {
        const findings = explain(scenarioSchema, JSON.parse(JSON.stringify(data)));
        const isRefused = findings.some((finding) => path.every((part, i) => finding.path[i] === part));
        if (isRefused === isInside) lines.push(`${path.join(".")} = ${value}: refused ${isRefused}`);
      }
      expect(lines).toEqual([]);
    },
    TIME,
  );

  test(
    "is told without a crash, one to either side of it",
    () => {
      counted(
        "limits",
        all.map(({ data }) => judge(JSON.stringify(data)).isAccepted),
      );
      expect(all.length).toBeGreaterThan(1500);
    },
    TIME,
  );
});

test(
  "bytes changed by chance",
  () => {
    const verdicts: boolean[] = [];
    fc.assert(
      fc.property(mutations(), (bytes) => void verdicts.push(judge(bytes).isAccepted)),
      { numRuns: MUTATIONS, seed: 1 },
    );
    counted("mutations", verdicts);
    expect(verdicts.filter(Boolean).length).toBeGreaterThan(MUTATIONS / 100);
  },
  TIME,
);
