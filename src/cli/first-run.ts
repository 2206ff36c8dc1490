/** Files about single events and jobs: they tell of the first replication under the first policy. */
import {
  compilePlan,
  compilePolicies,
  createSimulation,
  drawDemand,
  jobsCsv,
  type LoggedEvent,
  PerfettoTrace,
  PoolsOfJobs,
  type StudyRequest,
  toSwf,
} from "../index.ts";
import type { FileText } from "../node.ts";
import type { StudyFlags } from "./options.ts";

/** The files that the options ask for, from one run. */
export const firstRunFiles = (request: StudyRequest, flags: StudyFlags): FileText[] => {
  const { events, jobsOut, perfetto, workloadOut } = flags;
  if ([events, jobsOut, perfetto, workloadOut].every((file) => file === undefined)) return [];
  const scenario = { ...request.scenario, seed: request.seed ?? request.scenario.seed };
  const plan = compilePlan(scenario, request.traces);
  const name = request.policies[0] ?? (Object.keys(scenario.policies)[0] as string);
  const [policy] = compilePolicies(scenario, [name]);
  const demand = drawDemand(plan, 0, request.traces?.rows);
  const files: FileText[] = [];
  if (workloadOut !== undefined)
    files.push({ path: workloadOut, text: toSwf(demand.jobs, { Computer: scenario.name }) });
  if (policy === undefined || [events, jobsOut, perfetto].every((file) => file === undefined)) return files;
  const lines: string[] = [];
  const trace = perfetto === undefined ? undefined : new PerfettoTrace();
  const onEvent = (event: LoggedEvent): void => {
    if (events !== undefined) lines.push(`${JSON.stringify(event)}\n`);
    trace?.take(event);
  };
  let pools: PoolsOfJobs | undefined;
  const simulation = createSimulation(plan, policy, demand, {
    bins: 0,
    story: false,
    onEvent: events === undefined && trace === undefined ? undefined : onEvent,
    observe: (world) => {
      pools = new PoolsOfJobs(world);
      return pools;
    },
  });
  simulation.finish();
  if (events !== undefined) files.push({ path: events, text: lines.join("") });
  if (jobsOut !== undefined) files.push({ path: jobsOut, text: jobsCsv(simulation.world, pools) });
  if (perfetto !== undefined && trace !== undefined)
    files.push({
      path: perfetto,
      text: `${trace.close(plan.horizon)}
`,
    });
  return files;
};
