/**
 * Sites and pools: names, references, dates in order, duty cycles of a bounded number of steps.
 */
import { compilePhases, dutySteps, MAX_DUTY_STEPS } from "../compile/cluster.ts";
import { nodeGpus } from "../compile/pools.ts";
import type { Path } from "../explain/finding.ts";
import { joinOr, number } from "../explain/words.ts";
import { MAX_GPUS } from "../fields.ts";
import type { PoolSpec, SiteSpec } from "../schema.ts";
import { checkExact } from "./clock.ts";
import { checkFailures } from "./failures.ts";
import { aboveZero, inOrder, notBeforeStart, type Setting, spanIn } from "./report.ts";

export function checkCluster(setting: Setting): void {
  const { report, names, sites, pools } = setting;
  report.unique(names.sites, (i) => ["cluster", "sites", i, "name"], "site");
  report.unique(names.pools, (i) => ["cluster", "pools", i, "name"], "pool");
  sites.forEach((site, i) => {
    if (site !== undefined) checkSite(setting, site, i);
  });
  pools.forEach((pool, i) => {
    if (pool !== undefined) checkPool(setting, pool, i);
  });
  checkExact(setting, mostOnLine(pools), ["horizon"], "all pools together");
}

function checkSite(setting: Setting, site: SiteSpec, index: number): void {
  const { report } = setting;
  const path = ["cluster", "sites", index] as const;
  if (Array.isArray(site.power)) {
    const steps = site.power.map(({ at }, i) => notBeforeStart(setting, at, [...path, "power", i, "at"]));
    inOrder(setting, steps, (i) => [...path, "power", i, "at"]);
  }
  if (site.dutyCycle !== undefined) checkDutyCycle(setting, site, [...path, "dutyCycle"]);
  if (
    setting.names.pools.length > 0 &&
    !setting.pools.some((pool) => pool === undefined || pool.site === site.name)
  ) {
    report.warn([...path, "name"], "no pool draws on this site");
  }
}

function checkDutyCycle(setting: Setting, site: SiteSpec, path: readonly (string | number)[]): void {
  const { report, epoch, horizon } = setting;
  const cycle = site.dutyCycle;
  if (cycle === undefined) return;
  if (site.power === undefined) {
    report.problem(path, "a duty cycle needs a power limit", { hint: "give the site `power`", onKey: true });
  }
  const period = spanIn(setting, cycle.period);
  if (!aboveZero(setting, cycle.period, [...path, "period"])) return;
  if (spanIn(setting, cycle.off) > period) {
    report.problem([...path, "off"], "longer than the period", { allowed: "at most the period" });
  } else if (
    epoch !== undefined &&
    horizon !== undefined &&
    dutySteps(site, epoch, horizon) > MAX_DUTY_STEPS
  ) {
    report.problem(
      [...path, "period"],
      `more than ${number(MAX_DUTY_STEPS)} changes of power over the horizon`,
      {
        allowed: `at most ${number(MAX_DUTY_STEPS)} changes`,
        hint: "use a shorter horizon or a longer period",
      },
    );
  }
}

function checkPool(setting: Setting, pool: PoolSpec, index: number): void {
  const { report, names } = setting;
  const path = ["cluster", "pools", index] as const;
  if (pool.site !== undefined) {
    report.refersTo(pool.site, names.sites, [...path, "site"], "site");
    const site = setting.sites.find((candidate) => candidate?.name === pool.site);
    if (site?.power !== undefined && pool.kwPerGpu === 0) {
      report.warn(path, "draws no power, so the limit of its site never binds", { hint: "give `kwPerGpu`" });
    }
  }
  checkSize(setting, pool, path);
  checkNodes(setting, pool, path);
  const steps = (pool.phases ?? []).map(({ at }, i) =>
    notBeforeStart(
      setting,
      at,
      [...path, "phases", i, "at"],
      "date what is on line from the beginning with the scenario's start",
    ),
  );
  inOrder(setting, steps, (i) => [...path, "phases", i, "at"]);
  const most = mostOnLine([pool]);
  checkFailures(setting, pool, most, path);
  pool.outages.forEach(({ at, gpus }, i) => {
    notBeforeStart(setting, at, [...path, "outages", i, "at"]);
    if (gpus > most && pool.availability === undefined) {
      report.warn([...path, "outages", i, "gpus"], `more than the pool ever has (${number(most)})`);
    }
  });
}

const SIZES = ["gpus", "phases", "nodes", "availability"] as const;

/** How many accelerators there are is said once. */
function checkSize({ report }: Setting, pool: PoolSpec, path: Path): void {
  const given = SIZES.filter((key) => pool[key] !== undefined);
  if (given.length > 1) {
    report.problem([...path, given[1] as string], `give ${given.slice(0, 2).join(" or ")}, not both`, {
      onKey: true,
    });
  } else if (given.length === 0) {
    const allowed = joinOr(SIZES);
    report.problem([...path, "gpus"], `missing: expected ${allowed}`, { allowed });
  }
}

/** Nodes do not fail or lose power one accelerator at a time. */
function checkNodes(setting: Setting, pool: PoolSpec, path: Path): void {
  const { report, sites } = setting;
  if (pool.nodes === undefined) return;
  const sum = nodeGpus(pool);
  if (sum > MAX_GPUS) {
    report.problem([...path, "nodes"], `${number(sum)} accelerators in all nodes together`, {
      found: number(sum),
      allowed: `at most ${number(MAX_GPUS)} accelerators`,
    });
  }
  const hint = "give the pool `gpus` instead of `nodes`";
  if (pool.outages.length > 0)
    report.problem([...path, "outages"], "a pool with nodes has no outages", { hint, onKey: true });
  if (pool.failures !== undefined)
    report.problem([...path, "failures"], "the nodes of a pool do not fail", { hint, onKey: true });
  if (sites.some((site) => site?.name === pool.site && site?.power !== undefined)) {
    report.problem([...path, "site"], "a pool with nodes has no power limit, and this site has one", {
      hint: `${hint}, or another site`,
    });
  }
}

/** Whether a pool can be read and says how many accelerators it has; a record says so only once it is read. */
export const hasSize = (pool: PoolSpec | undefined): pool is PoolSpec =>
  pool !== undefined && (pool.gpus !== undefined || pool.phases !== undefined || pool.nodes !== undefined);

/** Sum over pools of their largest phase. */
export function mostOnLine(pools: readonly (PoolSpec | undefined)[]): number {
  return pools.reduce((sum, pool) => sum + (pool === undefined ? 0 : largestPhase(pool)), 0);
}

const largestPhase = (pool: PoolSpec): number =>
  Math.max(pool.gpus ?? 0, nodeGpus(pool), ...(pool.phases ?? []).map(({ gpus }) => gpus));

/** Accelerators on line over time, of all pools together, at the given second. */
export function onLineAt(pools: readonly PoolSpec[], epoch: number, at: number): number {
  return pools.reduce(
    (sum, pool) => sum + (compilePhases(pool, epoch).findLast((step) => step.at <= at)?.value ?? 0),
    0,
  );
}
