/** Random small workloads for schedulers: crowded, with many ties in time and size. */
import fc from "fast-check";
import type { Row } from "./schedule.ts";

export type Workload = { readonly capacity: number; readonly rows: readonly Row[] };

/**
 * Up to `most` jobs on 1 to 8 accelerators, of 3 users, sorted by submission.
 *
 * @param estimates - "safe": never below the run time; "any": some jobs run longer than they said
 */
export const workloads = (estimates: "safe" | "any", most = 14): fc.Arbitrary<Workload> =>
  fc.integer({ min: 1, max: 8 }).chain((capacity) =>
    fc.record({
      capacity: fc.constant(capacity),
      rows: fc.array(job(capacity, estimates), { minLength: 1, maxLength: most, size: "max" }).map(inOrder),
    }),
  );

type Drawn = Omit<Row, "submit"> & { readonly gap: number };

const job = (capacity: number, estimates: "safe" | "any"): fc.Arbitrary<Drawn> =>
  fc
    .record({
      gap: fc.constantFrom(0, 0, 1, 1, 2, 3, 5),
      gpus: fc.integer({ min: 1, max: capacity }),
      seconds: fc.integer({ min: 0, max: 12 }),
      slack: fc.constantFrom(0, 0, 1, 3, 10, ...(estimates === "any" ? [-1, -3, -20] : [])),
      priority: fc.integer({ min: 0, max: 3 }),
      user: fc.integer({ min: 0, max: 2 }),
    })
    .map(({ slack, ...drawn }) => ({ ...drawn, estimate: Math.max(1, drawn.seconds + slack) }));

const inOrder = (jobs: readonly Drawn[]): Row[] => {
  let submit = 0;
  return jobs.map(({ gap, ...row }) => {
    submit += gap;
    return { submit, ...row };
  });
};
