/**
 * From runs to results, replication by replication in order, whoever finished first. Rows of metrics are kept
 * for pairing; series are summed as they come, and kept for bands up to a bound.
 */
import { fail } from "../base/assert.ts";
import { metricDefinitions } from "../metrics/definitions.ts";
import {
  type Channel,
  channels,
  type RunResult,
  type Series,
  type Story,
  type TenantOutcome,
} from "../metrics/outcome.ts";
import type { Fan, PolicyResult } from "../results/types.ts";
import { quantileOf } from "../stats/quantile.ts";
import { intervalOf } from "./intervals.ts";

const BANDED: readonly Channel[] = ["demand", "unmet", "internal", "firm"];
const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;
/** Bands are drawn from at most this many replications. */
export const MOST_BANDED = 200;

/** What is told of each tenant. */
export const tenantMetrics = [
  "rent",
  "credits",
  "termination",
  "buyOut",
  "heldGpuHours",
  "dueGpuHours",
  "notices",
  "evictions",
  "evictedGpus",
  "cost",
  "useValue",
  "relocation",
  "net",
] as const;

/** Collects the runs of one policy at one variant. */
export class PolicyAggregate {
  readonly rows: Float64Array[] = [];
  readonly fingerprints: string[] = [];
  private readonly tenants: TenantOutcome[][] = [];
  private readonly banded: Float32Array[][] = BANDED.map(() => []);
  private sum: Float64Array | undefined;
  private shape: { readonly binSeconds: number; readonly bins: number } | undefined;
  private story: Story | undefined;

  add(run: RunResult): void {
    if (run.replication !== this.rows.length)
      fail(`replication ${run.replication} came as number ${this.rows.length}`);
    this.rows.push(run.metrics);
    this.fingerprints.push(run.fingerprint);
    this.tenants.push([...run.tenants]);
    if (run.story !== undefined) this.story = run.story;
    if (run.series !== undefined) this.addSeries(run.series, run.replication);
  }

  result(policy: string, variant: string): PolicyResult {
    return {
      policy,
      variant,
      replications: this.rows.length,
      metrics: metricDefinitions.map((_, m) => intervalOf(this.rows.map((row) => row[m] as number))),
      tenants: this.tenantResults(),
      series: this.meanSeries(),
      fans: this.fans(),
      story: this.story ?? fail("the first replication has no story"),
    };
  }

  private addSeries(series: Series, replication: number): void {
    this.shape ??= { binSeconds: series.binSeconds, bins: series.bins };
    this.sum ??= new Float64Array(series.values.length);
    for (let i = 0; i < series.values.length; i++)
      this.sum[i] = (this.sum[i] as number) + (series.values[i] as number);
    if (replication >= MOST_BANDED) return;
    BANDED.forEach((channel, b) => {
      const column = channels.indexOf(channel);
      const values = new Float32Array(series.bins);
      for (let bin = 0; bin < series.bins; bin++)
        values[bin] = series.values[bin * channels.length + column] as number;
      (this.banded[b] as Float32Array[]).push(values);
    });
  }

  private meanSeries(): Series {
    const shape = this.shape ?? { binSeconds: 1, bins: 0 };
    const n = this.rows.length;
    return { ...shape, values: (this.sum ?? new Float64Array(0)).map((value) => value / n) };
  }

  private fans(): Fan[] {
    const bins = this.shape?.bins ?? 0;
    return BANDED.map((channel, b) => {
      const runs = this.banded[b] as Float32Array[];
      const bands = QUANTILES.map(() => new Float64Array(bins));
      const column = new Float64Array(runs.length);
      for (let bin = 0; bin < bins; bin++) {
        for (let r = 0; r < runs.length; r++) column[r] = (runs[r] as Float32Array)[bin] as number;
        const sorted = column.slice().sort();
        QUANTILES.forEach((q, k) => {
          (bands[k] as Float64Array)[bin] = quantileOf(sorted, q);
        });
      }
      return { channel, quantiles: QUANTILES, bands };
    });
  }

  private tenantResults(): PolicyResult["tenants"] {
    const first = this.tenants[0] ?? [];
    return first.map((tenant, t) => ({
      tenant: tenant.tenant,
      evictedIn: this.tenants.filter((row) => (row[t] as TenantOutcome).evictions > 0).length,
      metrics: Object.fromEntries(
        tenantMetrics.map((metric) => [
          metric,
          intervalOf(this.tenants.map((row) => (row[t] as TenantOutcome)[metric])),
        ]),
      ),
    }));
  }
}
