/** The commands of sweeps, as users call them. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openJournal } from "../../src/node/journal.ts";
import { scanJournal } from "../../src/node/journal-frames.ts";
import { smallStudy } from "../studies/small-sweep.ts";
import { clawback, cliPath, newFolder } from "./spawn.ts";

beforeAll(() => {
  cliPath();
}, 120_000);

const results = ["results.csv", "results.parquet", "results.json"];

/** A folder with a study in it. */
const withStudy = (text: string = smallStudy()): string => {
  const work = newFolder();
  writeFileSync(join(work, "study.yaml"), text);
  return work;
};

const sweep = (work: string, ...args: string[]) =>
  clawback(["sweep", "study.yaml", "-o", "out", ...args], { cwd: work });

const read = (work: string, folder: string): string[] =>
  results.map((file) => readFileSync(join(work, folder, file)).toString("hex"));

describe("sweep", () => {
  test("writes a folder with everything, and shows the points", () => {
    const work = withStudy();
    const { status, out, err } = sweep(work);
    expect(err).toContain("12 units run, 0 kept from before");
    expect(status).toBe(0);
    expect(out).toContain("tenants.tenant.contract.notice × growth");
    expect(out).toMatch(/14 days × 4 +\$/);
    expect(readdirSync(join(work, "out")).sort()).toEqual([
      "journal",
      "manifest.json",
      "progress.json",
      ...results.sort(),
      "study.json",
    ]);
    const json = JSON.parse(readFileSync(join(work, "out", "results.json"), "utf8")) as {
      points: {
        values: unknown[];
        policies: { name: string; metrics: Record<string, { mean: number }> }[];
      }[];
    };
    expect(json.points.map(({ values }) => values)).toEqual([
      [86_400, 2],
      [86_400, 4],
      [604_800, 2],
      [604_800, 4],
      [1_209_600, 2],
      [1_209_600, 4],
    ]);
    const [head, first] = readFileSync(join(work, "out", "results.csv"), "utf8").split("\r\n");
    expect(head).toMatch(/^point,tenants\.tenant\.contract\.notice,growth,policy,tenant,metric,unit,/);
    const mean = json.points[0]?.policies[0]?.metrics.netValue?.mean;
    expect(first).toContain(`0,86400,2,reactive,,netValue,$,higher,4,${mean},`);
  });

  test("run again runs nothing; an edited study runs what is new and says why anything else runs again", () => {
    const work = withStudy();
    expect(sweep(work).status).toBe(0);
    const before = read(work, "out");
    const again = sweep(work);
    expect(again.err).toContain("12 results on file in out");
    expect(again.err).toContain("0 units run, 12 kept from before");
    expect(again.err).not.toContain("run again");
    expect(read(work, "out")).toEqual(before);
    writeFileSync(join(work, "study.yaml"), smallStudy().replace("14 days]", "14 days, 21 days]"));
    const wider = sweep(work);
    expect(wider.err).toContain("4 units run, 12 kept from before");
    expect(wider.err).not.toContain("run again");
    writeFileSync(
      join(work, "study.yaml"),
      smallStudy().replace("gpus: 600", "gpus: 500").replace("seed: small", "seed: other"),
    );
    const changed = sweep(work);
    expect(changed.err).toContain(
      "units are run again: the scenario changed; the seed changed: other, was small",
    );
    expect(changed.err).toContain("12 units run, 0 kept from before");
  });

  test("--fresh forgets what is there", () => {
    const work = withStudy();
    expect(sweep(work).status).toBe(0);
    expect(sweep(work, "--fresh").err).toContain("12 units run, 0 kept from before");
  });

  test("a damaged journal is cut, which is told, and the results are the same", () => {
    const work = withStudy();
    expect(sweep(work).status).toBe(0);
    const before = read(work, "out");
    const journal = join(work, "out", "journal");
    const bytes = readFileSync(journal);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] as number) ^ 4;
    writeFileSync(journal, bytes);
    const again = sweep(work);
    expect(again.err).toMatch(
      /out\/journal: cut \d+ bytes of a torn or damaged record at \d+; its units and those after it run again/,
    );
    expect(again.status).toBe(0);
    expect(read(work, "out")).toEqual(before);
  });

  test("a result that differs from an earlier one is a bug, and nothing is overwritten", () => {
    const work = withStudy();
    clawback(["plan", "study.yaml", "-o", "out"], { cwd: work });
    expect(clawback(["shard", "out", "--index", "1", "--of", "2", "-q"], { cwd: work }).status).toBe(0);
    // another machine that computes something else
    let found: [string, Uint8Array] | undefined;
    scanJournal(join(work, "out", "shards", "1-of-2.journal"), (key, bytes) => {
      found ??= [key, Uint8Array.from(bytes)];
    });
    const [key, bytes] = found as [string, Uint8Array];
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] as number) ^ 1;
    const { journal } = openJournal(join(work, "out", "shards", "9-of-9.journal"));
    journal.add(key, bytes);
    journal.close();
    const merged = clawback(["merge", "out"], { cwd: work });
    expect(merged.err).toContain("determinism broken");
    expect(merged.status).toBe(70);
  });

  test("is refused while another one is at it, by name", () => {
    const work = withStudy();
    mkdirSync(join(work, "out"));
    const owner = { pid: process.pid, host: "elsewhere", began: "1", what: "clawback sweep" };
    writeFileSync(join(work, "out", "lock"), JSON.stringify(owner));
    const { status, err } = sweep(work);
    expect(err).toContain(`out/lock is held by process ${process.pid} on elsewhere (clawback sweep)`);
    expect(status).toBe(75);
    expect(existsSync(join(work, "out", "journal"))).toBe(false);
  });

  test("a folder that holds something else is left alone", () => {
    const work = withStudy();
    mkdirSync(join(work, "out"));
    writeFileSync(join(work, "out", "thesis.txt"), "mine");
    const { status, err } = sweep(work);
    expect(err).toContain("the folder is not empty and holds no study");
    expect(status).toBe(3);
    expect(readdirSync(join(work, "out"))).toEqual(["thesis.txt"]);
  });

  test("a study that is not sound is told with its places, and nothing is made", () => {
    const work = withStudy(smallStudy().replace("batch: 2", "bach: 2"));
    const { status, err } = sweep(work);
    expect(err).toMatch(/study\.yaml:\d+:1: bach: unknown key "bach"/);
    expect(err).toContain('did you mean "batch"?');
    expect(status).toBe(3);
    expect(existsSync(join(work, "out"))).toBe(false);
    const validated = clawback(["validate", "study.yaml"], { cwd: work });
    expect(validated.status).toBe(3);
    expect(validated.err).toContain('unknown key "bach"');
  });

  test("--dry-run says what would be run", () => {
    const work = withStudy();
    const { out } = sweep(work, "-n");
    expect(out).toContain("points        6\n");
    expect(out).toContain("runs          48\n");
    expect(existsSync(join(work, "out"))).toBe(false);
  });

  test("progress for machines is JSON on stderr", () => {
    const work = withStudy();
    const { err } = sweep(work, "--progress", "json", "--engine", "here");
    const lines = err.split("\n").filter((line) => line.startsWith("{"));
    expect(JSON.parse(lines.at(-1) as string)).toMatchObject({ progress: 1, done: 12, total: 12 });
  });
});

