/** Capacity that fails block by block: what the ledger has as failed, against machine repair. */
import { FAILED } from "../../../../src/model/ledger.ts";
import { machineRepair } from "../../../../src/validation/theory/machine-repair.ts";
import { estimateOf, type Model, model } from "../model.ts";
import { SERVICE, scenario, simulateAll } from "../simulated.ts";

const BLOCK = 8;
const REPAIR = SERVICE;

type Shop = {
  readonly blocks: number;
  readonly up: number;
  readonly between?: object;
  readonly repair?: object;
  readonly crew?: number;
  readonly spares?: number;
  readonly swap?: number;
  /** Length of a replication, in mean times to mend a block. */
  readonly length: number;
};

/** All run at first; what is measured begins when that is forgotten. */
const WARM_UP = 40 * REPAIR;

/** Mean blocks out of service, and share of the time in which any is, over each replication. */
const measured = (seed: string, shop: Shop): { readonly missing: number[]; readonly short: number[] } => {
  const { blocks, up, crew, spares = 0, swap = 0, length } = shop;
  const horizon = WARM_UP + length * REPAIR;
  const sums = { at: 0, blocks: 0, missing: 0, short: 0 };
  const count = (until: number): void => {
    const seconds = Math.max(0, until - Math.max(WARM_UP, sums.at));
    sums.missing += sums.blocks * seconds;
    if (sums.blocks > 0) sums.short += seconds;
    sums.at = until;
  };
  const found = simulateAll(
    withFailures(scenario({ seed, gpus: blocks * BLOCK, horizon }), {
      between: shop.between ?? { kind: "exponential", mean: up },
      repair: shop.repair ?? { kind: "exponential", mean: REPAIR },
      ...(crew === undefined ? {} : { crew }),
      spares,
      swap,
    }),
    () => {
      count(horizon);
      return { missing: sums.missing / (horizon - WARM_UP), short: sums.short / (horizon - WARM_UP) };
    },
    undefined,
    ({ ledger }) => {
      Object.assign(sums, { at: 0, blocks: 0, missing: 0, short: 0 });
      return {
        settled: (at) => {
          count(at);
          sums.blocks = ledger.count(0, FAILED) / BLOCK;
        },
      };
    },
  );
  return { missing: found.map(({ missing }) => missing), short: found.map(({ short }) => short) };
};

const withFailures = (text: string, failures: object): string => {
  const parsed = JSON.parse(text);
  Object.assign(parsed.cluster.pools[0], { block: BLOCK, failures });
  return JSON.stringify(parsed);
};

const alone = (
  [
    ["exponential", { kind: "exponential", mean: REPAIR }, { kind: "exponential", mean: 2 * REPAIR }],
    ["constant repair", REPAIR, { kind: "exponential", mean: 2 * REPAIR }],
    [
      "lives of shape 3",
      { kind: "exponential", mean: REPAIR },
      { kind: "gamma", mean: 2 * REPAIR, shape: 3 },
    ],
  ] as const
).map(([name, repair, between]): Model => {
  const blocks = 20;
  const up = 2 * REPAIR;
  return model(`blocks mended as they fail, ${name}`, "MTTR / (MTTF + MTTR), whatever the laws", (seed) => {
    const { missing } = measured(seed, {
      blocks,
      up,
      repair: repair as object,
      between,
      length: 600,
    });
    return [estimateOf(`${name}: blocks out of service`, (blocks * REPAIR) / (up + REPAIR), missing)];
  });
});

const crews = [
  { blocks: 4, crew: 1, up: 2 * REPAIR, length: 4400 },
  { blocks: 5, crew: 2, up: REPAIR, length: 1400 },
].map((shop) =>
  model(`${shop.blocks} blocks, a crew of ${shop.crew}`, "machine repair, M/M/c//N", (seed) => {
    const { missing } = measured(seed, shop);
    const theory = machineRepair(shop.blocks, shop.crew, shop.up, REPAIR).meanMissing;
    return [estimateOf(`crew of ${shop.crew} for ${shop.blocks}: blocks out of service`, theory, missing)];
  }),
);

const spares = [
  { blocks: 3, crew: 1, spares: 1, up: REPAIR, length: 2200 },
  { blocks: 2, crew: 1, spares: 1, up: REPAIR, length: 4800 },
].map((shop) =>
  model(`${shop.blocks} blocks and a spare, a crew of 1`, "machine repair with spares", (seed) => {
    const theory = machineRepair(shop.blocks, shop.crew, shop.up, REPAIR, shop.spares);
    const { missing, short } = measured(seed, shop);
    return [
      estimateOf(`${shop.blocks} with a spare: blocks out of service`, theory.meanMissing, missing),
      estimateOf(`${shop.blocks} with a spare: probability that any is`, 1 - theory.allUp, short),
    ];
  }),
);

const swaps = model("spares enough, an hour to swap", "swap / (MTTF + swap)", (seed) => {
  const [blocks, up, swap] = [20, 2 * REPAIR, REPAIR / 2];
  const { missing } = measured(seed, { blocks, up, swap, spares: 2000, length: 400 });
  return [estimateOf("swapped: blocks out of service", (blocks * swap) / (up + swap), missing)];
});

export const capacityModels: readonly Model[] = [...alone, ...crews, ...spares, swaps];
