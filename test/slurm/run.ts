/**
 * A sweep on Slurm for real, on a cluster of one node that is started for it: `npm run test:slurm`. One task is stopped in
 * the middle and put back by itself. The results are those of threads, to the byte.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cliPath } from "../cli/spawn.ts";
import { startCluster, whyNot } from "./cluster.ts";

const reason = whyNot();
if (reason !== undefined) {
  console.error(`skipped: ${reason}`);
  process.exit(0);
}

const work = mkdtempSync(join(tmpdir(), "clawback-slurm-"));
const study = join(work, "study.yaml");
writeFileSync(
  study,
  `clawback: study/1
name: Slurm
scenario: notice-ladder
axes:
  tenants.tenant.contract.notice: { from: 1 day, to: 120 days, step: 1 day }
policies: [reactive, ahead]
replications: 40
`,
);
const cluster = await startCluster();
const say = (text: string): void => console.log(text);
let failed = false;
try {
  const node = process.execPath;
  const here = spawnSync(node, [cliPath(), "sweep", study, "-o", join(work, "threads"), "-q"], {
    encoding: "utf8",
  });
  if (here.status !== 0) throw new Error(here.stderr);
  say("$ clawback sweep study.yaml --engine slurm --minutes 1 -o slurm");
  const sweep = spawn(
    node,
    [cliPath(), "sweep", study, "--engine", "slurm", "--minutes", "1", "-o", join(work, "slurm")],
    {
      env: cluster.env,
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let told = "";
  let isStopped = false;
  sweep.stderr.on("data", (chunk: Buffer) => {
    const text = chunk.toString().replaceAll(work, ".");
    told += text;
    process.stdout.write(text);
    const [, id, tasks] = /Slurm job (\d+): (\d+) task/.exec(told) ?? [];
    if (id !== undefined && !isStopped) {
      isStopped = true;
      const watch = setInterval(() => {
        const journal = join(work, "slurm", "shards", `1-of-${tasks}.journal`);
        const size = spawnSync("stat", ["-c", "%s", journal], { encoding: "utf8" }).stdout;
        if (Number(size) < 500_000) return;
        clearInterval(watch);
        say(`$ scancel --batch --signal=TERM ${id}_1     # as when its time is over`);
        spawnSync("scancel", ["--batch", "--signal=TERM", `${id}_1`], { env: cluster.env });
        say(spawnSync("squeue", ["-r"], { env: cluster.env, encoding: "utf8" }).stdout.trimEnd());
      }, 500);
    }
  });
  const code = await new Promise<number | null>((resolve) => sweep.on("exit", resolve));
  say(`exit code ${code}`);
  if (code !== 0) failed = true;
  say("$ cmp threads/results.* slurm/results.*");
  for (const file of ["results.csv", "results.parquet", "results.json"]) {
    const [a, b] = ["threads", "slurm"].map((folder) => readFileSync(join(work, folder, file)));
    const isSame = (a as Buffer).equals(b as Buffer);
    say(`${file}: ${isSame ? "the same bytes" : "DIFFERENT"}`);
    if (!isSame) failed = true;
  }
  const log = spawnSync("sh", ["-c", `cat ${join(work, "slurm", "slurm")}/1.log`], {
    encoding: "utf8",
  }).stdout;
  say(`$ cat slurm/slurm/1.log\n${log.trimEnd()}`);
} finally {
  cluster.stop();
}
process.exit(failed ? 1 : 0);