describe("a bad point", () => {
  /** Half of the points have thousands of jobs, more than the limits let through; the others are small. */
  const poison = (limits: string): string =>
    smallStudy({
      axes: "  tenants[1].jobs.arrivals.perHour: [0.1, 2000]",
      more: `policies: [reactive]\nlimits: ${limits}\n`,
      scenario: "",
    }).replace(
      "  policies: { reactive: {}",
      `    - name: crowd
      jobs: { arrivals: { kind: poisson, perHour: 1 }, gpus: 1, work: { kind: constant, value: 1 h } }
  policies: { reactive: {}`,
    );

  test.each([
    ["events", "{ events: 30000 }", "events: a run has more than 30000 events"],
    ["time", "{ wallClock: 1 s, events: 9000000000 }", "time: a run takes more than 1 s"],
    ["memory", "{ heap: 100 }", "memory: a worker needed more than 100 MB"],
  ])(
    "with too much of %s is given up after three tries, named, and the sweep goes on",
    (kind, limits, told) => {
      const work = withStudy(poison(limits));
      const { status, err } = sweep(work, "-j", "2");
      expect(err).toContain(told);
      expect(status).toBe(1);
      expect(err).toMatch(/2 units given up, 1 point left out/);
      expect(err.match(/it is tried again/g)).toHaveLength(4);
      const json = JSON.parse(readFileSync(join(work, "out", "results.json"), "utf8")) as {
        points: { labels: string[] }[];
        failures: { key: string; kind: string }[];
      };
      expect(json.points.map(({ labels }) => labels[0])).toEqual(["0.1"]);
      expect(json.failures.map((failure) => failure.kind)).toEqual([kind, kind]);
      // what is given up stays so, until it is asked for again
      const again = sweep(work, "-j", "2");
      expect(again.status).toBe(1);
      expect(again.err).toContain("0 units run, 2 kept from before");
      expect(again.err).not.toContain("it is tried again");
      const status2 = clawback(["status", "out"], { cwd: work });
      expect(status2.status).toBe(1);
      expect(status2.out).toMatch(new RegExp(`failed {4}[0-9a-f]{12}, 3 x, ${kind}: `));
      const replay = /to see it alone: clawback (shard out --unit [0-9a-f]{12})/.exec(err)?.[1] as string;
      if (kind !== "events") return;
      const alone = clawback(replay.split(" "), { cwd: work });
      expect(alone.out).toContain("failed: events: a run has more than 30000 events");
      expect(alone.status).toBe(1);
    },
    120_000,
  );

  test("that its scenario does not take is given up at once", () => {
    // each value is sound alone; together they are not, and there are too many to try them all in advance
    const work = withStudy(
      smallStudy({
        axes: `  warmUp: { from: 0 s, to: 59 days, count: 15 }
  horizon: { from: 30 days, to: 60 days, count: 15 }`,
        more: "policies: [reactive]\nmetrics: [netValue]\n",
      }).replace("replications: 4", "replications: 1"),
    );
    const { status, err } = sweep(work);
    expect(err).toMatch(/is given up \(invalid: .*warmUp/);
    expect(err).not.toContain("tried again");
    expect(status).toBe(1);
  });
});

describe("plan, shard and merge", () => {
  test("in any order, on any number of shards, give the bytes of a sweep", () => {
    const work = withStudy();
    expect(sweep(work).status).toBe(0);
    const planned = clawback(["plan", "study.yaml", "-o", "parts", "--shards", "3"], { cwd: work });
    expect(planned.out).toContain("12 units in parts, for 3 shards");
    expect(planned.out).toContain("seq 3 | parallel --retries 5 clawback shard parts --of 3 --index {}");
    expect(readFileSync(join(work, "parts", "kubernetes.yaml"), "utf8")).toContain("Not run by us");
    const early = clawback(["merge", "parts"], { cwd: work });
    expect(early.status).toBe(75);
    expect(early.err).toContain("12 units of 12 missing in 0 shards");
    for (const index of ["3", "1", "2"])
      expect(
        clawback(["shard", "parts", "--index", index, "--of", "3", "-j", "1"], { cwd: work }).status,
      ).toBe(0);
    const merged = clawback(["merge", "parts"], { cwd: work });
    expect(merged.err).toContain("12 units run, 0 kept");
    expect(merged.status).toBe(0);
    expect(read(work, "parts")).toEqual(read(work, "out"));
  });

  test("with a precision shards take whole points, and stop at the same replications", () => {
    const work = withStudy(
      smallStudy({ more: "precision: { unmetGpuHours: 30 % }\nmostReplications: 40\n" }),
    );
    expect(sweep(work).status).toBe(0);
    clawback(["plan", "study.yaml", "-o", "parts", "--shards", "2"], { cwd: work });
    for (const index of ["1", "2"])
      clawback(["shard", "parts", "--index", index, "--of", "2", "-q"], { cwd: work });
    expect(clawback(["merge", "parts"], { cwd: work }).status).toBe(0);
    expect(read(work, "parts")).toEqual(read(work, "out"));
  });
});

describe("Slurm", () => {
  /** sbatch and squeue of a cluster that runs everything at once, here. */
  const fakeSlurm = (work: string): string => {
    const bin = join(work, "bin");
    mkdirSync(bin);
    const scripts = {
      sbatch: `last=$(sed -n 's/^#SBATCH --array=1-//p' "$2")
for task in $(seq "$last"); do SLURM_ARRAY_JOB_ID=42 SLURM_ARRAY_TASK_ID=$task bash "$2" > "${work}/task-$task.log" 2>&1; done
echo "42;cluster"`,
      squeue: `echo "slurm_load_jobs error: Invalid job id specified" >&2; exit 1`,
    };
    for (const [name, text] of Object.entries(scripts)) {
      writeFileSync(join(bin, name), `#!/bin/bash\n${text}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    return bin;
  };

  test("runs an array of shards and merges them to the bytes of a sweep", () => {
    // enough for more than the trial, which takes units for some seconds
    const text = smallStudy({
      axes: "  tenants.tenant.contract.notice: { from: 1 h, to: 100 h, step: 1 h }",
      more: "metrics: [netValue]\n",
    });
    const work = withStudy(text);
    expect(sweep(work).status).toBe(0);
    const path = `${fakeSlurm(work)}${delimiter}${process.env.PATH}`;
    const slurm = clawback(["sweep", "study.yaml", "-o", "slurm", "--engine", "slurm"], {
      cwd: work,
      env: { PATH: path, CLAWBACK_SLURM_TRIAL_SECONDS: "0.1" },
    });
    expect(slurm.err).toMatch(/Slurm job 42: \d+ tasks?, logs in slurm\/slurm/);
    expect(slurm.status).toBe(0);
    expect(read(work, "slurm")).toEqual(read(work, "out"));
  }, 120_000);

  test("that is not there is told", () => {
    const work = withStudy();
    const { status, err } = clawback(["sweep", "study.yaml", "-o", "slurm", "--engine", "slurm"], {
      cwd: work,
      env: { PATH: newFolder(), CLAWBACK_SLURM_TRIAL_SECONDS: "0" },
    });
    expect(err).toContain("sbatch is not on the PATH: --engine slurm is for a machine of a Slurm cluster");
    expect(status).toBe(2);
  });
});

describe("export, status and report", () => {
  test("the report is one file with every point, and a name in it is no markup", () => {
    const work = withStudy(smallStudy().replace("name: small\nscenario", "name: <img src=x>\nscenario"));
    expect(sweep(work).status).toBe(0);
    const { status, out } = clawback(["report", "out", "-o", "study.html"], { cwd: work });
    expect(status).toBe(0);
    expect(out).toBe("study.html\n");
    const page = readFileSync(join(work, "study.html"), "utf8");
    expect(page).not.toContain("<img");
    expect(page).toContain("&#60;img src=x&#62;");
    expect(page.match(/<bdi>14 days<\/bdi>/g)?.length).toBeGreaterThanOrEqual(2);
    expect(page).toContain('<h2 id="metric-netValue">');
    const { fingerprint } = JSON.parse(readFileSync(join(work, "out", "results.json"), "utf8")) as {
      fingerprint: string;
    };
    expect(page).toContain(fingerprint);
  });

  test("an unfinished sweep can be looked at", () => {
    const work = withStudy();
    clawback(["plan", "study.yaml", "-o", "out", "--shards", "2"], { cwd: work });
    clawback(["shard", "out", "--index", "1", "--of", "2", "-q"], { cwd: work });
    const { out } = clawback(["status", "out"], { cwd: work });
    expect(out).toContain("units     6 of 12 done (50.0 %)");
    expect(out).toContain("running   nobody; to go on: clawback sweep study.yaml -o out");
    const runs = clawback(["export", "out", "--runs", "--format", "jsonl"], { cwd: work });
    const rows = runs.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { replication: number });
    expect(rows[0]).toMatchObject({
      point: 0,
      growth: 2,
      policy: "reactive",
      replication: 0,
      metric: "netValue",
    });
    expect(new Set(rows.map(({ replication }) => replication))).toEqual(new Set([0, 1]));
  });

  test("the means that are exported are those of the results", () => {
    const work = withStudy();
    expect(sweep(work).status).toBe(0);
    for (const file of ["means.csv", "means.parquet"])
      expect(clawback(["export", "out", "-o", file], { cwd: work }).status).toBe(0);
    expect(readFileSync(join(work, "means.csv"))).toEqual(readFileSync(join(work, "out", "results.csv")));
    expect(readFileSync(join(work, "means.parquet"))).toEqual(
      readFileSync(join(work, "out", "results.parquet")),
    );
    expect(clawback(["export", "out", "-o", "means.xlsx"], { cwd: work }).status).toBe(2);
    expect(clawback(["export", "nowhere"], { cwd: work }).err).toContain("there is no study in this folder");
  });
});
