/** What commands have in common that evaluate a scenario at many points: seek and sensitivity. */
import type { EvaluationOptions, EvaluationRequest, ParsedScenario } from "../index.ts";
import { createThreadExecutor, loadTraces } from "../node.ts";
import { quoted } from "./arguments.ts";
import { interruptible } from "./interruptible.ts";
import type { PointFlags, WorkFlags } from "./options.ts";
import { createProgress } from "./progress.ts";
import { folderOf } from "./study.ts";

/** The request that a command line makes, with the command that makes it again. */
export const evaluationOf = (
  command: string,
  name: string,
  parsed: ParsedScenario,
  flags: PointFlags,
  words: readonly string[],
): EvaluationRequest & { readonly command: string } => ({
  scenario: parsed.scenario,
  policy: flags.policy,
  replications: flags.replications,
  seed: flags.seed,
  traces: async (scenarios) => (await loadTraces(scenarios, folderOf(name))).traces,
  command: quoted([
    ...["clawback", command, name],
    ...flags.vary.flatMap((range) => ["--vary", range]),
    ...words,
    ...(flags.policy === undefined ? [] : ["--policy", flags.policy]),
    ...flags.set.flatMap(({ path, value }) => ["--set", `${path}=${value}`]),
    ...(flags.replications === undefined ? [] : ["-r", String(flags.replications)]),
    ...(flags.seed === undefined ? [] : ["--seed", flags.seed]),
  ]),
});

/** Runs on threads, with progress; Ctrl-C stops it. */
export const withProgress = async <T>(
  flags: WorkFlags,
  work: (options: EvaluationOptions) => Promise<T>,
): Promise<T> => {
  const progress = await createProgress(flags);
  const executor = createThreadExecutor({ threads: flags.jobs });
  try {
    return await interruptible((signal) =>
      work({
        executor,
        workers: flags.jobs,
        signal,
        onProgress: progress.update,
      }),
    );
  } finally {
    progress.stop();
    await executor.close();
  }
};
