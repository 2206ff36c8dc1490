/**
 * Dialects: the rules by which systems in use take accelerators back from running jobs, as settings. Each is the part
 * of a system that this model can say: in which order jobs wait, who is a victim, with which notice. Leases are
 * treated as under `reactive`. Where a system leaves a number to its administrator it is the system's default.
 */
import type { PreemptionSettings, QueueSettings } from "../model/types.ts";
import type { PolicyParts } from "./shipped-policies.ts";

export const dialectNames = [
  "slurm",
  "kubernetes",
  "kueue",
  "volcano",
  "yarn",
  "htcondor",
  "ec2-spot",
  "gcp-spot",
  "azure-spot",
] as const;

export type DialectName = (typeof dialectNames)[number];

const DAY = 86_400;
const HOUR = 3600;

const notice = (length: number): PreemptionSettings["notice"] => ({ kind: "fixed", length });

type Dialect = { readonly queue: Partial<QueueSettings>; readonly preemption: Partial<PreemptionSettings> };

const rules: Readonly<Record<DialectName, Dialect>> = {
  /**
   * Priority order with backfill that delays nobody ahead. The lowest priority first, with `youngest_first`; then a second
   * look spares some (`reorder_count`). GraceTime is the job's own notice, 0 by default (SchedMD/slurm, preempt.shtml and
   * slurm.conf.5, preempt.c).
   */
  slurm: {
    queue: { order: "priority", backfill: "conservative" },
    preemption: { victims: ["lowestPriority", "youngest"], notice: { kind: "own", length: 0 } },
  },

  /**
   * The lowest priority, then the fewest victims, and nobody unless the pod fits afterwards;
   * terminationGracePeriodSeconds is 30 (kubernetes/website, pod-priority-preemption.md; preemption.go). Its nominated node
   * is a hint that others may take; here what is freed is held.
   */
  kubernetes: {
    queue: { order: "priority" },
    preemption: { victims: ["lowestPriority", "fewestVictims", "youngest"], notice: notice(30) },
  },

  /**
   * The lowest priority, most recently admitted, greedily; then back in reverse, sparing whoever is not needed. Workloads go
   * whole. It has no notice of its own (kubernetes-sigs/kueue, concepts/preemption.md, KEP-83).
   */
  kueue: {
    queue: { order: "priority" },
    preemption: {
      victims: ["lowestPriority", "youngest"],
      spare: true,
      partial: false,
      notice: { kind: "own", length: 0 },
    },
  },

  /**
   * First what gangs have above their minimum, then whole gangs; queues above their share first; nobody in vain
   * (volcano-sh/volcano, gang-aware-eviction-design.md, capacity-scheduling.md). The grace is that of the pods.
   */
  volcano: {
    queue: { order: "priority" },
    preemption: {
      victims: ["mostOverShare", "lowestPriority", "fewestVictims"],
      partial: true,
      notice: notice(30),
    },
  },

  /**
   * Queues above their share first, their newest containers first, one by one; 15 s (`max_wait_before_kill`), and spared when
   * no longer selected. A tenth of the shortage is ignored on leases (`max_ignored_over_capacity`). It takes at most a
   * tenth of the cluster a round, which is here a number of victims (A) (apache/hadoop,
   * CapacitySchedulerConfiguration.java, ProportionalCapacityPreemptionPolicy.java).
   */
  yarn: {
    queue: { order: "fairShare" },
    preemption: {
      victims: ["mostOverShare", "youngest"],
      partial: true,
      notice: notice(15),
      rescind: true,
      maxPerRound: 100,
    },
  },

  /**
   * Retirement, then vacating: a job keeps its machine for MaxJobRetirementTime (0 by default; an hour here (A), so that it
   * shows), then has MachineMaxVacateTime, 600 s. The worst user priority first, then whoever has run least; a job in
   * retirement goes on when the claim is gone (htcondor/htcondor, startd.rst, ep-policy-configuration.rst).
   */
  htcondor: {
    queue: { order: "fairShare", halfLife: DAY },
    preemption: {
      victims: ["mostOverShare", "youngest"],
      notice: notice(600),
      minRuntime: HOUR,
      rescind: true,
    },
  },

  /** Two minutes. Whom EC2 chooses is not published: at random among the least important (A) (AWS EC2 user guide, Spot interruptions). */
  "ec2-spot": {
    queue: {},
    preemption: { victims: ["lowestPriority", "random"], notice: notice(120) },
  },

  /** Thirty seconds. Whom is not said: the youngest (A) (Google Cloud documentation, Spot VMs). */
  "gcp-spot": {
    queue: {},
    preemption: { victims: ["lowestPriority", "youngest"], notice: notice(30) },
  },

  /**
   * Thirty seconds, best effort: give the jobs a `delivered` below 1. Those that offer the lowest price go first
   * (MicrosoftDocs/azure-compute-docs, spot-vms.md).
   */
  "azure-spot": {
    queue: {},
    preemption: { victims: ["lowestPriority", "lowestFee", "random"], notice: notice(30) },
  },
};

/** All dialects. @param base - what they leave as it is */
export const dialectsOn = (base: PolicyParts): Readonly<Record<DialectName, PolicyParts>> => {
  const one = (name: DialectName): PolicyParts => ({
    ...base,
    queue: { ...base.queue, ...rules[name].queue },
    preemption: { ...base.preemption, ...rules[name].preemption },
    throttle: name === "yarn" ? { ...base.throttle, deadZone: 0.1 } : base.throttle,
  });
  return Object.fromEntries(dialectNames.map((name) => [name, one(name)])) as Record<
    DialectName,
    PolicyParts
  >;
};
