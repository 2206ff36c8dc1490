/** What is answered where there are jobs and no lease. */
import { describe, expect, test } from "vitest";
import { inProcessExecutor, parseScenario, runStudy } from "../../src/index.ts";

const answer = async (internal: string, tenants: string): Promise<string> => {
  const { scenario } = parseScenario(`
clawback: 1
name: jobs
start: 2026-01-01
horizon: 10 days
replications: 2
cluster: { pools: [{ name: pool, gpus: 8 }] }
${internal}
${tenants}
policies:
  all: { admission: all }
  half: { admission: { kind: quota, share: 50 % } }
`);
  return (await runStudy({ scenario, policies: [], command: "" }, inProcessExecutor)).answer;
};

const JOBS = "arrivals: { kind: poisson, perHour: 2 }, gpus: 2, work: { kind: exponential, mean: 90 min }";
const TENANTS = `tenants: [{ name: spot, jobs: { ${JOBS}, fee: { perGpuHour: 1 }, queue: loss } }]`;

describe("the answer", () => {
  test("is the policy worth most to the owner, where nobody inside waits", async () => {
    expect(await answer("", TENANTS)).toMatch(/^Under all, tenants' jobs use \d/);
  });

  test("tells how long internal jobs wait, and nothing of tenants that are not there", async () => {
    const told = await answer(`internal: [{ name: own, demand: { kind: jobs, ${JOBS} } }]`, "");
    expect(told).toMatch(/^Under (all|half), internal jobs wait .* in the mean/);
    expect(told).not.toContain("tenants");
  });
});
