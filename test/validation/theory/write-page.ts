/**
 * The table of theory and simulation as a page of the manual: `npm run theory`, with fresh draws by `npm run theory -- --seed TEXT`, which
 * prints the table and writes nothing. Ends with 1 when a figure is further from theory than chance would have it.
 */
import { writeFileSync } from "node:fs";
import { VERSION } from "../../../src/studies/version.ts";
import { models } from "./cases.ts";
import { compare, MOST_Z } from "./harness.ts";
import { type Estimate, LIMIT, type Model, SEED } from "./model.ts";

/** Probability that a normal figure is further than 5 from its mean, on either side. */
const BEYOND_FIVE = 5.7e-7;

type Row = {
  readonly model: Model;
  readonly estimate: Estimate;
  readonly z: number;
  readonly share: number;
  readonly line: string;
};

const rowOf = (model: Model, estimate: Estimate): Row => {
  const { mean, error, z } = compare(estimate.samples, estimate.theory);
  const share = error / estimate.theory;
  const cells = [
    model.title,
    estimate.name.replace(/^.*: /, ""),
    model.formula,
    estimate.theory.toPrecision(6),
    mean.toPrecision(6),
    z.toFixed(2),
    `${(100 * share).toFixed(3)} %`,
    String(estimate.samples.length),
  ];
  return { model, estimate, z, share, line: `| ${cells.join(" | ")} |` };
};

const page = (rows: readonly Row[]): string => {
  const worst = Math.max(...rows.map(({ z }) => Math.abs(z)));
  const coarsest = Math.max(...rows.map(({ share }) => share));
  return `# Theory and simulation

Where queueing and reliability theory has a closed form, the engine must agree with it. Each model below is simulated in independent replications, and the figure that they give is held against the formula: it must be within
${MOST_Z} standard errors (SE), the standard error must be at most ${(100 * LIMIT).toFixed(2)} % of theory, and the same figure must be *refused* against a theory that is 1 % off. The formulas, with their sources, are in \`src/validation/theory/\`; they
are themselves held against sums, limits and published figures. Control variates of what was drawn, never of what the engine did, make the estimates precise.

${rows.length} figures of ${models.length} models, Clawback ${VERSION}: the largest |z| is ${worst.toFixed(2)}, the largest standard error ${(100 * coarsest).toFixed(3)} % of theory. Times are in seconds.

| model | figure | formula | theory | simulated | z | SE | runs |
|---|---|---|--:|--:|--:|--:|--:|
${rows.map(({ line }) => line).join("\n")}

## Again, and with other draws

\`npm run theory\` makes this page; the same models run in \`npm test\`. \`npm run theory -- --seed TEXT\` draws anew and prints the table. **False alarms**: for a right engine one figure is beyond ${MOST_Z} standard errors with a probability of
${BEYOND_FIVE} if it is normal, so one of ${rows.length} is with ${(rows.length * BEYOND_FIVE).toExponential(1)}: run nightly with fresh seeds, once in about ${Math.floor(1 / (rows.length * BEYOND_FIVE * 365))} years (with 64 to 128 replications tails are a little heavier). A figure beyond ${MOST_Z} is
therefore a fault until it is explained, and is never drawn again in the hope of another.
`;
};

const main = (): void => {
  const at = process.argv.indexOf("--seed");
  const seed = at < 0 ? SEED : process.argv[at + 1];
  if (seed === undefined || seed === "") throw new Error("--seed needs a text");
  const rows = models.flatMap((model) => model.estimates(seed).map((estimate) => rowOf(model, estimate)));
  if (at < 0) writeFileSync(new URL("../../../web/docs/theory.md", import.meta.url), page(rows));
  else process.stdout.write(`${rows.map(({ line }) => line).join("\n")}\n`);
  const failed = rows.filter(({ z, share }) => Math.abs(z) >= MOST_Z || share > LIMIT);
  for (const { line } of failed) process.stdout.write(`NOT AGREED: ${line}\n`);
  process.stdout.write(
    `${rows.length} figures under the seed ${JSON.stringify(seed)}, ${failed.length} not agreed\n`,
  );
  if (failed.length > 0) process.exitCode = 1;
};

main();
