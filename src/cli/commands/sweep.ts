/** `clawback sweep`: a study into its folder, on threads, Slurm or Redis; what is there already is kept. */
import { inProcessSweepExecutor, renderPoints, type SweepExecutor, unitCount } from "../../index.ts";
import {
  checkStudyFolder,
  createSweepThreads,
  forgetResults,
  type Journal,
  writeStudyFolder,
} from "../../node.ts";
import { quoted } from "../arguments.ts";
import { counted, escaped, say, UsageError } from "../exit.ts";
import { terminal } from "../output.ts";
import { defaultFolder, type LoadedStudy, readStudy, sweepInto, tellEnd } from "../sweep.ts";
import type { SweepFlags } from "../sweep-flags.ts";

export const sweep = async (name: string, flags: SweepFlags): Promise<void> => {
  const loaded = await readStudy(name, flags);
  const folder = flags.output ?? defaultFolder(name, loaded.plan);
  if (flags.dryRun) {
    process.stdout.write(describe(loaded, folder));
    return;
  }
  checkStudyFolder(folder);
  const goOn = goOnCommand(name, flags);
  if (flags.engine === "slurm") {
    const { sweepOnSlurm } = await import("../slurm.ts");
    return sweepOnSlurm(name, loaded, folder, flags, goOn);
  }
  const ended = await sweepInto(folder, loaded.plan, await executorOf(flags, loaded), flags, {
    retry: flags.retry,
    goOn,
    first: flags.fresh ? () => forgetResults(folder) : undefined,
    before: (journal) => begin(name, loaded, folder, flags, journal),
  });
  if (ended === undefined) return;
  if (!flags.json) process.stdout.write(renderPoints(loaded.plan, ended.written.first, terminal(flags)));
  tellEnd(folder, loaded.plan, ended, flags);
};

/** Under the lock: the folder is made, and what is in it is told. */
const begin = (
  name: string,
  { plan, traceFolder }: LoadedStudy,
  folder: string,
  flags: SweepFlags,
  journal: Journal,
): void => {
  const reasons = writeStudyFolder(folder, plan, { file: name, traceFolder });
  if (flags.quiet || journal.size() === 0) return;
  say(`${counted(journal.size(), "result")} on file in ${folder} (--fresh forgets them)`);
  if (reasons.length > 0) say(`units are run again: ${reasons.join("; ")}`);
};

const executorOf = async (flags: SweepFlags, loaded: LoadedStudy): Promise<SweepExecutor> => {
  if (flags.engine === "here") return inProcessSweepExecutor;
  if (flags.engine === "threads") return createSweepThreads({ threads: flags.jobs });
  if (flags.redisUrlFile === undefined)
    throw new UsageError(
      "--engine bullmq needs --redis-url-file: a file that holds redis://user:password@host:port",
    );
  const { createRedisExecutor, readRedisUrl } = await import("../../node.ts");
  return createRedisExecutor({
    address: readRedisUrl(flags.redisUrlFile),
    prefix: flags.prefix,
    plan: loaded.plan,
    tell: say,
  });
};

/** The command that goes on: what decides the study, not how it looks. */
const goOnCommand = (name: string, flags: SweepFlags): string => {
  const words = ["clawback", "sweep", name];
  if (flags.output !== undefined) words.push("-o", flags.output);
  if (flags.engine !== "threads") words.push("--engine", flags.engine);
  if (flags.redisUrlFile !== undefined) words.push("--redis-url-file", flags.redisUrlFile);
  return quoted(words);
};

const describe = ({ plan }: LoadedStudy, folder: string): string => {
  const { study, scenario, axes, policies, points, replications } = plan;
  const lines = [
    `study         ${study.name}`,
    `scenario      ${scenario.name}`,
    ...axes.map(({ name, values, quantile }) =>
      quantile === undefined
        ? `axis          ${name} = ${shortened(values.map(({ label }) => label))}`
        : `axis          ${name}, drawn ${study.samples} times`,
    ),
    `policies      ${policies.join(", ")}`,
    `points        ${points}`,
    `replications  ${replications.least === replications.most ? replications.least : `${replications.least} to ${replications.most}`}`,
    `units         ${unitCount(plan)}`,
    `runs          ${points * policies.length * replications.least}`,
    `folder        ${folder}`,
  ];
  return `${escaped(lines.join("\n"))}\n`;
};

const shortened = (labels: readonly string[]): string =>
  labels.length <= 8
    ? labels.join(", ")
    : `${labels.slice(0, 4).join(", ")}, … ${labels.at(-1)} (${labels.length})`;
