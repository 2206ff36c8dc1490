/**
 * A scenario in parts, so that relations can be checked in what is sound even when something else is not:
 * an entity that the schema refuses is undefined, and what depends on it is left alone.
 */
import type { z } from "zod";
import { parseInstant } from "../../base/calendar.ts";
import { spanSeconds } from "../compile/times.ts";
import type { Path } from "../explain/finding.ts";
import { kindOfValue } from "../explain/node.ts";
import { type PolicySpec, policy } from "../policy-schema.ts";
import {
  type MarketSpec,
  type PoolSpec,
  type ProgramSpec,
  type ProspectsSpec,
  type Scenario,
  type SiteSpec,
  scenarioSchema,
  type TenantSpec,
} from "../schema.ts";
import { prune } from "./prune.ts";

type List<T> = readonly (T | undefined)[];

export type Parts = {
  /** Epoch seconds of the start; undefined when the start cannot be read. */
  readonly epoch: number | undefined;
  /** Seconds; undefined when it cannot be read. */
  readonly horizon: number | undefined;
  readonly warmUp: number | undefined;
  readonly sites: List<SiteSpec>;
  readonly pools: List<PoolSpec>;
  readonly internal: List<ProgramSpec>;
  readonly tenants: List<TenantSpec>;
  readonly pipeline: List<ProspectsSpec>;
  readonly market: MarketSpec | undefined;
  /** By name, undefined where the schema refuses the policy; undefined as a whole when none are written. */
  readonly policies: readonly (readonly [string, PolicySpec | undefined])[] | undefined;
  readonly assertions: Scenario["assert"] | undefined;
  readonly values: Scenario["values"] | undefined;
  /** Names as written, those of refused entities included; undefined where there is none. */
  readonly names: Readonly<Record<"sites" | "pools" | "internal" | "tenants" | "pipeline", List<string>>>;
  /** What was taken out of entities to make them readable. */
  readonly pruned: readonly Path[];
};

/** @param data - as written, sound or not */
export function partsOf(data: unknown): Parts {
  const root = asObject(data);
  const cluster = asObject(root.cluster);
  const shape = scenarioSchema.shape;
  const start = read(shape.start, root.start);
  const epoch = start === undefined ? undefined : parseInstant(start);
  const span = (schema: typeof shape.horizon | typeof shape.warmUp, value: unknown): number | undefined => {
    const written = read(schema, value);
    return written === undefined || epoch === undefined ? undefined : spanSeconds(written, epoch);
  };
  const clusterShape = shape.cluster.shape;
  const pruned: Path[] = [];
  const readList = <T extends z.ZodType>(schema: T, list: unknown, path: Path): List<z.output<T>> =>
    !Array.isArray(list)
      ? []
      : list.map((entry, i) => {
          const sound = schema.safeParse(entry);
          if (sound.success) return sound.data;
          const left = prune(schema, entry, [...path, i]);
          pruned.push(...left.pruned);
          return read(schema, left.value);
        });
  return {
    epoch,
    horizon: span(shape.horizon, root.horizon),
    warmUp: span(shape.warmUp, root.warmUp),
    sites: readList(clusterShape.sites.unwrap().element, cluster.sites, ["cluster", "sites"]),
    pools: readList(clusterShape.pools.element, cluster.pools, ["cluster", "pools"]),
    internal: readList(shape.internal.unwrap().element, root.internal, ["internal"]),
    tenants: readList(shape.tenants.unwrap().element, root.tenants, ["tenants"]),
    pipeline: readList(shape.pipeline.unwrap().element, root.pipeline, ["pipeline"]),
    market: read(shape.market, root.market),
    policies: policiesIn(root.policies),
    assertions: read(shape.assert, root.assert),
    values: read(shape.values, root.values),
    names: {
      sites: namesIn(cluster.sites),
      pools: namesIn(cluster.pools),
      internal: namesIn(root.internal),
      tenants: namesIn(root.tenants),
      pipeline: namesIn(root.pipeline),
    },
    pruned,
  };
}

function read<T extends z.ZodType>(schema: T, value: unknown): z.output<T> | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

const namesIn = (list: unknown): List<string> =>
  Array.isArray(list)
    ? list.map((entry) => {
        const { name } = asObject(entry);
        return typeof name === "string" ? name : undefined;
      })
    : [];

function policiesIn(policies: unknown): Parts["policies"] {
  if (kindOfValue(policies) !== "object") return undefined;
  return Object.entries(policies as object).map(([name, spec]) => [name, read(policy, spec)]);
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  kindOfValue(value) === "object" ? (value as Record<string, unknown>) : {};
