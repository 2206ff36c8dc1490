/**
 * Layouts of published traces, so that their files can be read as they are. Column names were checked against
 * what the publishers say of their files or against a file itself; each preset says which.
 */
import type { TraceFormat, TraceLayout } from "./spec.ts";

const csv = (layout: Partial<Extract<TraceLayout, { kind: "csv" }>>): TraceLayout => ({
  kind: "csv",
  columns: {},
  times: "seconds",
  gpuUnit: 1,
  ...layout,
});

/** What a format means, before columns are replaced by those of the scenario. */
export const traceLayouts: Readonly<Record<TraceFormat, TraceLayout>> = {
  swf: { kind: "swf", classField: 0 },

  csv: csv({ columns: { submit: "submit", run: "run", gpus: "gpus" } }),

  /** One line a job, classes are virtual clusters. Checked against the excerpt that comes with Clawback. */
  philly: csv({
    columns: { submit: "timestamp", run: "duration", gpus: "num_gpus", class: "cluster" },
    times: "utc",
  }),

  /** `cluster_log.csv` of one cluster. Checked against the description beside the data. Local time, taken as UTC. */
  helios: csv({
    columns: {
      id: "job_id",
      submit: "submit_time",
      start: "start_time",
      run: "duration",
      gpus: "gpu_num",
      user: "user",
      class: "vc",
    },
    times: "utc",
  }),

  /** `openb_pod_list_*.csv`. Checked against a file. A pod has `num_gpu` devices and takes `gpu_milli` of each. */
  "alibaba-openb-2023": csv({
    columns: {
      id: "name",
      submit: "creation_time",
      start: "scheduled_time",
      end: "deletion_time",
      workers: "num_gpu",
      gpus: "gpu_milli",
      class: "qos",
    },
    gpuUnit: 1000,
  }),

  /**
   * `pai_task_table.csv`, which has no header of its own. Checked against the header file beside it. A task is
   * a gang of instances, each with `plan_gpu` percent; the time of submission is that of its launch.
   */
  "alibaba-pai-2020": csv({
    columns: { submit: 5, end: 6, workers: 3, gpus: 9, class: 4 },
    gpuUnit: 100,
  }),

  /** `job_info_df.csv` of the spot trace; classes HP and Spot. Checked against the description beside the data. */
  "alibaba-spot-2026": csv({
    columns: {
      id: "job_name",
      submit: "submit_time",
      run: "duration",
      workers: "worker_num",
      gpus: "gpu_request",
      user: "organization",
      class: "job_type",
    },
  }),

  /** `jobs.csv` of SchedNav's canonical trace; classes HP and Spot. Checked against its documentation. */
  schednav: csv({
    columns: {
      id: "job_id",
      submit: "submit_time_seconds",
      run: "duration_seconds",
      gpus: "gpu_count",
      class: "service_class",
    },
  }),
};

/** The format that a file's name speaks of; `csv` when it does not. */
export const formatOfName = (file: string): TraceFormat => (/\.swf(\.gz)?$/i.test(file) ? "swf" : "csv");
