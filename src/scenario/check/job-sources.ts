/**
 * All sources of jobs of a scenario that can be read, each with its place in the file; and the pools that one
 * may use, as far as they can be read.
 */
import { isJobs, sourcesOf } from "../compile/demand.ts";
import { jobsOf, streamName } from "../compile/jobs.ts";
import type { Path } from "../explain/finding.ts";
import type { JobsSpec, PoolSpec } from "../schema.ts";
import { hasSize } from "./cluster.ts";
import type { Setting } from "./report.ts";

export type JobPlace = {
  readonly spec: JobsSpec;
  readonly path: Path;
  /** Name of the owner and of the stream, and the position among the owner's sources. */
  readonly owner: string;
  readonly name: string;
  readonly index: number;
};

/** Internal ones first, in the order of the file. */
export function jobPlaces({ internal, tenants }: Setting): JobPlace[] {
  const place = (spec: JobsSpec, owner: string, index: number, at: Path, isList: boolean): JobPlace => ({
    spec,
    path: isList ? [...at, index] : at,
    owner,
    name: streamName(owner, index),
    index,
  });
  const own = internal.flatMap((program, p) =>
    program === undefined
      ? []
      : sourcesOf(program).flatMap((spec, i) =>
          isJobs(spec)
            ? [place(spec, program.name, i, ["internal", p, "demand"], Array.isArray(program.demand))]
            : [],
        ),
  );
  const others = tenants.flatMap((tenant, t) =>
    tenant === undefined
      ? []
      : jobsOf(tenant).map((spec, i) =>
          place(spec, tenant.name, i, ["tenants", t, "jobs"], Array.isArray(tenant.jobs)),
        ),
  );
  return [...own, ...others];
}

/** The pools that a source may use; undefined when one of them cannot be read or does not say how large it is. */
export function poolsFor(
  { pools }: Setting,
  wanted: readonly string[] | undefined,
): readonly PoolSpec[] | undefined {
  const chosen = wanted?.map((name) => pools.find((pool) => pool?.name === name)) ?? pools;
  return chosen.every(hasSize) ? chosen : undefined;
}
