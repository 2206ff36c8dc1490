/** What run, compare, explain, report and verify have in common: read, simulate with progress. */
import { setImmediate } from "node:timers/promises";
import {
  commandLine,
  type Executor,
  formatProblem,
  inProcessExecutor,
  type Override,
  type ParsedScenario,
  parseScenario,
  runStudy,
  type StudyRequest,
  type StudyResult,
  scenariosOf,
  traceSummary,
} from "../index.ts";
import { createThreadExecutor, loadTraces, readScenarioFile, scenarioFolder } from "../node.ts";
import { commandNames } from "./arguments.ts";
import { counted, escaped, UsageError } from "./exit.ts";
import { interruptible } from "./interruptible.ts";
import type { StudyFlags, WorkFlags } from "./options.ts";
import { wantsColor } from "./output.ts";
import { createProgress } from "./progress.ts";
import { stopOfFlags } from "./stop.ts";

/** Below this many runs threads cost more than they bring. */
const WORTH_THREADS = 16;

/** Reads a scenario with the overrides of the command line; warnings go to stderr. */
export const loadScenario = (
  name: string,
  flags: { readonly set?: readonly Override[]; readonly quiet?: boolean; readonly color: boolean },
): ParsedScenario => {
  const { name: file, bytes } = readNamed(name);
  const parsed = parseScenario(bytes, { file, overrides: flags.set ?? [] });
  if (!flags.quiet) {
    const color = wantsColor(process.stderr, flags);
    for (const warning of parsed.warnings)
      process.stderr.write(`warning: ${formatProblem(warning, { color })}\n`);
  }
  return parsed;
};

/** The bytes of a scenario; a command where a scenario should be is a slip. */
export const readNamed = (name: string): ReturnType<typeof readScenarioFile> => {
  try {
    return readScenarioFile(name);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing && commandNames.includes(name))
      throw new UsageError(`there is no scenario ${name}; did you mean: clawback ${name}`);
    throw error;
  }
};

/** The folder of a scenario, where its traces are. */
export const folderOf = (name: string): string => scenarioFolder(name);

/** A request with the traces that its scenarios refer to; what was left out of them is told on stderr. */
export const withTraces = async (
  request: StudyRequest,
  folder: string,
  flags: { readonly quiet?: boolean },
): Promise<StudyRequest> => {
  const { traces, reports } = await loadTraces(scenariosOf(request), folder);
  if (!flags.quiet)
    for (const { file, report } of reports) process.stderr.write(`${escaped(traceSummary(file, report))}\n`);
  return { ...request, traces };
};

/** The request that a command line makes of a scenario. */
export const requestOf = (
  command: string,
  name: string,
  parsed: ParsedScenario,
  flags: StudyFlags,
  policies: readonly string[],
): StudyRequest => ({
  scenario: parsed.scenario,
  policies,
  vary: flags.vary,
  replications: flags.replications,
  stop: stopOfFlags(flags, parsed.scenario.replications),
  seed: flags.seed,
  baseline: flags.baseline,
  command: commandLine({ ...flags, command, scenario: name, policies: flags.policy }),
  warnings: parsed.warnings.map((warning) =>
    warning.path === "" ? warning.message : `${warning.path}: ${warning.message}`,
  ),
});

/** Simulates with progress; Ctrl-C stops it, and a second one ends the process at once. */
export const simulate = async (request: StudyRequest, flags: WorkFlags): Promise<StudyResult> => {
  const progress = await createProgress(flags);
  const runs = runCount(request);
  const isWorthThreads = runs >= WORTH_THREADS;
  const threads = createThreadExecutor({ threads: flags.jobs });
  const executor = isWorthThreads ? threads : here;
  try {
    if (flags.verbose)
      process.stderr.write(
        `${counted(runs, "run")} on ${counted(isWorthThreads ? flags.jobs : 1, "thread")}\n`,
      );
    return await interruptible((signal) =>
      runStudy(request, executor, { workers: flags.jobs, signal, onProgress: progress.update }),
    );
  } finally {
    progress.stop();
    await threads.close();
  }
};

/** Everything on this thread, with a pause after each unit in which signals are heard. */
const here: Executor = {
  async *run(job, units, options) {
    for await (const result of inProcessExecutor.run(job, units, options)) {
      yield result;
      await setImmediate();
    }
  },
};

/** How many runs a request amounts to, at most. */
export const runCount = (request: StudyRequest): number => {
  const policies = request.policies.length || Object.keys(request.scenario.policies).length;
  const replications = request.stop?.most ?? request.replications ?? request.scenario.replications;
  return policies * (request.vary?.values.length ?? 1) * replications;
};

const replicationsText = ({ stop, replications, scenario }: StudyRequest): string =>
  stop === undefined
    ? String(replications ?? scenario.replications)
    : `${stop.least} to ${stop.most}, until enough is known`;

/** What a dry run says. */
export const describe = (request: StudyRequest): string => {
  const { scenario } = request;
  const policies = request.policies.length > 0 ? request.policies : Object.keys(scenario.policies);
  const lines = [
    `scenario      ${scenario.name}`,
    `horizon       ${String(scenario.horizon)} from ${scenario.start}`,
    `policies      ${policies.join(", ")}`,
    ...(request.vary === undefined
      ? []
      : [`varied        ${request.vary.path} = ${request.vary.values.join(", ")}`]),
    `replications  ${replicationsText(request)}`,
    `seed          ${request.seed ?? String(scenario.seed)}`,
    `runs          ${request.stop === undefined ? "" : "at most "}${runCount(request)}`,
    `command       ${request.command}`,
  ];
  return `${lines.join("\n")}\n`;
};
