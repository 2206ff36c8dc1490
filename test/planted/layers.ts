/** The layers that a fault can be caught by, each with the tests that stand for it: all of a file, or those with a title. */
export type Layer = { readonly files: readonly string[]; readonly title?: string };

const CHECKS = ["test/planted/checks.test.ts"];

export const layers: { readonly [layer: string]: Layer } = {
  "hand-worked": {
    files: [
      "test/model/corners.test.ts",
      "test/model/contracts.test.ts",
      "test/model/jobs.test.ts",
      "test/model/job-notice-lengths.test.ts",
      "test/model/quota.test.ts",
      "test/model/reservations.test.ts",
      "test/model/displacement.test.ts",
      "test/model/draws.test.ts",
      "test/model/shares.test.ts",
      "test/model/shedding.test.ts",
      "test/model/regressions.test.ts",
      "test/model/regressions-apart.test.ts",
      "test/model/deals.test.ts",
      "test/policies/reclaim.test.ts",
    ],
  },
  invariants: { files: CHECKS, title: "the invariants hold after every instant" },
  auditor: { files: CHECKS, title: "the auditor finds nothing" },
  identities: { files: CHECKS, title: "the identities hold at the end" },
  money: { files: ["test/properties/money.test.ts"] },
  relations: {
    files: [
      "test/properties/job-relations.test.ts",
      "test/properties/lease-relations.test.ts",
      "test/properties/lease-scales.test.ts",
      "test/properties/lease-apart.test.ts",
    ],
  },
  oracle: { files: ["test/oracle/leases.test.ts", "test/oracle/jobs.test.ts"] },
};
