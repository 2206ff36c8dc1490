/**
 * A Slurm cluster of one node on this machine, from the packages slurm-wlm and munge, with everything it writes in one
 * folder. Needs root, which munge and slurmd do. Only what was started here is stopped.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

export type Cluster = { readonly env: NodeJS.ProcessEnv; readonly folder: string; readonly stop: () => void };

/** Why there can be no cluster here; undefined when there can. */
export const whyNot = (): string | undefined => {
  if (process.getuid?.() !== 0) return "Slurm on loopback needs root";
  const missing = ["slurmctld", "slurmd", "munged", "sbatch"].filter(
    (command) => spawnSync("which", [command]).status !== 0,
  );
  return missing.length === 0
    ? undefined
    : `not installed: ${missing.join(", ")} (apt-get install -y slurm-wlm munge)`;
};

export const startCluster = async (): Promise<Cluster> => {
  // munged wants to own the folders above its socket, and the temporary folder is everybody's
  const folder = mkdtempSync("/run/clawback-slurm-");
  chmodSync(folder, 0o755);
  const children: ChildProcess[] = [];
  const start = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): void => {
    children.push(spawn(command, args, { env, stdio: "ignore" }));
  };
  for (const part of ["munge", "state", "spool"]) mkdirSync(join(folder, part), { mode: 0o755 });
  const key = join(folder, "munge", "key");
  writeFileSync(key, crypto.getRandomValues(new Uint8Array(1024)), { mode: 0o600 });
  const socket = join(folder, "munge", "socket");
  const conf = join(folder, "slurm.conf");
  writeFileSync(conf, configuration(folder, socket));
  const env = { ...process.env, SLURM_CONF: conf };
  const stop = (): void => {
    for (const child of children.reverse()) child.kill("SIGTERM");
    spawnSync("sleep", ["1"]);
    for (const child of children) if (child.exitCode === null) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    start(
      "munged",
      [
        ...["--foreground", "--force", `--key-file=${key}`, `--socket=${socket}`],
        ...[
          `--pid-file=${folder}/munge/pid`,
          `--log-file=${folder}/munge/log`,
          `--seed-file=${folder}/munge/seed`,
        ],
      ],
      env,
    );
    await until(() => existsSync(socket), "munged");
    start("slurmctld", ["-D", "-f", conf], env);
    start("slurmd", ["-D", "-f", conf, "-N", "here"], env);
    await until(
      () => /idle/.test(spawnSync("sinfo", ["-h", "-o", "%T"], { env, encoding: "utf8" }).stdout ?? ""),
      "a node",
    );
  } catch (error) {
    for (const log of ["munge/log", "slurmctld.log", "slurmd.log"])
      process.stderr.write(spawnSync("tail", ["-5", join(folder, log)], { encoding: "utf8" }).stdout ?? "");
    stop();
    throw error;
  }
  return { env, folder, stop };
};

const until = async (isThere: () => boolean, what: string): Promise<void> => {
  for (let i = 0; i < 60; i++) {
    if (isThere()) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${what} did not come up`);
};

const configuration = (folder: string, socket: string): string => {
  const cpus = execFileSync("nproc", { encoding: "utf8" }).trim();
  return `ClusterName=loopback
SlurmctldHost=${hostname()}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=${socket}
CredType=cred/munge
SlurmctldPort=16817
SlurmdPort=16818
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool
SlurmctldPidFile=${folder}/slurmctld.pid
SlurmdPidFile=${folder}/slurmd.pid
SlurmctldLogFile=${folder}/slurmctld.log
SlurmdLogFile=${folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
MinJobAge=300
NodeName=here NodeHostname=${hostname()} NodeAddr=127.0.0.1 CPUs=${cpus} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
`;
};
