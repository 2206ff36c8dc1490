import { describe, expect, test } from "vitest";
import { jobsCsv, jobsCsvParts, PoolsOfJobs } from "../../src/results/jobs-csv.ts";
import { HandDriven, spot, stream } from "../metrics/hand-driven.ts";

const HEAD = "job,class,pool,submit,start,end,gpus,wait,preemptions,lost,outcome,firstStart";

describe("the table of jobs", () => {
  test("has a row a submitted job, with empty cells for what has not happened", () => {
    let pools: PoolsOfJobs | undefined;
    const cluster = new HandDriven({
      horizon: 1000,
      streams: [
        {
          stream: stream({ name: "batch" }),
          rows: [
            [5, 1, 100],
            [10, 2, 50],
            [900, 1, 1],
          ],
        },
        { stream: spot(), rows: [[0, 2, 500]] },
      ],
      observe: (world) => {
        pools = new PoolsOfJobs(world);
        return pools;
      },
    });
    cluster.submit(0, 0);
    cluster.start(0, 0);
    cluster.submit(5, 1);
    cluster.submit(10, 2);
    cluster.notice(10, 0, 20, 1);
    cluster.preempt(20, 0);
    cluster.start(20, 1);
    cluster.complete(120, 1);
    cluster.start(120, 0);
    expect(jobsCsv(cluster.world, pools).split("\r\n")).toEqual([
      HEAD,
      "spot#0,external,pool,0,120,,2,0,1,40,running,0",
      "batch#0,internal,pool,5,20,120,1,15,0,0,completed,20",
      "batch#1,internal,,10,,,2,,0,0,queued,",
      "",
    ]);
    // One pool to choose from needs no watching.
    expect(jobsCsv(cluster.world)).toBe(jobsCsv(cluster.world, pools));
  });

  test("never hands a formula to a spreadsheet, and quotes what needs it", () => {
    const cluster = new HandDriven({
      horizon: 10,
      streams: [{ stream: stream({ name: '=HYPERLINK("x")' }), rows: [[0, 1, 1]], ids: ["a,b\n"] }],
    });
    cluster.submit(0, 0);
    const [, row] = jobsCsv(cluster.world).split("\r\n");
    expect(row).toBe(`"'=HYPERLINK(""x"")#a,b\n",internal,,0,,,1,,0,0,queued,`);
  });

  test("comes in pieces that make up the whole", () => {
    const cluster = new HandDriven({
      horizon: 10,
      streams: [{ stream: stream(), rows: Array.from({ length: 2500 }, () => [0, 1, 1] as const) }],
    });
    for (let job = 0; job < 2500; job++) cluster.submit(0, job);
    const parts = [...jobsCsvParts(cluster.world)];
    expect(parts).toHaveLength(3);
    expect(parts.join("")).toBe(jobsCsv(cluster.world));
    expect(parts.join("").split("\r\n")).toHaveLength(2502);
  });
});
