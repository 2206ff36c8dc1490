/**
 * Slurm: a study as an array job, one task a shard. The script that is submitted is kept in the study's folder, so that
 * anybody can read what was run; a task that was stopped ends with 75 and puts itself back into the queue.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { writeWhole } from "./write-files.ts";

export type ArrayJob = {
  readonly name: string;
  readonly folder: string;
  readonly shards: number;
  /** Minutes after which Slurm may stop a task. */
  readonly minutes: number;
  /** The command line up to its arguments, such as `node cli.js`. */
  readonly command: readonly string[];
};

/** Slurm's commands are not there, or do not do. */
export class SlurmError extends Error {}

/** Slurm's arrays have at most this many tasks unless somebody changed it. */
export const MOST_TASKS = 1000;
/** A task is put back this often at most. */
const MOST_REQUEUES = 5;

/** The script of an array job. */
export const arrayScript = ({ name, folder, shards, minutes, command }: ArrayJob): string => {
  const words = [
    ...command,
    "shard",
    resolve(folder),
    "--of",
    String(shards),
    "-j",
    "1",
    "--progress",
    "none",
  ];
  return `#!/bin/bash
#SBATCH --job-name=clawback-${name.replace(/[^\w.-]+/g, "-").slice(0, 40)}
#SBATCH --array=1-${shards}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --time=${minutes}
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@30
#SBATCH --output=${resolve(folder).replaceAll("%", "%%")}/slurm/%a.log

# A task that Slurm stops is asked first; it keeps what it has, ends with 75 and comes back.
${words.map(shellWord).join(" ")} --index "$SLURM_ARRAY_TASK_ID" &
shard=$!
trap 'kill -TERM "$shard" 2>/dev/null' TERM
wait "$shard"
code=$?
while kill -0 "$shard" 2>/dev/null; do
  wait "$shard"
  code=$?
done
# 143: it was asked before it could listen
if { [ "$code" -eq 75 ] || [ "$code" -eq 143 ]; } && [ "\${SLURM_RESTART_COUNT:-0}" -lt ${MOST_REQUEUES} ]; then
  scontrol requeue "\${SLURM_ARRAY_JOB_ID}_\${SLURM_ARRAY_TASK_ID}"
fi
exit "$code"
`;
};

/**
 * Writes the script and submits it.
 *
 * @returns the number of the job
 * @throws SlurmError when `sbatch` is missing or refuses
 */
export const submitArray = (job: ArrayJob): string => {
  const place = join(job.folder, "slurm");
  mkdirSync(place, { recursive: true });
  const script = join(place, "job.sh");
  writeWhole(script, arrayScript(job));
  const said = slurm("sbatch", ["--parsable", script]).trim();
  const id = /^(\d+)/.exec(said)?.[1];
  if (id === undefined) throw new SlurmError(`sbatch said: ${said}`);
  return id;
};

/** Tasks of a job that are not over. */
export const tasksLeft = (id: string): number => {
  const { status, stdout, stderr } = spawnSync("squeue", ["-h", "-r", "-j", id, "-o", "%i"], {
    encoding: "utf8",
  });
  if (status === 0) return stdout.split("\n").filter((line) => line !== "").length;
  // a job that has been over for some minutes is no longer known
  if (/invalid job id/i.test(stderr)) return 0;
  throw new SlurmError(`squeue: ${stderr.trim() || `ended with ${status}`}`);
};

/** Waits until no task is left; told how many are, when that changes. */
export const waitForArray = async (
  id: string,
  onLeft: (left: number) => void,
  signal: AbortSignal,
  pollSeconds = 2,
): Promise<void> => {
  let shown = -1;
  let silences = 0;
  for (;;) {
    let left = shown;
    try {
      left = tasksLeft(id);
      silences = 0;
    } catch (error) {
      // the controller may be away for a while
      if (++silences > 30) throw error;
    }
    if (left === 0) return;
    if (left !== shown && left > 0) onLeft(left);
    shown = left;
    await setTimeout(1000 * pollSeconds, undefined, { signal });
  }
};

const slurm = (command: string, args: readonly string[]): string => {
  const { error, status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
  if (error !== undefined) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new SlurmError(`${command} is not on the PATH: --engine slurm is for a machine of a Slurm cluster`);
  }
  if (status !== 0) throw new SlurmError(`${command}: ${stderr.trim() || `ended with ${status}`}`);
  return stdout;
};

const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
